from odoo import api, models


class TechnicianDay(models.AbstractModel):
    """How the customer confirms and rates on the phone."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_choices(self):
        names = ("sign_method", "satisfaction")
        return super()._get_choices() | self._get_labels("aftersales.visit", *names)

    @api.model
    def _prepare_card(self, visit):
        return super()._prepare_card(visit) | {
            "sign_method": visit.sign_method,
            "ratings": self._get_ratings(visit),
        }

    @api.model
    def _get_ratings(self, visit):
        """What the customer rates by faces: four rows, one, or none."""
        return [
            {
                "field": name,
                "label": visit._fields[name]._description_string(self.env),
                "value": visit[name],
            }
            for name in visit._get_rating_fields()
        ]
