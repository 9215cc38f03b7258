from ...exceptions import ProofMissing
from ..common import SIGNATURE
from ..fees.common import CashCommon


class TestConsentProof(CashCommon):
    """Who agrees to a price by telephone or WeChat leaves a proof, where the policy says."""

    def arrive(self, method, **policy):
        if policy:
            self.make_policy(**policy)
        order = self.make_order(self.make_device(f"TY-{method}"), service_type="a")
        self.visit = self.make_visit(order)
        self.visit.write({"consent_name": "王经理", "consent_method": method})
        self.visit.action_contact()
        self.visit.action_leave()
        self.visit.action_arrive()
        return self.visit

    def add_proof(self):
        file = {"name": "微信截图.png", "datas": SIGNATURE}
        vals = file | {"res_model": "aftersales.visit", "res_id": self.visit.id}
        self.visit.write({"consent_proof_ids": [(0, 0, vals)]})

    def test_work_starts_with_the_proof_only(self):
        self.make_policy(consent_proof=True)
        for method in ("phone", "sms", "wechat"):
            with self.subTest(method=method):
                visit = self.arrive(method)
                with self.assertRaisesRegex(ProofMissing, "王经理.*Proof of Consent"):
                    visit.action_start()
                self.add_proof()
                visit.action_start()
                self.assertEqual(visit.state, "in_work")

    def test_a_word_on_the_spot_needs_none(self):
        self.make_policy(consent_proof=True)
        for method in ("spoken", "signature"):
            self.arrive(method).action_start()
            self.assertEqual(self.visit.state, "in_work")

    def test_without_the_policy_nothing_is_asked(self):
        for method in ("phone", "wechat"):
            self.arrive(method).action_start()
            self.assertEqual(self.visit.state, "in_work")

    def test_a_signed_quotation_is_proof_enough_until_hours_grow(self):
        self.make_policy(consent_proof=True)
        order = self.make_order(self.make_device(), service_type="a")
        self.visit = self.make_visit(order)
        order.action_create_quotation()
        order.sudo().sale_order_ids.action_confirm()
        self.visit.consent_method = "phone"
        self.go_to_work(self.visit)
        self.visit.write({"labour_hours": 3, "consent_name": "王经理"})
        with self.assertRaisesRegex(ProofMissing, "Proof of Consent"):
            self.finish(self.visit)
        self.add_proof()
        self.finish(self.visit)
        self.assertEqual(self.visit.state, "tested")

    def test_work_does_not_end_without_it_when_the_way_was_changed(self):
        self.arrive("spoken", consent_proof=True).action_start()
        self.visit.consent_method = "wechat"
        with self.assertRaisesRegex(ProofMissing, "WeChat"):
            self.finish(self.visit)

    def test_it_stands_under_the_signature(self):
        self.arrive("phone", consent_proof=True)
        self.add_proof()
        self.visit.action_start()
        self.finish(self.visit)
        self.sign(self.visit)
        sums = self.visit.sudo().consent_proof_ids.mapped("checksum")
        self.assertEqual(self.visit.sudo().signed_content["consent_proof"], sums)
        with self.assertRaisesRegex(ProofMissing, "Proof of Consent"):
            self.visit.write({"consent_proof_ids": [(5,)]})

    def test_the_phone_knows_what_needs_a_file(self):
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        self.arrive("phone")
        self.assertEqual(day.get_technician_day()["visits"][0]["consent_proof"], [])
        self.visit.sudo().action_cancel()
        self.arrive("phone", consent_proof=True)
        card = day.get_technician_day()["visits"][0]
        self.assertIn("phone", card["consent_proof"])
        self.assertEqual(card["consent_files"], 0)
        self.add_proof()
        card = day.get_technician_day()["visits"][0]
        self.assertEqual(card["consent_files"], 1)
