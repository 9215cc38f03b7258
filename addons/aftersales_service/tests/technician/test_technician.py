from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.tools import mute_logger

from ...exceptions import MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestTechnician(AfterSalesCommon):
    """Trained and examined, or not dispatchable (O-33); grades with authority (O-31)."""

    def train(self, technician, **vals):
        return self.env["aftersales.technician.training"].create(
            {"technician_id": technician.id, "name": "电机维修", "result": "passed"}
            | vals
        )

    def test_passed_examination_opens_the_way_to_work(self):
        self.li.examined = False
        self.train(self.li, result="failed")
        self.assertFalse(self.li.is_dispatchable)
        training = self.train(self.li, result="none")
        self.assertFalse(self.li.is_dispatchable)
        training.result = "passed"
        self.assertTrue(self.li.is_dispatchable)

    def test_examination_ends_by_itself(self):
        today = self.company._aftersales_today()
        self.train(self.li, date=today - timedelta(400), date_until=today)
        self.assertTrue(self.li.is_dispatchable)
        self.li.training_ids.date_until = today - timedelta(1)
        self.assertFalse(self.li.is_dispatchable)
        found = self.env["aftersales.technician"].search(
            [("is_dispatchable", "=", True), ("id", "in", (self.li | self.zhao).ids)]
        )
        self.assertEqual(found, self.zhao)
        with self.assertRaisesRegex(ProofMissing, "valid until"):
            self.make_visit(self.make_order(service_type="c"))

    def test_training_for_a_product_is_a_skill(self):
        category = self.env["product.category"].create({"name": "电机"})
        self.train(self.li, category_id=category.id)
        self.assertIn(category, self.li.skill_ids)

    def test_agents_people_name_their_agent(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make_technician("孙工", self.director, kind="agent")
        self.env.cr.execute("SELECT 1")

    def test_positions_are_kept_only_for_who_agrees(self):
        with self.assertRaises(MoveRefused):
            self.li.with_user(self.colleague).action_set_position_consent(True)
        self.li.with_user(self.technician).action_set_position_consent(True)
        self.assertTrue(self.li.position_consent_at)
        self.li.with_user(self.technician).action_set_position_consent(False)
        self.assertFalse(self.li.position_consent_at)

    def test_grade_limits_what_one_is_sent_to(self):
        self.env["aftersales.grade.authority"].create(
            {"grade": "senior", "max_severity": "general", "fee_limit": 500}
        )
        both = self.li | self.zhao
        self.zhao.grade = "special"
        none = self.env["product.category"]
        self.assertEqual(both._get_refusals("general")[self.li.id], [])
        self.assertEqual(len(both._get_refusals("serious")[self.li.id]), 1)
        self.assertEqual(both._get_refusals("serious")[self.zhao.id], [])
        self.assertEqual(both._get_warnings(none, 500)[self.li.id], [])
        self.assertEqual(len(both._get_warnings(none, 501)[self.li.id]), 1)

    def test_helper_works_on_the_visit_too(self):
        order = self.make_order(service_type="c")
        visit = self.make_visit(order)
        mine = self.env["aftersales.visit"].with_user(self.colleague)
        self.assertFalse(mine.search([("id", "=", visit.id)]))
        visit.with_user(self.dispatcher).write(
            {
                "helper_ids": [Command.link(self.zhao.id)],
                "leader_id": self.li.id,
            }
        )
        self.assertTrue(mine.search([("id", "=", visit.id)]))
        self.assertTrue(order.with_user(self.colleague).has_access("read"))
