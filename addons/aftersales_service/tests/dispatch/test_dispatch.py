from datetime import datetime, timedelta

from psycopg2.errors import ExclusionViolation

from odoo import Command
from odoo.tools import mute_logger

from ...exceptions import GroupRefused, ProofMissing
from ..common import AfterSalesCommon

NINE = datetime(2026, 9, 1, 1, 0)  # nine o'clock in Shanghai


class TestDispatch(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unit = cls.env["aftersales.unit"]
        cls.jinan = unit.create({"name": "济南", "code": "T-JN"})
        cls.qingdao = unit.create({"name": "青岛", "code": "T-QD"})
        cls.motors = cls.env["product.category"].create({"name": "电机"})
        cls.doors = cls.env["product.category"].create({"name": "防盗门"})
        cls.machine.categ_id = cls.motors
        cls.li.write(
            {"unit_id": cls.jinan.id, "skill_ids": [Command.set(cls.motors.ids)]}
        )
        cls.zhao.unit_id = cls.qingdao
        cls.device = cls.make_device()

    def job(self, **vals):
        return self.make_order(
            self.device, service_type="c", unit_id=self.jinan.id, **vals
        )

    def propose(self, order, start=NINE):
        return order._propose_technicians(start)[order.id]

    def ours(self, candidates):
        both = (self.li | self.zhao).ids
        return [c for c in candidates if c["id"] in both]

    def texts(self, candidate):
        return " ".join(text for _good, text in candidate["reasons"])

    def test_region_and_skill_come_first_with_reasons(self):
        first, second = self.ours(self.propose(self.job()))
        self.assertEqual((first["id"], second["id"]), (self.li.id, self.zhao.id))
        self.assertIn("works in this region", self.texts(first))
        self.assertIn("trained for 电机", self.texts(first))
        self.assertIn("another region", self.texts(second))

    def test_city_counts_like_the_unit(self):
        self.customer.city = "章丘市"
        self.zhao.cities = "青岛，章丘"
        second = self.ours(self.propose(self.job()))[1]
        self.assertIn("works in this region", self.texts(second))

    def test_untrained_comes_last_and_says_why(self):
        self.li.skill_ids = self.doors
        first, last = self.ours(self.propose(self.job()))
        self.assertEqual(first["id"], self.zhao.id)
        self.assertEqual(last["warnings"], ["李强 is not trained for 电机."])
        self.assertEqual(last["refusals"], [])

    def test_load_and_clash_are_seen(self):
        visit = self.make_visit(self.job())
        visit.with_user(self.dispatcher).planned_start = NINE
        self.li.unit_id = self.qingdao
        self.li.skill_ids = False
        order = self.job()
        free, busy = self.ours(self.propose(order))
        self.assertEqual((free["id"], busy["id"]), (self.zhao.id, self.li.id))
        self.assertIn(visit.name, busy["clashes"][0])
        later = self.ours(self.propose(order, NINE + timedelta(hours=3)))
        self.assertFalse(any(c["clashes"] for c in later))
        self.assertEqual([c["visits"] for c in later], [0, 1])

    def test_distance_is_told_where_it_is_known(self):
        station = self.env["res.partner"].create({"name": "济南服务站"})
        station.write({"partner_latitude": 36.65, "partner_longitude": 117.12})
        far = station.copy({"name": "青岛服务站"})
        far.write({"partner_latitude": 36.07, "partner_longitude": 120.38})
        self.customer.write({"partner_latitude": 36.7, "partner_longitude": 117.1})
        self.li.station_id, self.zhao.station_id = station, far
        order = self.job()
        first = self.ours(self.propose(order))[0]
        self.assertLess(first["km"], 10)
        self.assertEqual(order._get_nearest_station()[order.id], station)
        visit = self.make_visit(order, self.zhao)
        self.assertEqual(visit.travel_minutes, 455)
        self.assertEqual(visit.depart_at, visit.planned_start - timedelta(minutes=455))

    def test_parts_on_the_van_are_seen(self):
        self.env["stock.quant"]._update_available_quantity(
            self.part, self.li.location_id, 2
        )
        vans = (self.li | self.zhao)._get_van_parts(self.part)
        self.assertEqual(vans, {self.li.id: {self.part.id: 2}})

    def test_queries_do_not_grow_with_technicians_or_jobs(self):
        def count(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._propose_technicians(NINE)
            return self.env.cr.sql_log_count - before

        order = self.job()
        few = count(order)
        self.env["aftersales.technician"].create(
            [{"name": f"T{i}", "examined": True} for i in range(40)]
        )
        more = order
        for _i in range(4):
            more |= self.job()
        self.assertLessEqual(count(more), few + 1)

    # --- planning

    def test_fixed_appointments_do_not_overlap(self):
        one, two = self.make_visit(self.job()), self.make_visit(self.job())
        both = (one | two).with_user(self.dispatcher)
        both.write({"planned_start": NINE})
        self.assertIn(two.name, one.overlap_warning)
        one.with_user(self.dispatcher).is_firm = True
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            two.with_user(self.dispatcher).is_firm = True
            self.env.flush_all()

    def test_next_fixed_appointment_may_begin_as_the_last_ends(self):
        one, two = self.make_visit(self.job()), self.make_visit(self.job())
        one.with_user(self.dispatcher).write({"planned_start": NINE, "is_firm": True})
        two.with_user(self.dispatcher).write(
            {"planned_start": NINE + timedelta(hours=2), "is_firm": True}
        )
        self.env.flush_all()
        self.assertFalse(two.overlap_warning)

    def test_two_people_need_a_leader(self):
        visit = self.make_visit(self.job())
        desk = visit.with_user(self.dispatcher)
        desk.helper_ids = self.zhao
        visit.action_contact()
        with self.assertRaisesRegex(ProofMissing, "temporary leader"):
            visit.action_leave()
        desk.leader_id = self.zhao
        visit.action_leave()

    def test_helper_is_examined_too(self):
        self.zhao.examined = False
        visit = self.make_visit(self.job())
        with self.assertRaisesRegex(ProofMissing, "赵刚"):
            visit.with_user(self.dispatcher).helper_ids = self.zhao

    def test_technician_does_not_plan(self):
        visit = self.make_visit(self.job())
        for vals in (
            {"technician_id": self.zhao.id},
            {"planned_start": NINE},
            {"helper_ids": [Command.link(self.zhao.id)]},
        ):
            with self.assertRaises(GroupRefused):
                visit.write(vals)

    def test_what_the_customer_agreed_to_moves_with_a_reason_only(self):
        visit = self.make_visit(self.job())
        visit.action_contact()
        with self.assertRaisesRegex(ProofMissing, "Reschedule"):
            visit.with_user(self.dispatcher).planned_start = NINE
        with self.assertRaisesRegex(ProofMissing, "Reassign"):
            visit.with_user(self.dispatcher).technician_id = self.zhao
