from ...exceptions import ProofMissing
from ..common import AfterSalesCommon


class TestConduct(AfterSalesCommon):
    """Listening, politeness and no quarrel are a line that the work waits for (D-23)."""

    def test_work_does_not_end_without_the_word_on_politeness(self):
        self.env.ref("aftersales_service.checklist_conduct").active = True
        visit = self.make_visit(self.make_order(self.make_device(), service_type="c"))
        polite = visit.check_ids.filtered(lambda c: "politely" in c.name)
        self.assertEqual(
            (len(polite), polite.step, polite.is_mandatory), (1, "finish", True)
        )
        visit.action_tick((visit.check_ids - polite).ids)
        self.go_to_work(visit)
        with self.assertRaisesRegex(ProofMissing, "politely"):
            self.finish(visit)
        visit.action_tick(polite.ids)
        self.finish(visit)
        self.assertEqual(visit.state, "tested")
