from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ...groups import DISPATCHER
from ...kernel.text import serial_key

# A job belongs to a claim without a job number if it was called in so near its day.
_NEAR = timedelta(days=31)
_TWICE = timedelta(days=180)


class ChargebackLine(models.Model):
    """What a claim is about: device, job, part and old part, found for a whole list with one
    search each. What is not certain stays empty; a person may choose."""

    _inherit = "aftersales.chargeback.line"

    def action_match(self):
        """Look again for what is not known yet."""
        self._require_group(DISPATCHER)
        self.check_access("write")
        self.filtered(lambda line: line.list_state in ("received", "proposed"))._match()

    def _match(self):
        for company, lines in self.grouped("company_id").items():
            lines._match_products(company)
            lines._match_devices(company)
            lines._match_jobs(company)
            lines._match_old_parts(company)

    def _match_products(self, company):
        todo = self.filtered(lambda line: not line.product_id and line.part_code)
        products = self.env["product.product"].search(
            [
                ("default_code", "in", todo.mapped("part_code")),
                ("company_id", "in", [False, company.id]),
            ]
        )
        by_code = products.grouped("default_code")
        for line in todo:
            found = by_code.get(line.part_code, products.browse())
            line.product_id = found if len(found) == 1 else False

    def _match_devices(self, company):
        """By its serial number; of two makers' equal ones that of the claimed product."""
        todo = self.filtered(lambda line: not line.device_id and line.serial)
        keys = {line: serial_key(line.serial) for line in todo}
        devices = self.env["aftersales.device"].with_context(active_test=False)
        devices = devices.search(
            [
                ("serial_key", "in", list(set(keys.values()) - {""})),
                ("company_id", "=", company.id),
            ]
        )
        by_key = devices.grouped("serial_key")
        for line in todo:
            found = by_key.get(keys[line], devices.browse())
            if len(found) > 1:
                found = found.filtered(
                    lambda d, line=line: d.product_id == line.product_id
                )
            line.device_id = found if len(found) == 1 else False

    def _match_jobs(self, company):
        """By its number, else the nearest one of the device."""
        todo = self.filtered(lambda line: not line.order_id)
        named = Domain("name", "in", [r for r in todo.mapped("job_ref") if r])
        jobs = self.env["aftersales.order"].search(
            (named | Domain("device_id", "in", todo.device_id.ids))
            & Domain("company_id", "=", company.id)
        )
        by_name = {job.name: job for job in jobs}
        by_device = jobs.grouped("device_id")
        for line in todo:
            near = by_device.get(line.device_id) if line.device_id else None
            line.order_id = by_name.get(line.job_ref) or line._get_nearest(near)
            line.device_id = line.device_id or line.order_id.device_id

    def _get_nearest(self, jobs):
        if not (jobs and self.day):
            return False
        far = {
            job: abs(self.company_id._aftersales_day(job.called_at) - self.day)
            for job in jobs
            if job.called_at
        }
        nearest = min(far, key=far.get, default=None)
        return nearest if nearest and far[nearest] <= _NEAR else False

    def _match_old_parts(self, company):
        todo = self.filtered(lambda line: not line.old_part_id)
        parts = self.env["aftersales.old.part"].search(
            (
                Domain("name", "in", [t for t in todo.mapped("tag_ref") if t])
                | Domain("order_id", "in", todo.order_id.ids)
            )
            & Domain("company_id", "=", company.id)
        )
        by_tag = {part.name: part for part in parts}
        by_job = parts.grouped(lambda part: (part.order_id, part.product_id))
        for line in todo:
            mine = by_job.get((line.order_id, line.product_id), ())
            found = by_tag.get(line.tag_ref) or (mine if len(mine) == 1 else False)
            line.old_part_id = found
            line.order_id = line.order_id or (found and found.order_id)

    # --- what to look at

    @api.depends("device_id", "order_id", "old_part_id", "day", "part_code", "serial")
    def _compute_warning(self):
        # sudo: warranties and other lists, told in a sentence to whoever examines
        lines = self.sudo()
        earlier = lines._find_earlier()
        for line, mine in zip(self, lines, strict=True):
            told = (
                mine._get_unknown(),
                mine._get_not_covered(),
                mine._get_claimed_before(earlier),
                mine._get_judged(),
            )
            line.warning = " ".join(filter(None, told)) or False

    def _get_unknown(self):
        if not self.device_id:
            return self.env._("No device of ours is known for it.")
        if not self.order_id:
            return self.env._("We have no job about it.")
        return None

    def _get_not_covered(self):
        if not (self.device_id and self.day):
            return None
        state = self.device_id._get_coverage_state(self.day)
        return {
            "out": self.env._("The warranty was over on that day."),
            "none": self.env._("The device has no warranty."),
        }.get(state)

    def _find_earlier(self):
        """{device: claims about it, whoever's list they are on}"""
        devices = self.device_id
        if not devices:
            return {}
        found = self.search([("device_id", "in", devices.ids), ("day", "!=", False)])
        return found.grouped("device_id")

    def _get_claimed_before(self, earlier):
        mine = earlier.get(self.device_id) if self.day else None
        if not mine:
            return None
        same = mine.filtered(
            lambda e: e.id != self._origin.id
            and serial_key(e.part_code) == serial_key(self.part_code)
            and abs(e.day - self.day) <= _TWICE
        )
        if not same:
            return None
        return self.env._("The same part of this device: %s.", same[0].display_name)

    def _get_judged(self):
        """What our own people found about the old part."""
        part = self.old_part_id
        if part.judgement in (False, "material"):
            return None
        label = dict(part._fields["judgement"]._description_selection(self.env))
        return self.env._("Our judgement of its old part: %s.", label[part.judgement])

    @api.depends("chargeback_id.name", "number")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.chargeback_id.name} {line.number or ''}".strip()
