from odoo import api, models

from ..fit.fitting import Fitting

_MOST = 40  # drawings that a phone keeps
_PARTS = 2000  # spots of all of them


class TechnicianDay(models.AbstractModel):
    """The drawings of the day's machines, so that a part is found without network."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_day(self, visits, products):
        """Drawings, what is on them, and what of it fits which machine (extends)."""
        day = super()._prepare_day(visits, products)
        company = self.env.company
        # sudo: of his own jobs a technician sees the machine
        jobs = {visit.id: visit.order_id for visit in visits.sudo()}
        machines = {job: job.device_id or job.product_id for job in jobs.values()}
        drawings = self.env["aftersales.drawing"].sudo()
        shown = drawings._find_shown([m for m in machines.values() if m], company)
        kept = drawings.union(*shown.values())._keep_for_phone()
        parts = kept.spot_ids.product_id
        told = self._tell_drawn(parts, machines, company)
        day["drawings"] = [drawing._prepare_phone(self.env) for drawing in kept]
        day["drawn"] = self._prepare_drawn(parts, company)
        for card in day["visits"]:
            job = jobs[card["id"]]
            own = shown.get(machines[job], drawings)
            card["drawings"] = [drawing.id for drawing in kept if drawing in own]
            # What is drawn only is known to the phone like a part of the catalogue.
            card["unfit"] = card.get("unfit", {}) | told[job]
        return day

    @api.model
    def _tell_drawn(self, parts, machines, company):
        """{job: {part: what is to be said of it}}"""
        if not parts:
            return {job: {} for job in machines}
        jobs = self.env["aftersales.order"].sudo().union(*machines)  # sudo: as above
        devices = jobs.device_id.with_env(self.env)
        fitting = Fitting(devices, parts, company, machines=[jobs.product_id])
        return {
            job: fitting.tell(job.device_id, job.product_id, parts) for job in machines
        }

    @api.model
    def _prepare_drawn(self, parts, company):
        """{part: {id, name, code, unit, here, van}} as the store has it this morning."""
        if not parts:
            return {}
        technicians = self.env["aftersales.technician"].sudo()  # sudo: his own
        mine = [("user_id", "=", self.env.uid), ("company_id", "=", company.id)]
        van = technicians.search(mine, limit=1).location_id
        store = self.env["aftersales.requisition"]._find_warehouse(company)
        counts = self.env["aftersales.drawing"]._count_stock(parts, company, store, van)
        return {
            part.id: {
                "id": part.id,
                "name": part.display_name,
                "code": part.default_code or "",
                "unit": part.uom_id.name,
                "here": counts[part.id]["here"],
                "van": counts[part.id]["van"],
            }
            for part in parts
        }


class Drawing(models.Model):
    _inherit = "aftersales.drawing"

    def _keep_for_phone(self):
        """As many as a phone bears, with all that is on each."""
        kept, spots = self.browse(), 0
        for drawing in self[:_MOST]:
            spots += len(drawing.spot_ids)
            if spots > _PARTS:
                break
            kept |= drawing
        return kept

    def _prepare_phone(self, env):
        return {
            "id": self.id,
            "name": self.name,
            "sheet": self.sheet or "",
            "stamp": self._get_stamp(),
            "url": self._get_picture_url(env, small=True),
            "spots": [spot._pack() for spot in self.spot_ids],
        }
