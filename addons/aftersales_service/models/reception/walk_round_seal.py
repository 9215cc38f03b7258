from odoo import models


class WalkRound(models.Model):
    """What the customer signed beside the goods: the reception sheet with its marks, and the
    task order with its estimate (B-48, D-40)."""

    _name = "aftersales.walk.round"
    _inherit = ["aftersales.walk.round", "document.signature.mixin"]
    _printed_fields = (
        "name",
        "kind",
        "product_id",
        "serial",
        "outline",
        "outline_photo",
        "marks",
        "marks_before",
        "mileage",
        "fuel",
        "accessories",
        "covers_fitted",
        "papers_seen",
        "photo_ids",
        "labour_estimate",
        "part_estimate",
        "total_estimate",
        "finish_at",
        "payment_way",
        "delivery_way",
        "old_part_wish",
        "free_wash",
        "signed_by",
        "signature",
        "signed_at",
    )

    def _prepare_signed_content(self):
        record = self.return_id
        return super()._prepare_signed_content() | {
            "partner_id": self.partner_id.commercial_partner_id.name or "",
            "contact": [record.contact_name or "", record.contact_phone or ""],
            "work_items": self.work_items or self.line_id.fault or "",
            "adviser": self.create_uid.name or "",
        }

    def _get_content_labels(self):
        return super()._get_content_labels() | {
            "contact": self.env._("Contact Person"),
            "photo_ids": self.env._("Photos"),
            "adviser": self.env._("Service Adviser"),
        }
