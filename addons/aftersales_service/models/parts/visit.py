from odoo import fields, models

# States of a requisition whose parts went to the technician.
HANDED_OUT = ("issued", "in_use", "signed", "returned", "reconciled")


class Visit(models.Model):
    _inherit = "aftersales.visit"

    requisition_ids = fields.One2many(
        "aftersales.requisition", "visit_id", "Requisitions"
    )
    part_line_ids = fields.One2many(
        "aftersales.requisition.line",
        "visit_id",
        "Parts",
        domain=[
            (
                "requisition_id.state",
                "in",
                HANDED_OUT,
            )
        ],
    )

    def action_request_parts(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Request Parts"),
            "res_model": "aftersales.requisition",
            "view_mode": "form",
            "context": {"default_visit_id": self.id},
        }

    def _on_work_ended(self):
        """Parts that were built in leave the van at once (P-03). Where the trouble is not
        solved, what the store still has waits for the next visit."""
        result = super()._on_work_ended()
        requisitions = self.requisition_ids.filtered(
            lambda r: r.state in ("issued", "in_use")
        )
        requisitions._consume()
        requisitions._mark_used()
        waiting = self.requisition_ids.filtered(lambda r: r._is_asked())
        # sudo: what was submitted stands; that it waits for somebody else is the flow's
        left = waiting.sudo().filtered(
            lambda r: r.visit_id.outcome == "unsolved" and r._is_with_store()
        )
        (waiting - left.with_env(self.env)).action_cancel()
        left._give_back()
        return result

    def _on_planned(self):
        """Parts that were prepared for the job go with whoever is sent (extends)."""
        result = super()._on_planned()
        self._take_over_parts()
        return result

    def _after_write(self, changed):
        """Parts that wait in the store wait for whoever goes now (extends)."""
        result = super()._after_write(changed)
        if "technician_id" in changed:
            # sudo: the transfers follow, whoever plans
            self.sudo().requisition_ids._redirect()
        return result

    def _take_over_parts(self):
        # sudo: requisitions and their transfers follow, whoever plans
        self.sudo().order_id.requisition_ids._take_over()

    def _after_move(self, state):
        """Requisitions follow the visit, whatever button moved it; what the store still has
        stays with the job when nobody goes (P-28; extends)."""
        result = super()._after_move(state)
        if state == "cancelled":
            # sudo: as below
            self.sudo().requisition_ids._give_back()
        # sudo: states of requisitions follow, whoever may move the visit
        self.sudo().requisition_ids._follow_transfers()
        return result

    def _prepare_signed_content(self):
        used = self.requisition_ids.line_ids.filtered("used_quantity")
        parts = [[line.product_id.display_name, line.used_quantity] for line in used]
        return super()._prepare_signed_content() | {"parts": parts}
