from odoo.tests import HttpCase, tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReturnsTour(ReturnsCommon, HttpCase):
    """A counter clerk takes in a machine and gives it back against its receipt."""

    def walk(self, action, tour):
        self.start_tour(
            f"/odoo/action-aftersales_service.{action}",
            tour,
            login=self.dispatcher.login,
            timeout=120,
        )
        self.env.invalidate_all()

    def test_in_and_back(self):
        self.dispatcher.write({"lang": "zh_CN", "email": "desk@example.com"})
        self.deliver(self.machine, "SN1")
        self.walk("aftersales_return_action", "aftersales_returns_take_in")
        record = self.env["aftersales.return"].search([], limit=1)
        custody = record.custody_ids
        self.assertEqual((record.state, custody.state), ("received", "in_store"))
        self.assertEqual(record.counted_by_id, self.dispatcher)
        self.assertEqual(record.line_ids.match, "ours")
        self.decide(record.line_ids, "back")
        custody.with_user(self.director).action_inspect()
        self.walk("aftersales_custody_action", "aftersales_returns_give_back")
        self.assertEqual(custody.given_back_to, "王师傅")
        self.assertEqual(custody.receipt_state, "void")
        self.assertEqual(record.state, "sent_back")
