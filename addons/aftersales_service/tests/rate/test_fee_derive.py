from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError

from ...exceptions import ProofMissing, ProtectedRefused
from .common import RateCommon

HOUR = {"kind": "labour", "basis": "hour", "price": 80}
DEARER = HOUR | {"step_minutes": 30, "night": 50, "weekend": 100, "holiday": 200}


class TestFeeDerive(RateCommon):
    def order_at(self, start, **vals):
        with freeze_time(self.utc(start)):
            return self.make_order(self.make_device(), service_type="a", **vals)

    def test_evening_is_counted_from_the_stamps(self):
        """2.5 hours × ¥80, 18:30–21:00 of it at night +50 %: told in words."""
        self.make_card(DEARER)
        visit = self.make_visit_at("2026-03-02 17:00")
        self.assertEqual(self.tell(visit), [("工时费", 1.0, 80.0, 80.0)])
        self.work(visit, "2026-03-02 18:00", "2026-03-02 20:30")
        self.assertEqual(
            self.tell(visit),
            [
                ("工时费", 2.5, 80.0, 200.0),
                ("工时费 · Night Surcharge", 1.0, 80.0, 80.0),
            ],
        )
        self.assertEqual(visit.labour_hours, 2.5)
        words = visit.sudo().fee_ids[0].explanation
        for part in ("2.5 h", "80.00", "18:30–20:30", "at night +50 %", "18:00–20:30"):
            self.assertIn(part, words)

    def test_make_up_saturday_costs_like_a_friday(self):
        self.make_card(DEARER)
        found = {}
        for day in (
            "2026-10-09",
            "2026-10-10",
            "2026-10-17",
            "2026-10-01",
            "2026-10-05",
        ):
            visit = self.make_visit_at(
                f"{day} 09:00", order=self.order_at(f"{day} 08:00")
            )
            self.work(visit, f"{day} 09:00", f"{day} 11:00")
            found[day] = sum(visit.sudo().fee_ids.mapped("amount"))
            visit.device_id.sudo().active = False
        self.assertEqual(
            found,
            {
                "2026-10-09": 160.0,
                "2026-10-10": 160.0,  # make-up Saturday
                "2026-10-17": 320.0,  # Saturday
                "2026-10-01": 480.0,  # National Day
                "2026-10-05": 320.0,  # a free Monday beside it
            },
        )

    def make_order(self, device=None, **vals):
        """Several jobs on the same day need no device of their own."""
        return super().make_order(None, **vals)

    def test_travel_follows_the_way(self):
        """Region, band and kilometres; estimated before, counted as driven (F-15, W-13)."""
        self.make_card(
            {"name": "市区", "kind": "travel", "basis": "visit", "price": 50, "area": "city"},
            {"name": "300公里以内", "kind": "travel", "basis": "km", "price": 1.5, "km_to": 300,
             "round_trip": True, "area": "other", "product_id": self.travel.id},
            {"name": "300-1000公里", "kind": "travel", "basis": "km", "price": 1.2, "km_from": 300,
             "km_to": 1000, "round_trip": True, "area": "other", "product_id": self.travel.id},
        )  # fmt: skip
        order = self.order_at("2026-03-02 08:00", area="other", distance_km=120)
        visit = self.make_visit_at("2026-03-02 09:00", order=order)
        self.assertEqual(self.tell(visit), [("300公里以内", 240.0, 1.5, 360.0)])
        self.assertEqual(visit.sudo().fee_ids.product_id, self.travel)
        order.write({"area": "city", "distance_km": 8})
        self.assertEqual(self.tell(visit), [("市区", 1.0, 50.0, 50.0)])
        order.write({"area": "other", "distance_km": 640.5})
        visit.travel_km = 1290
        self.work(visit, "2026-03-02 09:00", "2026-03-02 10:00")
        self.assertEqual(self.tell(visit), [("300-1000公里", 1290.0, 1.2, 1548.0)])

    def test_without_a_card_nothing_changes(self):
        visit = self.make_visit_at("2026-10-01 19:00", hours=2)
        self.work(visit, "2026-10-01 19:00", "2026-10-01 22:00")
        self.assertEqual(
            self.tell(visit), [(self.labour.display_name, 2.0, 120.0, 240.0)]
        )
        self.assertFalse(visit.sudo().fee_ids.explanation)

    def test_a_draft_charges_nothing(self):
        version = self.make_card(HOUR)
        draft = version.copy({"valid_from": "2026-01-01"})
        draft.rate_ids.price = 500
        visit = self.make_visit_at("2026-03-02 09:00")
        self.assertEqual(self.tell(visit), [("工时费", 1.0, 80.0, 80.0)])

    def test_a_job_keeps_the_prices_of_its_day(self):
        version = self.make_card(HOUR)
        order = self.order_at("2026-03-02 08:00")
        new = version.copy({"valid_from": "2026-03-03"})
        new.rate_ids.price = 100
        new.with_user(self.director).action_approve()
        old = self.make_visit_at("2026-03-04 09:00", order=order)
        self.assertEqual(self.tell(old)[0][2], 80.0)
        later = self.make_visit_at(
            "2026-03-04 14:00", order=self.order_at("2026-03-04 08:00")
        )
        self.assertEqual(self.tell(later)[0][2], 100.0)

    def test_other_hours_need_a_reason(self):
        """Stamps count; what somebody enters instead says why."""
        self.make_card(HOUR)
        visit = self.make_visit_at("2026-03-02 09:00", hours=4)
        self.work(visit, "2026-03-02 09:00", "2026-03-02 10:30")
        self.assertEqual(self.tell(visit)[0][1], 1.5)
        other = self.make_visit_at(
            "2026-03-03 09:00", hours=4, labour_reason="客户自己停机两小时"
        )
        self.work(other, "2026-03-03 09:00", "2026-03-03 10:30")
        self.assertEqual(self.tell(other)[0][1], 4.0)

    def test_a_technician_makes_no_price_of_his_own(self):
        """F-25: neither the fee, nor who pays it, nor the card, nor what he costs."""
        version = self.make_card(HOUR)
        draft = version.copy({"valid_from": "2026-01-01"})
        visit = self.make_visit_at("2026-03-02 09:00")
        before = self.tell(visit)
        mine = self.env(user=self.technician)
        fee = visit.sudo().fee_ids.with_env(mine)
        vals = {"order_id": visit.order_id.id, "name": "x", "kind": "other"}
        for number, attack in enumerate(
            (
                lambda: fee.write({"price_unit": 1}),
                lambda: fee.write({"quantity": 9, "reason": "x"}),
                lambda: fee.write({"rate_id": False}),
                lambda: fee.unlink(),
                lambda: fee.create(vals | {"product_id": self.labour.id}),
                lambda: fee.share_ids.write({"payer": "company"}),
                lambda: fee.share_ids.write({"percent": 10}),
                lambda: draft.rate_ids.with_env(mine).write({"price": 1}),
                lambda: draft.with_env(mine).action_approve(),
                lambda: visit.action_derive_fees(),
                lambda: self.li.with_env(mine).write({"hourly_cost": 1}),
            )
        ):
            with self.subTest(number), self.assertRaises(AccessError):
                attack()
        with self.assertRaises(ProtectedRefused):  # for everybody: it is approved
            fee.rate_id.write({"price": 1})
        self.assertEqual(self.tell(visit), before)

    def test_typed_lines_need_a_reason(self):
        version = self.make_card(
            HOUR,
            {"name": "整机检测", "kind": "inspection", "basis": "item", "price": 60},
        )
        order = self.order_at("2026-03-02 08:00")
        fees = self.env["aftersales.fee"].with_user(self.dispatcher)
        vals = {
            "order_id": order.id,
            "name": "清洗",
            "kind": "other",
            "product_id": self.labour.id,
            "price_unit": 33,
        }
        with self.assertRaises(ProofMissing):
            fees.create(vals)
        self.assertEqual(
            fees.create(vals | {"reason": "客户要求"}).explanation, "客户要求"
        )
        item = version.rate_ids[1]
        chosen = fees.create(vals | {"rate_id": item.id, "price_unit": 60})
        self.assertEqual(chosen.amount, 60)
        with self.assertRaises(ProofMissing):
            chosen.price_unit = 10
        derived = self.make_visit_at("2026-03-02 09:00", order=order).sudo().fee_ids
        with self.assertRaises(ProofMissing):
            derived.with_user(self.dispatcher).quantity = 9

    def test_inspection_is_free_after_a_repair(self):
        version = self.make_card(
            HOUR,
            {"name": "整机检测", "kind": "inspection", "basis": "item", "price": 60, "waived": True},
        )  # fmt: skip
        order = self.order_at("2026-03-02 08:00")
        fee = self.env["aftersales.fee"].with_user(self.dispatcher).create(
            {"order_id": order.id, "name": "整机检测", "kind": "inspection",
             "product_id": self.labour.id, "rate_id": version.rate_ids[1].id}
        )  # fmt: skip
        self.assertEqual(fee.amount, 60)
        visit = self.make_visit_at("2026-03-02 09:00", order=order)
        self.work(visit, "2026-03-02 09:00", "2026-03-02 10:00")
        self.assertEqual(fee.amount, 0)

    def test_urgent_second_and_waiting(self):
        self.make_card(HOUR | {"urgent": 30, "second": 50, "waiting": 50})
        order = self.order_at("2026-03-02 08:00", priority="1")
        visit = self.make_visit_at(
            "2026-03-02 09:00",
            order=order,
            helper_ids=[Command.set(self.zhao.ids)],
            leader_id=self.li.id,
        )
        self.work(
            visit, "2026-03-02 10:00", "2026-03-02 12:00", arrived="2026-03-02 09:15"
        )
        self.assertEqual(
            [amount for *_rest, amount in self.tell(visit)], [160.0, 48.0, 80.0, 20.0]
        )

    def test_what_was_invoiced_stands(self):
        self.make_card(HOUR)
        visit = self.make_visit_at("2026-03-02 09:00")
        self.work(visit, "2026-03-02 09:00", "2026-03-02 11:00")
        order = visit.order_id
        order.with_user(self.dispatcher).action_create_quotation()
        sale = order.sudo().sale_order_ids
        sale.action_confirm()
        sale._create_invoices().action_post()
        before = self.tell(visit)
        visit.with_user(self.accountant).action_derive_fees()
        self.assertEqual(self.tell(visit), before)
        with self.assertRaises(ProtectedRefused):
            visit.sudo().fee_ids.price_unit = 1

    def test_quoted_hours_follow_the_stamps(self):
        self.make_card(HOUR | {"minimum": 120})
        visit = self.make_visit_at("2026-03-02 09:00")
        self.assertEqual(self.tell(visit), [("工时费", 1.0, 120.0, 120.0)])
        order = visit.order_id
        order.with_user(self.dispatcher).action_create_quotation()
        self.work(visit, "2026-03-02 09:00", "2026-03-02 11:30")
        fees = order.sudo().fee_ids
        self.assertEqual(sum(fees.mapped("amount")), 200.0)
        order.with_user(self.dispatcher).action_create_quotation()
        self.assertEqual(
            sum(order.sudo().sale_order_ids.mapped("amount_untaxed")), 200.0
        )

    def test_four_numbers(self):
        """Estimated, told, signed and charged are kept apart."""
        self.make_card(HOUR)
        visit = self.make_visit_at("2026-03-02 09:00", hours=2)
        order = visit.order_id.sudo()
        self.work(visit, "2026-03-02 09:00", "2026-03-02 10:30")
        figures = ("estimated_total", "told_total", "signed_total", "charged_total")
        self.assertEqual([order[name] for name in figures], [160, 160, 0, 0])
        with freeze_time(self.utc("2026-03-02 11:00")):
            self.sign(visit)
        order.invalidate_recordset()
        order.fee_ids.invalidate_recordset()
        self.assertEqual([order[name] for name in figures], [160, 160, 120, 0])
        order.with_user(self.dispatcher).action_create_quotation()
        order.sale_order_ids.action_confirm()
        order.sale_order_ids._create_invoices().action_post()
        order.invalidate_recordset()
        order.fee_ids.invalidate_recordset()
        self.assertEqual(order.charged_total, 120)

    def test_a_constant_number_of_queries(self):
        """Twice as many visits cost no more queries."""
        self.make_card(HOUR, HOUR | {"kind": "travel", "basis": "visit", "price": 50})
        counts = []
        for number in (4, 12):
            visits = self.env["aftersales.visit"]
            for n in range(number):
                start = f"2026-03-{n + 2:02d} 09:00"
                visits |= self.make_visit_at(start, order=self.order_at(start))
            visits = visits.sudo()
            visits.fee_ids._in_flow().unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            visits._derive_fees()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(visits.fee_ids), 2 * number)
            visits._in_flow().write({"state": "cancelled"})
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_the_phone_shows_how_it_was_counted(self):
        self.make_card(HOUR)
        visit = self.make_visit_at("2026-03-02 09:00", hours=2)
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        card = day._prepare_card(visit)
        self.assertTrue(card["by_card"])
        self.assertIn("2 h", card["fees"][0]["how"])

    def test_a_card_that_comes_later_replaces_what_the_price_list_said(self):
        """A visit that was planned before the card was approved pays its labour once."""
        visit = self.make_visit_at("2026-03-02 09:00", hours=2)
        self.assertEqual(self.tell(visit), [(self.labour.name, 2, 120, 240)])
        self.make_card({"kind": "labour", "basis": "hour", "price": 80})
        visit.with_user(self.accountant).action_derive_fees()
        self.assertEqual([row[1:] for row in self.tell(visit)], [(2, 80, 160)])

    def test_what_was_quoted_before_somebody_was_sent_is_no_second_charge(self):
        self.make_card({"kind": "labour", "basis": "hour", "price": 80})
        order = self.make_order(self.make_device(), service_type="a")
        fee = self.env["aftersales.fee"].create(
            {
                "name": "工时费",
                "order_id": order.id,
                "kind": "labour",
                "product_id": self.labour.id,
                "quantity": 2,
                "reason": "电话报价",
            }
        )
        visit = self.make_visit_at("2026-03-02 09:00", hours=1, order=order)
        fees = visit.sudo().fee_ids.filtered(lambda f: f.kind == "labour")
        self.assertEqual(fees, fee)
