from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .common import SettlementCommon


class TestSettlementScreens(SettlementCommon):
    """What people do on the screens, with the fields and rights that these have."""

    def test_terms_are_written_by_finance_and_approved_by_the_director(self):
        finance = self.env(user=self.accountant)
        with Form(finance["aftersales.settlement.policy"]) as form:
            form.name = "轴承质量协议"
            form.payer = "supplier"
            form.partner_id = self.partners["supplier"]
        policy = form.record
        terms = finance["aftersales.settlement.term"]
        with Form(terms.with_context(default_policy_id=policy.id)) as form:
            form.rhythm = "at_once"
            with form.line_ids.new() as line:
                line.kind = "labour"
                line.percent = 80
                line.account_id = self.relief
        form.record.with_user(self.director).action_approve()
        self.assertEqual(self.gather(self.make_share()).claimed_net, 80)

    def test_an_answer_is_typed_and_its_rest_decided_on_the_form(self):
        self.make_term()
        self.make_term("carrier")
        settlement = self.make_sent(self.make_share())
        with Form(settlement) as form, form.line_ids.edit(0) as line:
            line.answer_net = 60
            line.answer_reason = "部分认可"
        settlement.line_ids.action_reply()
        self.assertEqual(settlement.line_ids.state, "partly")
        with Form(settlement) as form, form.line_ids.edit(0) as line:
            line.remainder = "elsewhere"
            line.remainder_reason = "运输损坏"
            line.other_payer = "carrier"
            line.other_partner_id = self.partners["carrier"]
        settlement.action_settle()
        self.assertEqual((settlement.state, settlement.residual), ("settled", 60))

    def test_lists_open_for_whoever_has_their_menu(self):
        share = self.make_share()
        for name, users in (
            ("aftersales_fee_share_action_settle", (self.accountant,)),
            ("aftersales_settlement_action", (self.accountant, self.director)),
            ("aftersales_settlement_line_action", (self.accountant, self.inspector)),
            ("aftersales_settlement_policy_action", (self.accountant, self.inspector)),
            ("aftersales_fee_movement_action_lost", (self.accountant, self.inspector)),
        ):
            action = self.env.ref(f"aftersales_service.{name}")
            for user in users:
                model = self.env[action.res_model].with_user(user)
                found = model.get_views(action.views)["views"]
                self.assertEqual(set(found), set(action.view_mode.split(",")))
        mine = self.env["aftersales.fee.share"].with_user(self.accountant)
        domain = [("settlement_line_ids", "not any", [("is_open", "=", True)])]
        told = mine.web_search_read(
            [*domain, ("id", "=", share.id)], {"settlement_obstacle": {}}
        )
        self.assertIn("agreement", told["records"][0]["settlement_obstacle"])

    def test_quality_finds_what_it_has_to_split(self):
        """The list of the quality department; what was confirmed leaves it."""
        action = self.env.ref("aftersales_service.aftersales_fee_action_split")
        inspector = self.hold_quality()
        fees = self.env["aftersales.fee"].with_user(inspector)
        share, ours = self.make_share(), self.make_fee(100, company=100)
        found = fees.search(safe_eval(action.domain))
        self.assertIn(share.fee_id, found)
        self.assertNotIn(ours, found)
        self.assertIn("list", fees.get_views([(action.view_id.id, "list")])["views"])
        share.fee_id.with_user(inspector).action_confirm_split()
        self.assertNotIn(share.fee_id, fees.search(safe_eval(action.domain)))

    def hold_quality(self):
        user = self.make_user("dispatcher", "as_split_quality")
        role = self.env["aftersales.role"]._get_by_code("quality_inspector")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": user.id, "company_id": self.company.id}
        )
        return user

    def test_the_fee_of_a_job_shows_who_split_it(self):
        share = self.make_share()
        with Form(share.fee_id.with_user(self.dispatcher)) as form:
            self.assertFalse(form.split_by_id)
