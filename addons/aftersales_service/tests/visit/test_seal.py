import base64

from odoo.exceptions import AccessError

from ...exceptions import ProtectedRefused
from ..common import AfterSalesCommon
from ..seals import Seals


class TestSeal(Seals, AfterSalesCommon):
    """Fingerprints are compared, when a paper is printed and by whoever checks them all."""

    def setUp(self):
        super().setUp()
        self.device = self.make_device(
            coverage={"months": 12, "start_date": self.company._aftersales_today()}
        )
        self.order = self.make_order(self.device)
        self.visit = self.make_visit(self.order)
        self.go_to_work(self.visit, "张主任")
        self.finish(self.visit)
        self.sign(self.visit)
        self.env.flush_all()
        self.env.invalidate_all()

    def receipt(self):
        return self.render("receipt", self.visit)

    def test_what_was_signed_agrees(self):
        self.assertEqual(self.visit.sudo()._get_seal_faults(), [])
        for user in (self.director, self.inspector):
            user.lang = "en_US"
            self.assertEqual(self.visit.with_user(user)._get_seal_faults(), [])

    def test_words_are_compared_in_the_language_of_the_signer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.part.with_context(lang="zh_CN").name = "另一个名字"
        visit = self.visit.sudo().with_context(lang="zh_CN")
        self.assertEqual(visit._get_seal_faults(), [])

    def test_changed_fact_is_told_on_the_print(self):
        self.assertNotIn("Differs from what was signed", self.receipt())
        self.change("aftersales_order", self.order, fault="另一个故障")
        self.assertIn("Differs from what was signed", self.receipt())
        (fault,) = self.visit.sudo()._get_seal_faults()
        self.assertIn("Reported Fault", fault)

    def test_changed_visit_content_and_fingerprint(self):
        self.change("aftersales_visit", self.visit, cause="别的原因")
        self.assertIn("Cause", self.visit.sudo()._get_seal_faults()[0])
        self.change("aftersales_visit", self.visit, signature_hash="0" * 64)
        self.assertIn("after signing", self.visit.sudo()._get_seal_faults()[0])

    def test_auditor_checks_everything_and_exports_the_heads(self):
        window = self.check()
        self.assertEqual((window.fault_count, window.faults), (0, False))
        found = self.heads(window)
        self.assertEqual(len(found), window.chain_count)
        visit = found["aftersales.visit", self.visit.id]
        self.assertEqual(visit["head"], self.visit.signature_hash)
        decision = found["aftersales.decision", min(self.order.decision_ids.ids)]
        self.assertEqual(decision["head"], self.order.decision_id.hash)
        self.assertIn(("aftersales.coverage", self.device.coverage_ids.id), found)

    def test_check_finds_what_was_changed_in_the_database(self):
        self.change("aftersales_decision", self.order.decision_id, cause="misuse")
        self.change("aftersales_visit", self.visit, opinion="很好")
        coverage = self.device.coverage_ids
        self.change("aftersales_coverage", coverage, end_date="2099-12-31")
        window = self.check()
        self.assertEqual(window.fault_count, 3)
        self.assertIn(self.visit.name, window.faults)
        self.assertIn(self.order.name, window.faults)

    def test_earlier_export_proves_that_an_end_was_cut_off(self):
        self.order.with_user(self.dispatcher).action_redecide("wear")
        earlier = self.check().file
        self.assertEqual(self.check(earlier=earlier).fault_count, 0)
        last = self.order.decision_id
        self.env.cr.execute(
            "DELETE FROM aftersales_decision_line WHERE decision_id = %s", [last.id]
        )
        self.env.cr.execute("DELETE FROM aftersales_decision WHERE id = %s", [last.id])
        self.change("aftersales_visit", self.visit, signed_at=None)
        self.assertEqual(self.check().fault_count, 0)  # each agrees in itself
        window = self.check(earlier=earlier)
        self.assertEqual(window.fault_count, 2)
        self.assertIn("exported earlier is gone", window.faults)
        self.assertIn(f"aftersales.visit {self.visit.id}", window.faults)

    def test_something_else_is_no_export(self):
        with self.assertRaises(ProtectedRefused):
            self.check(earlier=base64.b64encode(b"a,b\n1,2\n"))

    def test_everybody_checks_what_he_may_read(self):
        other = self.check(user=self.colleague)
        self.assertNotIn(
            f"aftersales.visit,{self.visit.id},",
            base64.b64decode(other.file).decode("utf-8-sig"),
        )
        with self.assertRaises(AccessError):
            other.with_user(self.technician).read(["faults"])
