from ...exceptions import MoveRefused, SamePersonRefused, UnknownCode
from .common import ParcelCommon


class TestParcelScan(ParcelCommon):
    """What arrives is counted by scanner on the parcel's own form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.barcode = "6901234567892"
        cls.coder.barcode = "6901234567908"

    def setUp(self):
        super().setUp()
        self.parcel = self.send(self.ask((self.part, 4), (self.coder, 1)))
        self.mine = self.parcel.with_user(self.second)
        self.plain, self.single = self.parcel.line_ids

    def test_each_scan_counts_and_says_how_many_of_how_many(self):
        for number, code in enumerate(("6901234567892", "06901234567892"), 1):
            said = self.mine.action_scan(code)
            self.assertEqual((said["kind"], said["words"]), ("right", f"{number} / 4"))
        with self.assertRaises(UnknownCode):
            self.mine.action_scan("(01)06901234567892(30)3")  # more than there is room
        said = self.mine.action_scan("(01)06901234567892(30)2")  # a bag of two
        self.assertEqual(said["words"], "4 / 4")
        with self.assertRaisesRegex(UnknownCode, "in full"):
            self.mine.action_scan("6901234567892")
        lot = self.single.lot_id.name
        self.assertEqual(self.mine.action_scan(lot.lower())["detail"], lot)
        self.assertEqual((self.plain.counted, self.single.counted), (4, 1))

    def test_a_serial_of_another_article_is_not_in_it(self):
        lot = self.single.lot_id.name
        with self.assertRaises(UnknownCode):
            self.mine.action_scan(f"(01)06901234567915(21){lot}")
        self.mine.action_scan(f"010690123456790821{lot}")
        self.assertEqual(self.single.counted, 1)

    def test_another_parcel_is_opened_and_this_one_is_told(self):
        other = self.send(self.ask((self.part, 1)), tracking_ref="SFZ-1")
        said = self.mine.action_scan("sfz-1")
        self.assertEqual((said["kind"], said["action"]["res_id"]), ("open", other.id))
        self.assertFalse(self.mine.action_scan(self.parcel.name)["action"])

    def test_who_sent_it_does_not_scan_it_in(self):
        with self.assertRaises(SamePersonRefused):
            self.parcel.with_user(self.keeper).action_scan("6901234567892")

    def test_not_before_it_left_and_not_after_it_arrived(self):
        draft = self.pack(self.ask((self.part, 1)))
        with self.assertRaises(MoveRefused):
            draft.with_user(self.second).action_scan("6901234567892")
        self.receive(self.parcel, (4, 0, 0), (1, 0, 0))
        with self.assertRaises(MoveRefused):
            self.mine.action_scan("6901234567892")
