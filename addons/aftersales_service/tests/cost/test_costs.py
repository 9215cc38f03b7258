from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import ProofMissing, ProtectedRefused
from ..rate.common import RateCommon


class TestCosts(RateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.aftersales_km_cost = 0.8
        cls.li.hourly_cost = 45
        cls.zhao.hourly_cost = 38

    def finish_visit(self, parts=2, **vals):
        with freeze_time(self.utc("2026-03-02 07:00")):
            order = self.make_order(
                self.make_device(), service_type="a", distance_km=10, area="city"
            )
        visit = self.make_visit_at("2026-03-02 09:00", order=order, **vals)
        requisition = self.make_requisition(visit, (self.part, parts))
        self.issue(requisition)
        requisition.line_ids.with_user(self.technician).quantity_to_use = parts
        self.work(visit, "2026-03-02 09:00", "2026-03-02 10:30")
        return visit

    def sums(self, visit):
        rows = self.env["aftersales.cost"]._read_group(
            [("order_id", "=", visit.order_id.id)], ["kind"], ["amount:sum"]
        )
        return dict(rows)

    def test_hours_kilometres_and_parts(self):
        visit = self.finish_visit(
            helper_ids=[Command.set(self.zhao.ids)], leader_id=self.li.id
        )
        self.assertEqual(
            self.sums(visit), {"labour": 124.5, "travel": 16.0, "part": 22.0}
        )
        rows = visit.order_id.sudo().cost_ids
        part = rows.filtered(lambda r: r.kind == "part")
        self.assertEqual(part.part_id, self.part)
        self.assertEqual(part.amount, abs(part.move_id.value))
        self.assertEqual(rows.device_id, visit.device_id)
        self.assertEqual(rows.product_id, self.machine)

    def test_once_for_each_cause(self):
        """Counted again, nothing is added; another amount is a row of the difference."""
        visit = self.finish_visit()
        before = self.sums(visit)
        visit.sudo()._record_costs()
        self.assertEqual(self.sums(visit), before)
        self.li.sudo().hourly_cost = 60
        visit.sudo()._record_costs()
        self.assertEqual(self.sums(visit), before | {"labour": 90.0})
        labour = visit.order_id.sudo().cost_ids.filtered(lambda r: r.kind == "labour")
        self.assertEqual(sorted(labour.mapped("amount")), [22.5, 67.5])

    def test_rows_stand(self):
        row = self.finish_visit().order_id.sudo().cost_ids[0]
        with self.assertRaises(ProtectedRefused):
            row.amount = 1
        with self.assertRaises(ProtectedRefused):
            row.unlink()

    def test_finance_enters_a_contractors_bill(self):
        visit = self.finish_visit()
        ledger = self.env["aftersales.cost"].with_user(self.accountant)
        vals = {
            "order_id": visit.order_id.id,
            "name": "外协加工",
            "kind": "contractor",
            "amount": 300,
        }
        with self.assertRaises(ProofMissing):
            ledger.create(vals)
        ledger.create(vals | {"reason": "发票 0231"})
        self.assertEqual(self.sums(visit)["contractor"], 300)
        for user in (self.dispatcher, self.technician, self.keeper):
            with self.assertRaises(AccessError):
                ledger.with_user(user).create(vals | {"reason": "x"})
        with self.assertRaises(AccessError):
            ledger.with_user(self.director).create(vals | {"reason": "x"})

    def test_nobody_else_sees_costs(self):
        visit = self.finish_visit()
        order = visit.order_id
        for user in (self.technician, self.dispatcher, self.keeper):
            with self.assertRaises(AccessError):
                order.with_user(user).read(["cost_total"])
            with self.assertRaises(AccessError):
                self.env["aftersales.cost"].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.li.with_user(user).read(["hourly_cost"])
        self.assertEqual(self.li.with_user(self.accountant).hourly_cost, 45)

    def test_margin(self):
        """Income and cost of the job, and the same by type of service."""
        visit = self.finish_visit()
        order = visit.order_id.with_user(self.accountant)
        income = 1.0 * 120 + 2 * 28
        self.assertEqual(order.income_total, income)
        self.assertEqual(order.cost_total, 67.5 + 16 + 22)
        self.assertEqual(order.margin, order.income_total - order.cost_total)
        self.env.flush_all()
        groups = self.env["aftersales.margin"].with_user(self.accountant)._read_group(
            [("order_id", "=", order.id)], ["service_type"], ["income:sum", "cost:sum", "margin:sum"]
        )  # fmt: skip
        self.assertEqual(groups, [("a", income, 105.5, income - 105.5)])

    def test_what_nobody_settles_is_no_income(self):
        """Borne by us after all, or charged to another: each fen counts once (F-20)."""
        order = self.finish_visit().order_id
        share = order.sudo().fee_ids.filtered(lambda f: f.kind == "labour").share_ids
        partners = self.env["res.partner"].create([{"name": "甲"}, {"name": "乙"}])
        share.write({"payer": "supplier", "partner_id": partners[0].id})
        share._charge_elsewhere(50, "carrier", partners[1], "运输损坏")
        share._book("borne", 30, reason="自行承担")
        mine = order.with_user(self.accountant)
        mine.invalidate_recordset()
        self.assertEqual(mine.income_total, 120 - 30 + 56)
        self.env.flush_all()
        rows = self.env["aftersales.margin"].with_user(self.accountant)
        groups = rows._read_group([("order_id", "=", order.id)], [], ["income:sum"])
        self.assertEqual(groups, [(120 - 30 + 56,)])

    def test_costs_are_grouped_by_what_the_job_says_today(self):
        """No row is written when the job learns its cause, and lists still group by it."""
        order = self.finish_visit().order_id
        self.env.flush_all()
        self.env.cr.execute("SELECT max(write_date) FROM aftersales_cost")
        written = self.env.cr.fetchone()
        order.with_user(self.dispatcher).cause = "misuse"
        ledger = self.env["aftersales.cost"].with_user(self.accountant)
        names = ("device_id", "product_id", "service_type", "fault_cause")
        groups = ledger._read_group(
            [("order_id", "=", order.id), ("device_id", "=", order.device_id.id)],
            names,
            ["amount:sum"],
        )
        told = (order.device_id, self.machine, order.service_type, "misuse")
        self.assertEqual([group[:4] for group in groups], [told])
        self.env.flush_all()
        self.env.cr.execute("SELECT max(write_date) FROM aftersales_cost")
        self.assertEqual(self.env.cr.fetchone(), written)
        self.assertTrue(ledger.fields_get(["policy_id"])["policy_id"]["groupable"])

    def test_a_company_without_costs_has_none(self):
        self.company.aftersales_km_cost = 0
        (self.li | self.zhao).hourly_cost = 0
        self.part.standard_price = 0
        self.assertFalse(self.sums(self.finish_visit()))
