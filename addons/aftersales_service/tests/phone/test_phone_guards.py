from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ...exceptions import GroupRefused
from ..common import GROUP, AfterSalesCommon

# What phones could ask for when their queue was filled; a code never goes, because a
# phone may bring it long after the update.
KEPT_CODES = frozenset(
    {
        "accept",
        "refuse",
        "contact",
        "attempt",
        "late",
        "reschedule",
        "leave",
        "arrive",
        "facts",
        "start",
        "help",
        "director",
        "incident",
        "lead",
        "progress",
        "wrong_data",
        "check",
        "extra",
        "extra_answer",
        "take_in",
        "finish",
        "sign",
        "away",
        "next",
        "close",
        "use_parts",
        "ask_parts",
        "collect",
        "ask_cash",
        "invoice",
    }
)


class TestPhoneGuards(AfterSalesCommon):
    """The phone's model asks who calls, and understands phones from before the update."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = cls.env["aftersales.technician.day"]

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="c"))
        self.entry = {"uuid": "g-1", "action": "contact"}

    def make_strangers(self):
        other = self.env["res.company"].create({"name": "别的公司"})
        return {
            "nobody": new_test_user(self.env, "phone_nobody", "base.group_user"),
            "portal": new_test_user(self.env, "phone_portal", "base.group_portal"),
            "company_b": new_test_user(
                self.env,
                "phone_b",
                f"base.group_user,{GROUP}technician",
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            ),
        }

    def test_strangers_read_no_day(self):
        strangers = self.make_strangers()
        for name in ("nobody", "portal"):
            with self.subTest(user=name), self.assertRaises(GroupRefused):
                self.day.with_user(strangers[name]).get_technician_day()
        theirs = self.day.with_user(strangers["company_b"]).get_technician_day()
        self.assertFalse(theirs["visits"])

    def test_strangers_send_no_step(self):
        for name, user in self.make_strangers().items():
            with self.subTest(user=name), self.assertRaises(AccessError):
                self.day.with_user(user).sync(self.visit.id, [self.entry])
        self.assertEqual(self.visit.state, "planned")
        self.assertFalse(self.visit.stamp_ids)

    def test_only_listed_actions_run_whatever_an_entry_names(self):
        day = self.day.with_user(self.technician)
        for number, code in enumerate(("action_cancel", "unlink", "write", "sudo")):
            entry = {"uuid": f"g-{number}", "action": code}
            answer = day.sync(self.visit.id, [entry])
            self.assertEqual(answer["results"][0]["status"], "refused", code)
        self.assertEqual(self.visit.state, "planned")

    def test_every_kept_code_is_still_understood(self):
        known = self.day._get_actions()
        self.assertLessEqual(KEPT_CODES, set(known))
        for code, method in known.items():
            self.assertTrue(hasattr(self.visit, method), code)

    def test_queue_of_a_page_from_before_the_update_is_taken_once(self):
        """It sends to the visit; the page that is loaded afterwards sends what is left."""
        old = self.visit.action_sync([self.entry], user_id=self.technician.id)
        self.assertEqual(old["results"][0]["status"], "done")
        rest = {"uuid": "g-2", "action": "leave"}
        day = self.day.with_user(self.technician)
        new = day.sync(self.visit.id, [self.entry, rest], user_id=self.technician.id)
        self.assertEqual([r["status"] for r in new["results"]], ["known", "done"])
        self.assertEqual((new["state"], self.visit.state), ("under_way", "under_way"))
        visits = self.env["aftersales.visit"].with_user(self.technician)
        self.assertEqual(visits.get_technician_day(), day.get_technician_day())
