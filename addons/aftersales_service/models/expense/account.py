from odoo import Command, fields, models

from ...exceptions import ProofMissing
from ...groups import AUDITOR, FINANCE, MANAGER, any_of

_SEES = any_of(FINANCE, MANAGER, AUDITOR)


class Technician(models.Model):
    """The account of a technician in the books: what he took along, spent, got and gave
    back. Its balance is read from the books, whoever booked there."""

    _inherit = "aftersales.technician"

    travel_claim_ids = fields.One2many("aftersales.travel.claim", "technician_id")
    travel_money_ids = fields.One2many("aftersales.travel.money", "technician_id")
    travel_balance = fields.Monetary(
        "On His Account",
        compute="_compute_travel_balance",
        compute_sudo=True,
        groups=_SEES,
        help="What the company owes the technician; below zero he owes it.",
    )

    def _compute_travel_balance(self):
        balances = self._get_travel_balances()
        for technician in self:
            technician.travel_balance = balances[technician]

    def _get_travel_partner(self):
        """Hook: whose account it is."""
        return self.partner_id or self.user_id.partner_id

    def _get_travel_account(self):
        """Hook: that of receivables from employees, else what is payable to him."""
        staff = self.company_id.aftersales_staff_account_id
        partner = self._get_travel_partner().with_company(self.company_id)
        return staff or partner.property_account_payable_id

    def _get_travel_balances(self):
        """{technician: what we owe him}; one query."""
        accounts = {
            each: (
                each._get_travel_partner(),
                each._get_travel_account(),
                each.company_id,
            )
            for each in self
        }
        partners, books = self.env["res.partner"], self.env["account.account"]
        for partner, account, _company in accounts.values():
            partners, books = partners | partner, books | account
        groups = self.env["account.move.line"]._read_group(
            [
                ("parent_state", "=", "posted"),
                ("partner_id", "in", partners.ids),
                ("account_id", "in", books.ids),
            ],
            ["partner_id", "account_id", "company_id"],
            ["balance:sum"],
        )
        sums = {}
        for partner, account, company, balance in groups:
            sums[partner, account, company] = -balance
        return {each: sums.get(key, 0.0) for each, key in accounts.items()}

    # --- entries

    def _check_travel_account(self):
        """:raises ProofMissing: naming what the books need"""
        if not self._get_travel_partner() or not self._get_travel_account():
            raise ProofMissing(
                self.env._(
                    "%s has no account in the books: the technician needs a contact or a login, and the company “Receivables from Employees” in the settings of After-Sales.",
                    self.name,
                )
            )

    def _create_travel_entry(self, journal, amount, rows, words):
        """An entry over ``amount`` that the technician owes (below zero: is owed), posted.

        :param rows: [(account, amount)] of the other side
        """
        self._check_travel_account()
        partner = self._get_travel_partner()
        own = (self._get_travel_account(), amount, partner)
        items = [own, *((account, sum_, partner) for account, sum_ in rows)]
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.company_id.id,
                "journal_id": journal.id,
                "date": self.company_id._aftersales_today(),
                "ref": words,
                "line_ids": [
                    Command.create(
                        {
                            "name": words,
                            "account_id": account.id,
                            "partner_id": person.id,
                            "balance": self.currency_id.round(sum_),
                        }
                    )
                    for account, sum_, person in items
                ],
            }
        )
        move.action_post()
        return move

    def _settle_travel(self):
        """Match what lies open, and tell claims and advances that nothing is left."""
        for technician in self.sudo():  # sudo: whatever step it follows from
            technician._match_travel()
            balance = technician._get_travel_balances()[technician]
            sign = technician.currency_id.compare_amounts(balance, 0)
            if sign <= 0:
                claims = technician.travel_claim_ids
                claims = claims.filtered(lambda c: c.state == "approved")
                claims.filtered(lambda c: c._is_booked())._move_to("settled")
            if sign >= 0:
                money = technician.travel_money_ids
                money.filtered(lambda m: m.state == "paid")._move_to("settled")

    def _match_travel(self):
        account = self._get_travel_account()
        if not account.reconcile:
            return
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("partner_id", "=", self._get_travel_partner().id),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ]
        )
        if len({line.balance > 0 for line in lines}) > 1:
            lines.reconcile()
