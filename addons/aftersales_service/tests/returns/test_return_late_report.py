from ..sla.common import SlaCommon
from .common import ReturnsCommon


class TestLateReport(ReturnsCommon, SlaCommon):
    """The workshop tells that it will not be ready in time (R-34, T-25)."""

    def setUp(self):
        super().setUp()
        self.make_sla(
            [self.make_rule("repair_late", "director_told", code="T-25", amount=0,
                            unit="at_once", calendar_id=False)]
        )  # fmt: skip
        device = self.make_device("LATE-1")
        self.job = self.make_order(device)
        line = {"device_id": device.id, "serial": "LATE-1"}
        self.record = self.receive(self.make_return(lines=[line], order_id=self.job.id))

    def appoint(self):
        role = self.env["aftersales.role"]._get_by_code("service_director")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.director.id}
        )

    def clocks(self, document):
        return document.sudo().clock_ids.filtered(lambda c: c.code == "T-25")

    def test_the_director_knows_in_the_same_moment(self):
        self.appoint()
        self.record.delay_reason = "缺轴承"
        task = self.record.sudo().activity_ids.filtered(
            lambda a: a.user_id == self.director
        )
        self.assertIn("缺轴承", task.note)
        self.assertEqual(self.clocks(self.job).mapped("state"), ["met"])

    def test_where_nobody_is_director_the_deadline_runs(self):
        self.record.delay_reason = "缺轴承"
        self.assertEqual(len(self.clocks(self.job)), 1)
        self.assertFalse(self.clocks(self.job).stopped_at)

    def test_without_a_job_it_is_the_returns_own(self):
        self.appoint()
        device = self.make_device("LATE-2")
        line = {"device_id": device.id, "serial": "LATE-2"}
        record = self.receive(self.make_return(lines=[line]))
        record.delay_reason = "停电"
        self.assertEqual(self.clocks(record).mapped("state"), ["met"])

    def test_the_same_reason_again_tells_nothing(self):
        self.appoint()
        for reason in ("缺轴承", "缺轴承", ""):
            self.record.delay_reason = reason
        self.assertEqual(len(self.clocks(self.job)), 1)
