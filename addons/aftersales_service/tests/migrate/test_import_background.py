from unittest.mock import patch

from odoo.exceptions import AccessError

from ...exceptions import ImportBusy, ProtectedRefused, UnreadableRegister
from ...models.migrate import import_run
from .common import HEADINGS, RegisterCase, make_book


class TestImportBackground(RegisterCase):
    """More rows than a person waits for; a commit is a flush here."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(import_run, "CHUNK", 10))
        self.startPatcher(patch.object(import_run, "AT_ONCE", 15))
        self.cron = self.env.ref("aftersales_service.cron_import")
        self.commits = 0
        self.startPatcher(
            patch.object(
                type(self.env["ir.cron"]), "_commit_progress", self.note_commit
            )
        )
        # What fails is rolled back by the job; here it would take the test with it.
        self.startPatcher(
            patch.object(self.env.cr, "rollback", self.env.invalidate_all)
        )

    def note_commit(self, *_args, **_kwargs):
        self.env.flush_all()
        self.commits += 1
        return float("inf")

    def make_long(self, count=35, prefix="BG"):
        rows = [self.make_row(f"{prefix}{i:04}") for i in range(count)]
        return self.make_import(make_book([HEADINGS, *rows]))

    def run_cron(self):
        self.env["aftersales.import"]._cron_import()

    def count_triggers(self):
        return self.env["ir.cron.trigger"].search_count(
            [("cron_id", "=", self.cron.id)]
        )

    def test_short_register_is_done_when_the_call_returns(self):
        record = self.make_long(15)
        record.action_import()
        self.assertEqual((record.state, record.created_count), ("done", 15))

    def test_long_register_returns_at_once_and_is_done_later(self):
        record = self.make_long()
        record.action_check()
        before = self.count_triggers()
        record.action_import()
        self.assertRecordValues(
            record,
            [
                {
                    "state": "running",
                    "done_row": 0,
                    "progress": 0,
                    "user_id": self.dispatcher.id,
                }
            ],
        )
        self.assertFalse(self.get_device("BG0000"))
        self.assertEqual(self.count_triggers(), before + 1)
        self.run_cron()
        self.assertRecordValues(
            record, [{"state": "done", "created_count": 35, "progress": 100}]
        )
        self.assertEqual(self.get_device("BG0034").create_uid, self.dispatcher)
        self.assertGreaterEqual(self.commits, 3)

    def test_person_is_told_when_it_is_done(self):
        record = self.make_long()
        record.action_import()
        self.run_cron()
        message = self.env["mail.message"].search(
            [("model", "=", "aftersales.import"), ("res_id", "=", record.id)]
        )
        self.assertIn("35 created", message.body)
        self.assertEqual(message.partner_ids, self.dispatcher.partner_id)

    def test_two_presses_are_one_run(self):
        record = self.make_long()
        record.action_import()
        record.with_user(self.director).action_import()
        self.assertEqual(record.user_id, self.dispatcher)
        self.run_cron()
        record.action_check()
        self.assertEqual(record.created_count + record.good_count, 35)

    def test_stopped_and_continued(self):
        record = self.make_long()
        record.action_check()
        record.action_import()
        original, done = import_run.ImportRegister._import_chunk, []

        def stop_after_two(self, chunk):
            original(self, chunk)
            done.append(chunk)
            if len(done) == 2:
                self.action_stop()
                self.action_stop()

        with patch.object(import_run.ImportRegister, "_import_chunk", stop_after_two):
            self.run_cron()
        self.assertRecordValues(
            record, [{"state": "stopped", "created_count": 20, "progress": 57}]
        )
        self.run_cron()
        self.assertEqual(record.created_count, 20)
        record.action_import()
        self.run_cron()
        self.assertRecordValues(
            record, [{"state": "done", "created_count": 35, "present_count": 0}]
        )

    def test_stopping_before_it_began(self):
        record = self.make_long()
        record.action_import()
        record.action_stop()
        self.run_cron()
        self.assertRecordValues(record, [{"state": "stopped", "created_count": 0}])

    def test_turn_that_is_over_goes_on_in_the_next(self):
        record = self.make_long()
        record.action_import()
        past = self.env["aftersales.import"].with_context(cron_end_time=-1e9)
        turns = 0
        while record.state == "running" and turns < 9:
            # the job's time is over before it begins, and yet each turn does a chunk
            record._as_starter().with_context(
                aftersales_import_until=-1.0
            )._run_in_background()
            turns += 1
        self.assertEqual((record.state, turns, record.created_count), ("done", 4, 35))
        past._cron_import()

    def test_one_import_that_fails_keeps_no_other_from_working(self):
        broken, good = self.make_long(prefix="BAD"), self.make_long(prefix="GOOD")
        broken.action_import()
        good.action_import()
        original = import_run.ImportRegister._import_chunk

        def fail(self, chunk):
            if self.id == broken.id:
                raise UnreadableRegister("配置有误")
            original(self, chunk)

        with patch.object(import_run.ImportRegister, "_import_chunk", fail):
            self.run_cron()
        self.assertRecordValues(broken, [{"state": "stopped", "problem": "配置有误"}])
        self.assertEqual((good.state, good.created_count), ("done", 35))

    def test_starter_who_lost_his_rights_is_told(self):
        record = self.make_long()
        record.action_import()
        self.dispatcher.group_ids = self.env.ref("base.group_user")
        self.run_cron()
        self.assertEqual(record.state, "stopped")
        self.assertTrue(record.problem)

    def test_running_import_keeps_its_file(self):
        record = self.make_long()
        record.action_import()
        for act in (
            lambda: record.write({"data": record.data}),
            lambda: record.write({"kind": "call"}),
            record.action_create_products,
        ):
            with self.assertRaises(ImportBusy):
                act()
        with self.assertRaises(ProtectedRefused):
            record.unlink()

    def test_only_who_imports_starts_and_stops(self):
        record = self.make_long()
        for user in (self.technician, self.keeper, self.accountant, self.inspector):
            mine = record.with_user(user)
            for act in (mine.action_check, mine.action_import, mine.action_stop):
                with self.assertRaises(AccessError):
                    act()
        self.assertEqual(record.state, "draft")

    def test_what_a_run_writes_cannot_be_typed(self):
        record = self.make_long()
        for name, value in (
            ("state", "done"), ("done_row", 30), ("created_count", 5), ("row_count", 1),
            ("user_id", self.director.id), ("error_data", "eA=="),
        ):  # fmt: skip
            with self.assertRaises(Exception) as caught:
                record.write({name: value})
            self.assertEqual(type(caught.exception).__name__, "ProtectedRefused", name)
