from odoo import models


class Custody(models.Model):
    """What the customer signed when he took his goods back: the receipt, the card with the
    work done, and how they left (R-32)."""

    _name = "aftersales.custody"
    _inherit = ["aftersales.custody", "document.signature.mixin"]
    _printed_fields = (
        "name",
        "product_id",
        "serial",
        "taken_by_id",
        "taken_at",
        "accessories",
        "appearance",
        "date_promised",
        "work_done",
        "inspected_by_id",
        "given_back_at",
        "given_back_to",
        "signature",
        "back_carrier",
        "back_tracking_ref",
    )

    def _prepare_signed_content(self):
        goods, record = self.line_id, self.return_id
        return super()._prepare_signed_content() | {
            "partner_id": self.partner_id.commercial_partner_id.name or "",
            "contact": [record.contact_name or "", record.contact_phone or ""],
            "quantity": goods.received_quantity or goods.quantity,
            "fault": goods.fault or "",
        }

    def _get_content_labels(self):
        return super()._get_content_labels() | {
            "contact": self.env._("Contact Person"),
            "fault": self.env._("Fault Told"),
        }
