import base64
import hashlib
import json

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
        self.rename(self.part, "en_US", "Bearing")
        self.rename(self.part, "zh_CN", "轴承")
        visit = self.make_visit(self.make_order(self.make_device("SEAL-2")))
        visit = visit.with_context(lang="zh_CN")
        requisition = self.make_requisition(visit)
        self.issue(requisition)
        self.go_to_work(visit, "张主任")
        self.finish(visit, used={requisition.line_ids: 1})
        self.sign(visit)
        self.assertIn("轴承", str(visit.signed_content["parts"]))
        for lang in ("en_US", "zh_CN", None):
            seen = visit.sudo().with_context(lang=lang)
            self.assertEqual(seen._get_seal_faults(), [])
        self.rename(self.part, "en_US", "Shaft")
        self.assertEqual(visit.sudo()._get_seal_faults(), [])
        self.rename(self.part, "zh_CN", "轴")
        self.assertEqual(len(visit.sudo()._get_seal_faults()), 1)

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

    def test_signed_before_this_version(self):
        """The first visits kept fewer facts and no language; their hash verifies as it is."""
        later = ("lang", "fault", "called_at", "serial", "customer_tax", "method")
        content = {
            key: value
            for key, value in self.visit.signed_content.items()
            if key not in later
        }
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        old = hashlib.sha256(text.encode()).hexdigest()
        self.change(
            "aftersales_visit",
            self.visit,
            signed_content=json.dumps(content),
            signature_hash=old,
        )
        self.assertEqual(self.visit.sudo()._get_seal_faults(), [])
        self.assertFalse(self.check().faults)
        self.change("aftersales_visit", self.visit, cause="别的原因")
        self.assertIn("Cause", self.check().faults)

    def test_a_signed_visit_always_had_a_fingerprint(self):
        self.change(
            "aftersales_visit", self.visit, signed_content=None, signature_hash=None
        )
        self.assertIn(self.visit.name, self.check().faults)
        self.assertIn("after signing", self.receipt())

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
