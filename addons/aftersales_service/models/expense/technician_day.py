from odoo import api, models


class TechnicianDay(models.AbstractModel):
    """Travel expenses on the technician's phone."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_actions(self):
        return super()._get_actions() | {"spend": "action_spend"}

    @api.model
    def _get_choices(self):
        labels = self._get_labels("aftersales.travel.line", "kind")
        return super()._get_choices() | {"travel_kind": labels["kind"]}

    @api.model
    def _fetch(self, visits):
        """Receipts of the visits (extends)."""
        products = super()._fetch(visits)
        if spent := visits.filtered("travel_spent"):
            self._fill(spent, "travel_line_ids")
        return products

    @api.model
    def _prepare_card(self, visit):
        lines = visit.travel_line_ids if visit.travel_spent else []
        return super()._prepare_card(visit) | {
            "spent": [line._prepare_phone() for line in lines]
        }


class TravelLine(models.Model):
    _inherit = "aftersales.travel.line"

    def _prepare_phone(self):
        return {
            "id": self.client_uuid or str(self.id),
            "kind": self.kind,
            "number": self.number or "",
            "amount": self.currency_id.format(self.amount),
        }
