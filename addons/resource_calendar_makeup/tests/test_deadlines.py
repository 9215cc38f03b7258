"""Open deadlines of other add-ons: previewed, then planned anew."""

from unittest.mock import patch

from .common import FILE, MakeupCommon, china, naive_utc


class TestDeadlines(MakeupCommon):
    """An add-on that keeps deadlines, played by two methods."""

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "服务单 1"})
        self.start = china(2027, 1, 8, 17)
        self.heard = []
        calendar, partner, start, heard = (
            self.calendar, self.partner, self.start, self.heard,
        )  # fmt: skip

        def due(calendar):
            moment = calendar.plan_hours(2, start, compute_leaves=True)
            return moment.astimezone(tz=None).replace(tzinfo=None)

        def previews(table, changes):
            old = due(calendar)
            new = due(calendar._with_makeup_changes(table, changes))
            row = {"model": partner._name, "res_id": partner.id, "name": partner.name}
            return [{**row, "old": old, "new": new}] if old != new else []

        model = type(self.table)
        for name, method in (
            ("_get_deadline_previews", previews),
            ("_days_changed", lambda table, dates: heard.append((table, dates))),
        ):
            mock = patch.object(model, name, method)
            mock.start()
            self.addCleanup(mock.stop)

    def test_preview_shows_open_deadlines_that_move(self):
        load = self.load_file(FILE)
        load.action_preview()
        row = load.deadline_ids
        self.assertEqual((row.name, row.model_name), ("服务单 1", "Contact"))
        self.assertEqual(row.old, naive_utc(2027, 1, 11, 10))
        self.assertEqual(row.new, naive_utc(2027, 1, 9, 10))
        self.assertEqual(self.heard, [])
        monday = self.calendar.plan_hours(2, self.start, compute_leaves=True)
        self.assertEqual(monday, china(2027, 1, 11, 10), "nothing was written")

    def test_listeners_hear_once_per_year_and_plan_by_the_new_days(self):
        load = self.load_file(FILE)
        load.action_preview()
        load.action_apply()
        self.assertEqual(len(self.heard), 1)
        self.assertEqual(self.heard[0][0], self.table)
        self.assertEqual(sorted(d.day for d in self.heard[0][1]), [1, 2, 9])
        saturday = self.calendar.plan_hours(2, self.start, compute_leaves=True)
        self.assertEqual(saturday, china(2027, 1, 9, 10))

    def test_no_deadline_moves(self):
        load = self.load_file("date,kind,name\n2027-12-31,holiday,元旦\n")
        load.action_preview()
        self.assertEqual((len(load.day_ids), len(load.deadline_ids)), (1, 0))

    def test_proposals_can_take_days_away(self):
        calendar = self.calendar
        start = china(2026, 2, 14, 9)
        day = self.table._get_days(2026)
        changes = self.table._compare(
            [d for d in day if str(d.date) != "2026-02-14"], day
        )
        proposed = calendar._with_makeup_changes(self.table, changes)
        self.assertEqual(proposed.plan_hours(4, start), china(2026, 2, 24, 14))
        self.assertEqual(calendar.plan_hours(4, start), china(2026, 2, 14, 14))
        other = self.make_table()
        elsewhere = calendar._with_makeup_changes(other, changes)
        self.assertEqual(elsewhere.plan_hours(4, start), china(2026, 2, 14, 14))
