from ...models.base.blocker import Blocker
from ..common import AfterSalesCommon


class TestWhy(AfterSalesCommon):
    """为什么不能注销 (★19): what is missing, on which document, who can fix it."""

    def ask(self, order):
        action = order.action_why_not_close()
        return (
            self.env[action["res_model"]]
            .with_user(order.env.user)
            .browse(action["res_id"])
        )

    def test_open_visit_is_named_with_document_and_technician(self):
        order = self.make_order(service_type="c")
        visit = self.make_visit(order)
        line = self.ask(order).line_ids
        self.assertIn(visit.name, line.text)
        self.assertEqual((line.document, line.who), (visit.display_name, "李强"))
        opened = line.action_open()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), ("aftersales.visit", visit.id)
        )

    def test_nothing_missing_says_so(self):
        why = self.ask(self.make_order())
        self.assertTrue(why.is_free)

    def test_the_state_itself_is_an_answer(self):
        order = self.make_order()
        order.action_close()
        self.assertIn("already", self.ask(order).line_ids.text)

    def test_every_room_says_where_and_who(self):
        order = self.make_order(service_type="a")
        visit = self.make_visit(order)
        self.go_to_work(visit, consent="王经理")
        self.finish(visit)
        self.sign(visit)
        blockers = order._get_blockers()
        self.assertGreaterEqual(len(blockers), 2)
        for blocker in blockers:
            self.assertTrue(blocker.document, blocker)
            self.assertTrue(blocker.who, blocker)

    def test_a_technician_may_ask_too(self):
        order = self.make_order()
        self.make_visit(order)
        self.assertTrue(self.ask(order.with_user(self.technician)).line_ids)

    def test_bare_sentences_still_count(self):
        self.patch(
            self.registry["aftersales.order"],
            "_get_blockers",
            lambda order: ["等待客户回电"],
        )
        order = self.make_order()
        line = self.ask(order).line_ids
        self.assertEqual((line.text, line.document), ("等待客户回电", False))
        with self.assertRaisesRegex(Exception, "• 等待客户回电"):
            order.action_close()

    def test_a_blocker_prints_as_its_sentence(self):
        self.assertEqual(str(Blocker("缺签字", who="李强")), "缺签字 → 李强")
        self.assertEqual(str(Blocker("缺签字")), "缺签字")
