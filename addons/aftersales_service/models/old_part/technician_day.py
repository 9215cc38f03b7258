from odoo import api, models


class TechnicianDay(models.AbstractModel):
    """What becomes of the old part, on the technician's phone."""

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_choices(self):
        lines = "aftersales.requisition.line"
        return super()._get_choices() | self._get_labels(
            lines, "old_fate", "old_fate_by"
        )


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    @api.model
    def _get_use_fields(self):
        fates = {"old_fate", "old_fate_by", "old_fate_reason"}
        return super()._get_use_fields() | fates
