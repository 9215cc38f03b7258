"""Contractors and technicians with agreed rates, and visits that they worked."""

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import Command

from ..rate.common import RateCommon
from ..settlement.common import SettlementCommon

# Rates of a contractor: 60 a visit, 80 an hour, 1.50 a kilometre.
RATES = (
    {"basis": "visit", "price": 60},
    {"basis": "hour", "price": 80},
    {"basis": "km", "price": 1.5, "kind": "travel"},
)


class WorkCommon(SettlementCommon, RateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expense = cls.env["account.account"].create(
            {
                "name": "外协费用",
                "code": "640191",
                "account_type": "expense",
                "company_ids": [Command.link(cls.company.id)],
            }
        )
        cls.levy = cls.expense.copy(
            {"name": "代扣个税", "code": "222191", "account_type": "liability_current"}
        )
        cls.wages = cls.levy.copy({"name": "应付工资", "code": "221191"})
        cls.firm, cls.other_firm = cls.env["res.partner"].create(
            [
                {"name": "鲁南维修有限公司", "is_company": True, "lang": "en_US"},
                {"name": "浙北维修有限公司", "is_company": True, "lang": "en_US"},
            ]
        )
        cls.li.partner_id = cls.technician.partner_id
        cls.outside = cls.make_outsider("王外协", cls.firm)

    @classmethod
    def make_outsider(cls, name, firm, user=None):
        """A contractor's person."""
        user = user or cls.make_user("technician", f"out_{name}")
        vals = {"kind": "contractor", "employer_id": firm.id}
        return cls.make_technician(name, user, **vals)

    @classmethod
    def make_rates(cls, *rates, payer="contractor", partner=None, costs=None, **vals):
        """Terms of what we owe, in force; ``costs`` are {kind of cost: values}."""
        becomes = "bill" if payer == "contractor" else "payroll"
        costs = costs or dict.fromkeys(("labour", "travel", "part"))
        lines = {
            kind: {"account_id": cls.expense.id, "becomes": becomes} | (told or {})
            for kind, told in costs.items()
        }
        return cls.make_term(
            payer,
            partner,
            lines,
            rate_ids=[Command.create(rate) for rate in rates or RATES],
            **vals,
        )

    def make_signed(self, technician=None, hours=2, km=20, day=None, **vals):
        """A visit of last month that the customer signed; ``hours`` of work from nine."""
        day = day or self.last_month(10)
        technician = technician or self.outside
        with freeze_time(self.utc(f"{day} 07:00")):
            order = self.make_order(
                self.make_device(f"W-{self.number()}"), service_type="a"
            )
        visit = self.make_visit_at(
            f"{day} 09:00", order=order, technician_id=technician.id, **vals
        ).with_user(technician.user_id)
        visit.sudo().travel_km = km
        stop = f"{day} {9 + int(hours):02}:{round(hours % 1 * 60):02}"
        self.work(visit, f"{day} 09:00", stop)
        with freeze_time(self.utc(f"{day} 19:00")):
            self.sign(visit)
        return visit.sudo()

    def number(self):
        self.count_made = getattr(self, "count_made", 0) + 1
        return self.count_made

    def get_work(self, visit, technician=None):
        works = visit.sudo().owed_work_ids
        return works.filtered(lambda w: w.technician_id == (technician or self.outside))

    def gather_work(self, *works):
        works = self.env["aftersales.owed.work"].union(*works)
        action = works.with_user(self.accountant).action_gather()
        found = self.env["aftersales.settlement"].with_user(self.accountant)
        return found.search(action["domain"])

    def send_work(self, *works):
        settlement = self.gather_work(*works)
        settlement.action_send()
        return settlement

    def book_work(self, *works):
        """Gathered, sent, confirmed and booked; returns the settlement."""
        settlement = self.send_work(*works)
        settlement.action_accept_all()
        settlement.action_settle()
        return settlement

    def post(self, settlement):
        bill = settlement.sudo().move_ids.filtered(lambda m: m.state == "draft")
        bill.invoice_date = self.env.company._aftersales_today()
        bill.action_post()
        return bill

    def cost_of(self, visit):
        rows = visit.order_id.sudo().cost_ids
        return round(
            sum(rows.filtered(lambda r: r.kind == "contractor").mapped("amount")), 2
        )

    def next_month(self):
        return self.env.company._aftersales_today() + relativedelta(months=1, day=3)
