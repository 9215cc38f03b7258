from freezegun import freeze_time

from ...exceptions import GroupRefused
from .test_desk import MONDAY, DeskCase

ON_ORDERS = {
    "desk_start": "start",
    "desk_search": "look_up",
    "desk_open": "open",
    "desk_preview": "preview",
    "desk_find": "find",
    "desk_save": "save",
    "desk_join": "join",
    "desk_technicians": "technicians",
    "desk_dispatch": "dispatch",
}


class TestOldPage(DeskCase):
    """A page that was loaded before the update asks the orders; the desk answers."""

    @freeze_time(MONDAY)
    def test_every_question_is_answered_as_by_the_desk(self):
        order = self.make_order(self.device)
        self.orders.desk_join(order.id, "又响了")
        self.assertEqual(order.urge_count, 1)
        sent = (order.id, self.li.id, "2027-03-02T14:00")
        for name, *args in (
            ("desk_start",),
            ("desk_search", "YJ26"),
            ("desk_open", "order", order.id),
            ("desk_preview", self.facts(called_at=MONDAY)),
            ("desk_find", "product", "", "own"),
            ("desk_save", self.facts(), "old-1"),
            ("desk_technicians", order.id, "2027-03-02T14:00"),
            ("desk_dispatch", *sent, "客户要求"),
        ):
            with self.subTest(name):
                said = getattr(self.orders, name)(*args)
                self.assertEqual(said, getattr(self.desk, ON_ORDERS[name])(*args))
                self.assertTrue(said)
        self.assertEqual(order.visit_ids.override_reason, "客户要求")

    def test_nobody_else_gets_in_by_the_old_door(self):
        order = self.make_order(self.device)
        args = {
            "desk_start": (),
            "desk_preview": (self.facts(),),
            "desk_save": (self.facts(), "old-2"),
            "desk_dispatch": (order.id, self.li.id, False),
        }
        args |= dict.fromkeys(("desk_join", "desk_technicians"), (order.id,))
        args |= {"desk_search": ("YJ26",), "desk_open": ("order", order.id)}
        args |= {"desk_find": ("partner", "齐鲁")}
        self.assertEqual(args.keys(), ON_ORDERS.keys())
        for name in args:
            for role in ("technician", "warehouse", "finance", "auditor"):
                old = self.orders.with_user(self.users[role])
                with self.assertRaises(GroupRefused, msg=f"{role} {name}"):
                    getattr(old, name)(*args[name])
