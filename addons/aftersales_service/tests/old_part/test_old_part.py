from datetime import date

from odoo import Command, fields

from ...exceptions import (
    GroupRefused,
    MoveRefused,
    NothingHere,
    ProofMissing,
    ProtectedRefused,
)
from ..common import AfterSalesCommon


class OldPartCommon(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.board = cls.make_part(
            "主板", 680, 352, tracking="serial", aftersales_take_back="always"
        )
        cls.make_lots(cls.board, "N-1", "N-2")
        cls.maker = cls.env["res.partner"].create({"name": "华东电子"})
        cls.board.seller_ids = [Command.create({"partner_id": cls.maker.id})]

    def replace(self, fate=None, service_type="c", quoted=None, **vals):
        """A board is replaced on a job of ours; its passport."""
        order = self.make_order(self.make_device("YJ-OLD"), service_type=service_type)
        visit = self.make_visit(order)
        requisition = self.make_requisition(visit, (self.board, 1))
        if quoted:
            quoted(order)
        self.issue(requisition)
        self.go_to_work(visit, consent="王经理" if service_type == "a" else None)
        line = requisition.line_ids
        line.write({"old_serial": "O-77"} | ({"old_fate": fate} if fate else {}) | vals)
        self.finish(visit, used={line: 1})
        self.sign(visit)
        return self.env["aftersales.old.part"].search([("order_id", "=", order.id)])

    def keep(self, part, *actions):
        for action in actions:
            getattr(part.with_user(self.keeper), action)()


class TestPassport(OldPartCommon):
    def test_born_with_tag_deadline_and_first_event(self):
        part = self.replace()
        self.assertEqual((part.state, part.serial), ("to_return", "O-77"))
        self.assertTrue(part.name.startswith("JJ"))
        self.assertEqual(part.supplier_id, self.maker)
        self.assertEqual(part.event_ids.mapped("step"), ["to_return"])
        self.assertGreater(part.deadline, part.opened_on)

    def test_nobody_wants_it_back_and_nobody_asks(self):
        self.board.aftersales_take_back = "never"
        self.assertFalse(self.replace())

    def test_deadline_counts_working_days_from_the_next_day(self):
        company = self.company
        company.aftersales_old_part_days = 2
        company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "五天", "tz": "Asia/Shanghai"}
        )
        for opened, due in (
            (date(2026, 11, 18), date(2026, 11, 20)),  # Wednesday to Friday
            (date(2026, 11, 20), date(2026, 11, 24)),  # Friday over the week-end
            (date(2026, 11, 21), date(2026, 11, 24)),  # Saturday itself does not count
        ):
            self.assertEqual(company._aftersales_get_old_part_deadline(opened), due)
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": company.resource_calendar_id.id,
                "date_from": "2026-11-18 16:00:00",  # Thursday in China
                "date_to": "2026-11-19 15:59:59",
            }
        )
        due = company._aftersales_get_old_part_deadline(date(2026, 11, 18))
        self.assertEqual(due, date(2026, 11, 23))

    def test_wanted_back_but_left_needs_a_reason(self):
        with self.assertRaisesRegex(ProofMissing, "wanted back"):
            self.replace("customer")

    def test_left_with_reason_is_invalid_until_waived(self):
        part = self.replace(
            "customer", old_fate_reason="客户不给", old_fate_by="customer"
        )
        self.assertEqual(part.state, "left")
        self.assertTrue(part.is_invalid)
        part.with_user(self.director).action_waive("大客户,同意")
        self.assertFalse(part.is_invalid)
        self.assertEqual(part.event_ids.mapped("step")[-1], "waived")

    def test_overdue_is_never_stored_and_can_be_searched(self):
        part = self.replace()
        self.assertFalse(part.is_invalid)
        part._in_flow().deadline = fields.Date.subtract(part.opened_on, days=1)
        self.assertTrue(part.is_overdue and part.is_invalid)
        old_parts = self.env["aftersales.old.part"]
        self.assertIn(part, old_parts.search([("is_invalid", "=", True)]))
        self.assertNotIn(part, old_parts.search([("is_invalid", "=", False)]))

    def test_custody_is_append_only_and_guarded(self):
        part = self.replace()
        self.keep(part, "action_store", "action_send", "action_receive", "action_count")
        steps = ["to_return", "central", "in_transit", "received", "counted"]
        self.assertEqual(part.event_ids.mapped("step"), steps)
        with self.assertRaises(ProtectedRefused):
            part.event_ids[:1].reason = "x"
        with self.assertRaises(ProtectedRefused):
            part.event_ids.unlink()
        with self.assertRaises(ProtectedRefused):
            part.unlink()
        with self.assertRaises(ProtectedRefused):
            part.with_user(self.keeper).write({"waive_reason": "x"})
        with self.assertRaises(MoveRefused):
            self.keep(part, "action_receive")
        with self.assertRaises(GroupRefused):
            part.with_user(self.technician).action_count()
        with self.assertRaises(GroupRefused):
            part.with_user(self.keeper).action_waive("x")

    def test_old_parts_add_nothing_to_the_stock_value(self):
        for method in ("standard", "average", "fifo"):
            self.board.categ_id = self.env["product.category"].create(
                {"name": method, "property_cost_method": method}
            )
            self.make_lots(self.board, f"V-{method}-1", f"V-{method}-2")
            part = self.replace()[-1:]
            self.env.invalidate_all()
            value, free = self.board.total_value, self.board.free_qty
            self.keep(part, "action_receive")
            self.env.invalidate_all()
            self.assertEqual(self.board.total_value, value, method)
            here = self.board.with_context(warehouse_id=self.warehouse.id)
            self.assertEqual(here.free_qty, free, method)
            place = self.company.aftersales_old_part_location_id
            quant = self.env["stock.quant"].search([("location_id", "=", place.id)])
            self.assertEqual(quant.owner_id, self.customer)
            self.assertFalse(place.is_valued_internal)
            self.assertEqual(sum(quant.mapped("value")), 0)
            self.keep(part, "action_count", "action_dispose")
            self.env.invalidate_all()
            self.assertEqual(self.board.total_value, value, method)
            left = self.env["stock.quant"].search(
                [("location_id", "=", place.id), ("quantity", ">", 0)]
            )
            self.assertFalse(left)
            self.env["aftersales.device"].search(
                [("serial", "=", "YJ-OLD")]
            ).serial = False

    def test_counter_takes_a_tag_in(self):
        part = self.replace()
        counter = self.env["aftersales.issue.counter"].with_user(self.keeper)
        self.assertEqual(counter.scan(part.name)["kind"], "tag")
        self.assertEqual(part.state, "received")
        with self.assertRaisesRegex(MoveRefused, part.name):
            counter.scan(f"https://x/odoo/aftersales.old.part/{part.id}")


class TestBatch(OldPartCommon):
    def test_receipt_counts_against_the_list(self):
        part = self.replace()
        receipt = (
            self.env["aftersales.old.part.receipt"]
            .with_user(self.keeper)
            .create({"technician_id": self.li.id})
        )
        receipt.action_load()
        receipt.action_load()  # a second click adds nothing
        line = receipt.line_ids
        self.assertEqual((line.old_part_id, line.difference), (part, -1))
        with self.assertRaisesRegex(ProofMissing, part.name):
            receipt.action_done()
        line.reason = "途中丢失"
        receipt.action_done()
        self.assertTrue(part.missing and part.is_invalid)
        self.assertEqual(part.state, "to_return")

    def test_scanned_tag_counts_in_full(self):
        part = self.replace()
        receipt = (
            self.env["aftersales.old.part.receipt"]
            .with_user(self.keeper)
            .create({"technician_id": self.li.id})
        )
        receipt.action_load()
        with self.assertRaises(NothingHere):
            receipt.scan = "JJ-0"
        receipt.scan = part.name
        receipt.action_done()
        self.assertEqual((part.state, part.missing), ("counted", False))

    def test_notice_starts_the_suppliers_days(self):
        part = self.replace()
        self.keep(part, "action_receive", "action_count")
        notice = (
            self.env["aftersales.old.part.notice"]
            .with_user(self.keeper)
            .create({"supplier_id": self.maker.id})
        )
        with self.assertRaises(ProofMissing):
            notice.action_send()
        notice.action_load()
        notice.action_send()
        self.assertEqual((notice.date_due - notice.sent_on).days, 5)
        with self.assertRaisesRegex(ProofMissing, "time until"):
            notice.action_charge()
        notice._in_flow().date_due = fields.Date.subtract(notice.sent_on, days=1)
        self.assertTrue(notice.is_overdue)
        self.assertIn(notice, notice.search([("is_overdue", "=", True)]))
        with self.assertRaises(ProofMissing):
            notice.action_collected()
        notice.receiver = "王工"
        notice.action_collected()
        self.assertEqual((part.state, notice.collected_by), ("collected", "王工"))


class TestHold(OldPartCommon):
    """W-32: the fee share stays open until the old part is back, waived or judged."""

    def share(self, part):
        fee = self.env["aftersales.fee"].search(
            [("requisition_line_id", "=", part.requisition_line_id.id)]
        )
        return fee.share_ids

    def test_held_until_returned(self):
        part = self.replace()
        share = self.share(part)
        self.assertEqual(share.old_part_hold, part.name)
        with self.assertRaisesRegex(ProofMissing, part.name):
            share.with_user(self.accountant)._check_may_settle()
        self.keep(part, "action_receive")
        self.env.invalidate_all()
        self.assertFalse(share.old_part_hold)
        share.with_user(self.accountant)._check_may_settle()

    def test_waived_or_judged_is_enough(self):
        part = self.replace()
        part.with_user(self.director).action_judge("misuse", "烧毁")
        self.share(part)._check_may_settle()
        with self.assertRaises(ProofMissing):
            part.with_user(self.director).action_waive(" ")

    def test_invoicing_asks_first(self):
        part = self.replace()
        with self.assertRaisesRegex(ProofMissing, part.name):
            self.share(part).with_user(self.accountant).action_create_invoices()

    def test_what_the_customer_pays_is_never_held(self):
        part = self.replace(service_type="a")
        share = self.share(part)
        self.assertEqual(share.payer, "customer")
        share._check_may_settle()
        self.assertFalse(share.old_part_hold)

    def agree_with_agent(self, order):
        """The agent bears the part and has agreed to a quotation, before any work."""
        share = order.fee_ids.filtered("requisition_line_id").share_ids
        share.write({"payer": "agent", "partner_id": self.maker.id})
        self.sale = order._create_quotation(share)
        self.sale.action_confirm()

    def test_invoicing_from_sales_asks_too(self):
        self.board.invoice_policy = "order"
        part = self.replace(quoted=self.agree_with_agent)
        with self.assertRaises(ProofMissing) as caught:
            self.sale._create_invoices()
        self.assertIn(part.name, str(caught.exception))
        down = self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": 30,
                "sale_order_ids": self.sale.ids,
            }
        )
        with self.assertRaises(ProofMissing):
            down.create_invoices()
        self.keep(part, "action_receive")
        self.sale._create_invoices().action_post()
        self.assertEqual(self.share(part).progress, "invoiced")

    def test_a_draft_from_before_is_not_posted(self):
        self.board.invoice_policy = "order"

        def invoice(order):
            self.agree_with_agent(order)
            self.draft = self.sale._create_invoices()

        part = self.replace(quoted=invoice)
        with self.assertRaises(ProofMissing):
            self.draft.action_post()
        part.with_user(self.director).action_waive("客户丢失，责任在我方")
        self.draft.action_post()
        self.assertEqual(self.draft.state, "posted")

    def test_a_held_share_neither_changes_hands_nor_vanishes(self):
        share = self.share(self.replace())
        for change in ({"payer": "customer"}, {"sale_line_id": False}):
            with self.assertRaises(ProofMissing):
                share.with_user(self.accountant).write(change)
        with self.assertRaises(ProofMissing):
            share.with_user(self.accountant).unlink()

    def test_hold_of_many_shares_is_one_search(self):
        parts = self.replace()
        shares = self.share(parts) | self.env["aftersales.fee.share"].search([])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        shares.mapped("old_part_hold")
        self.assertLessEqual(self.env.cr.sql_log_count - before, 8)
