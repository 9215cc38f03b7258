from odoo import api, models


class Visit(models.Model):
    """Whether a signed visit still says what the customer signed: the kept content agrees
    with its fingerprint, and what a print would show agrees with the kept content."""

    _inherit = "aftersales.visit"

    @api.model
    def _get_sealed_domain(self):
        return [("signed_at", "!=", False)]

    def _is_sealed(self):
        """A signed visit without a fingerprint lost it."""
        return bool(self.signed_at)

    def _get_signer_language(self):
        return self.user_id.lang or super()._get_signer_language()

    def _get_content_labels(self):
        """Keys that are no field's name."""
        return super()._get_content_labels() | {
            "visit": self.env._("Number"),
            "order": self.env._("Service Order"),
            "customer": self.env._("Customer"),
            "serial": self.env._("Serial Number"),
            "called_at": self.env._("Time of the Call"),
            "technician": self.env._("Technician"),
            "action": self.env._("Solution"),
            "stamps": self.env._("Times"),
            "parts": self.env._("Replaced Parts"),
            "extra": self.env._("Extra Work"),
            "photos": self.env._("Photos"),
            "method": self.env._("Confirmation"),
            "refusal": self.env._("Why Not Signed"),
            "consent": self.env._("Consent"),
            "card": self.env._("Opinion Card"),
        }
