"""What somebody with the password of the database does to proofs, and how it shows."""

from .common import IcpCommon


class TestEvidenceSeal(IcpCommon):
    def setUp(self):
        super().setUp()
        self.first = self.make_evidence(text="第一次查询：已备案")
        self.second = self.make_evidence(file="aGVsbG8=", filename="a.png")
        self.third = self.make_evidence(text="第三次查询：无结果")

    def check(self, earlier=None):
        """(window, sentences on evidence)"""
        self.env.flush_all()
        self.env.invalidate_all()
        window = self.env["document.seal.check"].create({"earlier": earlier})
        window.action_check()
        return window, (window.faults or "").splitlines()

    def test_untouched_rows_agree(self):
        window, faults = self.check()
        self.assertFalse(faults)
        self.assertGreaterEqual(window.chain_count, 3)
        self.assertFalse(self.check(earlier=window.file)[1])

    def test_an_edited_row(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_icp_evidence SET text = '已备案' WHERE id = %s",
            [self.third.id],
        )
        (fault,) = self.check()[1]
        self.assertIn(self.third.display_name, fault)

    def test_an_edited_file(self):
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self.second._name),
                ("res_field", "=", "file"),
                ("res_id", "=", self.second.id),
            ]
        )
        self.env.cr.execute(
            "UPDATE ir_attachment SET db_datas = 'other', store_fname = NULL"
            " WHERE id = %s",
            [file.id],
        )
        (fault,) = self.check()[1]
        self.assertIn("not those that were recorded", fault)

    def test_a_removed_row(self):
        earlier = self.check()[0].file
        self.env.cr.execute(
            "DELETE FROM aftersales_icp_evidence WHERE id = %s", [self.second.id]
        )
        self.assertFalse(self.check()[1])  # each row agrees in itself
        (fault,) = self.check(earlier=earlier)[1]
        self.assertIn(f"{self.second._name} {self.second.id}", fault)

    def test_reordered_rows(self):
        """Two rows change places, each with its hash."""
        earlier = self.check()[0].file
        self.env.cr.execute(
            """UPDATE aftersales_icp_evidence AS one
               SET text = other.text, sha256 = other.sha256
               FROM aftersales_icp_evidence AS other
               WHERE (one.id, other.id) IN ((%(a)s, %(b)s), (%(b)s, %(a)s))""",
            {"a": self.first.id, "b": self.third.id},
        )
        self.assertFalse(self.check()[1])
        faults = self.check(earlier=earlier)[1]
        self.assertEqual(len(faults), 2)
        for fault in faults:
            self.assertIn("exported earlier is gone", fault)
