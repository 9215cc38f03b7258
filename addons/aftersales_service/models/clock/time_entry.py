from odoo import api, fields, models

from ..sla import selections


class TimeEntry(models.Model):
    """From this moment on somebody else has the job (C7, ★4).

    Only changes are stored. The end of one is the start of the next, so gaps and overlaps
    cannot exist; time outside working hours is computed and rewrites no history.
    """

    _name = "aftersales.time.entry"
    _description = "Change of Who Has the Job"
    _inherit = ["document.ledger.mixin"]
    _order = "moment, id"
    _rec_name = "reason"

    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID",
        model_field="res_model",
        required=True,
        readonly=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    moment = fields.Datetime("Since", required=True, readonly=True)
    owner = fields.Selection(selections.OWNERS, "With", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Entered By", required=True, readonly=True, index=True
    )

    _moment_unique = models.UniqueIndex(
        "(res_model, res_id, moment)",
        "Somebody changed at the same moment who has the job. Reload the page.",
    )

    @api.model
    def _get_owner_labels(self):
        return dict(self._fields["owner"]._description_selection(self.env))
