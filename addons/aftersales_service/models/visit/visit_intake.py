from odoo import fields, models

from ...exceptions import MoveRefused, ProofMissing


class Visit(models.Model):
    """What the technician finds on site goes back to the job: the real fault beside the
    reported one (S-13), and customer data that are wrong (S-12)."""

    _inherit = "aftersales.visit"

    found_fault = fields.Text(
        help="Where the trouble is another one than was reported; else the cause counts."
    )
    product_id = fields.Many2one(related="order_id.product_id")
    found_fault_id = fields.Many2one(
        "aftersales.fault",
        "Found Cause",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('kind', '=', 'cause'), ('for_product_id', '=', product_id)]",
    )

    def _get_signed_fields(self):
        return super()._get_signed_fields() | {"found_fault", "found_fault_id"}

    def _on_work_ended(self):
        """The job keeps what was found, beside what was reported (S-13)."""
        result = super()._on_work_ended()
        for visit in self:
            found = {"found_fault": visit.found_fault or visit.cause}
            if visit.found_fault_id:
                found["found_fault_id"] = visit.found_fault_id.id
            # sudo: a technician's finding belongs to the job, he may not write it
            visit.sudo().order_id.write(found)
        return result

    def action_note_wrong_data(self, kind, right_value):
        """资料不符 told from the phone: the correction itself, without a window."""
        self.ensure_one()
        self.check_access("write")
        if not (right_value or "").strip():
            raise ProofMissing(self.env._("What is right? Please write it down."))
        return (
            self.env["aftersales.correction"]
            .create(
                {"order_id": self.order_id.id, "kind": kind, "right_value": right_value}
            )
            .id
        )

    def action_report_wrong_data(self):
        """资料不符: the technician says what is right; the clerk corrects it today."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Wrong Customer Data"),
            "res_model": "aftersales.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.order_id.id},
        }


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _check_may_merge(self, others):
        """What a customer signed stays where he signed it."""
        result = super()._check_may_merge(others)
        signed = others.visit_ids.filtered("signed_at")
        if signed:
            raise MoveRefused(
                self.env._(
                    "Visit %(visit)s of %(order)s is signed. Let this service order survive.",
                    visit=signed[0].name,
                    order=signed[0].order_id.name,
                )
            )
        return result

    def _on_merged(self, others):
        """Visits follow, and with them what hangs on them."""
        result = super()._on_merged(others)
        visits = others.visit_ids
        visits.write({"order_id": self.id})
        if visits.filtered(lambda v: v.state not in ("closed", "cancelled")):
            self._advance("dispatched")
        return result
