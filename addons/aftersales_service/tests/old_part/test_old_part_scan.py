from ...exceptions import GroupRefused, MoveRefused, NothingHere
from .test_old_part import OldPartCommon


class TestOldPartScan(OldPartCommon):
    """Old parts come in by scanner: on their list, at the counter, at their desk."""

    def setUp(self):
        super().setUp()
        self.part_back = self.replace()
        self.receipt = (
            self.env["aftersales.old.part.receipt"]
            .with_user(self.keeper)
            .create({"technician_id": self.li.id})
        )
        self.receipt.action_load()
        self.line = self.receipt.line_ids

    def test_tag_link_and_serial_count_their_line_once(self):
        tag = self.part_back
        link = f"https://x.cn/odoo/aftersales.old.part/{tag.id}"
        for code in (tag.name, tag.name.lower(), link, "ｏ－７７"):
            self.line.received = 0
            said = self.receipt.action_scan(code)
            self.assertEqual((said["kind"], said["words"]), ("right", tag.name), code)
            self.assertEqual(self.line.received, 1)
            with self.assertRaisesRegex(NothingHere, "already"):
                self.receipt.action_scan(code)

    def test_what_is_not_on_the_list_says_so(self):
        for code in ("JJ-0", "", f"/odoo/aftersales.order/{self.part_back.id}"):
            with self.assertRaisesRegex(NothingHere, "not on this list"):
                self.receipt.action_scan(code)

    def test_a_counted_list_takes_no_scan_and_only_keepers_scan(self):
        with self.assertRaises(GroupRefused):
            self.receipt.with_user(self.technician).action_scan(self.part_back.name)
        self.receipt.action_scan(self.part_back.name)
        self.receipt.action_done()
        with self.assertRaises(MoveRefused):
            self.receipt.action_scan(self.part_back.name)

    def test_on_the_desk_of_old_parts_the_serial_is_the_tag(self):
        """Elsewhere it is not: the same number may be a device or a part in stock."""
        scans = self.env["aftersales.scan"].with_user(self.keeper)
        hits = scans.answer("O-77", "aftersales.old.part")["hits"]
        self.assertEqual([hit["id"] for hit in hits], self.part_back.ids)

    def test_the_counter_takes_it_in_by_tag_and_by_link(self):
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        self.assertEqual(counter.scan(self.part_back.name.lower())["kind"], "tag")
        self.assertEqual(self.part_back.state, "received")
        with self.assertRaisesRegex(MoveRefused, self.part_back.name):
            counter.scan(f"/odoo/aftersales.old.part/{self.part_back.id}")
