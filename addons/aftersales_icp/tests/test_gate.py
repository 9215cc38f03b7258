"""Selling is allowed; opening access, delivery and going live are not, until filed."""

from datetime import timedelta
from functools import partial

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user

from odoo.addons.aftersales_icp.exceptions import (
    IcpGateClosed,
    IcpKept,
    IcpOverrideWrong,
)

from .common_gate import MATRIX, STATES, GateCommon


class TestGate(GateCommon):
    def deliver(self, order):
        order.order_line.qty_delivered = 1

    def test_quotation_confirm_sign_and_delivery(self):
        for state in STATES:
            with self.subTest(state), self.cr.savepoint() as point:
                order = self.case(state)
                order.action_quotation_sent()
                confirm, deliver = MATRIX[state]
                self.assertEqual(not self.refused(order.action_confirm), confirm)
                signed = order.copy({"require_signature": True})
                signed.order_line.icp_service_id = order.order_line.icp_service_id
                self.assertEqual(
                    not self.refused(
                        signed.with_user(self.users["portal"]).sudo()._validate_order
                    ),
                    confirm,
                )
                self.assertEqual(
                    not self.refused(partial(self.deliver, order)), deliver
                )
                self.assertEqual(
                    not self.refused(order.order_line.action_icp_open, IcpGateClosed),
                    deliver,
                )
                point.rollback()
                self.env.invalidate_all()

    def test_refusal_says_what_is_missing(self):
        order = self.make_sale()
        with self.assertRaisesRegex(UserError, "Choose the internet service"):
            order.action_confirm()
        self.assertIn("Choose the internet service", order.icp_notice)

    def test_company_that_only_warns(self):
        self.company.icp_sale_policy = "warn"
        order = self.make_sale()
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        with self.assertRaises(IcpGateClosed):
            order.order_line.action_icp_open()

    def test_own_licence_must_cover_the_class(self):
        self.licence.write({"valid_from": "2021-01-01", "valid_to": "2026-01-01"})
        with self.assertRaisesRegex(UserError, "B11"):
            self.make_sale(self.service).action_confirm()

    def test_real_name_of_the_customer(self):
        self.partner.icp_real_name = False
        with self.assertRaisesRegex(UserError, "real name"):
            self.make_sale(self.service).action_confirm()

    def test_access_product_names_its_licence_class(self):
        with self.assertRaises(ValidationError):
            self.hosting.icp_class_id = False

    def test_other_provider_is_no_access(self):
        self.hosting.icp_provider_id = self.partner
        order = self.make_sale(self.service)
        order.action_confirm()
        with self.assertRaises(IcpGateClosed):
            self.deliver(order)
        self.make_access(self.service, self.partner)
        self.deliver(order)

    def test_site_abroad_is_not_blocked(self):
        build = self.env["product.product"].create(
            {"name": "建站", "type": "service", "icp_requirement": "site_build"}
        )
        service = self.make_service(self.service.subject_id, name="海外站")
        order = self.make_sale(service, build)
        order.action_confirm()
        with self.assertRaises(IcpGateClosed):
            self.deliver(order)
        service.in_china = False
        self.deliver(order)

    def test_opening_makes_the_access_active(self):
        order = self.make_sale(self.service)
        order.action_confirm()
        order.action_icp_open()
        self.assertEqual(order.order_line.icp_opening, "opened")
        self.assertEqual(self.access.state, "active")
        self.assertEqual(self.access.sale_line_id, order.order_line)

    def test_products_without_requirement_are_never_stopped(self):
        plain = self.env["product.product"].create(
            {"name": "电脑维修", "type": "service"}
        )
        order = self.make_sale(product=plain)
        order.action_confirm()
        self.deliver(order)
        self.assertFalse(order.icp_notice)

    def test_sold_filing_service_opens_an_order_and_is_delivered_when_done(self):
        filing = self.env["product.product"].create(
            {"name": "代备案", "type": "service", "icp_requirement": "filing_service"}
        )
        service = self.make_service(self.service.subject_id, name="新站")
        sale = self.make_sale(service, filing)
        sale.action_confirm()
        order = self.env["aftersales.icp.order"].search(
            [("sale_line_id", "=", sale.order_line.id)]
        )
        self.assertEqual((order.kind, order.service_ids), ("new_service", service))
        self.assertTrue(order.document_ids)
        service.domain_name = "neu.example.cn"
        self.complete(order)
        order.action_submit()
        order.action_pass()
        order.action_sms_verified()
        service.number_raw = f"{service.subject_id.number}-2"
        order.action_done()
        self.assertEqual(sale.order_line.qty_delivered, 1)

    def test_salespeople_need_no_role_in_the_register(self):
        seller = new_test_user(
            self.env, login="icp_seller", groups="sales_team.group_sale_salesman"
        )
        order = self.make_sale(self.service, user_id=seller.id).with_user(seller)
        self.env.invalidate_all()
        self.assertFalse(order.icp_notice)
        form = Form(order)
        form.note = "x"
        form.save()
        order.action_confirm()
        self.deliver(order)
        refused = self.make_sale(user_id=seller.id).with_user(seller)
        with self.assertRaisesRegex(UserError, "Choose the internet service"):
            refused.action_confirm()

    # === EXCEPTIONS === #

    def test_exception_needs_reason_proof_and_an_early_end(self):
        today = self.service._today()
        for values in (
            {"reason": " "},
            {"attachment_ids": False},
            {"expires_on": today + timedelta(days=31)},
            {"expires_on": today - timedelta(days=1)},
        ):
            with self.subTest(values), self.assertRaises(IcpOverrideWrong):
                self.make_override(**values)
        override = self.make_override(granted_on="2020-01-01")
        self.assertEqual(override.granted_on, today)
        self.assertIn("管局书面同意", self.service.subject_id.message_ids[0].body)
        with self.assertRaises(IcpKept):
            override.reason = "x"
        with self.assertRaises(IcpKept):
            override.sudo().unlink()

    def test_exception_is_for_officers_and_never_for_revoked(self):
        with self.assertRaises(AccessError):
            self.as_user(self.env["aftersales.icp.override"], "clerk").create(
                {"service_id": self.service.id, "reason": "x"}
            )
        self.service.action_revoke()
        with self.assertRaises(IcpOverrideWrong):
            self.make_override()

    # === STOP === #

    def test_stop_now(self):
        order = self.make_sale(self.service)
        order.action_confirm()
        order.action_icp_open()
        model = self.as_user(self.env["aftersales.icp.stop"], "compliance")
        model.create(
            {
                "service_ids": [(6, 0, self.service.ids)],
                "reason": "通信管理局停止接入通知",
                "document": "JVBERi0=",
                "filename": "通知.pdf",
            }
        ).action_stop()
        self.assertEqual(self.access.state, "stopped_by_order")
        self.assertEqual(self.service.state, "suspended")
        self.assertEqual(order.order_line.icp_opening, "stopped")
        self.assertEqual(self.duties(self.service, "D22").state, "done")
        self.assertTrue(self.service.evidence_ids.file)
        self.assertTrue(self.service.subject_id.activity_ids)
        with self.assertRaises(IcpGateClosed):
            order.order_line.action_icp_open()

    def test_hooks_cost_no_query_per_line(self):
        plain = self.env["product.product"].create({"name": "普通", "type": "service"})

        def queries(count):
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.partner.id,
                    "order_line": [(0, 0, {"product_id": plain.id})] * count,
                }
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            order._icp_confirm_problems()
            order.order_line._icp_check_open()
            return self.cr.sql_log_count - before

        self.assertEqual(queries(2), queries(40))
