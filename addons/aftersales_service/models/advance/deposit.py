from odoo import Command, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import MANAGER


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_deposit_account_id = fields.Many2one(
        "account.account",
        "Deposits of Customers",
        check_company=True,
        index="btree_not_null",
        domain=[("account_type", "in", ("liability_current", "liability_payable"))],
        help="A deposit is a liability until the machine is back.",
    )
    aftersales_deposit_income_account_id = fields.Many2one(
        "account.account",
        "Kept Deposits",
        check_company=True,
        index="btree_not_null",
        domain=[("account_type", "in", ("income", "income_other"))],
        help="Where a deposit goes that is not given back.",
    )
    aftersales_deposit_journal_id = fields.Many2one(
        "account.journal",
        "Deposit Journal",
        check_company=True,
        index="btree_not_null",
        domain=[("type", "in", ("bank", "cash"))],
        help="Where deposits are paid in; the first cash or bank journal otherwise.",
    )
    aftersales_loan_chase_days = fields.Integer(
        "Chase Loaners Every (Working Days)",
        default=2,
        help="So many working days after the due date, and again each time.",
    )

    _aftersales_chase_positive = models.Constraint(
        "CHECK (aftersales_loan_chase_days > 0)",
        "Loaners are chased after one working day at the earliest.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    aftersales_deposit_account_id = fields.Many2one(
        related="company_id.aftersales_deposit_account_id", readonly=False
    )
    aftersales_deposit_income_account_id = fields.Many2one(
        related="company_id.aftersales_deposit_income_account_id", readonly=False
    )
    aftersales_deposit_journal_id = fields.Many2one(
        related="company_id.aftersales_deposit_journal_id", readonly=False
    )
    aftersales_loan_chase_days = fields.Integer(
        related="company_id.aftersales_loan_chase_days", readonly=False
    )


class DepositMixin(models.AbstractModel):
    """押金: money of the customer that lies with us until the machine is back. It is paid
    in and out as core payments against a liability account, never as income."""

    _name = "aftersales.deposit.mixin"
    _description = "Document with a Deposit"
    _flow_fields = frozenset({"deposit_state", "deposit_paid_id", "deposit_back_id"})

    company_id = fields.Many2one("res.company", index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    deposit_amount = fields.Monetary("Deposit")
    deposit_state = fields.Selection(
        [
            ("none", "Not Paid"),
            ("held", "Held"),
            ("returned", "Returned"),
            ("kept", "Kept"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    deposit_paid_id = fields.Many2one(
        "account.payment",
        "Deposit Paid In",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    deposit_back_id = fields.Many2one(
        "account.move",
        "Deposit Settled By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    _deposit_positive = models.Constraint(
        "CHECK (deposit_amount >= 0)", "A deposit cannot be negative."
    )

    def action_take_deposit(self):
        """收押金: a posted payment against the liability account.

        :raises ProofMissing: without amount or account; :raises MoveRefused: twice
        """
        for document in self:
            document._check_deposit("none")
            if document.deposit_amount <= 0:
                raise ProofMissing(
                    self.env._("Please write the amount of the deposit.")
                )
            payment = document._pay_deposit("inbound")
            document._in_flow().write(
                {"deposit_state": "held", "deposit_paid_id": payment.id}
            )

    def action_return_deposit(self):
        """退押金, when the machine is back."""
        for document in self:
            document._check_deposit("held")
            document._check_may_return_deposit()
            move = document._pay_deposit("outbound").move_id
            document._settle_deposit("returned", move)

    def action_keep_deposit(self):
        """不退押金: it becomes income; the service director decides so."""
        self._require_group(MANAGER)
        for document in self:
            document._check_deposit("held")
            # sudo: who decides need not have accounting rights
            move = (
                self.env["account.move"].sudo().create(document._prepare_kept_deposit())
            )
            move.action_post()
            document._settle_deposit("kept", move)

    def _settle_deposit(self, state, move):
        self._in_flow().write({"deposit_state": state, "deposit_back_id": move.id})
        # sudo: as above; both sides of the liability are closed against each other
        paid = self.sudo().deposit_paid_id
        lines = (paid.move_id | move.sudo()).line_ids.filtered(
            lambda line: line.account_id == paid.destination_account_id
        )
        if lines.account_id.reconcile:
            lines.reconcile()

    def _check_may_return_deposit(self):
        """Hook: refuse while the customer still has the machine."""

    def _check_deposit(self, state):
        self.check_access("write")
        self._forget_bounced_deposit()
        if self.deposit_state != state:
            label = self._fields["deposit_state"].convert_to_export(
                self.deposit_state, self
            )
            raise MoveRefused(
                self.env._(
                    "The deposit of %(document)s is “%(state)s”. Reload the page.",
                    document=self.display_name,
                    state=label,
                )
            )

    def _forget_bounced_deposit(self):
        """A deposit whose payment was cancelled or sent back by the bank was never here."""
        for document in self.filtered(lambda d: d.deposit_state == "held"):
            # sudo: the counter need not read payments
            if document.sudo().deposit_paid_id._aftersales_is_bounced():
                document._in_flow().write(
                    {"deposit_state": "none", "deposit_paid_id": False}
                )

    def _get_deposit_account(self):
        # sudo: the counter takes deposits without accounting rights
        account = self.company_id.sudo().aftersales_deposit_account_id
        if not account:
            raise ProofMissing(
                self.env._(
                    "No account for deposits is set. Ask the accountant to choose one in the settings of After-Sales."
                )
            )
        return account

    def _get_held_account(self):
        """Where the deposit lies; the setting may have changed since it was taken."""
        # sudo: as above
        held = self.deposit_state == "held" and self.sudo().deposit_paid_id
        return held.destination_account_id if held else self._get_deposit_account()

    def _get_deposit_journal(self):
        company = self.company_id.sudo()  # sudo: as above
        return company.aftersales_deposit_journal_id or self.env[
            "account.journal"
        ].sudo().search(
            [("type", "in", ("cash", "bank")), ("company_id", "=", company.id)],
            order="type desc, sequence, id",
            limit=1,
        )

    def _pay_deposit(self, payment_type):
        # sudo: the counter takes and gives what is written here, nothing else
        payment = (
            self.env["account.payment"]
            .sudo()
            .create(self._prepare_deposit_payment(payment_type))
        )
        payment.action_post()
        return payment

    def _prepare_deposit_payment(self, payment_type):
        return {
            "payment_type": payment_type,
            "partner_type": "customer",
            "partner_id": self.partner_id.commercial_partner_id.id,
            "amount": self.deposit_amount,
            "currency_id": self.currency_id.id,
            "journal_id": self._get_deposit_journal().id,
            "company_id": self.company_id.id,
            "destination_account_id": self._get_held_account().id,
            "memo": self.env._("Deposit %s", self.display_name),
        }

    def _prepare_kept_deposit(self):
        # sudo: as above
        income = self.company_id.sudo().aftersales_deposit_income_account_id
        if not income:
            raise ProofMissing(
                self.env._(
                    "No account for kept deposits is set. Ask the accountant to choose one in the settings of After-Sales."
                )
            )
        name = self.env._("Deposit %s", self.display_name)
        common = {"name": name, "partner_id": self.partner_id.commercial_partner_id.id}
        amount = self.deposit_amount
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "ref": name,
            "line_ids": [
                Command.create(
                    common
                    | {"account_id": self._get_held_account().id, "debit": amount}
                ),
                Command.create(common | {"account_id": income.id, "credit": amount}),
            ],
        }
