from odoo.exceptions import AccessError

from ...exceptions import GroupRefused, MoveRefused, ProofMissing, RoleRefused
from .common import ReconcileCommon


class TestReconcileAnswer(ReconcileCommon):
    """A red row is explained, written off, or somebody is reminded; it is logged."""

    def setUp(self):
        super().setUp()
        self.red = self.make_line().with_user(self.accountant)

    def give(self, line=None, reason=None, note="王经理电话同意"):
        (line or self.red).action_give_reason((reason or self.reason).id, note)

    def test_a_reason_is_given_and_taken_back(self):
        self.give()
        self.assertEqual((self.red.state, self.red.keeps_open), ("red", False))
        self.assertEqual(self.red.reason_note, "王经理电话同意")
        self.red.action_take_back()
        self.assertTrue(self.red.keeps_open)
        self.assertFalse(self.red.reason_id)
        events = self.red.event_ids.sorted("id")
        self.assertEqual(events.mapped("kind"), ["reason", "back"])
        self.assertEqual(events.user_id, self.accountant)

    def test_a_reason_lasts_through_a_count(self):
        self.give()
        self.lines._recount(self.red.share_id.ids)
        self.assertEqual(self.red.reason_id, self.reason)
        self.assertFalse(self.red.keeps_open)

    def test_another_fault_asks_for_another_reason(self):
        self.give()
        self.quote()
        self.count_all()
        self.assertEqual(self.red.rule_id.code, "not_invoiced")
        self.assertTrue(self.red.keeps_open)
        self.assertFalse(self.red.reason_id)
        self.assertEqual(self.red.event_ids.reason_id, self.reason)

    def test_what_is_not_red_needs_no_reason(self):
        amber = self.make_line(days=1).with_user(self.accountant)
        with self.assertRaises(ProofMissing):
            self.give(amber)

    def test_words_are_needed(self):
        for note in (None, "", "   "):
            with self.assertRaises(ProofMissing):
                self.give(note=note)

    def test_some_reasons_belong_to_the_finance_manager(self):
        goodwill = self.env.ref("aftersales_service.reconcile_reason_goodwill")
        with self.assertRaises(RoleRefused):
            self.give(reason=goodwill)
        self.give(self.red.with_user(self.director), goodwill)
        self.assertEqual(self.red.reason_id, goodwill)

    def test_a_reason_holds_up_to_its_amount(self):
        small = self.env.ref("aftersales_service.reconcile_reason_small")
        with self.assertRaises(MoveRefused):
            self.give(reason=small)
        small.tolerance = 113
        self.give(reason=small)
        self.assertEqual(self.red.reason_id, small)

    def test_what_is_wrong_counts_not_only_what_is_open(self):
        """A whole invoice without fapiao is no small difference."""
        small = self.env.ref("aftersales_service.reconcile_reason_small")
        self.rule("no_fapiao", days=0)
        self.pay(self.bill())
        self.count_all()
        self.assertEqual(
            (self.red.rule_id.code, self.red.open_amount), ("no_fapiao", 0)
        )
        with self.assertRaisesRegex(MoveRefused, "113"):
            self.give(reason=small)

    def test_finance_manager_of_another_company(self):
        """Who is finance manager elsewhere is an accountant here."""
        goodwill = self.env.ref("aftersales_service.reconcile_reason_goodwill")
        other = self.env["res.company"].create({"name": "乙公司"})
        both = self.make_user(
            "finance", "both-finance", company_ids=[(6, 0, (self.company | other).ids)]
        )
        role = self.env["aftersales.role"]._get_by_code("finance_manager")
        holder = self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": both.id, "company_id": other.id}
        )
        mine = self.red.with_user(both).with_context(
            allowed_company_ids=(other | self.company).ids
        )
        with self.assertRaises(RoleRefused):
            self.give(mine, goodwill)
        holder.copy({"company_id": self.company.id})
        self.give(mine, goodwill)
        self.assertEqual(self.red.reason_id, goodwill)

    def test_nothing_to_take_back_is_said(self):
        with self.assertRaises(ProofMissing):
            self.red.action_take_back()

    def test_names_of_customers_are_no_markup(self):
        self.red.share_id.sudo().fee_id.name = "<b>检测</b>费"
        self.red.action_remind()
        note = self.red.order_id.sudo().activity_ids[-1:].note
        self.assertIn("113.00", note)
        self.assertEqual(
            self.red.display_name, f"{self.red.order_id.name} · <b>检测</b>费"
        )

    def test_others_give_no_reason(self):
        for user in (self.dispatcher, self.users["auditor"], self.users["technician"]):
            with self.assertRaises(AccessError):
                self.give(self.red.with_user(user))
        with self.assertRaises(GroupRefused):
            self.red.with_user(self.users["auditor"]).action_take_back()

    def test_a_small_rest_is_written_off(self):
        small = self.env.ref("aftersales_service.reconcile_reason_small")
        fee = self.make_fee(4, supplier=100)
        line = self.line(fee.share_ids).with_user(self.accountant)
        with self.assertRaises(ProofMissing):
            line.action_write_off(self.reason.id, "试")
        line.action_write_off(small.id)
        self.assertEqual((line.open_amount, self.left(fee.share_ids)), (0, (0, 0)))
        self.assertEqual(line.event_ids.kind, "written_off")
        with self.assertRaises(MoveRefused):
            line.action_write_off(small.id)

    def test_more_than_the_tolerance_is_not_written_off(self):
        small = self.env.ref("aftersales_service.reconcile_reason_small")
        fee = self.make_fee(5.01, supplier=100)
        line = self.line(fee.share_ids).with_user(self.accountant)
        with self.assertRaises(MoveRefused):
            line.action_write_off(small.id)

    def test_who_can_mend_it_is_reminded_once_a_day(self):
        self.red.action_remind()
        tasks = self.red.order_id.sudo().activity_ids
        self.red.action_remind()
        again = self.red.order_id.sudo().activity_ids
        self.assertTrue(tasks)
        self.assertEqual(tasks, again)
        self.assertEqual(self.red.event_ids.mapped("kind"), ["reminded"] * 2)
