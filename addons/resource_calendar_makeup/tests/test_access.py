from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import MakeupCommon

OPERATIONS = ("read", "write", "create", "unlink")
PERSONAS = {
    "administrator": "base.group_system",
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "visitor": "base.group_public",
}
DAYS = {
    "administrator": {"read", "write", "create", "unlink"},
    "employee": {"read"},
    "portal": set(),
    "visitor": set(),
}
LOADS = {**DAYS, "employee": set()}


class Undo(Exception):
    """Rolls back what a persona was allowed to do."""


class TestAccess(MakeupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: new_test_user(cls.env, login=f"makeup_{name}", groups=group)
            for name, group in PERSONAS.items()
        }
        own = cls.make_table()
        load = cls.env["resource.makeup.load"].create({"table_id": own.id})
        line = {"load_id": load.id, "name": "x"}
        cls.records = [
            (own, DAYS, {"name": "x"}, {"name": "x"}),
            (
                cls.make_day(own, "2026-03-07"),
                DAYS,
                {"source": "x"},
                {"table_id": own.id, "date": "2026-03-08", "name": "x"},
            ),
            (load, LOADS, {"year": 2030}, {"table_id": own.id}),
            (cls.env["resource.makeup.load.day"].create(line), LOADS, line, line),
            (cls.env["resource.makeup.load.deadline"].create(line), LOADS, line, line),
        ]

    def tries(self, user, record, operation, values, new):
        """Whether it really works, whatever the access table says."""
        mine = record.with_user(user)
        run = {
            "read": lambda: mine.read(list(values)),
            "write": lambda: mine.write(values),
            "create": lambda: mine.create(new),
            "unlink": mine.unlink,
        }[operation]
        try:
            with self.cr.savepoint():
                run()
                self.env.flush_all()
                raise Undo
        except (Undo, AccessError) as outcome:
            return isinstance(outcome, Undo)
        finally:
            self.env.invalidate_all()

    def test_persona_by_model_by_operation(self):
        for record, matrix, values, new in self.records:
            for name, allowed in matrix.items():
                for operation in OPERATIONS:
                    with self.subTest(f"{name} {record._name} {operation}"):
                        user = self.users[name]
                        found = self.tries(user, record, operation, values, new)
                        self.assertEqual(found, operation in allowed)

    def test_employees_plan_by_the_calendar_but_do_not_set_it(self):
        calendar = self.calendar.with_user(self.users["employee"])
        self.assertTrue(self.hours_on(calendar, 2026, 2, 14))
        with self.assertRaises(AccessError):
            calendar.makeup_table_id = False
