from odoo import api, models


class TechnicianDay(models.AbstractModel):
    """What becomes of the old part, on the technician's phone.

    Where nobody waits for old parts it does not ask; where a rule wants one back its tag
    is made all the same.
    """

    _inherit = "aftersales.technician.day"

    @api.model
    def _get_choices(self):
        names = ("old_fate", "old_fate_by")
        if self.env["res.groups"]._aftersales_uses("old_part"):
            labels = self._get_labels("aftersales.requisition.line", *names)
        else:
            labels = {name: [] for name in names}
        return super()._get_choices() | labels


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    @api.model
    def _get_use_fields(self):
        fates = {"old_fate", "old_fate_by", "old_fate_reason"}
        return super()._get_use_fields() | fates
