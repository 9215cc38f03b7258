from odoo import fields, models

from ...exceptions import MoveRefused, SamePersonRefused
from ...groups import FINANCE

MONEY_KINDS = [
    ("advance", "Travel Advance"),
    ("payout", "Paid Out"),
    ("return", "Came Back"),
    ("set_off", "Set Off at the Hand-In"),
]


class TravelMoney(models.Model):
    """Money between the company and a technician for travel: what he takes along (借支,
    D-08), gets, gives back, or keeps at a hand-in (F-19)."""

    _name = "aftersales.travel.money"
    _number_code = "aftersales.travel.money"
    _description = "Travel Money"
    _inherit = ["aftersales.flow.mixin", "aftersales.approval.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {
        "asked": ("agreed", "refused"),
        "agreed": ("paid", "refused"),
        "paid": ("settled",),
        "settled": (),
        "refused": (),
    }
    _deletable_states = ()

    name = fields.Char("Number", default="/", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("asked", "To Be Approved"),
            ("agreed", "To Pay"),
            ("paid", "Handed Out"),
            ("settled", "All Settled"),
            ("refused", "Refused"),
        ],
        default="asked",
        required=True,
        readonly=True,
        index=True,
    )
    kind = fields.Selection(
        MONEY_KINDS, required=True, readonly=True, default="advance"
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
    visit_id = fields.Many2one(
        "aftersales.visit", readonly=True, index="btree_not_null", check_company=True
    )
    handin_id = fields.Many2one(
        "aftersales.handin",
        "Hand-In",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    amount = fields.Monetary(required=True, readonly=True)
    method = fields.Selection(
        [("cash", "Cash"), ("transfer", "Bank Transfer")], "Paid How", readonly=True
    )
    paid_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    paid_at = fields.Datetime("Paid On", readonly=True)
    answer = fields.Char(readonly=True)
    move_id = fields.Many2one(
        "account.move", "Entry", readonly=True, index="btree_not_null"
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An amount of money is above zero."
    )

    def _get_number_company(self, vals):
        technicians = self.env["aftersales.technician"]
        return technicians.browse(vals.get("technician_id")).company_id.id

    def _on_approved(self, approval):
        """The director agreed to the advance (extends the hook)."""
        result = super()._on_approved(approval)
        if approval.kind == "travel_advance":
            self.technician_id._check_not_own_money()
            self._move_to("agreed")
        return result

    def _on_approval_refused(self, approval):
        result = super()._on_approval_refused(approval)
        if approval.kind == "travel_advance":
            self._move_to("refused", answer=approval.note)
        return result

    def action_pay_cash(self):
        """The cashier pays an approved advance."""
        self._pay("cash")

    def action_pay_transfer(self):
        self._pay("transfer")

    def action_take_back(self):
        """What was taken along and not spent came back in cash."""
        self.check_access("read")
        self.technician_id.action_travel_take_back()

    def action_drop(self):
        """An advance that is not needed any more."""
        self._require_group(FINANCE)
        self.check_access("read")
        for money in self.sudo():  # sudo: written by actions only
            money._withdraw_approvals("travel_advance")
            money._move_to("refused")

    def _pay(self, method):
        self._require_group(FINANCE)
        self.check_access("read")
        self.technician_id._check_not_own_money()
        for money in self.sudo():  # sudo: written by actions only
            money._check_move("paid")
            money._book(method)
            money.technician_id._settle_travel()

    def _book(self, method):
        """The entry, from the cash box or the bank."""
        company = self.company_id
        journal = company._aftersales_get_collection_journal(method)
        account = journal.default_account_id
        if method == "transfer":
            lines = journal.outbound_payment_method_line_ids
            account = lines.payment_account_id[:1] or account
        owed = -self.amount if self.kind == "return" else self.amount
        label = self._fields["kind"].convert_to_export(self.kind, self)
        words = f"{self.name} {label} {self.technician_id.name}"
        move = self.technician_id._create_travel_entry(
            journal, owed, [(account, -owed)], words
        )
        self._in_flow().write(
            {
                "move_id": move.id,
                "method": method,
                "paid_by_id": self.env.uid,
                "paid_at": self._now(),
            }
        )
        if self.state != "paid":
            self._move_to("paid")


class Technician(models.Model):
    _inherit = "aftersales.technician"

    travel_moved_at = fields.Datetime(
        "Travel Money Last Moved", readonly=True, copy=False, groups=FINANCE
    )

    def action_travel_pay_cash(self):
        """现金支付: pay out all that the account shows."""
        self._require_travel_cashier()
        self._move_travel_money("payout", "cash")

    def action_travel_pay_transfer(self):
        """转账支付: the same by bank."""
        self._require_travel_cashier()
        self._move_travel_money("payout", "transfer")

    def action_travel_take_back(self):
        """退回余款: what he took along and did not spend came back in cash."""
        self._require_travel_cashier()
        self._move_travel_money("return", "cash")

    def _require_travel_cashier(self):
        self.env["aftersales.travel.money"]._require_group(FINANCE)
        self.check_access("read")

    def _check_not_own_money(self):
        if self.env.user in self.sudo().user_id:  # sudo: who it is
            raise SamePersonRefused(
                self.env._("This money is for you; somebody else decides and pays.")
            )

    def _move_travel_money(self, kind, method, amount=None, **vals):
        """Money changes hands: all that the account shows, or ``amount`` of it.

        :raises GroupRefused, SamePersonRefused, MoveRefused:
        """
        self.ensure_one()
        rows = self.env["aftersales.travel.money"]
        rows._require_group(FINANCE)
        self._check_not_own_money()
        technician = self.sudo()  # sudo: money is written by actions only
        # Two cashiers meet on this row; the second is repeated and sees what was paid.
        technician._in_flow().travel_moved_at = fields.Datetime.now()
        technician.flush_recordset(["travel_moved_at"])
        balance = technician._get_travel_balances()[technician]
        owed = -balance if kind == "return" else balance
        amount = owed if amount is None else amount
        compare = technician.currency_id.compare_amounts
        if compare(owed, 0) <= 0 or compare(amount, owed) > 0:
            raise MoveRefused(
                self.env._(
                    "The account of %(technician)s shows %(balance)s: there is nothing to pay. Reload the page.",
                    technician=self.name,
                    balance=technician.currency_id.format(balance),
                )
            )
        money = (
            rows.sudo()
            ._in_flow()
            .create(
                {
                    "technician_id": self.id,
                    "kind": kind,
                    "amount": technician.currency_id.round(amount),
                    "state": "paid",
                }
                | vals
            )
        )
        money._book(method)
        technician._settle_travel()
        return money
