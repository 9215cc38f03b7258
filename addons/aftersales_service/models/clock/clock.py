from odoo import fields, models

from ..sla import selections


class SlaClock(models.Model):
    """One deadline of one document: when it began, by when it is due, when it was met.

    It carries a copy of its rule, so a later policy moves nothing (17.2). Nobody writes it
    directly: events of the document, the time ledger, extensions and calendars do. Whether
    it is overdue is never stored.
    """

    _name = "aftersales.sla.clock"
    _description = "Deadline"
    _inherit = ["document.default.mixin"]
    _order = "due_at, id"
    _rec_name = "name"
    _check_company_auto = True

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
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    rule_id = fields.Many2one(
        "aftersales.sla.rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    code = fields.Char(readonly=True, required=True)
    name = fields.Char("Deadline", related="rule_id.name", readonly=True)
    start_event_id = fields.Many2one(
        "aftersales.sla.event", "Begins With", required=True, readonly=True, index=True
    )
    stop_event_id = fields.Many2one(
        "aftersales.sla.event", "Ends With", required=True, readonly=True, index=True
    )
    amount = fields.Float("Duration", readonly=True)
    unit = fields.Selection(selections.UNITS, required=True, readonly=True)
    direction = fields.Selection(
        selections.DIRECTIONS, required=True, readonly=True, default="after"
    )
    bound = fields.Selection(
        selections.BOUNDS, "Limit", required=True, readonly=True, default="latest"
    )
    due_hour = fields.Float("Ends at", readonly=True)
    informative = fields.Boolean(readonly=True)
    calendar_id = fields.Many2one(
        "resource.calendar", "Working Schedule", readonly=True, index="btree_not_null"
    )
    pause_owners = fields.Char("Stands Still With", readonly=True)
    ladder = fields.Json(readonly=True, help="[[percent, role], …] of the warnings.")
    role_id = fields.Many2one(
        "aftersales.role", "Responsible Role", readonly=True, index="btree_not_null"
    )

    event_at = fields.Datetime(
        "Event On", required=True, readonly=True, help="What is counted from."
    )
    started_at = fields.Datetime("Started On", required=True, readonly=True)
    original_due_at = fields.Datetime(
        "First Due On", readonly=True, help="As it was when the clock started."
    )
    due_at = fields.Datetime("Due On", readonly=True, index="btree_not_null")
    agreed_due_at = fields.Datetime(
        "Agreed Due Date",
        readonly=True,
        help="An appointment or an approved extension replaces the counted date.",
    )
    agreed_with = fields.Char("Consent Of", readonly=True)
    agreed_reason = fields.Char("Reason", readonly=True)
    paused_at = fields.Datetime("Paused Since", readonly=True)
    stopped_at = fields.Datetime("Stopped On", readonly=True, index="btree_not_null")
    late = fields.Boolean(
        readonly=True, help="Stopped on the wrong side of the due date."
    )
    cancelled_at = fields.Datetime("Cancelled On", readonly=True)
    warn_at = fields.Datetime("First Warning On", readonly=True)
    next_warning_at = fields.Datetime(
        "Next Warning On", readonly=True, index="btree_not_null"
    )
    step = fields.Integer("Warnings Given", readonly=True)
    exempt_reason_id = fields.Many2one(
        "aftersales.sla.reason",
        "Exempting Reason",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    exempt_note = fields.Char(readonly=True)
    change_ids = fields.One2many("aftersales.sla.change", "clock_id", "Changes")

    # Two clerks, or two clicks, start one clock.
    _open_unique = models.UniqueIndex(
        "(res_model, res_id, rule_id, event_at)",
        "This deadline runs already.",
    )

    def _get_documents(self):
        """{clock: its document}, one browse for each model."""
        found = {}
        for model, clocks in self.grouped("res_model").items():
            documents = self.env[model].browse(clocks.mapped("res_id"))
            by_id = {document.id: document for document in documents}
            found |= {clock: by_id[clock.res_id] for clock in clocks}
        return found

    def action_open_document(self):
        """Open what the deadline is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
