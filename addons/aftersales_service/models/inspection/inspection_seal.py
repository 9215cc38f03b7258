from odoo import models


class InspectionParty(models.Model):
    """Each party signs the whole record, with its own finding and opinion below (R-22)."""

    _inherit = "aftersales.inspection.party"
    _printed_fields = ("role_id", "finding", "agrees", "signed_by_id", "signed_at")

    def _is_signed(self):
        return bool(self.signed_at)

    def _get_chain_name(self):
        return f"{self.inspection_id.display_name} · {self.role_id.name}"

    def _prepare_signed_content(self):
        inspection = self.inspection_id._get_printed()
        return inspection | super()._prepare_signed_content()

    def _get_content_labels(self):
        labels = self.inspection_id._get_printed_labels()
        return labels | super()._get_content_labels()


class Inspection(models.Model):
    _inherit = "aftersales.inspection"

    def _get_printed(self):
        """What stands above the signatures, as plain data."""
        proof = self.evidence_ids | self.delivery_evidence_ids
        return {
            "inspection": self.name,
            "customer": self.partner_id.commercial_partner_id.name or "",
            "return": self.return_id.name,
            "product": self.product_id.display_name or "",
            "serial": self.serial or "",
            "quantity": self.quantity,
            "fault_found": self.fault_found or "",
            "cause": self.cause,
            "step": self.step_id.display_name or "",
            "responsibility": self.responsibility,
            "proof": sorted([file.name, file.checksum or ""] for file in proof),
            "solution": self.solution or "",
            "disposition": self.disposition or "",
            "date_required": str(self.date_required or ""),
            "cost": self.cost_amount,
        }

    def _get_printed_labels(self):
        labels = {
            name: field._description_string(self.env)
            for name, field in self._fields.items()
        }
        return labels | {
            "inspection": labels["name"],
            "customer": labels["partner_id"],
            "return": labels["return_id"],
            "product": labels["product_id"],
            "step": labels["step_id"],
            "proof": labels["evidence_ids"],
            "cost": labels["cost_amount"],
        }

    def _get_seal_faults(self):
        """Faults of each party's signature, with the name of the party."""
        return [
            f"{party.role_id.name}: {fault}"
            for party in self.party_ids
            for fault in party._get_seal_faults()
        ]
