"""Deadlines of goods that come back: with a job, without one, exchanged, repaired for money."""

from odoo import Command

from odoo.addons.aftersales_service.tests.sla.common import SlaCommon

from .common import ReturnsCommon


class TestReturnClocks(ReturnsCommon, SlaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        cls.keeper.group_ids |= cls.env.ref("stock.group_stock_user")
        cls.make_sla(
            [
                cls.rule("goods_received", "cause_told", "T-38", amount=2, unit="day"),
                cls.rule("goods_sent_back", "called_back", "T-37", amount=4, unit="day"),
                cls.rule("repaired_goods_returned", "invoice_issued", "T-43",
                         amount=0, unit="same_day"),
            ]
        )  # fmt: skip

    @classmethod
    def rule(cls, start, stop, code, **vals):
        return cls.make_rule(start, stop, code=code, calendar_id=False, **vals)

    def clock(self, document, code):
        clock = document.sudo().clock_ids.filtered(lambda c: c.code == code)
        clock.invalidate_recordset()
        return clock

    def come(self, **vals):
        line = {"device_id": self.device.id, "serial": "SN1"}
        return self.receive(self.make_return(lines=[line], **vals))

    # --- the cause is told (R-04, T-38)

    def test_a_return_without_a_job_has_its_own_deadline(self):
        record = self.come()
        clock = self.clock(record, "T-38")
        self.assertTrue(clock.due_at)
        self.assertFalse(clock.stopped_at)
        self.assertFalse(record.order_id)

    def test_it_ends_with_the_goods_at_last(self):
        record = self.come()
        self.decide(record.line_ids, "back")
        self.give_back(record.custody_ids)
        self.assertEqual(record.state, "sent_back")
        self.assertEqual(self.clock(record, "T-38").state, "met")

    def test_a_job_that_is_linked_later_does_not_lose_it(self):
        record = self.come()
        record.order_id = self.make_order(self.device)
        self.assertFalse(self.clock(record.order_id, "T-38"))
        record._tell_clocks("cause_told")
        self.assertEqual(self.clock(record, "T-38").state, "met")

    def test_with_a_job_it_is_the_jobs(self):
        job = self.make_order(self.device)
        record = self.come(order_id=job.id)
        self.assertFalse(self.clock(record, "T-38"))
        self.assertTrue(self.clock(job, "T-38"))
        record._tell_clocks("cause_told")
        self.assertEqual(self.clock(job, "T-38").state, "met")

    def test_a_cancelled_return_has_no_deadlines(self):
        line = {"device_id": self.device.id, "serial": "SN1"}
        record = self.make_return(lines=[line])
        record.action_cancel()
        self.assertFalse(record.sudo().clock_ids.filtered(lambda c: not c.cancelled_at))

    # --- the call-back (R-06, T-37)

    def test_goods_sent_back_are_followed_by_a_call(self):
        record = self.come()
        self.decide(record.line_ids, "back")
        self.give_back(record.custody_ids)
        self.assertEqual(len(self.clock(record, "T-37")), 1)

    def test_an_exchange_is_followed_by_a_call_once(self):
        goods = self.make_goods("none", "standard")
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        self.stock_up(warehouse, goods, 10, range(5))
        sale = self.sell(warehouse, goods)
        delivered = sale.order_line.move_ids
        record = self.receive(
            self.make_return(
                lines=[{"product_id": goods.id, "origin_move_id": delivered.id}]
            )
        )
        disposition = self.decide(record.line_ids, "exchange")
        self.assertFalse(self.clock(record, "T-37"))
        self.ship(disposition.sudo().move_ids.picking_id)
        self.assertEqual(disposition.state, "done")
        self.assertEqual(len(self.clock(record, "T-37")), 1)

    # --- the invoice (R-35, T-43)

    def repair(self, paid=True, **vals):
        self.job = self.make_order(self.device, service_type="a" if paid else "c")
        record = self.come(order_id=self.job.id, **vals)
        self.disposition = self.decide(record.line_ids, "repair")
        repair = self.disposition.sudo().repair_id.with_user(self.keeper)
        if paid:
            repair.move_ids = [
                Command.create(
                    {"product_id": self.part.id, "product_uom_qty": 1,
                     "repair_line_type": "add"}
                )
            ]  # fmt: skip
            repair.action_aftersales_quote()
            repair.write(
                {
                    "aftersales_consent_name": "王经理",
                    "aftersales_consent_method": "phone",
                }
            )
            repair.action_aftersales_agree()
            repair.action_repair_start()
            repair.move_ids.quantity = 1
        else:
            repair.action_repair_start()
        repair.action_repair_end()
        return record, repair.sudo()

    def test_paid_repair_waits_for_its_invoice(self):
        record, repair = self.repair()
        self.give_back(record.custody_ids)
        clock = self.clock(self.job, "T-43")
        self.assertEqual(len(clock), 1)
        self.assertFalse(clock.stopped_at)
        invoice = repair.aftersales_sale_ids._create_invoices()
        self.assertFalse(self.clock(self.job, "T-43").stopped_at, "a draft is none")
        invoice.action_post()
        self.assertEqual(self.clock(self.job, "T-43").state, "met")

    def test_invoice_before_the_goods_leaves_nothing_to_wait_for(self):
        record, repair = self.repair()
        repair.aftersales_sale_ids._create_invoices().action_post()
        self.give_back(record.custody_ids)
        self.assertFalse(self.clock(self.job, "T-43"))

    def test_who_pays_monthly_is_invoiced_with_his_statement(self):
        customer = self.device.partner_id.commercial_partner_id
        self.env["aftersales.monthly.agreement"].create(
            {"partner_id": customer.id, "day": 25, "valid_from": "2020-01-01"}
        )
        record, _repair = self.repair()
        self.give_back(record.custody_ids)
        self.assertTrue(self.clock(self.job, "T-37"))
        self.assertFalse(self.clock(self.job, "T-43"))

    def test_free_repair_owes_no_invoice(self):
        record, _repair = self.repair(paid=False)
        self.give_back(record.custody_ids)
        self.assertTrue(self.clock(self.job, "T-37"))
        self.assertFalse(self.clock(self.job, "T-43"))

    def test_unrepaired_goods_owe_no_invoice(self):
        record = self.come()
        self.decide(record.line_ids, "back")
        self.give_back(record.custody_ids)
        self.assertFalse(self.clock(record, "T-43"))
