import datetime

from psycopg2.extras import Json

from ..common import AfterSalesCommon

LONG = {"months": 600, "start_date": datetime.date(2026, 1, 1)}
PAST = {"months": 1, "start_date": datetime.date(2020, 1, 1)}


class FactsCase(AfterSalesCommon):
    def payer(self, order, kind="labour"):
        line = order.decision_id.line_ids.filtered(lambda li: li.cost_kind == kind)
        return [(payer, percent) for payer, percent in line.shares], line.rule

    def migrate(self, topic):
        import importlib.util

        from odoo.tools import file_path

        path = f"aftersales_service/migrations/19.0.1.2.0/post-{topic}.py"
        spec = importlib.util.spec_from_file_location(topic, file_path(path))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()


class TestPhone(FactsCase):
    """Solved by telephone is free, and the job's decision says so (W-10)."""

    def test_outside_the_period_nothing_is_charged(self):
        order = self.make_order(self.make_device("P-1", coverage=PAST))
        self.assertEqual(self.payer(order)[0], [("customer", 100.0)])
        order.action_solve_by_phone("合上开关")
        self.assertEqual(self.payer(order), ([("company", 100.0)], "W-10"))
        self.assertEqual((order.service_type, order.state), ("c", "closed"))
        self.assertTrue(order.decision_id._get_facts().phone)
        self.assertFalse(order.decision_ids.sorted("id")._verify_chain())

    def test_every_cost_of_an_unknown_device_too(self):
        order = self.make_order()
        order.action_solve_by_phone("合上开关")
        for kind in ("part", "labour", "travel"):
            self.assertEqual(self.payer(order, kind)[0], [("company", 100.0)])

    def test_misuse_explained_on_the_telephone_is_free(self):
        order = self.make_order(self.make_device("P-2", coverage=LONG), cause="misuse")
        self.assertEqual(self.payer(order)[0], [("customer", 100.0)])
        order.action_solve_by_phone("请勿带负荷启动")
        self.assertEqual(self.payer(order)[1], "W-10")
        self.assertEqual(order.cause, "misuse")

    def test_what_the_clerk_chose_stays(self):
        order = self.make_order(self.make_device("P-3", coverage=PAST))
        order.service_type = "d"
        order.action_solve_by_phone("合上开关")
        self.assertEqual(order.service_type, "d")

    def test_nobody_sets_it_from_outside(self):
        order = self.make_order(self.make_device("P-4", coverage=PAST))
        order.action_redecide("material", phone=True, pending=True, maker="accepted")
        facts = order.decision_id._get_facts()
        self.assertEqual((facts.phone, facts.pending, facts.maker), (False, False, ""))
        self.assertEqual(self.payer(order)[0], [("customer", 100.0)])


class TestOrigin(FactsCase):
    """The origin on the job is the one it is decided by (S-41)."""

    def decided(self, order):
        return order.decision_id._get_facts().origin

    def test_an_agents_device_says_agent_in_both(self):
        agent = self.env["res.partner"].create({"name": "代理商", "is_company": True})
        order = self.make_order(
            self.make_device("O-1", coverage=LONG, agent_id=agent.id)
        )
        self.assertEqual((order.origin, self.decided(order)), ("agent", "agent"))

    def test_the_product_says_it_too(self):
        self.machine.aftersales_origin = "outsourced"
        order = self.make_order(self.make_device("O-2", coverage=LONG))
        self.assertEqual(order.origin, "outsourced")
        self.assertEqual(self.payer(order)[0], [("supplier", 100.0)])

    def test_another_device_is_another_origin(self):
        order = self.make_order(self.make_device("O-3", coverage=LONG))
        self.assertEqual(order.origin, "own")
        foreign = self.env["product.product"].create(
            {"name": "别家电机", "aftersales_origin": "foreign"}
        )
        other = self.make_device("O-4", product_id=foreign.id)
        order.device_id = other
        self.assertEqual((order.origin, self.decided(order)), ("foreign", "foreign"))
        self.assertEqual(self.payer(order), ([("customer", 100.0)], "W-17"))

    def test_what_is_written_decides(self):
        order = self.make_order(self.make_device("O-5", coverage=LONG))
        order.origin = "outsourced"
        self.assertEqual(self.decided(order), "outsourced")
        self.assertEqual(self.payer(order)[0], [("supplier", 100.0)])

    def test_an_unregistered_device_has_the_origin_that_was_said(self):
        order = self.make_order()
        self.assertEqual((order.origin, self.decided(order)), (False, "unregistered"))
        said = self.make_order(origin="foreign")
        self.assertEqual((said.origin, self.decided(said)), ("foreign", "foreign"))
        self.assertEqual(self.payer(said)[1], "W-17")

    def test_a_closed_job_keeps_what_it_was_decided_by(self):
        device = self.make_device("O-6", coverage=LONG)
        order = self.make_order(device)
        order.action_solve_by_phone("合上开关")
        version = order.decision_id.version
        device.agent_id = self.customer
        self.assertEqual((order.origin, self.decided(order)), ("own", "own"))
        self.assertEqual(order.decision_id.version, version)

    def test_the_migration_takes_the_decision_s_word(self):
        order = self.make_order(self.make_device("O-7", coverage=LONG))
        wrong = self.make_order()
        decision = order.decision_id
        facts = decision.facts | {"origin": "agent"}
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_decision SET facts = %s WHERE id = %s",
            [Json(facts), decision.id],
        )
        self.env.cr.execute(
            "UPDATE aftersales_order SET origin = 'own' WHERE id = %s", [wrong.id]
        )
        self.migrate("decision_origin")
        self.assertEqual((order.origin, wrong.origin), ("agent", False))


class TestEvidence(FactsCase):
    """Card, invoice or another proof: seen or not seen, and a missing one shows (W-01)."""

    def codes(self, order):
        return set((order.decision_id.warning_codes or "").split())

    def test_nothing_is_seen_until_somebody_says_so(self):
        device = self.make_device("E-1", coverage=LONG)
        self.assertFalse(device.has_warranty_card)
        order = self.make_order(device)
        self.assertLessEqual({"no_card", "no_invoice"}, self.codes(order))

    def test_seen_on_the_job_stands_in_the_file(self):
        order = self.make_order(self.make_device("E-2", coverage=LONG))
        order.write({"has_warranty_card": True, "invoice_number": "FP-0031"})
        self.assertTrue(order.device_id.has_warranty_card)
        self.assertEqual(order.device_id.invoice_number, "FP-0031")
        self.assertFalse({"no_card", "no_invoice"} & self.codes(order))
        self.assertEqual(order.decision_id.version, 2)

    def test_seen_as_the_job_is_opened(self):
        device = self.make_device("E-3", coverage=LONG)
        order = self.make_order(device, has_warranty_card=True, proof_seen="送货单")
        self.assertTrue(device.has_warranty_card)
        self.assertFalse({"no_card", "no_invoice"} & self.codes(order))
        self.assertEqual(order.decision_id.version, 1)

    def test_another_proof_stands_for_the_invoice_not_for_the_card(self):
        order = self.make_order(self.make_device("E-4", coverage=LONG))
        order.proof_seen = "微信付款记录"
        self.assertEqual({"no_card", "no_invoice"} & self.codes(order), {"no_card"})

    def test_the_same_again_is_no_new_version(self):
        order = self.make_order(self.make_device("E-5", coverage=LONG))
        order.write({"has_warranty_card": False, "proof_seen": False})
        self.assertEqual(order.decision_id.version, 1)

    def test_the_date_of_the_invoice_grants_what_waited_for_it(self):
        version = self.env["aftersales.warranty.version"].create(
            {
                "policy_id": self.env["aftersales.warranty.policy"]
                .create({"name": "自开票起"})
                .id,
                "valid_from": "2020-01-01",
                "term_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "整机",
                            "amount": 60,
                            "start_event": "invoice_date",
                        },
                    )
                ],
            }
        )
        version.with_user(self.director).action_approve()
        order = self.make_order(self.make_device("E-6"))
        self.assertEqual(self.payer(order)[0], [("customer", 100.0)])
        order.invoice_date = "2026-03-01"
        self.assertEqual(order.device_id.coverage_ids.term_id, version.term_ids)
        self.assertEqual(self.payer(order)[0], [("company", 100.0)])
