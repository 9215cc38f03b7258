import datetime
from collections import defaultdict

from odoo import api, fields, models

from ...exceptions import GroupRefused, ProofMissing, SamePersonRefused
from ...groups import MANAGER, WAREHOUSE

COLUMNS = ("opening", "issued", "used", "returned", "lost", "other")


class PartStatement(models.Model):
    """What a technician had, got, used and gave back in a period (月结存表), with the
    count of his van; signed by him and by the store.

    Half-yearly for a whole service centre it is the reconciliation of P-22. Every number
    comes from done stock moves of the van; nothing is carried over by hand.
    """

    _name = "aftersales.part.statement"
    _description = "Statement of Parts"
    _inherit = ["aftersales.flow.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _transitions = {"draft": ("agreed",), "agreed": ("closed", "draft"), "closed": ()}
    _flow_models = ("aftersales.part.statement.line",)
    _signed_fields = frozenset(
        {"technician_id", "unit_id", "company_id", "date_from", "date_to", "line_ids"}
    )

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    technician_id = fields.Many2one(
        "aftersales.technician", index="btree_not_null", check_company=True
    )
    user_id = fields.Many2one(
        related="technician_id.user_id", store=True, index="btree_not_null"
    )
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        index="btree_not_null",
        check_company=True,
        help="All technicians of a service centre together, for the half-yearly check.",
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("agreed", "Signed by Technician"),
            ("closed", "Signed by Both"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    line_ids = fields.One2many(
        "aftersales.part.statement.line", "statement_id", "Parts"
    )
    technician_signed_by_id = fields.Many2one(
        "res.users", "Signed for the Van", readonly=True, index="btree_not_null"
    )
    technician_signed_at = fields.Datetime("Signed for the Van On", readonly=True)
    store_signed_by_id = fields.Many2one(
        "res.users", "Signed for the Store", readonly=True, index="btree_not_null"
    )
    store_signed_at = fields.Datetime("Signed for the Store On", readonly=True)

    _period = models.Constraint(
        "CHECK (date_from <= date_to)", "The period ends before it begins."
    )
    _one_holder = models.Constraint(
        "CHECK (technician_id IS NOT NULL OR unit_id IS NOT NULL)",
        "Name the technician or the service unit.",
    )

    @api.depends("technician_id.name", "unit_id.name", "date_from", "date_to")
    def _compute_name(self):
        for statement in self:
            who = statement.technician_id.name or statement.unit_id.name or ""
            statement.name = f"{who} {statement.date_from} – {statement.date_to}"

    def action_load(self):
        """Read the period from the stock moves; what was counted before is kept."""
        for statement in self:
            statement._check_draft()
            counted = {
                (line.product_id, line.lot_id): line.counted
                for line in statement.line_ids
                if line.difference
            }
            statement.line_ids.unlink()
            statement._in_flow().line_ids = [
                (0, 0, statement._prepare_line(product, lot, values, counted))
                for (product, lot), values in statement._get_report_data().items()
            ]

    def _check_draft(self):
        if self.state != "draft":
            raise ProofMissing(
                self.env._("%s is signed; it no longer changes.", self.display_name)
            )

    def _prepare_line(self, product, lot, values, counted):
        closing = _closing(values)
        return values | {
            "product_id": product.id,
            "lot_id": lot.id,
            "closing": closing,
            "counted": counted.get((product, lot), closing),
        }

    def _get_vans(self):
        # sudo: whoever signs need not read all technicians
        technicians = self.technician_id
        if not technicians:
            technicians = (
                self.env["aftersales.technician"]
                .sudo()
                .search([("unit_id", "child_of", self.unit_id.id)])
            )
        return technicians.location_id

    def _get_report_data(self):
        """{(product, lot): {opening, issued, used, returned, lost, other}}.

        Opening plus issued minus used, returned and lost plus other (transfers and
        corrections without a requisition) is the closing balance.
        """
        vans = self._get_vans()
        start, end = (
            self._moment(self.date_from),
            self._moment(self.date_to + datetime.timedelta(days=1)),
        )
        # sudo: a technician reads his own balance without any warehouse right
        lines = (
            self.env["stock.move.line"]
            .sudo()
            .search(
                [
                    ("state", "=", "done"),
                    ("date", "<", end),
                    "|",
                    ("location_id", "in", vans.ids),
                    ("location_dest_id", "in", vans.ids),
                ]
            )
        )
        data = defaultdict(lambda: dict.fromkeys(COLUMNS, 0.0))
        for line in lines:
            sign = (line.location_dest_id in vans) - (line.location_id in vans)
            column = (
                _column(line.move_id.aftersales_step) if line.date >= start else None
            )
            values = data[line.product_id, line.lot_id]
            quantity = sign * line.quantity_product_uom
            if column in ("used", "returned", "lost"):
                quantity = -quantity
            values[column or "opening"] += quantity
        return {key: values for key, values in data.items() if any(values.values())}

    def _moment(self, day):
        """The first moment (UTC) of ``day`` where the company works."""
        zone = self.company_id._aftersales_zone()
        moment = datetime.datetime.combine(day, datetime.time.min, zone)
        return moment.astimezone(datetime.UTC).replace(tzinfo=None)

    def action_sign_technician(self):
        """The technician agrees to his balance and to his differences."""
        for statement in self:
            statement._check_may_sign()
            statement._check_answers()
        # sudo: a technician signs and writes nothing else of the statement
        self.sudo()._move_to(
            "agreed",
            technician_signed_by_id=self.env.uid,
            technician_signed_at=self._now(),
        )
        self.sudo()._seal()

    def _check_may_sign(self):
        """The technician himself. For one without a login the store takes down what he
        signed on paper, and a second keeper signs for the store; for a whole unit, who is
        in charge of it signs."""
        self.check_access("read")
        user = self.technician_id.user_id or self.unit_id.manager_id
        if user == self.env.user:
            return
        if self.technician_id.user_id:
            raise GroupRefused(
                self.env._("%s signs for the van himself.", self.technician_id.name)
            )
        self._require_group(WAREHOUSE if self.technician_id else MANAGER)

    def _is_signed(self):
        return self.state != "draft"

    def _get_standing_text(self):
        return self.env._("%s is signed; it no longer changes.", self.display_name)

    def _get_signed_text(self, names):
        return self._get_standing_text()

    def _check_answers(self):
        silent = self.line_ids.filtered(
            lambda line: line.difference and not (line.answer_id and line.answer)
        )
        if silent:
            raise ProofMissing(
                self.env._(
                    "Write who answers for the difference, and why: %s.",
                    ", ".join(silent.product_id.mapped("display_name")),
                )
            )

    def action_reopen(self):
        """Count again: the technician's signature is given back."""
        self._require_group(WAREHOUSE)
        for statement in self:
            statement._move_to(
                "draft",
                technician_signed_by_id=False,
                technician_signed_at=False,
                **statement._prepare_withdrawal(),
            )

    def action_sign_store(self):
        """The store signs; what is missing leaves the van as a loss somebody answers for."""
        self._require_group(WAREHOUSE)
        for statement in self:
            if statement.technician_signed_by_id == self.env.user:
                raise SamePersonRefused(
                    self.env._("Van and store are signed for by two people.")
                )
        self._check_seal()
        self._move_to(
            "closed", store_signed_by_id=self.env.uid, store_signed_at=self._now()
        )
        for statement in self._in_flow():
            statement.write(statement._prepare_store_seal())
        for line in self.filtered("technician_id").line_ids:
            line._post_loss()


class PartStatementLine(models.Model):
    _name = "aftersales.part.statement.line"
    _description = "Line of a Statement of Parts"
    _inherit = ["document.part.mixin"]
    _document = "statement_id"
    _order = "product_id, lot_id, id"
    _rec_name = "product_id"

    statement_id = fields.Many2one(
        "aftersales.part.statement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="statement_id.company_id", store=True, index=True
    )
    state = fields.Selection(related="statement_id.state")
    product_id = fields.Many2one(
        "product.product", "Part", required=True, readonly=True, index=True
    )
    lot_id = fields.Many2one(
        "stock.lot", "Serial or Lot", readonly=True, index="btree_not_null"
    )
    opening = fields.Float("Opening Balance", digits="Product Unit", readonly=True)
    issued = fields.Float(digits="Product Unit", readonly=True)
    used = fields.Float(digits="Product Unit", readonly=True)
    returned = fields.Float(digits="Product Unit", readonly=True)
    lost = fields.Float("Missing in Count", digits="Product Unit", readonly=True)
    other = fields.Float("Other Transfers", digits="Product Unit", readonly=True)
    closing = fields.Float("Closing Balance", digits="Product Unit", readonly=True)
    counted = fields.Float(digits="Product Unit")
    difference = fields.Float(
        compute="_compute_difference", digits="Product Unit", store=True
    )
    answer_id = fields.Many2one("res.users", "Answered For By", index="btree_not_null")
    answer = fields.Char("Reason of the Difference")

    @api.depends("closing", "counted")
    def _compute_difference(self):
        for line in self:
            line.difference = line.counted - line.closing

    def _post_loss(self):
        """The missing quantity leaves the van, off the oldest requisitions that hold it."""
        missing = -self.difference
        if self.product_id.uom_id.compare(missing, 0) <= 0:
            return
        technician = self.statement_id.technician_id
        # sudo: the statement was signed by both; its loss is posted by that alone
        lines = (
            self.env["aftersales.requisition.line"]
            .sudo()
            .search(
                [
                    ("requisition_id.technician_id", "=", technician.id),
                    ("product_id", "=", self.product_id.id),
                    ("requisition_id.state", "in", ("issued", "in_use", "signed")),
                ],
                order="id",
            )
        )
        for line in lines:
            taken = min(missing, line._get_held_of(self.lot_id))
            if taken > 0:
                line._lose(self.lot_id, taken, self.answer)
                missing -= taken


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _lose(self, lot, quantity, reason):
        """Post ``quantity`` as lost; the requisition no longer holds it."""
        van = self.requisition_id.technician_id.location_id
        loss = self.company_id._aftersales_get_loss_location()
        vals = self._prepare_move("lost", van, loss, quantity)
        detail = {"lot_id": lot.id, "quantity": quantity}
        vals |= {
            "picked": True,
            "origin": reason,
            "move_line_ids": [(0, 0, self._prepare_move_line(van, loss) | detail)],
        }
        move = self.env["stock.move"].create(vals)
        move._action_confirm(merge=False)
        move.picked = True
        move._action_done()
        self.requisition_id._follow_transfers()


def _column(step):
    steps = {"issue": "issued", "use": "used", "return": "returned", "lost": "lost"}
    return steps.get(step, "other")


def _closing(values):
    gone = values["used"] + values["returned"] + values["lost"]
    return values["opening"] + values["issued"] + values["other"] - gone
