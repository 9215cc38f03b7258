import datetime

from odoo.exceptions import AccessError

from ...exceptions import (
    GroupRefused,
    ProofMissing,
    ProtectedRefused,
    SamePersonRefused,
)
from ..common import AfterSalesCommon

LONG = {"months": 600, "start_date": datetime.date(2026, 1, 1)}
PAST = {"months": 1, "start_date": datetime.date(2020, 1, 1)}


class DecisionCase(AfterSalesCommon):
    def payers(self, order):
        return {line.cost_kind: line.shares for line in order.decision_id.line_ids}


class TestDecision(DecisionCase):
    def test_every_call_is_decided_as_it_comes_in(self):
        order = self.make_order(self.make_device("D-1", coverage=LONG))
        self.assertEqual(order.decision_id.version, 1)
        self.assertEqual(len(order.decision_id.line_ids), 6)
        self.assertEqual(self.payers(order)["labour"], [["company", 100.0]])
        self.assertEqual(order.decision_id.cause, "unknown")

    def test_unknown_serial_is_decided_too(self):
        order = self.make_order()
        self.assertEqual(self.payers(order)["part"], [["customer", 100.0]])
        self.assertIn("register", order.decision_id.warning_codes)

    def test_another_cause_decides_again_at_once(self):
        order = self.make_order(self.make_device("D-2", coverage=LONG))
        first = order.decision_id
        order.action_redecide("misuse")
        self.assertEqual(order.decision_id.version, 2)
        self.assertEqual(order.decision_id.previous_hash, first.hash)
        self.assertEqual(self.payers(order)["labour"], [["customer", 100.0]])
        self.assertEqual(
            self.payers(order)["labour"], order.decision_line_ids[1].shares
        )

    def test_the_technician_of_the_job_may_diagnose(self):
        order = self.make_order(self.make_device("D-3", coverage=LONG))
        self.make_visit(order)
        order.with_user(self.technician).action_redecide("misuse")
        self.assertEqual(order.decision_id.decided_by_id, self.technician)
        for user in (self.colleague, self.inspector, self.keeper, self.accountant):
            with self.assertRaises(AccessError):
                order.with_user(user).action_redecide("material")

    def test_fees_follow_the_decision(self):
        order = self.make_order(self.make_device("D-4", coverage=LONG))
        visit = self.make_visit(order)
        self.make_requisition(visit)
        self.assertEqual(set(order.fee_ids.share_ids.mapped("payer")), {"company"})
        order.action_redecide("misuse")
        self.assertEqual(set(order.fee_ids.share_ids.mapped("payer")), {"customer"})

    def test_misuse_inside_the_period_takes_preferential_part_prices(self):
        card = self.env["product.pricelist"].create(
            {
                "name": "优惠价",
                "currency_id": self.company.currency_id.id,
                "item_ids": [
                    (
                        0,
                        0,
                        {
                            "compute_price": "percentage",
                            "percent_price": 50,
                            "applied_on": "3_global",
                        },
                    )
                ],
            }
        )
        self.company.aftersales_preferential_pricelist_id = card
        order = self.make_order(self.make_device("D-5", coverage=LONG))
        visit = self.make_visit(order)
        self.make_requisition(visit, (self.part, 1))
        order.action_redecide("misuse")
        prices = {fee.kind: fee.price_unit for fee in order.fee_ids}
        self.assertEqual(prices, {"part": 14, "labour": 120})

    def test_wear_part_is_paid_while_the_rest_is_free(self):
        wear = self.make_part("密封圈", 5, 1, stock=5, aftersales_part_class="wear")
        order = self.make_order(self.make_device("D-6", coverage=LONG))
        visit = self.make_visit(order)
        self.make_requisition(visit, (wear, 1), (self.part, 1))
        payers = {fee.product_id: fee.share_ids.payer for fee in order.fee_ids}
        self.assertEqual(
            payers, {wear: "customer", self.part: "company", self.labour: "company"}
        )

    def test_agents_goods_are_charged_to_the_agent(self):
        agent = self.env["res.partner"].create(
            {"name": "示例代理商", "is_company": True}
        )
        device = self.make_device("D-7", coverage=LONG, agent_id=agent.id)
        order = self.make_order(device)
        visit = self.make_visit(order)
        share = order.fee_ids.share_ids
        self.assertEqual((share.payer, share.partner_id), ("agent", agent))
        self.assertIn("notify_agent", order.decision_id.warning_codes)
        with self.assertRaisesRegex(ProofMissing, "示例代理商"):
            self.go_to_work(visit)
        order.action_notify_agent()
        visit.action_start()
        self.assertEqual(visit.state, "in_work")

    def test_sentences_say_why_and_why_not(self):
        device = self.make_device("D-8", coverage=PAST)
        order = self.make_order(device)
        line = order.decision_id.line_ids[1]
        self.assertEqual(line.sentence, "The warranty ended on 2020-01-31.")
        self.assertIn("ended on 2020-01-31", line.losers)
        chinese = line.with_context(lang="zh_CN")
        self.assertRegex(chinese.sentence, "2020-01-31")

    def test_panel_has_bars_rows_and_causes(self):
        order = self.make_order(self.make_device("D-9", coverage=LONG))
        panel = order.decision_panel
        self.assertEqual([bar["state"] for bar in panel["bars"]], ["running"])
        self.assertEqual(
            [row["kind"] for row in panel["lines"]],
            ["part", "labour", "travel", "freight", "inspection", "other"],
        )
        self.assertEqual(panel["version"], 1)
        preview = order.device_id.decision_panel
        self.assertEqual(
            [row["payers"] for row in preview["lines"]],
            [row["payers"] for row in panel["lines"]],
        )

    def test_decisions_are_neither_typed_nor_changed_nor_deleted(self):
        decision = self.make_order().decision_id
        for action in (
            lambda: decision.sudo().write({"cause": "misuse"}),
            lambda: decision.line_ids.sudo().write({"result": "free"}),
            lambda: decision.line_ids.sudo()
            .with_context(aftersales_chain=True)
            .write({"result": "free"}),
            lambda: decision.sudo().unlink(),
            lambda: decision.sudo().copy(),
        ):
            with self.assertRaises(ProtectedRefused):
                action()

    def test_the_desk_writes_another_cause_and_the_shares_follow(self):
        """On the form, not by the button: the field itself decides again (W-14)."""
        order = self.make_order(self.make_device("D-13", coverage=LONG))
        self.make_visit(order)
        fees = order.sudo().fee_ids
        self.assertEqual(fees.share_ids.mapped("payer"), ["company"])
        self.env.invalidate_all()
        order.cause = "misuse"
        self.assertEqual(fees.share_ids.mapped("payer"), ["customer"])
        found = order.search([("cause", "=", "misuse")])
        self.assertIn(order, found)
        self.assertNotIn(order, order.search([("cause", "in", ("wear", "unknown"))]))

    def test_queries_of_a_decision_are_few(self):
        device = self.make_device("D-10", coverage=LONG)
        order = self.make_order(device)
        # The registry keeps which fee cards are in force, from the first question on.
        self.env["aftersales.fee.card"]._get_version_ids(self.company.id)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(15):  # nothing in the cache, stored and chained
            order.sudo()._decide(cause="misuse")
            self.env.flush_all()


class TestChain(DecisionCase):
    """The chain shows edit, delete, truncation and reordering once its head is exported."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device("C-1", coverage=LONG))
        for cause in ("misuse", "material", "wear"):
            self.order.action_redecide(cause)
        self.env.flush_all()
        self.head = self.order.decision_id.hash

    def faults(self, head=None):
        self.env.invalidate_all()
        return self.order.decision_ids._verify_chain(head or self.head)

    def sql(self, query, *params):
        self.env.cr.execute(query, params)

    def test_untouched_chain_is_whole(self):
        self.assertEqual(self.faults(), [])

    def test_edit_shows(self):
        second = self.order.decision_ids.sorted("id")[1]
        self.sql(
            "UPDATE aftersales_decision SET cause = 'transport' WHERE id = %s",
            second.id,
        )
        self.assertIn("edited", self.faults())

    def test_edited_line_shows(self):
        line = self.order.decision_ids.sorted("id")[1].line_ids[:1]
        self.sql(
            "UPDATE aftersales_decision_line SET result = 'free' WHERE id = %s", line.id
        )
        self.assertIn("edited", self.faults())

    def test_delete_in_the_middle_shows(self):
        second = self.order.decision_ids.sorted("id")[1]
        self.sql("DELETE FROM aftersales_decision WHERE id = %s", second.id)
        self.assertIn("broken", self.faults())

    def test_truncation_shows(self):
        last = self.order.decision_ids.sorted("id")[-1]
        self.sql("DELETE FROM aftersales_decision WHERE id = %s", last.id)
        self.assertEqual(self.faults(), ["truncated"])

    def test_reordering_shows(self):
        pair = tuple(self.order.decision_ids.sorted("id")[:2].ids)
        self.sql(
            "UPDATE aftersales_decision SET version = -version WHERE id IN %s", pair
        )
        self.sql(
            "UPDATE aftersales_decision SET version = 3 + version WHERE id IN %s", pair
        )
        self.assertIn("numbering", self.faults())


class TestOverride(DecisionCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device("O-1", coverage=PAST))

    def make_override(self, user=None, **vals):
        return (
            self.env["aftersales.decision.override"]
            .with_user(user or self.director)
            .create(
                {
                    "order_id": self.order.id,
                    "cost_kind": "labour",
                    "payer": "company",
                    "reason": "重点客户",
                }
                | vals
            )
        )

    def test_manager_decides_otherwise_with_a_reason(self):
        with self.assertRaises(ProofMissing):
            self.make_override(reason=" ")
        self.make_override().action_submit()
        self.assertEqual(self.payers(self.order)["labour"], [["company", 100.0]])
        self.assertEqual(self.payers(self.order)["part"], [["customer", 100.0]])
        self.assertEqual(self.order.decision_id.reason, "重点客户")
        self.assertFalse(self.order.decision_ids._verify_chain())

    def test_fees_follow_it(self):
        self.make_visit(self.order)
        self.make_override().action_submit()
        self.assertEqual(self.order.fee_ids.share_ids.payer, "company")

    def test_above_the_limit_a_second_person_must_agree(self):
        self.company.aftersales_override_limit = 500
        override = self.make_override(amount=800)
        override.action_submit()
        self.assertEqual(
            (override.state, self.order.decision_id.version), ("waiting", 1)
        )
        with self.assertRaises(SamePersonRefused):
            override.action_confirm()
        second = self.make_user("manager", login="second")
        override.with_user(second).action_confirm()
        self.assertEqual(self.order.decision_id.confirmed_by_id, second)
        self.assertEqual(self.order.decision_id.version, 2)

    def test_dispatcher_does_not_override(self):
        with self.assertRaises(AccessError):
            self.make_override(user=self.dispatcher)
        override = self.make_override()
        with self.assertRaises(GroupRefused):
            override.with_user(self.dispatcher).action_submit()
