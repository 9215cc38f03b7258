from ...exceptions import ProofMissing
from ..fees.common import CashCommon


class TestAgentMode(CashCommon):
    """Who serves what an agent sold (V-16): we, charging the agent, or he himself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = cls.env["res.partner"].create(
            {"name": "济南代理商", "is_company": True}
        )
        cls.wang = cls.make_technician(
            "王安", cls.make_user("technician", "wang"), kind="agent",
            employer_id=cls.agent.id,
        )  # fmt: skip

    def sold_by_agent(self):
        return self.make_order(
            self.make_device(agent_id=self.agent.id), service_type="c"
        )

    def test_agent_serves_with_his_own_people(self):
        self.make_policy(agent_mode="serves")
        order = self.sold_by_agent()
        with self.assertRaisesRegex(ProofMissing, "济南代理商 sold the machine"):
            self.make_visit(order)
        visit = self.make_visit(order, self.wang)
        self.assertEqual(visit.technician_id, self.wang)
        with self.assertRaises(ProofMissing):
            visit.with_user(self.dispatcher).technician_id = self.zhao

    def test_only_his_people_are_proposed(self):
        self.make_policy(agent_mode="serves")
        order = self.sold_by_agent()
        found = order._propose_technicians()[order.id]
        free = [c["id"] for c in found if not c["refusals"]]
        self.assertEqual(free, [self.wang.id])
        self.assertEqual(found[0]["id"], self.wang.id)

    def test_his_work_is_no_cost_of_ours(self):
        self.make_policy(agent_mode="serves")
        order = self.sold_by_agent()
        self.make_visit(order, self.wang)
        self.assertFalse(order.fee_ids)

    def test_where_we_charge_the_agent_anybody_goes(self):
        self.make_policy(agent_mode="charge")
        order = self.sold_by_agent()
        self.assertTrue(self.make_visit(order))
        self.assertTrue(order.fee_ids)

    def test_what_we_sold_ourselves_is_ours_to_serve(self):
        self.make_policy(agent_mode="serves")
        self.assertTrue(self.make_visit(self.make_order(self.make_device())))
