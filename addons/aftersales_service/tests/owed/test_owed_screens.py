from odoo.tests import Form, HttpCase, tagged

from ..base import test_papers
from .common import WorkCommon


@tagged("post_install", "-at_install")
class TestOwedScreens(WorkCommon, HttpCase):
    """What people do on the screens, and the papers in Chinese."""

    render = test_papers.TestPapers.render

    def test_rates_are_written_by_finance_and_approved_by_the_director(self):
        finance = self.env(user=self.accountant)
        with Form(finance["aftersales.settlement.policy"]) as form:
            form.name = "外协服务协议"
            form.payer = "contractor"
            form.partner_id = self.firm
        terms = finance["aftersales.settlement.term"]
        with Form(terms.with_context(default_policy_id=form.record.id)) as form:
            form.rhythm = "at_once"
            form.valid_from = "2020-01-01"
            with form.line_ids.new() as line:
                line.kind = "labour"
                line.becomes = "bill"
                line.account_id = self.expense
            with form.rate_ids.new() as rate:
                rate.basis = "visit"
                rate.price = 66
            form.withheld_percent = 10
            form.withheld_account_id = self.levy
        form.record.with_user(self.director).action_approve()
        work = self.get_work(self.make_signed()).with_user(self.accountant)
        self.assertEqual((work.amount, work.obstacle), (66, False))
        extras = finance["aftersales.owed.extra"]
        with Form(extras.with_context(default_work_id=work.id)) as form:
            form.kind = "labour"
            form.price = -6
            form.reason = "迟到"
        with Form(work) as form:
            self.assertEqual(form.amount, 60)
        settlement = self.book_work(work)
        with Form(settlement) as form:
            self.assertEqual(form.direction, "owed")
        self.assertEqual(settlement.sudo().move_ids.amount_untaxed, 54)
        self.assertEqual(
            settlement.line_ids.action_open_share()["res_model"], work._name
        )

    def test_lists_open_for_whoever_has_their_menu(self):
        self.make_rates(partner=self.firm)
        self.make_signed()
        for name, users in (
            (
                "aftersales_owed_work_action",
                (self.accountant, self.director, self.inspector),
            ),
            (
                "aftersales_owed_extra_action",
                (self.accountant, self.director, self.inspector),
            ),
            ("aftersales_owed_payroll_action", (self.accountant,)),
        ):
            action = self.env.ref(f"aftersales_service.{name}")
            for user in users:
                model = self.env[action.res_model].with_user(user)
                found = model.get_views(action.views)["views"]
                self.assertEqual(set(found), set(action.view_mode.split(",")))
        works = self.env["aftersales.owed.work"].with_user(self.accountant)
        told = works.web_search_read([], {"obstacle": {}, "explanation": {}})
        self.assertIn("80.00", told["records"][0]["explanation"])

    def test_papers(self):
        self.make_rates(partner=self.firm)
        self.make_rates({"basis": "visit", "price": 30}, payer="employee")
        for person in (self.outside, self.li):
            visit = self.make_signed(person)
            settlement = self.send_work(self.get_work(visit, person))
            action = settlement.action_print()
            self.assertEqual(
                action["report_name"], "aftersales_service.report_statement"
            )
            text = "".join(self.render("report_statement", settlement))
            for word in (settlement.name, visit.device_id.serial, "30.00"):
                self.assertIn(word, text)
            self.assertNotIn("追偿", text)
            self.assertNotIn("代理商对账单", text)
