import datetime

from ...exceptions import GroupRefused, ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon

DAY = datetime.date(2026, 3, 1)


class PolicyCase(AfterSalesCommon):
    def make_policy(self, terms=None, approve=True, **vals):
        policy = self.env["aftersales.warranty.policy"].create(
            {"name": "保修政策"} | vals
        )
        version = self.env["aftersales.warranty.version"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2020-01-01",
                "term_ids": [(0, 0, {"name": "整机"} | term) for term in terms or [{}]],
            }
        )
        if approve:
            version.with_user(self.director).action_approve()
        return version


class TestPolicy(PolicyCase):
    def test_owner_is_typed_where_policies_are(self):
        """No day was typed, so nothing is granted, and nothing stands in the way."""
        self.make_policy()
        device = self.make_device("OWNED-1", coverage={"months": 12})
        buyer = self.env["res.partner"].create({"name": "新客户", "is_company": True})
        device.with_user(self.dispatcher).partner_id = buyer
        self.assertEqual(device.partner_id, buyer)
        self.assertFalse(device.browse()._get_policy_versions())

    def test_device_gets_one_coverage_per_term(self):
        part = self.env.ref("aftersales_service.cost_kind_part")
        self.make_policy(
            [
                {"amount": 1, "unit": "year"},
                {
                    "name": "主要部件",
                    "scope": "main",
                    "amount": 3,
                    "unit": "year",
                    "cost_kind_ids": [(6, 0, part.ids)],
                },
            ]
        )
        device = self.make_device("P-1", delivery_date=DAY)
        found = {
            c.kind: (str(c.end_date), c.cost_kinds, c.part_classes)
            for c in device.coverage_ids
        }
        self.assertEqual(
            found,
            {
                "standard": ("2027-02-28", "", "main ordinary"),
                "component": ("2029-02-28", "part", "main"),
            },
        )

    def test_the_most_specific_policy_decides(self):
        category = self.env["product.category"].create({"name": "电机"})
        child = self.env["product.category"].create(
            {"name": "小电机", "parent_id": category.id}
        )
        brand = self.env["aftersales.brand"].create({"name": "示例牌"})
        self.machine.product_tmpl_id.write(
            {"categ_id": child.id, "aftersales_brand_id": brand.id}
        )
        expected = []
        for amount, scope in enumerate(
            (
                {},
                {"brand_id": brand.id},
                {"categ_id": category.id},
                {"product_tmpl_id": self.machine.product_tmpl_id.id},
                {"partner_id": self.customer.id},
            ),
            start=1,
        ):
            self.make_policy([{"amount": amount}], **scope)
            device = self.make_device(f"L-{amount}", delivery_date=DAY)
            expected.append(device.coverage_ids.amount)
        self.assertEqual(expected, [1, 2, 3, 4, 5])

    def test_the_contract_comes_before_the_customer(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [(0, 0, {"product_id": self.machine.id})],
            }
        )
        self.make_policy([{"amount": 5}], partner_id=self.customer.id)
        self.make_policy([{"amount": 60}], contract_id=order.id)
        sold = self.make_device(
            "K-1", delivery_date=DAY, sale_line_id=order.order_line.id
        )
        other = self.make_device("K-2", delivery_date=DAY)
        self.assertEqual(sold.coverage_ids.amount, 60)
        self.assertEqual(other.coverage_ids.amount, 5)

    def test_a_policy_of_another_customer_does_not_apply(self):
        other = self.env["res.partner"].create({"name": "别人", "is_company": True})
        self.make_policy([{"amount": 36}], partner_id=other.id)
        device = self.make_device("O-1", delivery_date=DAY)
        self.assertEqual(device.coverage_ids.amount, 12)

    def test_start_waits_for_its_event_and_the_cap_ends_the_waiting(self):
        self.make_policy([{"start_event": "installation_date", "amount": 12}])
        device = self.make_device("I-1", ship_date=DAY)
        self.assertFalse(device.coverage_ids)
        device.installation_date = datetime.date(2026, 6, 1)
        self.assertEqual(device.coverage_ids.start_date, datetime.date(2026, 6, 1))
        device.installation_date = datetime.date(2026, 7, 1)
        self.assertEqual(len(device.coverage_ids), 1)

    def test_cap_begins_at_the_latest_so_many_months_after_shipment(self):
        self.make_policy([{"start_event": "installation_date", "cap_months": 3}])
        device = self.make_device("I-2", ship_date=DAY)
        self.assertEqual(device.coverage_ids.start_date, datetime.date(2026, 6, 1))
        early = self.make_device(
            "I-3", ship_date=DAY, installation_date=datetime.date(2026, 4, 1)
        )
        self.assertEqual(early.coverage_ids.start_date, datetime.date(2026, 4, 1))

    def test_draft_does_not_count(self):
        self.make_policy([{"amount": 36}], approve=False)
        self.assertEqual(
            self.make_device("N-1", delivery_date=DAY).coverage_ids.amount, 12
        )

    def test_approved_text_stands(self):
        version = self.make_policy()
        for vals in ({"repair_days": 99}, {"valid_from": "2021-01-01"}):
            with self.assertRaises(ProtectedRefused):
                version.with_user(self.director).write(vals)
        with self.assertRaises(ProtectedRefused):
            version.term_ids.with_user(self.director).amount = 99
        with self.assertRaises(ProtectedRefused):
            version.term_ids.with_user(self.director).unlink()

    def test_next_version_supersedes_the_one_before(self):
        first = self.make_policy()
        second = first.copy({"valid_from": "2026-01-01"})
        second.term_ids.amount = 24
        second.with_user(self.director).action_approve()
        self.assertEqual(
            (first.state, str(first.valid_to)), ("superseded", "2025-12-31")
        )
        self.assertEqual(second.approved_by_id, self.director)

    def test_only_the_general_manager_approves_where_there_is_one(self):
        role = self.env.ref("aftersales_service.role_general_manager")
        boss = self.make_user("manager", login="boss")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": boss.id}
        )
        version = self.make_policy(approve=False)
        with self.assertRaisesRegex(GroupRefused, "general manager: boss"):
            version.with_user(self.director).action_approve()
        version.with_user(boss).action_approve()
        self.assertEqual(version.state, "approved")

    def test_a_version_without_terms_is_not_approved(self):
        version = self.make_policy(approve=False)
        version.term_ids.unlink()
        with self.assertRaises(ProofMissing):
            version.with_user(self.director).action_approve()


class TestRepairAndWarranty(PolicyCase):
    """Days in repair move the end, the repair gets a warranty of its own (A6, A7)."""

    def test_repair_moves_the_end_by_its_days(self):
        self.make_policy([{"amount": 12}])
        device = self.make_device("R-1", delivery_date=DAY)
        coverage = device.coverage_ids
        device._suspend_coverages(datetime.date(2026, 5, 1), "FW1")
        self.assertEqual(coverage.suspended_on, datetime.date(2026, 5, 1))
        self.assertTrue(coverage._is_running(datetime.date(2030, 1, 1)))
        device._resume_coverages(datetime.date(2026, 5, 21), "FW1")
        self.assertEqual(
            (str(coverage.end_date), coverage.suspended_days), ("2027-03-20", 20)
        )
        self.assertFalse(coverage._verify())

    def test_a_signed_job_does_it_and_grants_the_repair_warranty(self):
        self.make_policy([{"amount": 12}])
        today = self.company._aftersales_today()
        device = self.make_device("R-2", delivery_date=today)
        order = self.make_order(device)
        self.assertFalse(device.coverage_ids.suspended_on)  # a call is no repair
        visit = self.make_visit(order)
        requisition = self.make_requisition(visit)
        self.issue(requisition)
        self.go_to_work(visit)
        self.assertTrue(device.coverage_ids.suspended_on)
        self.finish(visit, used={requisition.line_ids: 1})
        self.sign(visit)
        by_kind = {c.kind: c for c in device.coverage_ids}
        self.assertEqual(set(by_kind), {"standard", "repair", "part"})
        self.assertFalse(by_kind["standard"].suspended_on)
        self.assertEqual(
            (by_kind["repair"].amount, by_kind["repair"].unit), (30, "day")
        )
        self.assertEqual(by_kind["part"].product_id, self.part)

    def test_a_cancelled_job_leaves_no_trace_in_the_end(self):
        self.make_policy([{"amount": 12}])
        device = self.make_device("R-3", delivery_date=self.company._aftersales_today())
        end = device.coverage_ids.end_date
        self.make_order(device).action_cancel()
        self.assertEqual(
            (device.coverage_ids.end_date, device.coverage_ids.suspended_on),
            (end, False),
        )

    def test_statutory_rights_end_with_their_dates(self):
        device = self.make_device("S-1", delivery_date=DAY)
        rights = {right["code"]: right for right in device.statutory_rights}
        self.assertEqual(rights["7d"]["until"], "2026-03-07")
        self.assertEqual(rights["15d"]["until"], "2026-03-15")
        self.assertTrue(all(right["citation"] for right in rights.values()))
        self.assertFalse(rights["2r"]["reached"])

    def test_a_limited_number_of_visits_is_used_up(self):
        self.make_policy([{"amount": 120, "visit_limit": 1}])
        device = self.make_device("V-1", delivery_date=DAY)
        order = self.make_order(device)
        self.assertEqual(order.service_type, "c")
        visit = self.make_visit(order)
        self.go_to_work(visit)
        self.finish(visit)
        self.sign(visit)
        second = self.make_order(device)
        labour = second.decision_id.line_ids.filtered(
            lambda line: line.cost_kind == "labour"
        )
        self.assertIn("used_up", [reason for _key, reason in labour.lost])
