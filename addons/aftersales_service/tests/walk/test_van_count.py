from datetime import timedelta

from ...exceptions import (
    GroupRefused,
    PartRefused,
    ProofMissing,
    TooMany,
    UnknownCode,
    WrongSerial,
)
from ..counter.test_counter import CounterCommon


class TestVanCount(CounterCommon):
    def setUp(self):
        super().setUp()
        for code in ("B-1", "B-2", "P6205", "P6205", "P6205"):
            self.scan(code)
        self.hand_over()
        today = self.company._aftersales_today()
        self.statement = (
            self.env["aftersales.part.statement"]
            .with_user(self.keeper)
            .create(
                {
                    "technician_id": self.li.id,
                    "date_from": today - timedelta(days=3),
                    "date_to": today,
                }
            )
        )
        self.statement.action_load()

    def count(self, *codes):
        for code in codes:
            self.statement.scan = code

    def get_differences(self):
        return {
            line.lot_id.name or line.product_id.name: line.difference
            for line in self.statement.line_ids
            if line.difference
        }

    def test_the_van_is_counted_by_scans(self):
        self.statement.action_count_by_scan()
        self.count("B-1", "P6205", "P6205")
        self.assertEqual(self.get_differences(), {"B-2": -1, "轴承6205": -1})
        self.count("B-2", "P6205", "B-3")  # one more than the books know
        self.assertEqual(self.get_differences(), {"B-3": 1})
        with self.assertRaisesRegex(ProofMissing, "主板"):
            self.statement.with_user(self.technician).action_sign_technician()

    def test_what_is_no_count(self):
        with self.assertRaises(PartRefused):
            self.count("B-1")
        self.statement.action_count_by_scan()
        self.count("B-1")
        for code, error in (
            ("B-1", TooMany),
            ("XXX", UnknownCode),
            ("6901234567892", WrongSerial),
        ):
            with self.assertRaises(error):
                self.count(code)

    def test_only_the_store_counts(self):
        with self.assertRaises(GroupRefused):
            self.statement.with_user(self.technician).action_count_by_scan()
