import base64

from odoo.exceptions import AccessError

from ...exceptions import ProtectedRefused
from .test_decision_facts import LONG, FactsCase


class TestEvidence(FactsCase):
    """Decisions and overrides keep what they rest on (W-35), the device its papers (W-01)."""

    def upload(self, user=None, name="厂家来函.txt"):
        files = self.env["ir.attachment"].with_user(user or self.dispatcher)
        return files.create({"name": name, "raw": b"proof"})

    def decide(self, job, **vals):
        windows = self.env["aftersales.order.redecide"].with_user(self.dispatcher)
        vals = {
            "cause": "misuse",
            "responsibility": "unknown",
            "note": "现场照片",
        } | vals
        windows.create({"order_id": job.id} | vals).action_decide()
        return job.decision_id

    def setUp(self):
        super().setUp()
        self.job = self.make_order(self.make_device("EV-1", coverage=LONG))

    def test_a_version_keeps_its_files(self):
        file = self.upload()
        decision = self.decide(self.job, evidence_ids=[(6, 0, file.ids)])
        self.assertEqual((decision.cause, decision.note), ("misuse", "现场照片"))
        self.assertEqual(decision.evidence_ids, file)
        self.assertEqual((file.res_model, file.res_id), (decision._name, decision.id))
        self.assertFalse(self.job.decision_ids._verify_chain())

    def test_its_files_stand(self):
        file = self.upload()
        self.decide(self.job, evidence_ids=[(6, 0, file.ids)])
        for change in ({"name": "x"}, {"raw": b"other"}, {"res_id": 0}):
            with self.assertRaises(ProtectedRefused):
                file.sudo().write(change)
        with self.assertRaises(ProtectedRefused):
            file.sudo().unlink()

    def test_another_file_shows_in_the_chain(self):
        file = self.upload()
        self.decide(self.job, evidence_ids=[(6, 0, file.ids)])
        self.env.cr.execute(
            "UPDATE ir_attachment SET checksum = 'x' WHERE id = %s", file.ids
        )
        self.env.invalidate_all()
        self.assertIn("edited", self.job.decision_ids._verify_chain())

    def test_files_of_others_are_no_evidence(self):
        file = self.upload(self.director)
        self.job.action_redecide("misuse", evidence_ids=file.ids)
        self.assertFalse(self.job.decision_id.evidence_ids)

    def test_an_override_keeps_its_files_and_stands(self):
        file = self.upload(self.director)
        overrides = self.env["aftersales.decision.override"].with_user(self.director)
        override = overrides.create(
            {
                "order_id": self.job.id,
                "cost_kind": "labour",
                "payer": "customer",
                "reason": "双方确认",
                "evidence_ids": [(6, 0, file.ids)],
            }
        )
        override.action_submit()
        self.assertEqual(self.job.decision_id.evidence_ids, file)
        with self.assertRaises(ProtectedRefused):
            override.percent = 10
        with self.assertRaises(ProtectedRefused):
            file.unlink()

    def test_papers_of_the_device_on_the_screen_of_the_job(self):
        window = self.env["aftersales.device.step"].with_user(self.dispatcher)
        action = self.job.action_enter_evidence()
        window = window.with_context(**action["context"])
        data = base64.b64encode(b"pdf")
        for kind in ("card", "invoice", "installation", "acceptance", "registration"):
            window.create(
                {
                    "date_kind": kind,
                    "day": "2026-01-05",
                    "reference": f"{kind}-1",
                    "evidence": data,
                }
            ).action_apply()
        self.assertTrue(self.job.has_warranty_card)
        self.assertEqual(self.job.warranty_card_number, "card-1")
        self.assertEqual(str(self.job.registration_date), "2026-01-05")
        self.assertEqual(len(self.job.proof_file_ids), 5)
        self.assertFalse(self.job.missing_proof)

    def test_what_has_no_file_is_named(self):
        self.job.device_id.installation_date = "2026-01-05"
        self.assertEqual(self.job.missing_proof, "Installation Report")

    def test_the_technician_enters_none(self):
        self.make_visit(self.job)
        with self.assertRaises(AccessError):
            self.job.with_user(self.technician).action_enter_evidence()

    def test_the_way_that_was_driven_counts(self):
        cover = self.job.device_id.coverage_ids.sudo()._in_flow()
        cover.write({"distance_limit": 100, "distance_of": "way"})
        visit = self.make_visit(self.job)
        self.go_to_work(visit)
        for way, rule in ((100, "W-04"), (100.1, "W-11")):
            visit.action_confirm_facts(
                {"is_ours": "yes", "found_cause": "material", "way_km": way}
            )
            self.assertEqual(self.payer(self.job)[1], rule)
            self.assertEqual(self.job.distance_km, way)

    def test_a_paper_without_a_number_is_named_in_the_user_s_language(self):
        device = self.job.device_id.with_user(self.dispatcher).with_context(
            lang="zh_CN"
        )
        data = base64.b64encode(b"pdf")
        device._date_with_evidence("installation", "2026-01-05", False, data)
        file = device.proof_file_ids
        self.assertNotEqual(file.name, "Installation Report")
        self.assertEqual(file.name, device._get_proof_labels()["installation"])
