from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import SwitchCommon

LANDINGS = {
    "dispatcher": "aftersales_service_desk_action",
    "technician": "aftersales_technician_day_action",
    "warehouse": "issue_counter_action",
    "finance": "aftersales_fee_share_action",
    "manager": "aftersales_day_board_action",
    "auditor": "aftersales_order_action",
}


class TestLanding(SwitchCommon):
    """Opening the app leads everybody to his own work."""

    def open(self, user):
        """What the browser gets when ``user`` opens the app."""
        menu = self.env.ref("aftersales_service.menu_root")
        seen = self.env["ir.ui.menu"].with_user(user).load_web_menus(False)[menu.id]
        self.assertEqual(seen["actionModel"], "ir.actions.server")
        action = self.env["ir.actions.server"].browse(seen["actionID"])
        return action.with_user(user).sudo(False).run()

    def test_each_role(self):
        for role, name in LANDINGS.items():
            expected = self.env.ref(f"aftersales_service.{name}")
            found = self.open(self.users[role])
            self.assertEqual((found["type"], found["id"]), (expected.type, expected.id))

    def test_several_roles_begin_at_the_wider_one(self):
        both = self.make_user("technician", "small_shop")
        both.group_ids |= self.env.ref(
            "aftersales_service.aftersales_service_group_dispatcher"
        )
        desk = self.env.ref("aftersales_service.aftersales_service_desk_action")
        self.assertEqual(self.open(both)["id"], desk.id)

    def test_what_opens_may_be_opened(self):
        """Nobody is led to a list that he may not read."""
        for role, user in self.users.items():
            model = self.open(user).get("res_model")
            if model:
                self.assertTrue(
                    self.env[model].with_user(user).has_access("read"), role
                )

    def test_who_has_no_role_is_led_nowhere(self):
        """Neither by the menu, nor by the action, nor by the method over RPC."""
        action = self.env.ref("aftersales_service.aftersales_landing_action").sudo()
        menu = self.env.ref("aftersales_service.menu_root")
        for group in ("base.group_user", "base.group_portal"):
            user = new_test_user(self.env, group, group)
            with self.assertRaises(AccessError):
                action.with_user(user).sudo(False).run()
            led = self.env["res.users"].with_user(user).action_aftersales_landing()
            self.assertEqual(led, {"type": "ir.actions.act_window_close"})
            self.assertFalse(menu.sudo().group_ids & user.all_group_ids)

    def test_plain_set_lands_as_well(self):
        self.env["res.groups"]._aftersales_switch_all(on=False)
        self.test_each_role()
