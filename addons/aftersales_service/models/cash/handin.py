from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing, SamePersonRefused
from ...groups import AUDITOR, FINANCE, MANAGER, any_of

_PEOPLE = any_of(FINANCE, MANAGER, AUDITOR)


class HandIn(models.Model):
    """交款单: a technician hands over what he took, the accountant counts it.

    Source: F-19 (all of it, at the company), F-33, F-38. Who took the money never
    receives it. Receiving makes the core payments; see `handin_post`.
    """

    _name = "aftersales.handin"
    _description = "Hand-In of Collected Money"
    _inherit = ["aftersales.flow.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {
        "draft": ("received", "cancelled"),
        "received": (),
        "cancelled": (),
    }
    _flow_fields = frozenset(
        {"received_by_id", "received_at", "difference_move_id", "name"}
    )

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "To Count"),
            ("received", "Received"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    technician_id = fields.Many2one(
        "aftersales.technician",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="technician_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    collection_ids = fields.One2many(
        "aftersales.collection", "handin_id", "Receipts", readonly=True
    )
    cash_amount = fields.Monetary("Cash by Receipts", compute="_compute_amounts")
    other_amount = fields.Monetary(
        "Paid to Our Accounts",
        compute="_compute_amounts",
        help="WeChat Pay, Alipay and transfers: look at the account before you receive it.",
    )
    counted_amount = fields.Monetary("Counted Cash")
    is_counted = fields.Boolean(
        "Counted", help="Tick when the cash was counted in front of the technician."
    )
    difference = fields.Monetary(
        compute="_compute_amounts",
        help="Counted minus what should be there; below zero money is missing.",
    )
    difference_reason = fields.Char()
    received_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    received_at = fields.Datetime("Handed In On", readonly=True)
    difference_move_id = fields.Many2one(
        "account.move",
        "Entry of the Difference",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This hand-in number is already taken."
    )

    @api.depends("collection_ids.amount", "collection_ids.method", "counted_amount")
    def _compute_amounts(self):
        for handin in self:
            cash = handin.collection_ids.filtered(lambda c: c.method == "cash")
            handin.cash_amount = sum(cash.mapped("amount"))
            handin.other_amount = sum((handin.collection_ids - cash).mapped("amount"))
            handin.difference = handin.currency_id.round(
                handin.counted_amount - handin.cash_amount + handin._get_kept()
            )

    def _get_kept(self):
        """Hook: what of the cash the technician keeps."""
        return 0.0

    @api.onchange("counted_amount")
    def _onchange_counted_amount(self):
        """Who types an amount has counted."""
        self.is_counted = self.is_counted or bool(self.counted_amount)

    def write(self, vals):
        """What was received is not counted again (overrides `write`)."""
        counted = {"counted_amount", "is_counted", "difference_reason"} & set(vals)
        if counted and any(handin.state != "draft" for handin in self):
            raise MoveRefused(
                self.env._(
                    "%s has already been received; what was counted can no longer be changed.",
                    self[:1].name,
                )
            )
        return super().write(vals)

    def action_print(self):
        report = self.env.ref("aftersales_service.action_report_handin")
        return report.report_action(self, config=False)

    def action_cancel(self):
        """The technician keeps the money; it can be handed in another time."""
        self._require_group(FINANCE)
        self._move_to("cancelled")
        # sudo: receipts are written by actions only
        rows = self.sudo().collection_ids
        rows._move_to("held", handin_id=False)

    def action_receive(self):
        """确认收款: counted, compared, posted; see `handin_post` for the payments.

        :raises SamePersonRefused, ProofMissing: saying what is missing
        """
        self._require_group(FINANCE)
        for handin in self:
            handin._check_may_receive()
        self._move_to("received", received_by_id=self.env.uid, received_at=self._now())
        for handin in self:
            handin._post()

    def _check_may_receive(self):
        if self.technician_id.user_id == self.env.user:
            raise SamePersonRefused(
                self.env._(
                    "You took this money yourself; another accountant must count it."
                )
            )
        if self.cash_amount and not self.is_counted:
            raise ProofMissing(
                self.env._(
                    "%(handin)s: count the cash of %(technician)s, write the amount and tick “Counted”.",
                    handin=self.name,
                    technician=self.technician_id.name,
                )
            )
        differs = not self.currency_id.is_zero(self.difference)
        if differs and not (self.difference_reason or "").strip():
            raise ProofMissing(
                self.env._(
                    "%(handin)s: counted and receipts differ by %(difference)s. Write down what %(technician)s says about it.",
                    handin=self.name,
                    difference=self.currency_id.format(self.difference),
                    technician=self.technician_id.name,
                )
            )


class Technician(models.Model):
    """Who carries how much of our money, and since when."""

    _inherit = "aftersales.technician"

    cash_held = fields.Monetary(
        "Cash in Hand", compute="_compute_money_held", groups=_PEOPLE
    )
    money_held = fields.Monetary(
        "Not Handed In", compute="_compute_money_held", groups=_PEOPLE
    )
    money_since = fields.Datetime(
        "Oldest Receipt", compute="_compute_money_held", groups=_PEOPLE
    )
    has_money = fields.Boolean(
        "Has Money of Ours",
        compute="_compute_money_held",
        search="_search_has_money",
        groups=_PEOPLE,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _compute_money_held(self):
        money = self._get_money_held()
        for technician in self:
            cash, total, since = money.get(technician.id, (0.0, 0.0, False))
            technician.cash_held, technician.money_held = cash, total
            technician.money_since, technician.has_money = since, total > 0

    def _get_money_held(self):
        """{technician id: (cash, all means, oldest moment)}; one query."""
        found = {}
        for technician, method, amount, since in self.env[
            "aftersales.collection"
        ]._read_group(
            [("technician_id", "in", self.ids), ("state", "in", ("held", "handed"))],
            ["technician_id", "method"],
            ["amount:sum", "taken_at:min"],
        ):
            cash, total, oldest = found.get(technician.id, (0.0, 0.0, since))
            found[technician.id] = (
                cash + (amount if method == "cash" else 0.0),
                total + amount,
                min(oldest, since),
            )
        return found

    def _search_has_money(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self.env["aftersales.collection"]._search(
            [("state", "in", ("held", "handed"))]
        )
        inside = True in value
        return [("id", "in" if inside else "not in", rows.subselect("technician_id"))]

    def action_take_over(self):
        """交款: everything that the technician carries, on one sheet to count.

        Of two accountants the second meets the receipts that the first took over.
        """
        self.ensure_one()
        self.env["aftersales.collection"]._require_group(FINANCE)
        # sudo: receipts and sheets are written by actions only
        rows = self.env["aftersales.collection"].sudo()
        open_ones = rows.search(
            [("technician_id", "=", self.id), ("state", "=", "held")]
        )
        waiting = self.env["aftersales.handin"].search(
            [("technician_id", "=", self.id), ("state", "=", "draft")], limit=1
        )
        if not (open_ones or waiting):
            raise MoveRefused(
                self.env._("%s has no money that is not handed in.", self.name)
            )
        handin = waiting or self._create_handin()
        open_ones._move_to("handed", handin_id=handin.id)
        return handin.get_formview_action()

    def _create_handin(self):
        sequence = self.env["ir.sequence"].with_company(self.company_id)
        # sudo: as above
        handins = self.env["aftersales.handin"].sudo()._in_flow()
        made = handins.create(
            {
                "technician_id": self.id,
                "name": sequence.sudo().next_by_code("aftersales.handin") or "/",
            }
        )
        return self.env["aftersales.handin"].browse(made.id)
