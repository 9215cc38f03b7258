"""The factory (our company) and its sales company, which keeps books of its own."""

from odoo import Command
from odoo.tests import new_test_user

from ..common import GROUP
from ..settlement.common import SettlementCommon


class TwoCompanies(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.env["res.company"].create(
            {
                "name": "华东销售公司",
                "currency_id": cls.company.currency_id.id,
                "country_id": cls.company.country_id.id,
            }
        )
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.sales, install_demo=False
        )
        cls.sales.currency_id = cls.company.currency_id  # the chart brought its own
        cls.their_vat = cls.env["account.tax"].create(
            {
                "name": "进项 13%",
                "amount": 13,
                "type_tax_use": "purchase",
                "company_id": cls.sales.id,
                "country_id": cls.sales.account_fiscal_country_id.id,
                "tax_group_id": cls.env["account.tax.group"]
                .search([("company_id", "=", cls.sales.id)], limit=1)
                .id,
            }
        )
        cls.their_accountant = cls.make_b("finance", "sales_finance")
        cls.partners["agent"] = cls.sales.partner_id
        cls.partners["supplier"] = cls.sales.partner_id

    @classmethod
    def make_b(cls, role, login):
        """Somebody of the sales company alone."""
        return new_test_user(
            cls.env,
            login,
            f"base.group_user,account.group_account_invoice,{GROUP}{role}",
            company_id=cls.sales.id,
            company_ids=[Command.set(cls.sales.ids)],
            lang="en_US",
        )

    def charges(self):
        return (
            self.env["aftersales.company.charge"]
            .sudo()
            .search([("company_id", "=", self.sales.id)])
        )

    def theirs(self, charge=None):
        """A charge as the accountant of the sales company sees it."""
        return (charge or self.charges()).sudo(False).with_user(self.their_accountant)

    def their_move(self, charge=None):
        return (charge or self.charges()).sudo()._get_bill()

    def make_rule(self, **vals):
        return self.env["aftersales.company.rule"].create(
            {"company_id": self.sales.id, "partner_id": self.company.partner_id.id}
            | vals
        )

    def make_charged(self, price=100, becomes="service", taxes=None, **kwargs):
        """A settled share of the sales company, and the charge behind it."""
        self.make_term(
            "agent",
            lines={"labour": {"becomes": becomes, "tax_ids": taxes and taxes.ids}},
        )
        settlement = self.make_settled(self.make_share(price, payer="agent", **kwargs))
        return settlement.sudo().move_ids

    def sums_of(self, moves):
        told = {}
        for item in moves.sudo().line_ids:
            key = "tax" if item.tax_line_id else item.account_id.account_type
            told[key] = round(told.get(key, 0.0) + item.balance, 2)
        return {key: balance for key, balance in told.items() if balance}
