from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ...kernel import walk_round as kernel

OUTLINES = [("car", "Car"), ("van", "Van or Truck"), ("machine", "Machine")]
FUEL = [
    ("0", "Empty"),
    ("1", "One Quarter"),
    ("2", "Half"),
    ("3", "Three Quarters"),
    ("4", "Full"),
]
_VEHICLES = ("car", "van")


class WalkRound(models.Model):
    """接车登记: what is brought to the counter is looked at together with the customer:
    marks on an outline, mileage, fuel, what is left inside; he signs it. The same again
    when he collects it, beside what was seen before (D-40, B-48)."""

    _name = "aftersales.walk.round"
    _description = "Walk-Round with the Customer"
    _inherit = ["aftersales.flow.mixin", "aftersales.adopt.mixin"]
    _order = "line_id desc, kind, id"
    _rec_name = "name"
    _check_company_auto = True
    _upload_fields = ("photo_ids",)

    _transitions = {"draft": ("signed",), "signed": ("draft",)}
    _flow_fields = frozenset({"signed_at"})

    name = fields.Char("Number", compute="_compute_name", store=True)
    line_id = fields.Many2one(
        "aftersales.return.line",
        "Goods",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    return_id = fields.Many2one(related="line_id.return_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="return_id.partner_id", string="Customer")
    product_id = fields.Many2one(related="line_id.product_id")
    serial = fields.Char(related="line_id.serial")
    kind = fields.Selection(
        [("in", "Reception"), ("out", "Hand-Back")], default="in", required=True
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "Signed by the Customer")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    outline = fields.Selection(
        OUTLINES,
        required=True,
        compute="_compute_outline",
        store=True,
        readonly=False,
        precompute=True,
    )
    outline_photo = fields.Image(
        "Photo Instead of the Outline", max_width=1200, max_height=1200
    )
    marks = fields.Json(copy=False)
    marks_before = fields.Json("Seen before", compute="_compute_marks_before")
    new_mark_count = fields.Integer("New Marks", compute="_compute_marks_before")
    mileage = fields.Integer("Mileage (km)", aggregator=None)
    fuel = fields.Selection(FUEL)
    accessories = fields.Text("Left Inside", help="Tools, papers, valuables, keys.")
    covers_fitted = fields.Boolean(
        "Protective Covers Fitted", help="Seat, wheel and floor."
    )
    papers_seen = fields.Boolean("Licence and Maintenance Book Seen")
    photo_ids = fields.Many2many("ir.attachment", "aftersales_walk_round_photo_rel")
    signed_by = fields.Char(
        "Customer Signs as", compute="_compute_signed_by", store=True, readonly=False
    )
    signature = fields.Image(
        copy=False, attachment=True, max_width=1024, max_height=512
    )
    signed_at = fields.Datetime("Signed On", readonly=True, copy=False)

    # What is agreed with the customer: the task order (任务委托书)
    work_items = fields.Text("Work Ordered")
    labour_estimate = fields.Monetary()
    part_estimate = fields.Monetary("Parts Estimate")
    total_estimate = fields.Monetary(
        "Estimate in Total", compute="_compute_total_estimate"
    )
    finish_at = fields.Datetime("Ready By")
    payment_way = fields.Selection(
        [
            ("cash", "Cash"),
            ("mobile", "WeChat or Alipay"),
            ("card", "Card"),
            ("transfer", "Bank Transfer"),
            ("account", "Monthly Account"),
        ]
    )
    delivery_way = fields.Selection(
        [("collect", "Customer Collects"), ("deliver", "We Deliver")],
        "Hand-Back Procedure",
        default="collect",
    )
    old_part_wish = fields.Selection(
        [("take", "Customer Takes Them"), ("leave", "Left with Us")],
        "Old Parts",
        help="The customer is asked; what he signs is what becomes of them.",
    )
    free_wash = fields.Boolean("Free Washing")

    _one_per_kind = models.UniqueIndex(
        "(line_id, kind)", "These goods were walked round already; open that sheet."
    )
    _numbers_positive = models.Constraint(
        "CHECK (mileage >= 0 AND labour_estimate >= 0 AND part_estimate >= 0)",
        "Mileage and estimates cannot be negative.",
    )

    @api.depends("return_id.name", "line_id", "kind")
    def _compute_name(self):
        for record in self:
            suffix = "JC" if record.kind == "in" else "HC"
            lines, own = record.return_id.line_ids.ids, record.line_id.id
            number = lines.index(own) + 1 if own in lines else 1
            record.name = f"{record.return_id.name or ''}-{suffix}{number:02}"

    @api.depends("line_id", "kind")
    def _compute_outline(self):
        for record in self:
            record.outline = record._get_before().outline or "car"

    @api.depends("line_id")
    def _compute_signed_by(self):
        for record in self:
            record.signed_by = record.signed_by or record.return_id.contact_name

    @api.depends("marks", "kind", "line_id.walk_round_ids.marks")
    def _compute_marks_before(self):
        for record in self:
            before = record._get_before().marks or []
            record.marks_before = before
            new = kernel.fresh(before, record.marks or [])
            record.new_mark_count = len(new) if record.kind == "out" else 0

    @api.depends("labour_estimate", "part_estimate")
    def _compute_total_estimate(self):
        for record in self:
            record.total_estimate = record.labour_estimate + record.part_estimate

    def _get_before(self):
        """The sheet of the reception, seen from the one of the hand-back."""
        if self.kind != "out":
            return self.browse()
        return self.line_id.walk_round_ids.filtered(lambda w: w.kind == "in")[:1]

    @api.constrains("marks")
    def _check_marks(self):
        for record in self:
            try:
                kernel.clean(record.marks)
            except ValueError as error:
                raise ValidationError(
                    self.env._("The marks cannot be read: %s.", error)
                ) from error

    def write(self, vals):
        """What the customer signed does not change (overrides `write`).

        :raises ProtectedRefused: naming the sheet
        """
        signed = self.filtered(lambda w: w.state == "signed")
        if signed and vals and not self._is_flowing():
            raise ProtectedRefused(
                self.env._(
                    "%(sheet)s was signed by %(customer)s. Press “Open Again”; the customer signs once more.",
                    sheet=signed[0].name,
                    customer=signed[0].signed_by,
                )
            )
        return super().write(vals)

    def _is_signed(self):
        return self.state == "signed"

    # --- steps

    def action_sign(self):
        """The customer signs what stands here.

        :raises ProofMissing: naming everything that is not there yet
        """
        for record in self:
            record.check_access("write")
            missing = record._get_missing()
            if missing:
                raise ProofMissing(
                    self.env._(
                        "Before the customer signs %(sheet)s, please complete: %(missing)s.",
                        sheet=record.name,
                        missing=", ".join(missing),
                    )
                )
        self._move_to("signed", signed_at=self._now())
        self._seal()

    def _get_missing(self):
        needed = ["signed_by", "signature"]
        if self.outline in _VEHICLES:
            needed += ["mileage", "fuel"]
        if self._asks_old_parts():
            needed.append("old_part_wish")
        return [
            self._fields[name]._description_string(self.env)
            for name in needed
            if not self[name]
        ]

    def _asks_old_parts(self):
        """Where old parts are the customer's to decide, the task order asks him (P-24)."""
        rule = self.return_id._get_service_policy().sudo().old_part_rule
        return self.kind == "in" and rule == "customer"

    def action_reopen(self):
        """Something was forgotten: the signature is void, which the return records.

        :raises MoveRefused: once the goods are back with the customer
        """
        for record in self:
            record.check_access("write")
            given = record.line_id.custody_ids.filtered("given_back_at")
            if given:
                raise MoveRefused(
                    self.env._(
                        "%s has been given back; its sheets stay as they were signed.",
                        record.line_id.display_name,
                    )
                )
            voided = record._prepare_withdrawal()
            record._move_to("draft", signature=False, signed_at=False, **voided)
            record.return_id.message_post(
                body=self.env._(
                    "%(sheet)s was opened again; the signature of %(customer)s is void.",
                    sheet=record.name,
                    customer=record.signed_by,
                )
            )
