import base64
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.tools import mute_logger

from odoo.addons.aftersales_service.exceptions import (
    GroupRefused,
    MoveRefused,
    ProofMissing,
)

from ..common import SIGNATURE
from ..returns.common import ReturnsCommon


class LoanCommon(ReturnsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.env["account.account"]
        cls.liability = account.create(
            {
                "name": "其他应付款—押金",
                "code": "224199",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        cls.income = account.create(
            {"name": "营业外收入", "code": "630199", "account_type": "income_other"}
        )
        cls.company.write(
            {
                "aftersales_deposit_account_id": cls.liability.id,
                "aftersales_deposit_income_account_id": cls.income.id,
            }
        )

    def balance(self, account):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return sum(lines.mapped("balance"))


class TestLoan(LoanCommon):
    """备用机: booked once, lent with photos and deposit, asked for, brought back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lots = cls.make_lots(cls.machine, "BY-1")
        cls.loaner = cls.make_device(
            "BY-1",
            partner_id=cls.company.partner_id.id,
            lot_id=cls.lots.id,
        )
        cls.loaner.is_loaner = True

    def book(self, start=0, days=7, **vals):
        now = fields.Datetime.now()
        return (
            self.env["aftersales.loan"]
            .with_user(self.dispatcher)
            .create(
                {
                    "device_id": self.loaner.id,
                    "partner_id": self.customer.id,
                    "start": now + timedelta(days=start),
                    "stop": now + timedelta(days=start + days),
                }
                | vals
            )
        )

    def photograph(self, loan, name):
        photo = (
            self.env["ir.attachment"]
            .with_user(self.dispatcher)
            .create({"name": "p.png", "datas": base64.b64encode(_png())})
        )
        loan[name] = [(4, photo.id)]

    def lend(self, **vals):
        loan = self.book(**vals)
        self.photograph(loan, "photo_out_ids")
        loan.action_hand_out()
        return loan

    @mute_logger("odoo.sql_db")
    def test_not_booked_twice_for_the_same_time(self):
        self.env.cr.execute(
            "SELECT contype FROM pg_constraint WHERE conname = %s",
            ["aftersales_loan_not_booked_twice"],
        )
        self.assertEqual(self.env.cr.fetchone(), ("x",))
        first = self.book()
        self.book(start=8)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.book(start=3)
        first.action_cancel()
        self.book(start=3, days=4)

    def test_only_loaners_are_lent(self):
        self.loaner.is_loaner = False
        with self.assertRaises(MoveRefused):
            self.book()

    def test_out_and_back_with_photos(self):
        loan = self.book()
        with self.assertRaises(ProofMissing):
            loan.action_hand_out()
        self.photograph(loan, "photo_out_ids")
        value = self.machine.total_value
        loan.action_hand_out()
        stock = self.warehouse.lot_stock_id
        self.assertEqual(self.quantity_at(stock, self.machine), 0)
        self.assertEqual(self.machine.total_value, value)
        with self.assertRaises(ProofMissing):
            loan.action_bring_back()
        self.photograph(loan, "photo_back_ids")
        loan.action_bring_back()
        self.assertEqual(loan.state, "back")
        self.assertEqual(self.quantity_at(stock, self.machine), 1)
        self.book(start=1)  # free again at once

    def test_not_lent_while_it_is_out(self):
        self.lend()
        later = self.book(start=8)
        self.photograph(later, "photo_out_ids")
        with self.assertRaises(MoveRefused) as refused:
            later.action_hand_out()
        self.assertIn(self.customer.name, str(refused.exception))

    def test_deposit_is_a_liability_until_it_is_back(self):
        loan = self.book(deposit_amount=500)
        self.photograph(loan, "photo_out_ids")
        with self.assertRaises(ProofMissing):
            loan.action_hand_out()
        loan.action_take_deposit()
        self.assertEqual(self.balance(self.liability), -500)
        with self.assertRaises(MoveRefused):
            loan.action_take_deposit()
        loan.action_hand_out()
        with self.assertRaises(MoveRefused):
            loan.action_return_deposit()
        self.photograph(loan, "photo_back_ids")
        loan.action_bring_back()
        loan.action_return_deposit()
        self.assertEqual(self.balance(self.liability), 0)
        self.assertEqual(loan.deposit_state, "returned")

    def test_kept_deposit_is_income_by_the_director(self):
        loan = self.book(deposit_amount=500)
        loan.action_take_deposit()
        with self.assertRaises(GroupRefused):
            loan.action_keep_deposit()
        loan.with_user(self.director).action_keep_deposit()
        self.assertEqual(self.balance(self.liability), 0)
        self.assertEqual(self.balance(self.income), -500)

    def test_deposit_without_account_tells_whom_to_ask(self):
        self.company.aftersales_deposit_account_id = False
        with self.assertRaises(ProofMissing) as refused:
            self.book(deposit_amount=500).action_take_deposit()
        self.assertIn("accountant", str(refused.exception))

    def test_overdue_is_chased_in_working_days(self):
        loan = self.lend()
        friday = datetime(2026, 3, 6, 6)  # 14:00 in Shanghai
        calendar = self.env.ref(
            "resource_calendar_makeup.calendar_china", raise_if_not_found=False
        )
        self.company.resource_calendar_id = (
            calendar or self.company.resource_calendar_id
        )
        tuesday = self.company._aftersales_day(loan._get_chase_moment(friday))
        self.assertEqual(str(tuesday), "2026-03-10")
        past = fields.Datetime.now() - timedelta(days=1)
        loan._in_flow().write(
            {
                "start": past - timedelta(days=9),
                "stop": past - timedelta(days=5),
                "next_chase_at": past,
            }
        )
        self.assertTrue(loan.is_overdue)
        self.env["aftersales.loan"]._cron_chase()
        self.assertEqual(loan.activity_ids.user_id, self.dispatcher)
        self.assertEqual(loan.chase_count, 1)
        self.env["aftersales.loan"]._cron_chase()
        self.assertEqual(loan.chase_count, 1)

    def test_chase_of_many_costs_little_more_than_of_few(self):
        past = fields.Datetime.now() - timedelta(days=1)

        def cost(*serials):
            loaners = [self.make_device(s, is_loaner=True) for s in serials]
            loans = self.env["aftersales.loan"]
            for loaner in loaners:
                loans |= self.book(device_id=loaner.id)
            loans._in_flow().write({"state": "out", "next_chase_at": past})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            loans._cron_chase()
            self.env.flush_all()
            spent = self.cr.sql_log_count - before
            self.assertEqual(set(loans.mapped("chase_count")), {1})
            self.assertEqual(len(loans.activity_ids), len(serials))
            return spent

        cost("C1")
        few, many = cost("C2", "C3"), cost(*[f"D{n}" for n in range(12)])
        self.assertLess(many - few, 12)

    def test_return_with_a_loaner_is_not_cancelled(self):
        line = {"product_id": self.machine.id, "serial": "外-1"}
        record = self.make_return(lines=[line])
        loan = self.book(return_id=record.id)
        with self.assertRaises(MoveRefused) as refused:
            record.action_cancel()
        self.assertIn(loan.name, str(refused.exception))
        loan.action_cancel()
        record.action_cancel()
        self.assertEqual(record.state, "cancelled")

    def test_blocks_closing_of_the_job(self):
        job = self.make_order()
        loan = self.lend(order_id=job.id)
        self.assertIn(
            loan.device_id.display_name, str([b.text for b in job._get_blockers()])
        )


class TestAdvance(LoanCommon):
    """先行更换: the new one leaves, the defective one is claimed when it is counted in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        cls.make_lots(cls.machine, "SN2")

    def setUp(self):
        super().setUp()
        line = {"device_id": self.device.id, "serial": "SN1"}
        self.record = self.make_return(lines=[line | {"unusable": True}])
        self.advance = (
            self.env["aftersales.advance"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": self.record.line_ids.id,
                    "reason": "产线停机",
                    "date_due": "2020-01-01",
                    "deposit_amount": 300,
                }
            )
        )

    def test_story(self):
        advance = self.advance
        with self.assertRaises(ProofMissing):
            advance.action_send()
        advance.action_take_deposit()
        advance.action_send()
        self.ship(advance.sudo().move_ids.picking_id)
        self.assertEqual(advance.state, "sent")
        self.assertTrue(advance.is_overdue)
        new = self.env["aftersales.device"].search([("serial", "=", "SN2")])
        self.assertTrue(new)
        self.assertFalse(self.device.active)
        with self.assertRaises(MoveRefused):
            advance.action_return_deposit()
        sale = self.device.sale_line_id
        delivered = sale.qty_delivered
        self.receive(self.record)
        self.assertEqual(advance.state, "claimed")
        disposition = self.record.disposition_ids
        self.assertEqual((disposition.action, disposition.state), ("exchange", "done"))
        self.assertEqual(sale.qty_delivered, delivered)
        self.assertFalse(self.record.custody_ids._get_open())
        with self.assertRaises(MoveRefused) as refused:
            self.record.action_close()
        self.assertIn(advance.name, str(refused.exception))
        advance.action_return_deposit()
        self.record.action_close()

    def test_never_came(self):
        self.advance.action_take_deposit()
        self.advance.action_send()
        self.ship(self.advance.sudo().move_ids.picking_id)
        self.advance.action_lost()
        self.advance.with_user(self.director).action_keep_deposit()
        self.assertEqual(self.balance(self.income), -300)

    def test_called_off_gives_the_deposit_back(self):
        self.advance.action_take_deposit()
        self.advance.action_send()
        with self.assertRaises(MoveRefused) as refused:
            self.record.action_cancel()
        self.assertIn(self.advance.name, str(refused.exception))
        self.advance.action_cancel()
        self.assertEqual(self.advance.deposit_state, "returned")
        self.assertEqual(self.balance(self.liability), 0)
        self.assertEqual(self.advance.sudo().deposit_back_id.state, "posted")
        self.assertEqual(set(self.advance.sudo().move_ids.mapped("state")), {"cancel"})
        self.record.action_cancel()

    def test_what_has_left_is_not_called_off(self):
        self.advance.action_take_deposit()
        self.advance.action_send()
        self.ship(self.advance.sudo().move_ids.picking_id)
        with self.assertRaises(MoveRefused):
            self.advance.action_cancel()
        self.assertEqual(self.advance.deposit_state, "held")

    def test_not_when_it_is_here_already(self):
        self.receive(self.record)
        with self.assertRaises(MoveRefused):
            self.advance.action_send()


def _png():
    return base64.b64decode(SIGNATURE)
