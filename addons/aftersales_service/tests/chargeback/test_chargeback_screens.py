from odoo.tests import Form, HttpCase, tagged

from ..base import test_papers
from .common import ChargebackCommon


@tagged("post_install", "-at_install")
class TestChargebackScreens(ChargebackCommon, HttpCase):
    """What people do on the screens, and the paper that the claimant gets."""

    render = test_papers.TestPapers.render

    def test_a_claim_is_entered_examined_and_answered_on_forms(self):
        desk = self.env(user=self.dispatcher)
        with Form(desk["aftersales.chargeback"]) as form:
            form.partner_id = self.maker
            form.reference = "2026-02"
        record = form.record
        lines = desk["aftersales.chargeback.line"]
        with Form(lines.with_context(default_chargeback_id=record.id)) as form:
            form.number = "SP1"
            form.part_net = 60
            form.labour_net = 20
            self.assertEqual(form.net, 80)
            form.proposal = "part"
            form.proposed_net = 60
            form.proposal_reason = "工时超标"
        record.action_propose()
        with Form(record.line_ids.with_user(self.director)) as form:
            self.assertEqual((form.decision, form.decided_net), ("part", 60))
            form.decided_net = 70
        self.approve(self.decide(record))
        self.assertEqual((record.accepted_net, record.rest_net), (70, 10))
        with Form(record.line_ids) as form:
            form.objection = "工时按手册"
        record.line_ids.action_contest()
        self.assertEqual(record.line_ids.state, "contested")

    def test_an_agreement_is_written_by_finance(self):
        agreements = self.env["aftersales.chargeback.agreement"]
        with Form(agreements.with_user(self.accountant)) as form:
            form.partner_id = self.maker
            form.becomes = "bill"
            form.account_id = self.cost
        self.assertEqual(form.record.approver_role_id.code, "deputy_general_manager")
        self.assertEqual(form.record.answer_number, 5)

    def test_the_import_is_found_from_its_form(self):
        desk = self.env(user=self.dispatcher)
        with Form(
            desk["aftersales.import"].with_context(default_kind="chargeback")
        ) as form:
            form.claimant_id = self.maker
            form.data = b"eA=="
        action = form.record.action_open_chargebacks()
        self.assertEqual(action["res_model"], "aftersales.chargeback")

    def test_lists_open_for_whoever_has_their_menu(self):
        users = (self.dispatcher, self.director, self.accountant, self.inspector)
        for name in ("action", "line_action", "line_action_disputed"):
            action = self.env.ref(f"aftersales_service.aftersales_chargeback_{name}")
            for user in users:
                model = self.env[action.res_model].with_user(user)
                found = model.get_views(action.views)["views"]
                self.assertEqual(set(found), set(action.view_mode.split(",")))

    def test_lists_show_sums_and_open_their_claims(self):
        self.agree()
        record = self.answer_list(None, 0)
        action = record.action_open_lines()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, record.line_ids)
        self.settle(record)
        for user in (self.accountant, self.inspector, self.director):
            for one in (record, record.line_ids[0]):
                self.assertEqual(
                    Form(one.with_user(user)).currency_id, record.currency_id
                )
        action = record.with_user(self.accountant).action_open_documents()
        self.assertEqual(
            self.env["account.move"].search(action["domain"]), record.sudo().move_ids
        )

    def test_the_answer_is_printed_and_blank(self):
        record = self.answer_list(None, 40)
        text = "".join(self.render("report_chargeback", record))
        for word in (
            "索赔回复单",
            "宇通",
            "SP1-2",
            "40.00",
            "超出三包范围",
            "140.00",
        ):
            self.assertIn(word, text)
        self.assertIn("report_chargeback", record.action_print()["report_name"])
        form = self.env.ref("aftersales_service.form_chargeback")
        action = form.action_print_blank()
        pages = self.render(
            "report_chargeback", self.env["aftersales.chargeback"], **action["data"]
        )
        self.assertTrue(pages[0])
