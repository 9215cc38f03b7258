from odoo.tools import mute_logger

from ...exceptions import ProofMissing
from ..common import AfterSalesCommon

_LOG = "odoo.addons.aftersales_service.models.phone.sync"


class TestSyncBadEntry(AfterSalesCommon):
    """An entry that cannot be read is refused by itself, in words, and loses nothing."""

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order())

    def sync(self, **entry):
        entry = {"uuid": "u-1", "action": "contact"} | entry
        with mute_logger(_LOG, "odoo.sql_db"):
            (result,) = self.visit.action_sync([entry])["results"]
        return result

    def test_bad_arguments_are_refused(self):
        for entry in (
            {"at": "gestern"},
            {"at": 7},
            {"args": {"nothing_like_that": 1}},
            {"args": [1, 2]},
            {"args": "x"},
            {"values": {"no_such_field": 1}},
            {"values": ["cause"]},
            {"values": {"cause": "a\x00b"}},
            {"values": {"mileage": "far"}},
            {"position": ["a", "b"], "action": None},
            {"action": ["contact"]},
            {"action": {"a": 1}},
        ):
            if "position" in entry:
                self.li.with_user(self.technician).action_set_position_consent(True)
            result = self.sync(**entry)
            self.assertEqual(result["status"], "refused", entry)
            self.assertTrue(result["message"], entry)
            self.assertEqual(self.visit.state, "planned")

    def test_the_next_ones_wait_and_the_queue_goes_on_later(self):
        good = {"uuid": "u-2", "action": "contact"}
        with mute_logger(_LOG, "odoo.sql_db"):
            answer = self.visit.action_sync(
                [{"uuid": "u-1", "action": "late", "args": {"x": 1}}, good]
            )
        self.assertEqual(
            [r["status"] for r in answer["results"]], ["refused", "waiting"]
        )
        answer = self.visit.action_sync([good])
        self.assertEqual((answer["state"], self.visit.state), ("confirmed",) * 2)

    def test_what_is_no_entry_at_all_is_told(self):
        for entries in ("x", 7, ["x"], [7], [None], [{"uuid": 7}], [{"uuid": ["a"]}]):
            with self.assertRaises(ProofMissing, msg=entries):
                self.visit.action_sync(entries)
