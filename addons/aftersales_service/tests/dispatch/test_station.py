from datetime import timedelta

from odoo import fields

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestStation(AfterSalesCommon):
    """Nearest station (S-23), branch of a claim (D-14), the maker's centre (O-43)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.jinan, cls.qingdao = partners.create(
            [
                {
                    "name": "济南站",
                    "partner_latitude": 36.65,
                    "partner_longitude": 117.12,
                },
                {
                    "name": "青岛站",
                    "partner_latitude": 36.07,
                    "partner_longitude": 120.38,
                },
            ]
        )
        cls.customer.write({"partner_latitude": 36.0, "partner_longitude": 120.2})
        cls.li.station_id, cls.zhao.station_id = cls.jinan, cls.qingdao
        cls.branch = cls.env["aftersales.unit"].create(
            {"name": "驻青岛分公司", "code": "T-QD", "kind": "branch", "cities": "青岛"}
        )
        # Li has more points: his region.
        cls.li.unit_id = cls.env["aftersales.unit"].create(
            {"name": "济南", "code": "T-JN"}
        )

    def job(self, **vals):
        vals = {"unit_id": self.li.unit_id.id, "service_type": "c"} | vals
        return self.make_order(product_id=self.machine.id, **vals)

    def ranked(self, order):
        both = self.li | self.zhao
        found = order._propose_technicians()[order.id]
        return [c for c in found if c["id"] in both.ids]

    def test_guaranteed_work_goes_to_the_nearest_station(self):
        first = self.ranked(self.job())[0]
        self.assertEqual(first["id"], self.zhao.id)
        self.assertIn(
            [True, "of the nearest service station, 青岛站"], first["reasons"]
        )

    def test_paid_work_is_ranked_by_points(self):
        self.zhao.cities = False
        order = self.job(service_type="a")
        self.assertFalse(any(c["favour"] for c in self.ranked(order)))

    def test_dispatcher_gives_the_job_to_the_nearest_station(self):
        order = self.job(service_type="a")
        self.assertEqual(order.nearest_station_id, self.qingdao)
        order.action_give_to_station()
        self.assertEqual(order.station_id, self.qingdao)
        first = self.ranked(order)[0]
        self.assertEqual(first["id"], self.zhao.id)
        self.assertIn("serves this job", first["reasons"][0][1])

    def test_chosen_station_counts_before_the_nearest(self):
        order = self.job(station_id=self.jinan.id)
        self.assertEqual(self.ranked(order)[0]["id"], self.li.id)

    def test_site_off_the_map_asks_for_coordinates(self):
        self.customer.write({"partner_latitude": 0, "partner_longitude": 0})
        order = self.job()
        with self.assertRaisesRegex(ProofMissing, "coordinates"):
            order.action_give_to_station()

    def test_stations_of_another_company_are_not_the_nearest(self):
        other = self.env["res.company"].create({"name": "另一公司"})
        near = self.qingdao.copy({"name": "别家站", "partner_latitude": 36.0})
        self.env["aftersales.technician"].create(
            {"name": "外人", "company_id": other.id, "station_id": near.id}
        )
        order = self.job().sudo()
        self.assertEqual(order.nearest_station_id, self.qingdao)

    def test_technician_gives_jobs_to_nobody(self):
        order = self.job().with_user(self.technician)
        for button in (order.action_give_to_station, order.action_claim_branch):
            with self.assertRaises(GroupRefused):
                button()

    # --- the branch

    def test_branch_of_the_region_takes_the_claim_on_and_proposes(self):
        self.customer.city = "青岛市"
        self.zhao.unit_id, self.zhao.station_id = self.branch, False
        order = self.job(service_type="a")
        order.action_claim_branch()
        self.assertEqual(order.branch_id, self.branch)
        self.assertEqual(self.ranked(order)[0]["id"], self.zhao.id)
        with self.assertRaisesRegex(MoveRefused, "驻青岛分公司"):
            order.action_close()
        with self.assertRaisesRegex(ProofMissing, "what the branch proposes"):
            order.action_branch_propose()
        order.branch_proposal = "更换总成"
        order.action_branch_propose()
        self.assertEqual(order.branch_proposed_by_id, self.dispatcher)
        self.assertIn("更换总成", order.message_ids[0].body)
        order.action_close()

    def test_member_of_a_branch_claims_for_it(self):
        self.branch.member_ids = self.dispatcher
        order = self.job()
        order.action_claim_branch()
        self.assertEqual(order.branch_id, self.branch)

    def test_no_branch_says_where_to_enter_one(self):
        self.customer.city = "广州"
        with self.assertRaisesRegex(ProofMissing, "no out-stationed branch"):
            self.job().action_claim_branch()

    # --- the centre that the manufacturer named

    def test_brand_proposes_its_service_centre(self):
        centre = self.env["res.partner"].create({"name": "厂家服务中心"})
        self.machine.aftersales_brand_id = self.env["aftersales.brand"].create(
            {"name": "T牌", "service_partner_id": centre.id}
        )
        people = self.env["res.partner"].create(
            {"name": "班组", "parent_id": centre.id}
        )
        self.li.write({"kind": "maker", "employer_id": people.id})
        order = self.job()
        self.assertEqual(order.service_centre_id, centre)
        first = self.ranked(order)[0]
        self.assertEqual(first["id"], self.li.id)
        self.assertIn(
            [True, "of 厂家服务中心, which the manufacturer named"], first["reasons"]
        )
        self.li.kind = "contractor"
        self.assertEqual(self.ranked(order)[0]["id"], self.zhao.id)

    def test_refused_stay_last_whoever_named_them(self):
        self.zhao.examined = False
        self.assertEqual(self.ranked(self.job())[-1]["id"], self.zhao.id)


class TestGoodsArrived(AfterSalesCommon):
    """Nobody plans an installation before the goods arrived (D-15)."""

    def setUp(self):
        super().setUp()
        self.deliver(self.machine, "T-D15")
        self.device = self.env["aftersales.device"].search([("serial", "=", "T-D15")])

    def plan(self, order, kind="installation", start=None):
        return (
            self.env["aftersales.visit"]
            .with_user(self.dispatcher)
            .create(
                {
                    "order_id": order.id,
                    "technician_id": self.li.id,
                    "kind": kind,
                    "planned_start": start or fields.Datetime.now(),
                }
            )
        )

    def test_installation_waits_for_the_arrival(self):
        order = self.make_order(self.device)
        with self.assertRaisesRegex(ProofMissing, "T-D15.*Arrived Today"):
            self.plan(order)
        self.assertEqual(order.state, "registered")
        self.device.action_confirm_arrival()
        self.assertEqual(self.plan(order).kind, "installation")

    def test_repair_does_not_wait(self):
        visit = self.plan(self.make_order(self.device), "repair")
        with self.assertRaisesRegex(ProofMissing, "T-D15"):
            visit.kind = "installation"

    def test_day_before_the_arrival_is_too_early(self):
        now = fields.Datetime.now()
        self.device.arrival_date = now.date() + timedelta(days=5)
        order = self.make_order(self.device)
        with self.assertRaisesRegex(ProofMissing, "or a later one"):
            self.plan(order)
        visit = self.plan(order, start=now + timedelta(days=6))
        with self.assertRaisesRegex(ProofMissing, "or a later one"):
            visit.planned_start = now + timedelta(days=2)

    def test_device_that_never_was_ours_needs_no_arrival(self):
        self.assertTrue(self.plan(self.make_order(self.make_device("T-X"))))

    def test_project_waits_for_what_was_sold(self):
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [
                    fields.Command.create(
                        {"product_id": self.part.id, "product_uom_qty": 2}
                    )
                ],
            }
        )
        sale.action_confirm()
        project = self.env["aftersales.project"].create(
            {
                "name": "泵站",
                "code": "T-15",
                "partner_id": self.customer.id,
                "sale_order_id": sale.id,
            }
        )
        order = self.make_order(project_id=project.id)
        with self.assertRaisesRegex(ProofMissing, sale.picking_ids.name):
            self.plan(order)
        sale.picking_ids.move_ids.picked = True
        sale.picking_ids._action_done()
        self.assertTrue(self.plan(order))

    def test_window_says_it_before_the_button(self):
        visit = self.env["aftersales.visit"].with_user(self.dispatcher)
        draft = visit.new(
            {
                "order_id": self.make_order(self.device).id,
                "technician_id": self.li.id,
                "kind": "installation",
                "planned_start": fields.Datetime.now(),
            }
        )
        self.assertIn("T-D15", draft.dispatch_refusal)


class TestQuality(AfterSalesCommon):
    """Quality people work along on grave faults (D-07)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wang = cls.env["aftersales.technician"].create(
            {"name": "王质", "examined": True, "is_quality": True}
        )

    def test_grave_faults_bring_quality_people(self):
        for grave in ("major", "difficult", "batch"):
            visit = self.make_visit(self.make_order(escalation_class=grave))
            self.assertEqual(visit.helper_ids, self.wang, grave)
            self.assertEqual(visit.leader_id, self.li)
            visit.with_user(self.dispatcher).action_cancel()

    def test_ordinary_fault_that_turns_out_grave(self):
        order = self.make_order()
        visit = self.make_visit(order)
        self.assertFalse(visit.helper_ids)
        order.escalation_class = "batch"
        self.assertEqual(visit.helper_ids, self.wang)
        self.assertIn("王质", order.message_ids[0].body)

    def test_busy_quality_people_are_asked(self):
        self.make_visit(self.make_order(escalation_class="major"))
        order = self.make_order(escalation_class="major")
        visit = self.make_visit(order, self.zhao)
        self.assertFalse(visit.helper_ids)
        self.assertTrue(
            order.message_ids.filtered(lambda m: "quality department is free" in m.body)
        )

    def test_who_leads_may_be_of_the_quality_department(self):
        self.li.is_quality = True
        visit = self.make_visit(self.make_order(escalation_class="major"))
        self.assertFalse(visit.helper_ids)
