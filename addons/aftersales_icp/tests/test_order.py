"""Filing orders: guards, moves, check-list, clocks, and what they write when done."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.aftersales_icp.const import ORDER_STATES, ORDER_TRANSITIONS
from odoo.addons.aftersales_icp.exceptions import (
    IcpMoveForbidden,
    IcpMoveRefused,
    IcpOrderConflict,
    IcpOrderIncomplete,
    IcpOrderLocked,
)

from .common import IcpCommon


class TestOrder(IcpCommon):
    def first(self):
        subject = self.make_subject()
        service = self.make_service(subject, domain_name="new.example.cn")
        return self.make_order("first", subject, service)

    def test_constants_name_the_same_states(self):
        states = {state for state, _label in ORDER_STATES}
        self.assertEqual(states, set(ORDER_TRANSITIONS))
        self.assertLessEqual(set().union(*ORDER_TRANSITIONS.values()), states)

    def test_every_pair_of_states_follows_the_table(self):
        order = self.first()
        for current, allowed in ORDER_TRANSITIONS.items():
            for wanted in ORDER_TRANSITIONS:
                self.cr.execute(
                    "UPDATE aftersales_icp_order SET state = %s WHERE id = %s",
                    [current, order.id],
                )
                order.invalidate_recordset()
                if wanted in allowed:
                    order._check_move(wanted)
                else:
                    with self.assertRaises(IcpMoveRefused):
                        order._move_to(wanted)

    def test_check_list_depends_on_the_type(self):
        order = self.first()
        codes = set(order.document_ids.requirement_id.mapped("code"))
        self.assertLessEqual({"M01", "M02", "M03", "M05", "M06"}, codes)
        self.assertNotIn("M13", codes)
        subject = self.make_filed("粤B2-20090059", kind="licence")
        licence = self.make_order("licence_apply", subject)
        codes = licence.document_ids.requirement_id.mapped("code")
        self.assertEqual(len([c for c in codes if c.startswith("I-")]), 17)

    def test_submit_names_everything_that_is_missing(self):
        order = self.first()
        with self.assertRaises(IcpOrderIncomplete) as caught:
            order.action_submit()
        self.assertIn("主办单位证件", str(caught.exception))
        self.assertIn("new.example.cn", str(caught.exception))
        self.assertGreater(order.missing_count, 3)

    def test_real_name_needs_three_working_days(self):
        order = self.complete(self.first())
        order.service_ids.domain_ids.real_name_on = order._today()
        with self.assertRaises(IcpOrderIncomplete):
            order.action_submit()

    def test_whole_way_to_done(self):
        order = self.complete(self.first())
        clerk = self.as_user(order, "clerk")
        clerk.action_submit()
        self.assertEqual(order.service_ids.state, "filing")
        clerk.action_pass()
        self.assertEqual(order.state, "sms_pending")
        self.assertEqual(order.sms_deadline - order.sms_sent_at, timedelta(hours=24))
        clerk.action_sms_verified()
        self.assertEqual(order.state, "bureau_review")
        self.assertEqual(self.duties(order, "D02").state, "done")
        with self.assertRaises(IcpMoveForbidden):
            clerk.action_done()
        order.subject_id.number_raw = "浙ICP备2021004518号"
        order.service_ids.number_raw = "浙ICP备2021004518号-1"
        order.action_done()
        self.assertEqual(order.subject_id.state, "filed")
        self.assertEqual(order.service_ids.state, "filed")
        self.assertEqual(self.duties(order, "D03").state, "done")
        self.assertEqual(
            set(self.duties(order.service_ids).rule_id.mapped("code")),
            {"D05", "D06", "D07"},
        )

    def test_twenty_working_days_over_spring_festival(self):
        """2026: holidays 15 to 23 February, made up on Saturday 14 and 28 February."""
        order = self.complete(self.first())
        with freeze_time("2026-02-09 02:00:00"):
            order.action_submit()
            order.action_pass()
            order.action_sms_verified()
        self.assertEqual(str(order.bureau_due), "2026-03-13")

    def test_sms_ends_after_24_hours_across_midnight(self):
        order = self.complete(self.first())
        with freeze_time("2026-05-06 15:30:00"):  # 23:30 in China
            order.action_submit()
            order.action_pass()
        self.assertEqual(str(order.sms_deadline), "2026-05-07 15:30:00")
        with freeze_time("2026-05-07 15:29:00"):
            self.env["aftersales.icp.order"]._cron_sms()
            self.assertEqual(order.state, "sms_pending")
        with freeze_time("2026-05-07 15:31:00"):
            self.env["aftersales.icp.order"]._cron_sms()
        self.assertEqual(order.state, "returned")
        order.action_submit()
        self.assertEqual(order.state, "provider_review")

    def test_sixth_wrong_code_sends_it_back(self):
        order = self.complete(self.first())
        order.action_submit()
        order.action_pass()
        for _try in range(5):
            order.action_wrong_code()
        self.assertEqual(order.state, "sms_pending")
        order.action_wrong_code()
        self.assertEqual(order.state, "returned")

    def test_locked_while_the_authority_has_it(self):
        order = self.complete(self.first())
        order.action_submit()
        order.action_pass()
        order.action_sms_verified()
        with self.assertRaises(IcpOrderLocked):
            order.kind = "claim"
        for step in (order.action_withdraw, order.action_give_up):
            with self.assertRaises(IcpMoveRefused):
                step()

    def test_rejection_and_correction(self):
        order = self.complete(self.first())
        order.action_submit()
        order.action_ask_fix()
        order.action_submit()
        self.assertEqual(order.state, "provider_review2")
        order.action_reject()
        self.assertEqual(order.state, "provider_rejected")
        order.action_withdraw()
        order.action_give_up()
        self.assertEqual(order.service_ids.state, "draft")

    def test_one_open_order_per_organiser_and_authority(self):
        service = self.make_filed_service()
        subject = service.subject_id
        self.make_order("change_subject", subject, service)
        for kind in ("new_service", "new_access", "cancel_service", "cancel_subject"):
            with self.subTest(kind), self.assertRaises(IcpOrderConflict):
                self.make_order(kind, subject, service)
        self.make_order("psb_first", subject, service)

    def test_access_beside_a_change_where_the_province_allows(self):
        service = self.make_filed_service()
        self.make_order("change_subject", service.subject_id, service)
        service.subject_id.province_id.parallel_access = True
        self.assertTrue(self.make_order("new_access", service.subject_id, service))

    def test_orders_that_do_not_fit_the_organiser(self):
        service = self.make_filed_service()
        subject = service.subject_id
        access = self.make_access(service)
        person = self.make_subject(
            unit_nature_id=self.env.ref("aftersales_icp.code_unit_nature_5").id
        )
        for kind, values in (
            ("first", {}),
            ("cancel_access", {"access_id": access.id}),
            ("migrate", {"target_subject_id": person.id}),
        ):
            with self.subTest(kind), self.assertRaises(IcpOrderConflict):
                self.make_order(kind, subject, service, **values)
        with self.assertRaises(IcpOrderConflict):
            self.make_order("change_subject", self.make_subject())

    def test_shell_files_anew_only_where_the_province_allows(self):
        self.assertTrue(self.make_order("new_service", self.make_filed()))
        hubei = self.make_filed("鄂ICP备2021004518号")
        with self.assertRaises(IcpOrderConflict):
            self.make_order("new_service", hubei)

    def run_through(self, order):
        self.complete(order)
        order.action_submit()
        order.action_pass()
        if order.state == "sms_pending":
            order.action_sms_verified()
        order.action_done()

    def test_what_orders_write_when_they_are_done(self):
        service = self.make_filed_service()
        subject = service.subject_id
        first = self.make_access(service)
        second = self.env["aftersales.icp.access"].create(
            {"service_id": service.id, "provider_id": self.partner.id}
        )
        self.run_through(
            self.make_order("new_access", subject, service, access_id=second.id)
        )
        self.assertEqual(second.state, "filed")
        self.run_through(
            self.make_order("cancel_access", subject, service, access_id=first.id)
        )
        self.assertEqual((first.state, service.state), ("cancelled", "filed"))
        self.run_through(self.make_order("change_service", subject, service))
        self.assertEqual(service.state, "filed")
        service.psb_ids.number_raw = "京公网安备11010502030143号"
        self.run_through(self.make_order("psb_first", subject, service))
        self.assertEqual(service.psb_ids.state, "filed")
        self.run_through(self.make_order("cancel_service", subject, service))
        self.assertEqual(service.state, "cancelled")
        self.run_through(self.make_order("cancel_subject", subject))
        self.assertEqual(subject.state, "cancelled")

    def test_migrated_services_wait_for_their_new_number(self):
        service = self.make_filed_service()
        target = self.make_filed("沪ICP备2021004518号")
        self.run_through(
            self.make_order(
                "migrate", service.subject_id, service, target_subject_id=target.id
            )
        )
        self.assertEqual(service.subject_id, target)
        self.assertEqual((service.state, service.number), ("filing", False))

    def test_change_is_planned_thirty_days_ahead(self):
        service = self.make_filed_service()
        today = service._today()
        order = self.make_order(
            "change_service",
            service.subject_id,
            service,
            change_on=fields.Date.add(today, days=45),
        )
        self.assertEqual(
            self.duties(order, "D09").due_on, fields.Date.add(today, days=15)
        )
        order.change_on = fields.Date.add(today, days=10)
        self.assertIn("30 days ahead", order.preflight)
