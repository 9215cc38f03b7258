from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .attack_common import AttackCommon


class TestTypedLinks(AttackCommon):
    """Links on documents of core are theirs to write whom core lets; what our superuser
    code does because of one stays within its company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls.people["company_b"]
        cls.stranger.group_ids |= cls.env.ref("stock.group_stock_user")
        cls.disposition = cls.made["aftersales.disposition"].sudo()
        cls.warehouse_b = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.stranger.company_id.id)], limit=1
        )

    def deliver_foreign(self, **link):
        """A delivery of the other company whose move was typed to belong to ours."""
        move = self.env["stock.move"].with_user(self.stranger).sudo(False)
        move = move.create(
            {
                "product_id": self.part.id,
                "product_uom_qty": 1,
                "quantity": 1,
                "picked": True,
                "location_id": self.warehouse_b.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "company_id": self.stranger.company_id.id,
                **link,
            }
        )
        move._action_done()
        self.assertEqual(move.state, "done")

    def test_foreign_delivery_finishes_no_decision(self):
        self.assertTrue(self.disposition)
        self.disposition._in_flow().write(
            {"action": "exchange", "state": "decided", "quantity": 1}
        )
        self.deliver_foreign(aftersales_disposition_id=self.disposition.id)
        self.assertFalse(self.disposition._get_sent_moves())
        self.assertEqual(self.disposition.state, "decided")

    def test_foreign_delivery_sends_no_advance(self):
        advance = self.made["aftersales.advance"].sudo()
        self.assertTrue(advance)
        advance._in_flow().state = "sending"
        self.deliver_foreign(aftersales_advance_id=advance.id)
        self.assertEqual(advance.state, "sending")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_foreign_repair_readies_no_goods(self):
        repair = self.env["repair.order"].with_user(self.stranger).sudo(False)
        repair = repair.create({"product_id": self.part.id})
        with self.assertRaises(UserError):
            repair.aftersales_disposition_id = self.disposition
