from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ...exceptions import ProtectedRefused, RoleRefused
from ...kernel import reconcile as kernel
from ..fees.test_movements import _FEW
from .common import ReconcileCommon


class TestReconcileLine(ReconcileCommon):
    """A row says what the documents say, from the fee to the money."""

    def test_a_fee_has_a_row_for_each_of_those_who_pay(self):
        fee = self.make_fee(taxes=self.vat, customer=60, company=40)
        self.count_all()
        rows = self.lines.search([("share_id", "in", fee.share_ids.ids)], order="id")
        self.assertEqual(
            rows.mapped("fee_amount"),
            [67.8 if s.payer == "customer" else 40 for s in rows],
        )
        self.assertEqual(
            set(rows.mapped("month")),
            {self.env.company._aftersales_today().replace(day=1)},
        )

    def test_quotation_invoice_and_payment_are_followed(self):
        line = self.make_line()
        self.assertEqual((line.fee_amount, line.quoted_amount), (113, 0))
        invoice = self.bill()
        line = self.line(line.share_id)
        self.assertEqual((line.quoted_amount, line.told_amount), (113, 113))
        self.assertEqual((line.invoiced_amount, line.open_amount), (113, 0))
        self.pay(invoice, 50)
        self.assertEqual(self.line(line.share_id).paid_amount, 50)
        self.pay(invoice)
        self.assertEqual(self.line(line.share_id).paid_amount, 113)

    def test_a_payment_that_is_taken_back_opens_the_row_again(self):
        line = self.make_line()
        invoice = self.bill()
        self.pay(invoice)
        self.assertEqual(self.line(line.share_id).paid_amount, 113)
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual(self.line(line.share_id).paid_amount, 0)

    def test_a_credit_note_is_neither_invoiced_nor_paid(self):
        line = self.make_line()
        invoice = self.bill()
        self.credit(invoice)
        line = self.line(line.share_id)
        self.assertEqual((line.invoiced_amount, line.paid_amount), (0, 0))
        self.assertEqual(line.open_amount, 113)

    def test_parts_are_counted(self):
        self.make_job()
        share = self.order.sudo().fee_ids.filtered("requisition_line_id").share_ids[:1]
        line = self.line(share)
        self.assertEqual((line.requested, line.issued, line.used), (2, 2, 0))
        self.finish_job()
        share = self.order.sudo().fee_ids.filtered("requisition_line_id").share_ids[:1]
        line = self.line(share)
        self.assertTrue(line)
        self.assertEqual((line.used, line.returned), (2, 0))

    def test_a_row_goes_with_its_share(self):
        fee = self.make_fee()
        line = self.line(fee.share_ids)
        fee.unlink()
        self.assertFalse(line.exists())
        self.count_all()

    def test_nobody_types_into_a_row(self):
        line = self.make_line().with_user(self.accountant)
        for vals in ({"state": "green"}, {"keeps_open": False}, {"paid_amount": 113}):
            with self.assertRaises(ProtectedRefused):
                line.write(vals)


class TestReconcileRules(ReconcileCommon):
    """What is red is decided by rules."""

    def test_never_quoted_is_red_after_its_days(self):
        line = self.make_line(days=2)
        self.assertEqual((line.state, line.keeps_open), ("amber", False))
        line = self.make_line(days=30)
        self.assertEqual((line.state, line.rule_id.code), ("red", "not_quoted"))
        self.assertTrue(line.keeps_open)

    def test_a_row_turns_red_by_itself(self):
        line = self.make_line(days=2)
        self.assertEqual(
            line.turns_on, self.env.company._aftersales_today() + timedelta(days=1)
        )
        self.env.cr.execute(
            "UPDATE aftersales_reconcile_line SET turns_on = %s WHERE id = %s",
            [self.env.company._aftersales_today(), line.id],
        )
        self.env.cr.execute(
            "UPDATE aftersales_visit SET ended_at = ended_at - interval '9 day' WHERE id = %s",
            [self.visit.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.line(line.share_id).state, "red")

    def test_tolerance_days_and_switch_are_read(self):
        line = self.make_line()
        for vals, state in (
            ({"tolerance": 113}, "amber"),
            ({"tolerance": 112.99}, "red"),
            ({"days": 300}, "amber"),
            ({"days": 3, "active": False}, "amber"),
            ({"active": True}, "red"),
        ):
            self.rule("not_quoted", **vals)
            self.assertEqual(self.line(line.share_id).state, state, vals)

    def test_agreed_and_not_invoiced(self):
        line = self.make_line()
        self.quote()
        self.assertEqual(self.line(line.share_id).rule_id.code, "not_invoiced")

    def test_invoiced_and_not_paid_when_due(self):
        line = self.make_line()
        invoice = self.bill()
        invoice.button_draft()
        invoice.invoice_date = self.env.company._aftersales_today() - timedelta(days=90)
        invoice.invoice_date_due = self.env.company._aftersales_today() - timedelta(
            days=60
        )
        invoice.action_post()
        self.assertEqual(self.line(line.share_id).rule_id.code, "not_paid")
        self.pay(invoice)
        line = self.line(line.share_id)
        self.assertEqual(line.rule_id.code, "no_fapiao")

    def test_others_wait_for_a_settlement(self):
        line = self.make_line(days=50, supplier=100)
        self.assertIn(line.rule_id.code, ("not_claimed", "nobody"))

    def test_only_the_finance_manager_sets_rules(self):
        rule = self.rule("not_quoted")
        with self.assertRaises(RoleRefused):
            rule.with_user(self.accountant).days = 99
        rule.with_user(self.director).days = 9
        self.assertEqual(rule.days, 9)

    def test_what_a_rule_asks_is_nobodys_to_write(self):
        """It was read-only in the list, and written over RPC."""
        rule = self.rule("not_paid")
        self.rule("signed_for").sudo().unlink()
        for user in (self.director, self.env.user):
            with self.assertRaises(ProtectedRefused):
                rule.with_user(user).write({"code": "signed_for"})
        kind = self.env.ref("aftersales_service.cost_kind_part")
        with self.assertRaises(ProtectedRefused):
            kind.with_user(self.director).write({"code": "x"})


_MONEY = st.integers(-50_000, 50_000)


class TestReconcileKernel(ReconcileCommon):
    @_FEW
    @given(
        st.lists(_MONEY, min_size=len(kernel.MONEY), max_size=len(kernel.MONEY)),
        st.sampled_from(("customer", "company", "supplier")),
        st.integers(0, 60),
    )
    def test_red_has_its_faults_and_its_key(self, money, payer, age):
        facts = dict.fromkeys(kernel.FACTS, 0) | dict(
            zip(kernel.MONEY, money, strict=True)
        )
        day = date(2026, 10, 31)
        facts |= {name: day - timedelta(days=age) for name in kernel.DAYS}
        facts |= {"payer": payer, "partner_id": 1, "claim_state": None}
        rules = [kernel.Rule(code, 0, 30) for code in kernel.CONDITIONS]
        faults = kernel.find_faults(facts, rules)
        state, due, turns_on = kernel.judge(faults, day, kernel.is_complete(facts))
        self.assertEqual(state == "red", bool(due))
        self.assertEqual(bool(kernel.get_key(due)), bool(due))
        later = kernel.judge(faults, turns_on, True) if turns_on else None
        self.assertTrue(later is None or later[0] == "red")
        cells = kernel.get_cells(facts, faults, day)
        red = {name for name, colour in cells.items() if colour == "red"}
        self.assertEqual(red, {kernel.CONDITIONS[f.code][1] for f in due})
