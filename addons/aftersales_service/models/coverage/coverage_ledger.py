from odoo import api, fields, models

from ...exceptions import LedgerRefused, ProofMissing
from ...groups import MANAGER
from ...kernel import coverage as kernel
from ..device.bulk import Batch


class Coverage(models.Model):
    """Writing the ledger: an event and the projection that follows, in one transaction."""

    _inherit = "aftersales.coverage"

    # "In warranty" asks for what has not ended or stands still: each by its own index.
    suspended_on = fields.Date(index="btree_not_null")

    @api.model
    def _grant(self, vals_list, born=False):
        """Create coverages with their first event, in two batches for any number.

        Each of ``vals_list`` holds ``device_id``, ``start_date``, ``amount``, ``unit``
        and what the coverage is; the end is computed here.

        :param born: the devices are new and already know when their warranty ends
        """
        vals_list = [self._prepare_grant(vals) for vals in vals_list]
        # sudo: a warranty falls out of a delivery, a register or a policy, whoever works
        coverages = self.sudo()._in_flow()
        coverages = (
            coverages._insert(vals_list) if born else coverages.create(vals_list)
        )
        events = [coverage._prepare_grant_event() for coverage in coverages]
        event = coverages.env["aftersales.coverage.event"]._in_flow()
        batch = Batch(event, events) if born and events else None
        if batch and batch.fits():
            batch.reserve()
            batch.insert()
        else:
            event.create(events)
        return coverages.with_env(self.env)

    @api.model
    def _prepare_grant(self, vals):
        """``vals`` with the unit, the start as a date, and the end that follows."""
        if "end_date" in vals:
            return vals
        unit = vals.get("unit") or "month"
        start = fields.Date.to_date(vals["start_date"])
        end = kernel.period_end(start, vals["amount"], unit)
        return vals | {"unit": unit, "start_date": start, "end_date": end}

    def _insert(self, vals_list):
        """Coverages of new devices: by SQL where that is the same as ``create``."""
        batch = Batch(self, vals_list) if vals_list else None
        if not batch or not batch.fits():
            return self.create(vals_list)
        batch.reserve()
        return batch.insert()

    def _prepare_grant_event(self):
        self.ensure_one()
        return self._prepare_event("granted", self.start_date, self.amount, self.unit)

    def _prepare_event(self, kind, day, amount=0, unit=False, **vals):
        self.ensure_one()
        return {
            "coverage_id": self.id,
            "company_id": self.company_id.id,
            "kind": kind,
            "day": day,
            "amount": amount,
            "unit": unit,
            "version_id": self.term_id.version_id.id,
        } | vals

    def _add_event(self, kind, day, amount=0, unit=False, **vals):
        """Append one event to each coverage and move its projection under a row lock.

        :raises LedgerRefused: when the history does not allow it
        """
        # sudo: callers are checked; the ledger itself is closed to everybody
        coverages = self.sudo()._in_flow()
        coverages.lock_for_update()
        events = []
        for coverage in coverages:
            coverage._project(kind, day, amount, unit)
            events.append(coverage._prepare_event(kind, day, amount, unit, **vals))
        coverages.env["aftersales.coverage.event"]._in_flow().create(events)

    def _project(self, kind, day, amount, unit):
        event = kernel.Event(kind, day, amount, unit or "month")
        try:
            state = kernel.apply(self._get_projection(), event)
        except kernel.CoverageError as error:
            raise LedgerRefused(self._explain(error.code)) from error
        self.write(
            {
                "start_date": state.start,
                "end_date": state.end,
                "suspended_on": state.suspended_on,
                "voided_on": state.voided_on,
                "suspended_days": state.suspended_days,
            }
        )

    def _explain(self, code):
        texts = {
            "void": self.env._("%s is void; nothing more can be added to it."),
            "suspended": self.env._("%s is already suspended."),
            "running": self.env._("%s is not suspended, so it cannot be resumed."),
            "early": self.env._("%s did not exist yet on that day."),
            "over": self.env._("%s had already ended on that day."),
            "amount": self.env._("%s can only be extended by at least one day."),
        }
        text = texts.get(code, self.env._("%s cannot take this event."))
        return text % self.display_name

    def _get_projection(self):
        """The stored projection as the kernel knows it."""
        self.ensure_one()
        return kernel.Projection(
            start=self.start_date or None,
            end=self.end_date or None,
            amount=self.amount,
            unit=self.unit,
            suspended_on=self.suspended_on or None,
            voided_on=self.voided_on or None,
            suspended_days=self.suspended_days,
        )

    def _verify(self):
        """Coverages whose replayed events do not give what is stored; should be none."""
        wrong = self.browse()
        for coverage in self:
            events = [
                kernel.Event(e.kind, e.day, e.amount, e.unit or "month")
                for e in coverage.event_ids.sorted("id")
            ]
            if kernel.replay(events) != coverage._get_projection():
                wrong |= coverage
        return wrong

    def _get_chain_heads(self):
        """Events carry no fingerprint of their own: they are chained as they are read."""
        heads = [""]
        for event in self.event_ids.sorted("id"):
            content = [event.id, event.kind, str(event.day), event.amount, event.unit]
            heads.append(self._make_fingerprint(content, heads[-1]))
        return heads[1:]

    def _get_chain_faults(self):
        if not self._verify():
            return []
        return [self.env._("The period is not what its events give.")]

    def _is_running(self, day):
        self.ensure_one()
        return self._get_projection().covers(day)

    def action_void(self, reason, day=None):
        """失效: from ``day`` on it no longer counts; needs a reason and a manager."""
        self._check_manager()
        self._check_reason(reason)
        self._add_event("voided", day or self._today(), reason=reason)

    def action_extend(self, amount, unit, reason):
        """延长, with a reason; granted by a manager."""
        self._check_manager()
        self._check_reason(reason)
        self._add_event("extended", self._today(), amount, unit, reason=reason)

    def _check_manager(self):
        self.env["aftersales.flow.mixin"]._require_group(MANAGER)
        self.check_access("write")

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))

    def _today(self):
        return (self.company_id[:1] or self.env.company)._aftersales_today()
