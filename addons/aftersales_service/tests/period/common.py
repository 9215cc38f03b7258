"""October 2026 of the company, and a fee, receipts and costs in it."""

from odoo import fields
from odoo.tests import new_test_user

from ..fapiao.common import FapiaoCommon


class PeriodCommon(FapiaoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = cls.company._aftersales_today()
        cls.today = today
        cls.this_month = today.replace(day=1)
        cls.last = fields.Date.subtract(cls.this_month, days=1)  # of the month before
        cls.month = cls.last.replace(day=1)
        cls.book_keeper = new_test_user(
            cls.env,
            login="as_books",
            groups="base.group_user,account.group_account_manager,"
            "aftersales_service.aftersales_service_group_finance",
            tz="Asia/Shanghai",
        )

    def make_period(self, month=None, company=None):
        return (
            self.env["aftersales.period"]
            .with_user(self.accountant)
            .create(
                {
                    "month": month or self.month,
                    "company_id": (company or self.company).id,
                }
            )
        )

    def close(self, period=None, reason="查过"):
        """Begin, write a reason for what is left, close."""
        period = period or self.make_period()
        if period.state == "open":
            period.action_begin()
        waiting = period.exception_ids.filtered(lambda row: row._keeps_open())
        if waiting:
            waiting.write({"reason": reason})
        period.action_close()
        return period

    def make_cost(self, day=None, amount=10):
        if not getattr(self, "job", None):
            self.job = self.make_order(self.make_device(), service_type="a")
        return (
            self.env["aftersales.cost"]
            .with_user(self.accountant)
            .create(
                {
                    "name": "外协费",
                    "order_id": self.job.id,
                    "date": day or self.last,
                    "amount": amount,
                    "reason": "发票",
                }
            )
        )

    def make_old_fee(self, price=100, quantity=1, day=None, payer="customer"):
        """A fee that counts in the month before."""
        if not getattr(self, "job", None):
            self.job = self.make_order(self.make_device(), service_type="a")
        fee = self.env["aftersales.fee"].create(
            {
                "name": "检修",
                "order_id": self.job.id,
                "product_id": self.labour.id,
                "kind": "labour",
                "quantity": quantity,
                "price_unit": price,
                "share_ids": [fields.Command.create({"payer": payer, "percent": 100})],
            }
        )
        self.put_back(fee, day)
        self.put_back(fee.share_ids, day)
        self.put_back(fee.share_ids.movement_ids, day)
        return fee

    def make_paid_line(self, invoice):
        """The bank's line of that month over an invoice."""
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company._aftersales_find("bank").id,
                "date": self.last,
                "amount": invoice.amount_total,
                "payment_ref": invoice.name,
                "aftersales_key": f"period {invoice.name}",
                "aftersales_source": "bank",
                "aftersales_day": self.last,
                "aftersales_payer": self.customer.name,
                "aftersales_memo": invoice.name,
            }
        )

    def put_back(self, facts, day=None):
        """As if it had been entered on that day."""
        if not facts:
            return
        facts.flush_recordset()
        self.env.cr.execute(
            f"UPDATE {facts._table} SET period_day = %s WHERE id IN %s",
            [day or self.last, tuple(facts.ids)],
        )
        facts.invalidate_recordset()

    def get_sums(self, *periods):
        """{(period, kind, currency): sum}"""
        return {
            (period.month, kind, currency.name): amount
            for period in periods
            for kind, currency, _count, amount in period._get_totals()
        }
