from odoo import fields, models


class Device(models.Model):
    """The days that a warranty may begin with, beside those of its delivery (W-34)."""

    _inherit = "aftersales.device"
    _portal_fields = frozenset({"installation_date", "acceptance_date"})

    purchase_date = fields.Date(
        "Bought On", help="The day on which the end user bought it, from whomever."
    )
    invoice_date = fields.Date()
    installation_date = fields.Date()
    acceptance_date = fields.Date("Final Acceptance")
    registration_date = fields.Date()

    def _get_sale_day(self):
        """The day that a warranty counts from where no policy names another."""
        self.ensure_one()
        days = ("delivery_date", "ship_date", "purchase_date", "invoice_date")
        return next((self[name] for name in days if self[name]), False)
