from odoo.addons.aftersales_icp.exceptions import IcpGateClosed

from .common_gate import GateCommon


class TestAccessOpen(GateCommon):
    """Nothing runs without its filing (article 4, I-03)."""

    def draft_access(self, **vals):
        service = self.make_service(self.service.subject_id, name="新站", **vals)
        return self.make_access(service)

    def test_access_of_a_draft_is_not_opened(self):
        access = self.draft_access()
        officer = self.as_user(access, "compliance")
        for step in (
            officer.action_activate,
            lambda: officer.write({"state": "active"}),
            lambda: access.sudo()._move_to("active"),
        ):
            with self.assertRaises(IcpGateClosed):
                step()
        self.assertEqual(access.state, "filed")
        self.assertFalse(access.opened_on)

    def test_nor_of_a_suspended_or_ended_one(self):
        self.service.action_suspend()
        with self.assertRaises(IcpGateClosed):
            self.access.action_activate()
        self.service.action_cancel()
        with self.assertRaises(IcpGateClosed):
            self.access.action_activate()

    def test_access_of_what_is_on_file_is(self):
        self.access.action_activate()
        self.assertEqual(self.access.state, "active")

    def test_an_address_that_is_right_again(self):
        self.access.action_activate()
        self.access.action_mismatch()
        self.access.action_activate()
        self.assertEqual(self.access.state, "active")

    def test_abroad_nothing_is_filed(self):
        access = self.draft_access(in_china=False)
        access.action_activate()
        self.assertEqual(access.state, "active")

    def test_under_an_exception(self):
        access = self.draft_access()
        self.make_override(service_id=access.service_id.id)
        access.service_id.invalidate_recordset()
        access.action_activate()
        self.assertEqual(access.state, "active")
