"""A customer who pays monthly, and jobs of his that are done."""

from odoo import Command

from ..fees.test_movements import MovementCommon


class MonthlyCommon(MovementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agreement = cls.make_agreement()

    @classmethod
    def make_agreement(cls, partner=None, **vals):
        return cls.env["aftersales.monthly.agreement"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "day": 25,
                "valid_from": "2020-01-01",
            }
            | vals
        )

    def make_done(self, price=100, quantity=1, taxed=True, **payers):
        """The customer's share of a job that is done."""
        taxes = self.vat if taxed else None
        fee = self.make_fee(price, quantity, taxes=taxes, **payers)
        self.order.sudo()._in_flow().write({"state": "closed"})
        return fee.share_ids.filtered(lambda s: s.payer == "customer")

    def gather(self, agreement=None):
        action = (
            (agreement or self.agreement).with_user(self.accountant).action_gather()
        )
        found = self.env["aftersales.monthly.statement"].with_user(self.accountant)
        return found.search(action["domain"])

    def make_sent(self, *prices, **kwargs):
        for price in prices or (100,):
            self.make_done(price, **kwargs)
        statement = self.gather()
        statement.action_send()
        return statement

    def confirm(self, statement):
        statement.confirmed_how = "王经理，微信"
        statement.action_confirm_all()

    def make_invoiced(self, *prices, **kwargs):
        statement = self.make_sent(*prices, **kwargs)
        self.confirm(statement)
        statement.action_invoice()
        return statement

    def sums(self, moves):
        told = {}
        for item in moves.sudo().line_ids:
            key = "tax" if item.tax_line_id else item.account_id.account_type
            told[key] = round(told.get(key, 0.0) + item.balance, 2)
        return {key: balance for key, balance in told.items() if balance}

    def invoice_alone(self, share):
        self.order = share.order_id
        sale = self.quote()
        return sale.with_user(self.accountant)._create_invoices()

    def make_dollar(self, rate=7.0):
        usd = self.env.ref("base.USD")
        usd.active = True
        usd.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"name": "2020-01-01", "currency_id": usd.id, "inverse_company_rate": rate}
        )
        self.company.aftersales_pricelist_id.currency_id = usd
        return usd

    def today(self):
        return self.env.company._aftersales_today()

    def command(self, *ids):
        return [Command.set(ids)]
