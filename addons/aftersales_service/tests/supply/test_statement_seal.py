from ...exceptions import ProofMissing
from ..common import AfterSalesCommon
from ..seals import Seals


class TestStatementSeal(Seals, AfterSalesCommon):
    """The holder of the van signs his balance, the store the same content after him."""

    PAPERS = ("part_statement",)

    def setUp(self):
        super().setUp()
        visit = self.make_visit(self.make_order(self.make_device("VAN-1")))
        self.issue(self.make_requisition(visit))
        today = self.company._aftersales_today()
        self.statement = (
            self.env["aftersales.part.statement"]
            .with_user(self.keeper)
            .create(
                {
                    "technician_id": self.li.id,
                    "date_from": today.replace(day=1),
                    "date_to": today,
                }
            )
        )
        self.statement.action_load()
        self.line = self.statement.line_ids
        self.statement.with_user(self.technician).action_sign_technician()

    def test_both_signatures_agree_and_are_exported(self):
        self.assertEqual(self.line.closing, 2)
        first = self.statement.signature_hash
        self.statement.action_sign_store()
        self.check_papers(self.statement, self.PAPERS, differs=False)
        window = self.check(self.director)
        self.assertFalse(window.faults)
        row = self.heads(window)["aftersales.part.statement", self.statement.id]
        self.assertEqual(row["head"], self.statement.store_hash)
        self.assertEqual(
            self.statement._get_chain_heads(), [first, self.statement.store_hash]
        )

    def test_the_auditor_checks_it_too(self):
        heads = self.heads(self.check())
        self.assertIn(("aftersales.part.statement", self.statement.id), heads)

    def test_store_does_not_sign_what_the_van_did_not(self):
        self.change("aftersales_part_statement_line", self.line, counted=0)
        with self.assertRaises(ProofMissing) as refused:
            self.statement.action_sign_store()
        self.assertIn("Parts", str(refused.exception))
        self.assertEqual(self.statement.state, "agreed")

    def test_numbers_people_and_days_are_compared(self):
        self.statement.action_sign_store()
        statement = "aftersales_part_statement"
        for table, record, values, word in (
            (f"{statement}_line", self.line, {"closing": 5}, "Parts"),
            (f"{statement}_line", self.line, {"counted": 1}, "Parts"),
            (statement, self.statement, {"date_to": "2040-01-01"}, "Until"),
            (
                statement,
                self.statement,
                {"technician_signed_by_id": self.keeper.id},
                "Signed for the Van",
            ),
            (
                statement,
                self.statement,
                {"store_signed_by_id": self.director.id},
                "store",
            ),
            (statement, self.statement, {"store_hash": "0" * 64}, "store"),
            (statement, self.statement, {"store_hash": None}, "store"),
        ):
            with self.subTest(values):
                savepoint = self.env.cr.savepoint()
                self.change(table, record, **values)
                (fault,) = self.statement._get_seal_faults()
                self.assertIn(word, fault)
                self.assertIn(fault, self.render("part_statement", self.statement))
                self.assertEqual(self.check().fault_count, 1)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_opened_again_and_signed_anew(self):
        first, earlier = self.statement.signature_hash, self.check().file
        self.statement.action_reopen()
        self.assertNotIn("SHA-256", self.render("part_statement", self.statement))
        self.assertFalse(self.check(earlier=earlier).faults)
        self.line.write(
            {"counted": 1, "answer_id": self.technician.id, "answer": "丢失"}
        )
        self.statement.with_user(self.technician).action_sign_technician()
        self.statement.action_sign_store()  # what is missing leaves the van
        self.assertEqual(self.statement._get_chain_heads()[0], first)
        self.assertFalse(self.check(earlier=earlier).faults)
        self.check_papers(self.statement, self.PAPERS, differs=False)

    def test_signed_before_there_were_fingerprints(self):
        """Nothing to compare with is no fault, and the store still signs."""
        self.change(
            "aftersales_part_statement",
            self.statement,
            signed_content=None,
            signature_hash=None,
        )
        self.statement.action_sign_store()
        self.assertFalse(self.statement.store_hash)
        self.assertEqual(self.statement._get_seal_faults(), [])
        self.assertFalse(self.check().faults)
