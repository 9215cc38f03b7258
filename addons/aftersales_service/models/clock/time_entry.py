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
    cause_model = fields.Char(
        readonly=True, help="Model of the document that says so; empty: a person did."
    )
    cause_id = fields.Many2oneReference(model_field="cause_model", readonly=True)
    is_by_document = fields.Boolean(
        "Told by a Document", compute="_compute_is_by_document"
    )
    user_id = fields.Many2one(
        "res.users", "Entered By", required=True, readonly=True, index=True
    )

    _moment_unique = models.UniqueIndex(
        "(res_model, res_id, moment)",
        "Somebody changed at the same moment who has the job. Reload the page.",
    )

    @api.depends("cause_model")
    def _compute_is_by_document(self):
        for entry in self:
            entry.is_by_document = bool(entry.cause_model)

    def action_open_cause(self):
        """Open the document that was waited for."""
        self.ensure_one()
        if not self.cause_model:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self.cause_model,
            "res_id": self.cause_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _get_owner_labels(self):
        return dict(self._fields["owner"]._description_selection(self.env))
