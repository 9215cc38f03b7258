from odoo.tools import file_open

from ..sla.common import SlaCommon


class TestPhoneDirector(SlaCommon):
    """The technician reports from his phone that it cannot be ready (T-25)."""

    def setUp(self):
        super().setUp()
        role = self.env["aftersales.role"]._get_by_code("service_director")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.director.id}
        )
        self.make_sla(
            [self.make_rule("repair_late", "director_told", code="T-25", amount=0,
                            unit="at_once", calendar_id=False)]
        )  # fmt: skip
        self.order = self.make_order(self.make_device())
        self.visit = self.make_visit(self.order)

    def report(self, note="要换总成", uuid="d-1"):
        entry = {"uuid": uuid, "action": "director", "args": {"note": note}}
        (result,) = self.visit.action_sync([entry])["results"]
        return result

    def test_the_director_gets_a_task_and_the_deadline_ends(self):
        for number, state in enumerate(("under_way", "arrived", "in_work")):
            self.visit._in_flow().write({"state": state})
            self.assertEqual(self.report(uuid=f"d-{number}")["status"], "done")
        self.order.sudo()._clock_event("repair_late")
        self.report(uuid="d-9")
        tasks = self.order.sudo().activity_ids
        self.assertIn(self.director, tasks.user_id)
        self.assertIn("要换总成", " ".join(tasks.mapped("summary")))
        clocks = self.order.sudo().clock_ids.filtered(lambda c: c.code == "T-25")
        self.assertEqual(set(clocks.mapped("state")), {"met"})

    def test_sent_twice_is_told_once(self):
        self.visit._in_flow().write({"state": "in_work"})
        self.report()
        self.assertEqual(self.report()["status"], "known")
        told = self.visit.event_ids.filtered(lambda e: e.kind == "director")
        self.assertEqual(len(told), 1)

    def test_not_before_he_left_and_not_without_words(self):
        self.assertEqual(self.report()["status"], "refused")
        self.visit._in_flow().write({"state": "in_work"})
        self.assertEqual(self.report(" ", "d-2")["status"], "refused")
        self.assertFalse(self.order.sudo().activity_ids)

    def test_the_phone_has_the_button(self):
        path = "aftersales_service/static/src/phone/forms.js"
        with file_open(path) as file:
            script = file.read()
        self.assertIn('code: "director"', script)
        self.assertIn("director: _t(", script, "a kept entry has its words")
