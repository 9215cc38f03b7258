"""Lines of statements as room `bank` writes them, and a desk of the accountant."""

from odoo import Command

from ..fees.common import CashCommon

INVOICING = "account.group_account_invoice"


class MatchingCommon(CashCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant.group_ids = [Command.link(cls.env.ref(INVOICING).id)]
        cls.day = cls.env.company._aftersales_today()
        cls.bank = cls.company._aftersales_find("bank")
        accounts = cls.env["account.account"]
        cls.charges = accounts.create(
            {"name": "手续费", "code": "660399", "account_type": "expense"}
        )
        cls.company.aftersales_charge_account_id = cls.charges
        cls.desk = cls.env["aftersales.matching.desk"].with_user(cls.accountant)

    @classmethod
    def make_line(cls, amount, payer="", memo="", journal=None, **told):
        """A line as a file tells it; ``told``: the rest of its fields."""
        lines = cls.env["account.bank.statement.line"]
        vals = {f"aftersales_{name}": value for name, value in told.items()}
        return lines.create(
            {
                "journal_id": (journal or cls.bank).id,
                "date": cls.day,
                "amount": amount,
                "payment_ref": memo or payer or "x",
                "aftersales_key": f"k{lines.search_count([])}",
                "aftersales_source": "bank",
                "aftersales_payer": payer,
                "aftersales_memo": memo,
                "aftersales_day": cls.day,
            }
            | vals
        )

    @classmethod
    def bill(cls, amount, partner=None, move_type="out_invoice", **vals):
        """A posted invoice over exactly ``amount``."""
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or cls.customer).id,
                "invoice_date": cls.day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "修理",
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
            }
            | vals
        )
        move.action_post()
        return move

    def due(self, move):
        """The item of the ledger that is owed by ``move``."""
        return move.line_ids.filtered(
            lambda one: one.account_id.account_type
            in ("asset_receivable", "liability_payable")
        )

    def pick(self, item, amount=None):
        return {"model": item._name, "id": item.id, "amount": amount}

    def get_proposal(self, line):
        return self.env["aftersales.bank.proposal"].search(
            [("statement_line_id", "=", line.id)]
        )

    def sums(self, line):
        """{account: balance} of the entry of a line, without its bank's account."""
        found = {}
        for item in line.move_id.line_ids:
            if item.account_id != line.journal_id.default_account_id:
                found.setdefault(item.account_id, 0.0)
                found[item.account_id] += item.balance
        return {account: round(balance, 2) for account, balance in found.items()}
