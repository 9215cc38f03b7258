from importlib.util import module_from_spec, spec_from_file_location

from odoo.tools import file_path

from ..settlement.common import SettlementCommon
from .common import ReconcileCommon

SCRIPT = "aftersales_service/migrations/19.0.1.2.0/post-reconcile.py"


class TestReconcileMigration(ReconcileCommon, SettlementCommon):
    """A database of the version before has fees, invoices and claims, and no board."""

    def forget(self):
        """As it was before there was a board."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM aftersales_reconcile_event")
        self.env.cr.execute("DELETE FROM aftersales_reconcile_line")
        self.env.cr.execute("DELETE FROM aftersales_reconcile_mark")
        self.env.cr.execute("UPDATE account_move SET aftersales_carries_fees = NULL")
        self.env.invalidate_all()

    def migrate(self):
        spec = spec_from_file_location("post_reconcile", file_path(SCRIPT))
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()

    def test_every_share_gets_its_row_and_payments_are_followed(self):
        share = self.make_line().share_id
        invoice = self.bill()
        self.make_term()
        claimed = self.make_share()
        entry = self.make_settled(claimed).sudo().move_ids
        other = self.env["account.move"].search(
            [("id", "not in", (invoice | entry).ids)], limit=1
        )
        before = self.read(share | claimed)
        self.forget()
        self.migrate()
        self.assertTrue(invoice.aftersales_carries_fees)
        self.assertTrue(entry.aftersales_carries_fees)
        self.assertFalse(other.aftersales_carries_fees)
        self.assertEqual(self.read(share | claimed), before)
        self.pay(invoice)
        self.assertEqual(self.line(share).paid_amount, 113)

    def read(self, shares):
        self.count_all()
        found = self.lines.search([("share_id", "in", shares.ids)], order="share_id")
        self.assertEqual(len(found), len(shares))
        return [
            (row.share_id, row.fee_amount, row.invoiced_amount, row.state, row.month)
            for row in found
        ]

    def test_a_second_time_nothing_is_left_to_do(self):
        self.make_line()
        self.forget()
        self.migrate()
        self.count_all()
        self.migrate()
        self.assertFalse(self.marks.search([]))
