from odoo import api, fields, models

from ...exceptions import MoveRefused, NothingHere, ProofMissing
from ...groups import WAREHOUSE
from ...kernel.codes import read_code
from .old_part import OUTSIDE
from .old_part_policy import BACK


class OldPartReceipt(models.Model):
    """Old parts that arrive together, counted against their list (旧件明细; P-15)."""

    _name = "aftersales.old.part.receipt"
    _number_code = "aftersales.old.part.receipt"
    _description = "Receipt of Old Parts"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {"draft": ("done",), "done": ()}
    _signed_fields = frozenset({"company_id", "technician_id", "unit_id", "line_ids"})
    _flow_fields = frozenset({"counted_by_id", "counted_at"})

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    technician_id = fields.Many2one(
        "aftersales.technician", index="btree_not_null", check_company=True
    )
    unit_id = fields.Many2one(
        "aftersales.unit", "Sent By", index="btree_not_null", check_company=True
    )
    state = fields.Selection(
        [("draft", "Being Counted"), ("done", "Counted")],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        "aftersales.old.part.receipt.line", "receipt_id", "Old Parts"
    )
    scan = fields.Char(
        "Scan Tag", store=False, compute="_compute_scan", inverse="_inverse_scan"
    )
    counted_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    counted_at = fields.Datetime("Counted On", readonly=True, copy=False)

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This receipt number is already taken."
    )

    def _is_signed(self):
        return self.state == "done"

    def _get_standing_text(self):
        return self.env._(
            "%s has been counted; its list can no longer be changed.", self.name
        )

    def _get_signed_text(self, names):
        return self._get_standing_text()

    def _compute_scan(self):
        self.scan = False

    def _inverse_scan(self):
        """A scanned tag counts its line in full."""
        for receipt in self.filtered("scan"):
            receipt._count_scanned(read_code(receipt.scan))

    def action_scan(self, code):
        """One scan of a tag, or of the serial number on the part; {kind, words, detail}.

        :raises NothingHere: for what is not on the list, or counted already
        """
        self.ensure_one()
        self._require_group(WAREHOUSE)
        self.check_access("write")
        self._check_open()
        part = self._count_scanned(read_code(code)).old_part_id
        return {
            "kind": "right",
            "words": part.name,
            "detail": part.product_id.display_name,
        }

    def _check_open(self):
        if self.state == "done":
            raise MoveRefused(self._get_standing_text())

    def _count_scanned(self, read):
        found = self.line_ids.filtered(lambda line: line.old_part_id._is_scanned(read))
        line = found.filtered(lambda r: r.received < r.expected)[:1]
        if not line:
            raise NothingHere(
                self.env._("%s has been counted already.", found[0].old_part_id.name)
                if found
                else self.env._("%s is not on this list.", read.text)
            )
        line.received = line.expected
        return line

    def action_load(self):
        """Everything that the sender still has to bring back."""
        for receipt in self:
            parts = self.env["aftersales.old.part"].search(receipt._get_due_domain())
            parts -= receipt.line_ids.old_part_id
            receipt.line_ids = [
                (0, 0, {"old_part_id": part.id, "expected": part.quantity})
                for part in parts
            ]

    def _get_due_domain(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", OUTSIDE),
            ("fate", "in", BACK),
        ]
        if self.technician_id:
            domain.append(("technician_id", "=", self.technician_id.id))
        if self.unit_id:
            domain.append(("technician_id.unit_id", "child_of", self.unit_id.id))
        return domain

    def action_done(self):
        """What came is received and counted; what is less than expected is missing.

        :raises ProofMissing: nothing on the list, or a difference without reason
        """
        self._require_group(WAREHOUSE)
        for receipt in self:
            receipt._check_lines()
        self._move_to("done", counted_by_id=self.env.uid, counted_at=self._now())
        for line in self.line_ids:
            line._book()

    def _check_lines(self):
        if not self.line_ids:
            raise ProofMissing(self.env._("%s: the list is empty.", self.name))
        silent = self.line_ids.filtered(lambda r: r.difference and not r.reason)
        if silent:
            raise ProofMissing(
                self.env._(
                    "Write the reason of the difference: %s.",
                    ", ".join(silent.old_part_id.mapped("name")),
                )
            )


class OldPartReceiptLine(models.Model):
    _name = "aftersales.old.part.receipt.line"
    _description = "Line of a Receipt of Old Parts"
    _inherit = ["document.part.mixin"]
    _document = "receipt_id"
    _rec_name = "old_part_id"

    receipt_id = fields.Many2one(
        "aftersales.old.part.receipt",
        "Receipt of Old Parts",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="receipt_id.company_id", store=True, index=True
    )
    state = fields.Selection(related="receipt_id.state")
    old_part_id = fields.Many2one(
        "aftersales.old.part", "Tag", required=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(related="old_part_id.product_id")
    serial = fields.Char(related="old_part_id.serial")
    technician_id = fields.Many2one(related="old_part_id.technician_id")
    expected = fields.Float(digits="Product Unit", required=True, default=1.0)
    received = fields.Float(digits="Product Unit")
    difference = fields.Float(compute="_compute_difference", digits="Product Unit")
    reason = fields.Char("Reason of the Difference")

    _part_unique = models.Constraint(
        "UNIQUE (receipt_id, old_part_id)", "This tag is already on the list."
    )
    _received_positive = models.Constraint(
        "CHECK (received >= 0)", "Less than nothing cannot arrive."
    )

    @api.depends("expected", "received")
    def _compute_difference(self):
        for line in self:
            line.difference = line.received - line.expected

    def _book(self):
        part = self.old_part_id
        if self.received and part.state in OUTSIDE:
            part.action_receive()
        if part.state == "received":
            part.action_count()
        if self.difference < 0:
            part._mark_missing(self.reason)


class OldPartNotice(models.Model):
    """旧件清理通知: the supplier clears his old parts within days of it (P-18, P-21)."""

    _name = "aftersales.old.part.notice"
    _number_code = "aftersales.old.part.notice"
    _description = "Clearing Notice for Old Parts"
    _inherit = [
        "aftersales.flow.mixin",
        "aftersales.overdue.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _overdue_states = ("sent",)
    _transitions = {"draft": ("sent",), "sent": ("collected", "charged")}
    _transitions |= {"collected": (), "charged": ()}
    _signed_fields = frozenset({"company_id", "supplier_id", "old_part_ids"})
    _flow_fields = frozenset({"sent_on", "date_due", "collected_by"})

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    supplier_id = fields.Many2one(
        "res.partner", required=True, index=True, check_company=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("collected", "Collected by Supplier"),
            ("charged", "Charged to Supplier"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
    )
    old_part_ids = fields.Many2many(
        "aftersales.old.part", string="Old Parts", check_company=True
    )
    sent_on = fields.Date(readonly=True, copy=False)
    date_due = fields.Date("Clear Until", readonly=True, copy=False, index=True)
    collected_by = fields.Char("Signed for By", readonly=True, copy=False)
    receiver = fields.Char(
        "Who Signs", help="Who signs for the parts on the supplier's side."
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This notice number is already taken."
    )

    def action_load(self):
        """All counted old parts of the supplier that nobody cleared yet."""
        for notice in self:
            notice.old_part_ids |= self.env["aftersales.old.part"].search(
                [
                    ("company_id", "=", notice.company_id.id),
                    ("supplier_id", "=", notice.supplier_id.id),
                    (
                        "state",
                        "in",
                        ("counted", "supplier_confirmed", "online_confirmed"),
                    ),
                ]
            )

    def _is_signed(self):
        return self.state != "draft"

    def _get_signed_text(self, names):
        return self.env._(
            "%s has been sent; its list can no longer be changed.", self.name
        )

    def action_send(self):
        """The notice goes out; its days begin (T-39)."""
        self._require_group(WAREHOUSE)
        for notice in self:
            if not notice.old_part_ids:
                raise ProofMissing(self.env._("%s: the list is empty.", notice.name))
            today = notice.company_id._aftersales_today()
            days = notice.company_id.aftersales_clearing_days
            due = fields.Date.add(today, days=days)
            notice._move_to("sent", sent_on=today, date_due=due)
        self._clock_event("notice_received")

    def action_collected(self):
        """领回签收: the supplier took the parts and signed."""
        self._require_group(WAREHOUSE)
        for notice in self:
            if not (notice.receiver or "").strip():
                raise ProofMissing(self.env._("Write who signs for the supplier."))
            notice._move_to("collected", collected_by=notice.receiver)
            notice.old_part_ids.action_collect()
        self._clock_event("parts_cleared")

    def action_charge(self):
        """Not cleared in time: disposed of at the supplier's cost (P-17, P-18)."""
        self._require_group(WAREHOUSE)
        for notice in self:
            if not notice.is_overdue:
                raise ProofMissing(
                    self.env._(
                        "The supplier has time until %s to clear the parts.",
                        fields.Date.to_string(notice.date_due),
                    )
                )
        self._move_to("charged")
        self.old_part_ids.action_charge()
        self._clock_event("parts_cleared")
