import inspect

from odoo.exceptions import AccessError
from odoo.tests import Form

from odoo.addons.aftersales_service import hooks
from odoo.addons.aftersales_service.exceptions import RoleRefused

from ..common import AfterSalesCommon


class TestDeviceProducts(AfterSalesCommon):
    """Only what somebody ticked registers devices; the installation asks once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.env["product.product"].create(
            {"name": "水泵", "is_storable": True, "tracking": "serial"}
        )
        cls.tool = cls.pump.create(
            {"name": "量具", "tracking": "serial", "sale_ok": False}
        )
        cls.board = cls.make_part("主板", 680, 352, tracking="serial")

    def get_devices(self, product):
        return self.env["aftersales.device"].search([("product_id", "=", product.id)])

    def make_wizard(self, user):
        return self.env["aftersales.device.products"].with_user(user).create({})

    def test_a_serial_number_alone_makes_no_device(self):
        self.assertFalse(self.pump.aftersales_is_device)
        self.deliver(self.pump, "W-1")
        self.assertFalse(self.get_devices(self.pump))

    def test_tracking_that_is_switched_on_later_ticks_nothing(self):
        loose = self.pump.create({"name": "阀门", "is_storable": True})
        loose.tracking = "serial"
        self.assertFalse(loose.aftersales_is_device)

    def test_a_copy_is_what_the_original_is(self):
        self.assertTrue(self.machine.product_tmpl_id.copy().aftersales_is_device)
        self.assertFalse(self.pump.product_tmpl_id.copy().aftersales_is_device)

    def test_the_question_proposes_what_is_sold_and_undecided(self):
        proposed = self.make_wizard(self.director).product_ids
        self.assertIn(self.pump.product_tmpl_id, proposed)
        for other in (self.tool, self.board, self.machine):
            self.assertNotIn(other.product_tmpl_id, proposed)

    def test_the_answer_counts_for_deliveries_from_then_on(self):
        with Form(self.env["aftersales.device.products"].with_user(self.director)) as f:
            wizard = f.save()
        wizard.product_ids = self.pump.product_tmpl_id
        wizard.action_confirm()
        self.assertTrue(self.pump.aftersales_is_device)
        self.assertFalse(self.tool.aftersales_is_device)
        self.deliver(self.pump, "W-2")
        self.assertEqual(self.get_devices(self.pump).serial, "W-2")

    def test_no_answer_changes_nothing(self):
        wizard = self.make_wizard(self.director)
        wizard.product_ids = False
        wizard.action_confirm()
        self.assertFalse(self.pump.aftersales_is_device)

    def test_only_a_director_decides(self):
        wizard = self.make_wizard(self.director)
        with self.assertRaises(RoleRefused):
            wizard.with_user(self.dispatcher).action_confirm()
        with self.assertRaises(AccessError):
            self.make_wizard(self.dispatcher)
        self.assertFalse(self.pump.aftersales_is_device)

    def test_the_installation_asks_where_there_is_something_to_ask(self):
        todo = self.env["ir.actions.todo"]
        action = self.env.ref("aftersales_service.aftersales_device_products_action")
        mine = [("action_id", "=", action.id), ("state", "=", "open")]
        todo.search(mine).unlink()
        hooks._ask_which_products_register_devices(self.env)
        self.assertEqual(len(todo.search(mine)), 1)
        todo.search(mine).unlink()
        serial = [("tracking", "=", "serial")]
        self.env["product.template"].search(serial).aftersales_is_device = True
        hooks._ask_which_products_register_devices(self.env)
        self.assertFalse(todo.search(mine))
        source = inspect.getsource(hooks.post_init_hook)
        self.assertIn("_ask_which_products_register_devices(env)", source)
