from odoo import Command

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
    RoleRefused,
    SamePersonRefused,
)
from ..common import AfterSalesCommon


class TestFeeAudit(AfterSalesCommon):
    """O-01, F-32: after-sales audits, finance approves; two steps of two people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["aftersales.role.holder"].create(
            {
                "role_id": cls.env.ref("aftersales_service.role_accountant").id,
                "user_id": cls.accountant.id,
                "company_id": cls.company.id,
            }
        )

    def make_job(self):
        order = self.make_order(None, service_type="a")
        self.make_visit(order)
        return order

    def test_two_steps(self):
        order = self.make_job()
        fee = order.fee_ids
        self.assertEqual(fee.audit_state, "open")
        order.with_user(self.dispatcher).action_audit_fees()
        self.assertEqual(fee.audit_state, "audited")
        self.assertEqual(fee.audited_by_id, self.dispatcher)
        with self.assertRaises(GroupRefused):
            fee.with_user(self.dispatcher).action_approve_audit()
        fee.with_user(self.accountant).action_approve_audit()
        self.assertEqual(fee.audit_state, "approved")
        self.assertEqual(fee.approved_by_id, self.accountant)

    def test_the_question_has_the_sum(self):
        order = self.make_job()
        order.with_user(self.dispatcher).action_audit_fees()
        asked = order.sudo().approval_ids
        self.assertEqual((asked.kind, asked.amount), ("fees", 120))
        self.assertEqual(asked.role_id.code, "accountant")

    def test_in_a_batch(self):
        orders = self.make_job() | self.make_job()
        orders.fee_ids.with_user(self.dispatcher).action_audit()
        orders.fee_ids.with_user(self.accountant).action_approve_audit()
        self.assertEqual(set(orders.fee_ids.mapped("audit_state")), {"approved"})

    def test_what_changes_is_audited_again(self):
        order = self.make_job()
        order.with_user(self.dispatcher).action_audit_fees()
        order.fee_ids.with_user(self.accountant).action_approve_audit()
        order.fee_ids.with_user(self.dispatcher).quantity = 3
        self.assertEqual(order.fee_ids.audit_state, "changed")
        order.with_user(self.dispatcher).action_audit_fees()
        self.assertEqual(order.fee_ids.audit_state, "audited")
        self.assertEqual(len(order.sudo()._get_open_approvals("fees")), 1)

    def test_refused_with_a_reason(self):
        order = self.make_job()
        order.with_user(self.dispatcher).action_audit_fees()
        asked = order.sudo().approval_ids.with_user(self.accountant)
        asked.action_refuse("工时不对")
        self.assertEqual(order.fee_ids.audit_state, "refused")
        self.assertEqual(order.fee_ids.audit_refusal, "工时不对")
        with self.assertRaises(MoveRefused):
            order.fee_ids.with_user(self.accountant).action_approve_audit()

    def test_nobody_approves_what_he_audited(self):
        both = self.make_user("finance", "both")
        both.group_ids = [
            Command.link(self.env.ref("aftersales_service.aftersales_service_group_dispatcher").id)
        ]  # fmt: skip
        order = self.make_job()
        order.with_user(both).action_audit_fees()
        with self.assertRaises(SamePersonRefused):
            order.fee_ids.with_user(both).action_approve_audit()

    def test_finance_without_the_role_is_told_whom_to_ask(self):
        other = self.make_user("finance", "other_accountant")
        order = self.make_job()
        order.with_user(self.dispatcher).action_audit_fees()
        with self.assertRaises(RoleRefused):
            order.fee_ids.with_user(other).action_approve_audit()

    def test_others_audit_nothing(self):
        order = self.make_job()
        for user in (self.technician, self.keeper, self.accountant):
            with self.assertRaises(GroupRefused):
                order.with_user(user).action_audit_fees()

    def test_nothing_left_to_audit(self):
        order = self.make_job()
        order.with_user(self.dispatcher).action_audit_fees()
        with self.assertRaises(ProofMissing):
            order.with_user(self.dispatcher).action_audit_fees()

    def test_invoices_wait_where_the_company_wants_it(self):
        order = self.make_job()
        order.with_user(self.dispatcher).action_create_quotation()
        sale = order.sudo().sale_order_ids
        sale.action_confirm()
        sale.order_line.qty_delivered = 1
        shares = order.fee_ids.share_ids.with_user(self.accountant)
        self.company.aftersales_fee_audit = True
        with self.assertRaises(ProofMissing):
            shares.action_create_invoices()
        order.with_user(self.dispatcher).action_audit_fees()
        order.fee_ids.with_user(self.accountant).action_approve_audit()
        shares.action_create_invoices()
        self.assertTrue(sale.invoice_ids)

    def test_they_wait_in_sales_as_well(self):
        """Core's button, and the posting of what was drafted before."""
        order = self.make_job()
        order.with_user(self.dispatcher).action_create_quotation()
        sale = order.sudo().sale_order_ids
        sale.action_confirm()
        sale.order_line.qty_delivered = 1
        draft = sale._create_invoices()
        self.company.aftersales_fee_audit = True
        for step in (sale._create_invoices, draft.action_post):
            with self.assertRaisesRegex(ProofMissing, "not approved"):
                step()
        order.with_user(self.dispatcher).action_audit_fees()
        order.fee_ids.with_user(self.accountant).action_approve_audit()
        draft.action_post()
        self.assertEqual(draft.state, "posted")
