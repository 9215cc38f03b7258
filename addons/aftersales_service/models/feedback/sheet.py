from datetime import timedelta

from odoo import api, fields, models

KINDS = [
    ("consultation", "Consultation"),
    ("repair", "Repair"),
    ("exchange", "Exchange"),
]


class FeedbackSheet(models.Model):
    """信息移交单: consultations, repairs and exchanges of a period, collated by the customer
    service team for the team that has the device (S-27)."""

    _name = "aftersales.feedback.sheet"
    _description = "Information for the Team of a Device"
    _inherit = ["aftersales.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _signed_fields = frozenset(
        {"unit_id", "date_from", "date_to", "summary", "line_ids"}
    )

    state = fields.Selection(
        [
            ("draft", "Being Collated"),
            ("sent", "Handed Over"),
            ("acknowledged", "Acknowledged"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Team of the Device",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain="[('device_categ_ids', '!=', False)]",
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._get_last_month()[0]
    )
    date_to = fields.Date(
        "Until",
        required=True,
        index=True,
        default=lambda self: self._get_last_month()[1],
    )
    summary = fields.Text(
        "What Stands Out", help="In the words of the customer service team."
    )
    line_ids = fields.One2many(
        "aftersales.feedback.line", "sheet_id", "Collated", readonly=True, copy=False
    )
    consultation_count = fields.Integer("Consultations", compute="_compute_counts")
    repair_count = fields.Integer("Repairs", compute="_compute_counts")
    exchange_count = fields.Integer("Exchanges", compute="_compute_counts")
    sent_by_id = fields.Many2one(
        "res.users", "Handed Over By", readonly=True, copy=False, index="btree_not_null"
    )
    sent_at = fields.Datetime("Handed Over On", readonly=True, copy=False)
    told_ids = fields.Many2many(
        "res.users",
        "aftersales_feedback_told_rel",
        string="Handed To",
        readonly=True,
        copy=False,
    )
    acknowledged_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    acknowledged_at = fields.Datetime("Acknowledged On", readonly=True, copy=False)
    measures = fields.Text(
        "What the Team Does with It", readonly=True, copy=False, tracking=True
    )

    _period_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )

    @api.depends("unit_id", "date_from", "date_to")
    def _compute_display_name(self):
        for sheet in self:
            period = f"{sheet.date_from or ''} – {sheet.date_to or ''}"
            sheet.display_name = f"{sheet.unit_id.name or ''} {period}"

    @api.depends("line_ids.kind")
    def _compute_counts(self):
        for sheet in self:
            kinds = sheet.line_ids.mapped("kind")
            for kind, _label in KINDS:
                sheet[f"{kind}_count"] = kinds.count(kind)

    @api.model
    def _get_last_month(self):
        """First and last day of the month before this one."""
        end = self.env.company._aftersales_today().replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end

    def _is_signed(self):
        """What was handed over stands."""
        return self.state != "draft"

    def _get_signed_text(self, names):
        return self.env._(
            "%s was handed over: what the team was sent stands. Make another sheet.",
            self.display_name,
        )


class FeedbackLine(models.Model):
    """One consultation, repair or exchange, as it stood when it was collated."""

    _name = "aftersales.feedback.line"
    _description = "Line of Information for the Team of a Device"
    _inherit = ["document.guard.mixin"]
    _order = "sheet_id, kind, day, id"
    _rec_name = "matter"

    sheet_id = fields.Many2one(
        "aftersales.feedback.sheet",
        "Information Sheet",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="sheet_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    day = fields.Date("On", readonly=True)
    order_id = fields.Many2one(
        "aftersales.order", "Service Order", readonly=True, index="btree_not_null"
    )
    return_id = fields.Many2one(
        "aftersales.return", "Return Order", readonly=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null"
    )
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null"
    )
    serial = fields.Char("Lot/Serial Number", readonly=True)
    matter = fields.Char("Question or Fault", readonly=True)
    outcome = fields.Char(readonly=True)
