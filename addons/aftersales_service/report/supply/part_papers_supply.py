from odoo import models


class PartHandover(models.AbstractModel):
    """零配件交接单: parts between store and technician, in either direction.

    交接单 alone is the sheet of returned goods (B-32), so this one has its own name.
    """

    _name = "report.aftersales_service.report_part_handover"
    _inherit = ["report.aftersales_service.report_part_return"]
    _description = "Part Handover Sheet"

    def _is_return(self, picking):
        return "return" in picking.move_ids.mapped("aftersales_step")

    def _get_technician(self, picking):
        """Who takes over, or a deputy in his place."""
        technician = picking.aftersales_requisition_id.technician_id
        return (
            picking.aftersales_deputy
            or (picking.aftersales_receiver_id or technician).name
            or ""
        )

    def _get_giver(self, picking):
        if self._is_return(picking):
            return picking.aftersales_requisition_id.technician_id.name or ""
        return picking.aftersales_requisition_id.issued_by_id.name or ""

    def _get_taker(self, picking):
        return "" if self._is_return(picking) else self._get_technician(picking)


class PartPlanPaper(models.AbstractModel):
    """备件计划 or 备件补充计划, by the kind of plan (B-65, P-09)."""

    _name = "report.aftersales_service.report_part_plan"
    _inherit = ["aftersales.paper"]
    _description = "Spare Plan Form"

    _record_model = "aftersales.part.plan"
    _lines = "line_ids"

    def _get_title(self, record, form, blank):
        """Supplements and zero-kilometre lists have titles of their own."""
        if blank or record.kind == "plan":
            return super()._get_title(record, form, blank)
        return self._label(record, "kind")

    def _get_approver(self, plan):
        """Who agreed; sudo: the paper shows it to whoever may see the plan."""
        agreed = plan.sudo().approval_ids.filtered(lambda a: a.state == "agreed")
        return "、".join(agreed.decided_by_id.mapped("name"))
