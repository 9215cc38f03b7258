from datetime import timedelta

from odoo import Command
from odoo.tests import freeze_time

from .common import PrepareCommon


class TestReadiness(PrepareCommon):
    """Ready, on its way until a day, or missing."""

    def setUp(self):
        super().setUp()
        self.order = self.make_order(self.make_device())

    def test_without_parts_there_is_no_word(self):
        self.assertFalse(self.told(self.order))
        self.assertFalse(self.order.parts_state)

    def test_what_is_reserved_is_ready(self):
        self.ask(self.order)
        self.assertEqual(self.told(self.order), ("ready", None))
        self.assertEqual(self.order.parts_text, "Parts ready")

    def test_one_that_is_short_makes_the_job_miss_it(self):
        self.ask(self.order, (self.part, 1), (self.rare, 1))
        self.assertEqual(self.told(self.order), ("missing", None))

    def test_what_nobody_agreed_to_is_missing(self):
        requisition = self.env["aftersales.requisition"].create(
            {
                "order_id": self.order.id,
                "line_ids": [Command.create({"product_id": self.part.id})],
            }
        )
        self.assertEqual(self.told(self.order), ("missing", None))
        requisition.action_cancel()
        self.assertFalse(self.told(self.order))

    def test_what_comes_in_is_on_its_way(self):
        self.ask(self.order, (self.rare, 2))
        self.announce(self.rare, 1, 2)
        self.assertEqual(self.told(self.order), ("missing", None))
        late = self.announce(self.rare, 1, 4)
        day = self.get_day(4)
        self.assertEqual(self.told(self.order), ("road", day))
        self.order.invalidate_recordset()
        self.assertEqual(self.order.parts_text, f"Parts by {day:%m-%d}")
        # Another day is told at once.
        late.move_ids.date += timedelta(days=3)
        self.assertEqual(self.told(self.order), ("road", self.get_day(7)))

    def test_a_day_that_passed_brought_nothing(self):
        self.ask(self.order, (self.rare, 1))
        self.announce(self.rare, 1, 2)
        with freeze_time(self.get_day(3)):
            self.assertEqual(self.told(self.order), ("missing", None))

    def test_received_it_is_ready(self):
        self.ask(self.order, (self.rare, 1))
        self.receive(self.announce(self.rare, 1, 2))
        self.assertEqual(self.told(self.order), ("ready", None))

    def test_two_jobs_do_not_count_on_one_piece(self):
        second = self.make_order()
        for order in (self.order, second):
            self.ask(order, (self.rare, 1))
        self.announce(self.rare, 1, 2)
        told = [self.told(order)[0] for order in (self.order, second)]
        self.assertEqual(told, ["road", "missing"])

    def test_what_is_on_the_van_is_ready(self):
        asked = self.ask(self.order)
        self.make_visit(self.order)
        self.issue(asked)
        self.assertEqual(self.told(self.order), ("ready", None))

    def test_what_a_courier_has_is_on_its_way(self):
        asked = self.ask(self.order)
        self.make_visit(self.order)
        action = asked.with_user(self.keeper).action_pack_parcel()
        parcel = self.env["aftersales.parcel"].browse(action["res_id"])
        day = self.get_day(2)
        courier = self.env["res.partner"].create({"name": "顺丰"})
        parcel.write(
            {"courier_id": courier.id, "tracking_ref": "SF1", "date_expected": day}
        )
        parcel.with_user(self.keeper).action_send()
        self.assertEqual(self.told(self.order), ("road", day))

    def test_the_list_is_filtered_by_it(self):
        ready, missing, none = self.order, self.make_order(), self.make_order()
        self.ask(ready)
        self.ask(missing, (self.rare, 1))
        orders = self.env["aftersales.order"].with_user(self.dispatcher)
        for state, expected in (("ready", ready), ("missing", missing), (False, none)):
            found = orders.search(
                [
                    ("parts_state", "=", state),
                    ("id", "in", (ready | missing | none).ids),
                ]
            )
            self.assertEqual(found.ids, expected.ids, state)

    def test_forty_jobs_cost_as_many_queries_as_four(self):
        def count(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            told = orders._get_readiness()
            self.assertEqual(
                {known.state for known in told.values()}, {"ready", "road"}
            )
            self.assertEqual(len(told), len(orders))
            return self.cr.sql_log_count - before

        few, many = self.make_jobs(4), self.make_jobs(36)
        self.announce(self.rare, 100, 2)
        count(few)
        small = count(few)
        self.assertLessEqual(count(few | many), small)
        self.assertLessEqual(small, 14)

    def make_jobs(self, number):
        orders = self.env["aftersales.order"]
        for index in range(number):
            order = self.make_order()
            self.ask(order, (self.rare if index % 2 else self.part, 1))
            orders |= order
        self.add_stock(self.part, 50)
        orders.requisition_ids.sudo().picking_ids.action_assign()
        return orders
