from odoo.tests import HttpCase, tagged

from .common import ReconcileCommon


@tagged("post_install", "-at_install")
class TestTourReconcile(ReconcileCommon, HttpCase):
    """An accountant looks at what keeps months open and gives a reason for one row."""

    def test_one_red_row_is_reasoned(self):
        self.accountant.write({"lang": "zh_CN", "email": "a@example.com"})
        self.env["aftersales.reconcile.line"].search([])._in_flow().unlink()
        line = self.make_line()
        self.start_tour(
            "/odoo/reconciliation-board",
            "aftersales_reconcile_board",
            login=self.accountant.login,
        )
        self.env.invalidate_all()
        self.assertEqual((line.state, line.keeps_open), ("red", False))
        self.assertEqual(line.reason_id, self.reason)
        self.assertEqual(line.reason_note, "王经理电话同意")

    def test_on_a_telephone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.accountant.write({"lang": "zh_CN", "email": "a@example.com"})
        self.make_line()
        self.start_tour(
            "/odoo/reconciliation-board",
            "aftersales_reconcile_phone",
            login=self.accountant.login,
        )
