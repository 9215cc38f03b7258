import hashlib

from odoo import fields, models

from ...exceptions import ProofMissing


class Visit(models.Model):
    """How the customer confirms: on the screen, on stamped paper, or not at all.

    Source: D-51 (signature or stamp), D-52, D-53, and the office's rule that a refusal to
    sign needs a reason and a witness.
    """

    _inherit = "aftersales.visit"

    sign_method = fields.Selection(
        [
            ("drawn", "Signed on the Screen"),
            ("paper", "Stamped Paper Uploaded"),
            ("refused", "Customer Refuses to Sign"),
        ],
        "Confirmation",
        required=True,
        default="drawn",
        copy=False,
    )
    stamped_paper = fields.Binary(attachment=True, copy=False)
    stamped_paper_name = fields.Char(copy=False)
    sign_refusal = fields.Char("Why Not Signed", copy=False)
    witness = fields.Char(copy=False)

    def _get_signature_needs(self):
        """Fields without which the customer has not confirmed, by the way he does it."""
        return {
            "drawn": ("signature", "signed_by", "satisfaction"),
            "paper": ("stamped_paper", "signed_by", "satisfaction"),
            "refused": ("sign_refusal", "witness"),
        }[self.sign_method]

    def _check_signature(self):
        """A witness is somebody else than the technician (extends)."""
        result = super()._check_signature()
        own = self._get_people().mapped("name")
        if self.sign_method == "refused" and (self.witness or "").strip() in own:
            raise ProofMissing(
                self.env._(
                    "%s did the work himself; the witness must be somebody else.",
                    self.witness,
                )
            )
        return result

    def _rate(self):
        """Who does not sign does not rate either (extends)."""
        if self.satisfaction:
            return super()._rate()
        return None

    def _get_signed_fields(self):
        return super()._get_signed_fields() | {
            "sign_method",
            "stamped_paper",
            "sign_refusal",
            "witness",
        }

    def _prepare_signed_content(self):
        paper = hashlib.sha256(self.stamped_paper or b"").hexdigest()
        return super()._prepare_signed_content() | {
            "method": self.sign_method,
            "stamped_paper": paper if self.stamped_paper else "",
            "refusal": self.sign_refusal or "",
            "witness": self.witness or "",
        }
