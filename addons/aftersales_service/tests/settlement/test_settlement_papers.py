from odoo.tests import HttpCase, tagged

from ..base import test_papers
from .common import SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlementPapers(SettlementCommon, HttpCase):
    """Claim, statement, settlement of fees, notice to the agent; in Chinese, and blank."""

    render = test_papers.TestPapers.render

    def test_a_claim_shows_lines_answers_and_seal(self):
        self.make_term()
        settlement = self.make_sent(self.make_share())
        self.answer(settlement.line_ids, 60, reason="部分认可")
        text = "".join(self.render("report_claim", settlement))
        for word in (
            "追偿通知单",
            settlement.name,
            "洛阳轴承有限公司",
            settlement.line_ids.order_name,
            "60.00",
            "部分认可",
            settlement.signature_hash,
        ):
            self.assertIn(word, text)

    def test_an_agent_gets_a_statement(self):
        self.make_term("agent")
        settlement = self.make_sent(self.make_share(payer="agent"))
        text = "".join(self.render("report_statement", settlement))
        self.assertIn("代理商对账单", text)
        action = settlement.action_print()
        self.assertEqual(action["report_name"], "aftersales_service.report_statement")

    def test_a_manufacturer_gets_one_with_his_name(self):
        self.make_term("manufacturer")
        settlement = self.make_sent(self.make_share(payer="manufacturer"))
        text = "".join(self.render("report_statement", settlement))
        self.assertNotIn("代理商", text)
        self.assertIn("对账单", text)

    def test_blank(self):
        for name in ("claim", "statement", "fee_sheet", "agent_notice"):
            form = self.env.ref(f"aftersales_service.form_{name}")
            model = form.report_id.model
            action = form.action_print_blank()
            pages = self.render(f"report_{name}", self.env[model], **action["data"])
            self.assertTrue(pages[0])
            # A new record has a call time of its own; a blank tells nothing.
            self.assertNotIn(str(self.env.company._aftersales_today().year), pages[0])

    def test_a_settlement_of_fees_names_who_settles(self):
        share = self.make_share(supplier=60, customer=40)
        text = "".join(self.render("report_fee_sheet", share.order_id))
        for word in ("费用结算单", "供应商", "60.00", "40.00", "检测费"):
            self.assertIn(word, text)

    def test_the_agent_is_told_before(self):
        device = self.make_device("YJ-NOTICE", agent_id=self.partners["agent"].id)
        order = self.make_order(device, service_type="a", fault="异响")
        text = "".join(self.render("report_agent_notice", order))
        for word in ("告知函", "华东代理有限公司", order.name, "YJ-NOTICE"):
            self.assertIn(word, text)
