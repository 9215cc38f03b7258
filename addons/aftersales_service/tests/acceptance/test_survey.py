from ...exceptions import ProofMissing
from ...models.acceptance.survey import CARD
from ..common import SIGNATURE
from ..fees.common import CashCommon


class TestSurvey(CashCommon):
    """客户意见调查卡: four items on the spot where the policy asks for them (C-05 … C-07)."""

    def finished(self, **switches):
        self.make_policy(**switches)
        order = self.make_order(service_type="c")
        visit = self.make_visit(order)
        self.go_to_work(visit)
        self.finish(visit)
        visit.write({"signature": SIGNATURE, "signed_by": "张主任"})
        return visit

    def asked(self, visit):
        day = visit.env["aftersales.technician.day"]
        return [rating["field"] for rating in day._get_ratings(visit)]

    def test_card_asks_four_items_and_the_receipt_one(self):
        self.assertEqual(self.asked(self.finished(survey_card=True)), list(CARD))

    def test_without_card_satisfaction_alone(self):
        self.assertEqual(self.asked(self.finished()), ["satisfaction"])

    def test_neither_card_nor_receipt_asks_nothing_and_still_signs(self):
        visit = self.finished(survey_receipt=False)
        self.assertEqual(self.asked(visit), [])
        visit.action_sign()
        self.assertEqual((visit.state, visit.satisfaction), ("accepted", False))

    def test_open_item_is_named(self):
        visit = self.finished(survey_card=True)
        visit.write(dict.fromkeys(CARD[:3], "4"))
        with self.assertRaisesRegex(ProofMissing, "Keeping of Promises"):
            visit.action_sign()

    def test_items_are_kept_and_the_level_is_their_mean(self):
        visit = self.finished(survey_card=True)
        visit.write(dict(zip(CARD, "4433", strict=True)))
        visit.action_sign()
        self.assertEqual([visit[name] for name in CARD], list("4433"))
        self.assertEqual(visit.satisfaction, "4")
        self.assertEqual(
            visit.signed_content["card"], dict(zip(CARD, "4433", strict=True))
        )
        self.assertEqual(visit.sudo().rating_ids.rating, 5)

    def test_mean_of_every_card_is_a_level(self):
        visit = self.finished(survey_card=True)
        for levels, mean in (
            ("1111", "1"),
            ("1122", "2"),
            ("1112", "1"),
            ("4441", "3"),
        ):
            visit.write(dict(zip(CARD, levels, strict=True)))
            self.assertEqual(visit._get_card_level(), mean, levels)

    def test_signed_card_stays(self):
        visit = self.finished(survey_card=True)
        visit.write(dict.fromkeys(CARD, "2"))
        visit.action_sign()
        with self.assertRaisesRegex(ProofMissing, "has signed"):
            visit.rate_skill = "4"

    def test_receipt_paper_shows_the_items_where_the_policy_wants_it(self):
        def text(visit):
            reports = self.env["ir.actions.report"]
            ref = "aftersales_service.report_receipt"
            return reports._render_qweb_html(ref, visit.ids)[0].decode()

        visit = self.finished(survey_card=True)
        visit.write(dict.fromkeys(CARD, "3"))
        visit.action_sign()
        self.assertIn("Keeping of Promises", text(visit))
        version = visit.sudo().order_id.sla_version_id
        version.policy_id.active = False
        other = self.finished(survey_card=True, survey_receipt=False)
        self.assertNotIn("Keeping of Promises", text(other))
