from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import HttpCase, tagged

from ...exceptions import ProofMissing
from ..base import test_papers
from .common import PapersCommon


@tagged("post_install", "-at_install")
class TestFeeSheets(PapersCommon, HttpCase):
    """服务费日报 and the settlement of a month: who, where, how much, in sums."""

    render = test_papers.TestPapers.render

    def open_sheet(self, user=None, **vals):
        windows = self.env["aftersales.fee.print"].with_user(user or self.accountant)
        return windows.create({"kind": "day"} | vals)

    def make_done(self, technician, labour, part=0):
        """A visit that ended a moment ago, with its fees."""
        order = self.make_order(self.make_device(f"YJ-{labour}"), service_type="a")
        visit = self.make_visit(order, technician)
        visit._in_flow().ended_at = self.ended
        order.fee_ids.sudo().unlink()
        fees = {"labour": (self.labour, labour), "part": (self.part, part)}
        return self.env["aftersales.fee"].create(
            [
                {
                    "name": product.name,
                    "order_id": order.id,
                    "visit_id": visit.id,
                    "kind": kind,
                    "product_id": product.id,
                    "price_unit": price,
                    "share_ids": [Command.create({"payer": "customer"})],
                }
                for kind, (product, price) in fees.items()
                if price
            ]
        )

    def setUp(self):
        super().setUp()
        self.today = self.company._aftersales_today()
        noon = datetime.combine(self.today, datetime.min.time()) + timedelta(hours=4)
        self.ended = noon  # noon in Shanghai

    def test_sums_per_technician_department_and_day(self):
        self.make_done(self.li, 120, 56)
        self.make_done(self.li, 80)
        self.make_done(self.zhao, 200, 10)
        sheet = self.open_sheet()
        paper = self.env["report.aftersales_service.report_fee_day"]
        lines = paper._get_rows(sheet, self.form("fee_day"), False)
        sums = [
            (line["number"], line["labour"], line["part"], line["total"])
            for line in lines
            if line.get("sum")
        ]
        self.assertEqual(
            sums,
            [
                ("Sum of 李强", 200, 56, 256),
                ("Sum of 赵刚", 200, 10, 210),
                ("Sum of No Department", 400, 66, 466),
                ("Total", 400, 66, 466),
            ],
        )
        self.assertEqual(sum("group" in line for line in lines), 1)

    def test_printed_in_chinese_with_capitals(self):
        self.make_done(self.li, 120, 56)
        self.env["res.currency"].search([("name", "=", "CNY")]).active = True
        text = "".join(self.render("report_fee_day", self.open_sheet().sudo()))
        for word in ("服务费日报", "李强", "工时费", "备品费", "176.00", "合计"):
            self.assertIn(word, text)
        if self.company.currency_id.name == "CNY":
            self.assertIn("壹佰柒拾陆元整", text)

    def test_another_day_and_another_technician_are_not_on_it(self):
        fees = self.make_done(self.li, 120)
        self.assertEqual(self.open_sheet()._find_fees(), fees)
        day = {"date_from": "2020-01-01", "date_to": "2020-01-01"}
        with self.assertRaises(ProofMissing):
            self.open_sheet(**day).action_print()
        other = self.open_sheet(technician_ids=[Command.link(self.zhao.id)])
        self.assertFalse(other._find_fees())

    def test_the_day_is_that_of_the_company(self):
        """Half past eleven at night in Shanghai is still that day."""
        self.ended = datetime.combine(self.today, datetime.min.time()) + timedelta(
            hours=15, minutes=30
        )
        self.make_done(self.li, 120)
        self.ended += timedelta(hours=1)
        self.make_done(self.li, 80)
        self.assertEqual(self.open_sheet()._find_fees().mapped("amount"), [120])

    def test_as_a_list(self):
        fees = self.make_done(self.li, 120, 56)
        action = self.open_sheet().action_view()
        self.assertEqual(action["domain"], [("id", "in", fees.ids)])

    def test_a_technician_sees_his_own(self):
        self.make_done(self.li, 120)
        self.make_done(self.zhao, 200)
        mine = self.open_sheet(self.technician)
        self.assertEqual(mine._find_fees().mapped("amount"), [120])

    def test_what_was_collected_stands_beside_it(self):
        self.make_job()
        self.visit.with_user(self.technician).action_collect(176, "cash")
        rows = self.open_sheet()._get_fee_rows()
        self.assertEqual(sum(row.taken for row in rows), 176)

    def test_what_others_collected_is_theirs(self):
        self.make_job()
        self.visit.with_user(self.technician).action_collect(176, "cash")
        mine = self.open_sheet(self.technician)
        self.assertEqual(sum(mine._find_taken().mapped("amount")), 176)
        colleague = self.make_user("technician", "fee_sheet_colleague")
        for user in (colleague, self.keeper):
            self.assertFalse(self.open_sheet(user)._find_taken(), user.login)
        with self.assertRaises(ProofMissing):
            self.open_sheet(colleague).action_print()

    def test_the_sheet_of_another_company_is_neither_opened_nor_sent(self):
        other = self.env["res.company"].create({"name": "乙公司"})
        stranger = self.make_user(
            "finance",
            "fee_sheet_b",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        told = {"kind": "month", "partner_id": self.customer.id}
        self.assertNotIn(
            self.company, self.env["res.users"].with_user(stranger).env.companies
        )
        with self.assertRaises(ProofMissing):
            self.open_sheet(stranger, company_id=self.company.id, **told)
        sheet = self.open_sheet(stranger)
        with self.assertRaises(ProofMissing):
            sheet.company_id = self.company

    def test_month_of_one_payer(self):
        share = self.make_share(100, supplier=60, customer=40)
        self.make_share(50)
        sheet = self.open_sheet(
            kind="month",
            partner_id=self.partners["supplier"].id,
            date_from=self.today.replace(day=1),
            date_to=self.today,
        )
        self.assertEqual([row.labour for row in sheet._get_fee_rows()], [60, 50])
        text = "".join(self.render("report_fee_month", sheet.sudo()))
        for word in ("费用结算单", "洛阳轴承有限公司", share.order_id.name, "110.00"):
            self.assertIn(word, text)

    def test_month_goes_out_to_him(self):
        self.make_share(100)
        partner = self.partners["supplier"]
        sheet = self.open_sheet(
            kind="month",
            partner_id=partner.id,
            date_from=self.today.replace(day=1),
            date_to=self.today,
        )
        self.open_window(sheet, self.accountant).action_mail()
        letter = self.letters(sheet)
        self.assertEqual((letter.partner_id, letter.state), (partner, "sent"))
        self.assertIn("100.00", letter.words)

    def test_the_last_month_is_proposed(self):
        sheet = self.open_sheet(kind="month")
        first = self.today.replace(day=1)
        self.assertEqual(sheet.date_to, first - timedelta(days=1))
        self.assertEqual(sheet.date_from.day, 1)

    def test_long_sheets_have_headings_on_every_page(self):
        for number in range(45):
            self.make_done(self.li, number + 1)
        pages = self.render("report_fee_day", self.open_sheet().sudo())
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assertIn("工时费", page)

    def test_blank_sheets_tell_nothing(self):
        self.make_done(self.li, 120)
        for name in ("fee_day", "fee_month"):
            action = self.form(name).action_print_blank()
            pages = self.render(
                f"report_{name}", self.env["aftersales.fee.print"], **action["data"]
            )
            self.assertEqual(len(pages), 1, name)
            self.assertNotIn("120", pages[0])
            self.assertNotIn(str(self.today), pages[0])
