import hashlib
import json

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from ..common import SIGNATURE, AfterSalesCommon


class TestSignature(AfterSalesCommon):
    """Signature before service is forbidden, altering it afterwards too (D-52)."""

    def setUp(self):
        super().setUp()
        self.visit = self.make_visit(self.make_order(service_type="c"))
        self.go_to_work(self.visit)

    def test_nobody_signs_before_the_work_ended(self):
        with self.assertRaisesRegex(ProofMissing, "nobody signs in advance"):
            self.visit.signature = SIGNATURE
        self.visit.write({"signed_by": "张主任", "satisfaction": "4"})
        with self.assertRaises(ProofMissing):
            self.visit.action_sign()
        self.assertFalse(self.visit.signed_at)

    def test_signature_needs_name_and_rating(self):
        self.finish(self.visit)
        self.visit.signature = SIGNATURE
        with self.assertRaisesRegex(ProofMissing, "Signed By.*Satisfaction"):
            self.visit.action_sign()

    def test_what_was_signed_cannot_be_altered(self):
        self.finish(self.visit)
        self.sign(self.visit)
        for name, value in {
            "cause": "别的原因",
            "action_taken": "别的",
            "signature": False,
            "signed_by": "李四",
            "satisfaction": "1",
            "labour_hours": 9,
            "consent_name": "x",
        }.items():
            with self.assertRaises(ProofMissing, msg=name):
                self.visit.write({name: value})
        with self.assertRaises(ProtectedRefused):
            self.visit.write({"signature_hash": "0"})
        with self.assertRaises(MoveRefused):
            self.visit.action_sign()

    def test_not_even_the_administrator_alters_it(self):
        self.finish(self.visit)
        self.sign(self.visit)
        with self.assertRaises(ProofMissing):
            self.visit.sudo().cause = "别的原因"

    def test_fingerprint_covers_content_and_image(self):
        self.finish(self.visit)
        self.sign(self.visit)
        content = self.visit.signed_content
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        self.assertEqual(
            self.visit.signature_hash, hashlib.sha256(text.encode()).hexdigest()
        )
        self.assertEqual(
            content["signature"], hashlib.sha256(self.visit.signature).hexdigest()
        )
        self.assertEqual(content["cause"], "轴承磨损")

    def test_rating_on_the_spot_counts(self):
        self.finish(self.visit)
        self.sign(self.visit, satisfaction="1")
        self.assertEqual(self.visit.sudo().rating_ids.mapped("rating"), [1.0])
        self.assertEqual(self.visit.sudo().rating_ids.rating_text, "ko")
