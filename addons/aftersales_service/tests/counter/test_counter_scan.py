from ...exceptions import NothingHere, UnknownCode, WrongSerial
from .test_counter import CounterCommon


class TestCounterScan(CounterCommon):
    """What the counter makes of what the scan field recognised."""

    def test_spellings_of_one_code(self):
        for code in ("b-1", "Ｂ－２"):
            self.assertEqual(self.scan(code)["kind"], "right", code)
        self.assertEqual(self.scan("p6205\r\n")["board"]["lines"][1]["scanned"], 1)
        answer = self.counter.scan(self.requisition.name.lower())
        self.assertEqual(answer["board"]["id"], self.requisition.id)

    def test_a_count_in_the_code_counts(self):
        self.part.barcode = "6901234567908"
        board = self.scan("(01)06901234567908(30)3")["board"]
        self.assertEqual(board["lines"][1]["scanned"], 3)
        board = self.scan("(01)06901234567892(21)B-1(30)2")["board"]
        self.assertEqual(
            board["lines"][0]["scanned"], 1, "a serial number is one piece"
        )

    def test_several_meanings_are_asked_and_the_pressed_one_counts(self):
        self.make_part("同号", 1, 1, stock=1, default_code="T-001")
        answer = self.counter.scan("T-001")
        self.assertEqual(answer["kind"], "choice")
        self.assertEqual({h["kind"] for h in answer["hits"]}, {"technician", "part"})
        answer = self.counter.scan("T-001", meant="technician")
        self.assertEqual(answer["requisition_ids"], self.requisition.ids)

    def test_what_the_open_requisition_asks_for_is_not_asked_about(self):
        self.part.default_code = "T-001"
        self.assertEqual(self.scan("T-001")["kind"], "right")

    def test_what_does_nothing_here_says_what_it_is(self):
        for record in (self.order.device_id, self.visit):
            code = record.serial if "serial" in record._fields else record.name
            with self.assertRaisesRegex(NothingHere, code):
                self.scan(code)

    def test_a_job_opens_its_requisition_that_waits(self):
        answer = self.counter.scan(self.order.name)
        self.assertEqual(answer["board"]["id"], self.requisition.id)
        self.requisition.action_cancel()
        with self.assertRaisesRegex(NothingHere, self.order.name):
            self.counter.scan(self.order.name)

    def test_a_bad_print_is_told_from_a_strange_thing(self):
        with self.assertRaisesRegex(UnknownCode, "check digit"):
            self.scan("(01)06901234567893(21)B-1")
        with self.assertRaisesRegex(UnknownCode, "06901234567908.*X-9"):
            self.scan("(01)06901234567908(21)X-9")
        with self.assertRaisesRegex(WrongSerial, "B-77"):
            self.scan("(01)06901234567892(21)B-77")
        with self.assertRaisesRegex(UnknownCode, "Nothing was read"):
            self.scan("  ")

    def test_a_part_that_is_a_device_too_is_issued_as_a_part(self):
        """Sold once, taken back, on the shelf again: its serial number is a device's."""
        device = self.make_device(
            "B-1", product_id=self.board.id, lot_id=self.lots[0].id
        )
        self.assertEqual(device.lot_id, self.lots[0])
        self.assertEqual(self.scan("B-1")["kind"], "right")
