from ...exceptions import ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon


class TestSignedFacts(AfterSalesCommon):
    """Facts of a signed job stand as they were printed; a correction changes them."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device())
        self.other = self.make_device("YJ260900002")
        self.visit = self.make_visit(self.order)
        self.stranger = self.env["res.partner"].create({"name": "别的客户"})

    def sign_it(self):
        self.go_to_work(self.visit, consent="王经理")
        self.finish(self.visit)
        self.sign(self.visit)

    def facts(self):
        return {
            "device_id": self.other.id,
            "partner_id": self.stranger.id,
            "site_id": self.stranger.id,
            "called_at": "2020-01-01 00:00:00",
            "fault": "别的故障",
            "contact_name": "别人",
            "contact_phone": "0531-0000",
            "name": "FW-1",
        }

    def test_facts_stand_after_the_signature(self):
        self.sign_it()
        for name, value in self.facts().items():
            for user in (self.dispatcher, self.director):
                with self.assertRaises(ProtectedRefused, msg=name):
                    self.order.with_user(user).write({name: value})

    def test_before_it_the_desk_corrects_its_form(self):
        facts = self.facts()
        del facts["name"]
        self.order.write(facts)
        self.assertEqual(self.order.fault, "别的故障")

    def test_the_same_value_is_no_change(self):
        """A form that sends what it shows is not stopped."""
        self.sign_it()
        self.order.write(
            {"fault": self.order.fault, "device_id": self.order.device_id.id}
        )

    def correct(self, kind, value, **vals):
        return (
            self.env["aftersales.correction"]
            .with_user(self.dispatcher)
            .create(
                {"order_id": self.order.id, "kind": kind, "right_value": value} | vals
            )
        )

    def test_a_correction_changes_them_on_record(self):
        self.sign_it()
        for kind, name, vals in (
            ("fault", "fault", {}),
            ("device", "device_id", {"right_device_id": self.other.id}),
            ("customer", "partner_id", {"right_partner_id": self.stranger.id}),
            ("call", "called_at", {"right_moment": "2026-01-02 03:04:05"}),
            ("phone", "contact_phone", {}),
        ):
            before = self.order[name]
            correction = self.correct(kind, "正确的", **vals)
            correction.action_apply()
            self.assertNotEqual(self.order[name], before, kind)
            self.assertEqual(correction.state, "done")
            self.assertTrue(correction.wrong_value or not before)
        self.assertTrue(self.visit.sudo()._get_seal_faults())

    def test_what_is_right_is_chosen_first(self):
        self.sign_it()
        with self.assertRaises(ProofMissing):
            self.correct("device", "YJ260900002").action_apply()

    def test_an_answered_correction_stands(self):
        correction = self.correct("fault", "异响大")
        correction.action_apply()
        with self.assertRaises(ProtectedRefused):
            correction.right_value = "x"
