from .common import TravelCommon


class TestTravelPapers(TravelCommon):
    """差旅费报销单, and the hand-in with what stays with the technician."""

    def html(self, report, record):
        ref = f"aftersales_service.{report}"
        reports = self.env["ir.actions.report"].with_user(self.accountant)
        return reports._render_qweb_html(ref, record.ids)[0].decode()

    def test_a_claim_with_its_receipts(self):
        self.make_job()
        claim = self.approve(self.submit(60, number="E-77"))
        text = self.html("report_travel_claim", claim)
        for words in (
            "E-77",
            "济南西—青岛北",
            "60.00",
            self.visit.name,
            "as_dispatcher",
        ):
            self.assertIn(words, text)

    def test_the_hand_in_says_what_is_set_off(self):
        self.make_job()
        self.approve(self.submit(60))
        self.collect(176)
        handin = self.take_over()
        self.assertNotIn("Set Off", self.html("report_handin", handin))
        handin.action_set_off()
        text = self.html("report_handin", handin)
        for words in ("Set Off against Travel", "60.00", "To Hand In", "116.00"):
            self.assertIn(words, text)
