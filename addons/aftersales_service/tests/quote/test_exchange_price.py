import datetime

from odoo.addons.aftersales_service.exceptions import MoveRefused, ProofMissing

from ..returns.common import ReturnsCommon


class TestExchangePrice(ReturnsCommon):
    """What is sent to a customer who has to pay is priced, quoted and agreed to before
    anything moves (R-11)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.write(
            {"list_price": 3200, "taxes_id": False, "invoice_policy": "delivery"}
        )
        cls.deliver(cls.machine, "SN1")
        cls.make_lots(cls.machine, "SN9")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])

    def take_in(self, service_type="a", **vals):
        self.job = self.make_order(self.device, service_type=service_type)
        line = {"device_id": self.device.id, "serial": "SN1", "unusable": True}
        vals = {"order_id": self.job.id} | vals
        self.record = self.receive(self.make_return(lines=[line], **vals))
        return self.record.line_ids

    def draft(self, line, action="exchange", **vals):
        place = self.env["stock.location"].create({"name": "待检", "usage": "internal"})
        return (
            self.env["aftersales.disposition"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": line.id,
                    "action": action,
                    "reason": "不可修复",
                    "location_id": place.id,
                }
                | vals
            )
        )

    def sale(self):
        return self.job.sudo().sale_order_ids

    def test_an_exchange_outside_the_warranty_ships_only_after_consent(self):
        exchange = self.draft(self.take_in())
        self.assertEqual(
            (exchange.consent, exchange.customer_amount), ("to_quote", 3200)
        )
        with self.assertRaisesRegex(ProofMissing, "costs the customer.*3,200"):
            exchange.action_decide()
        self.assertFalse(exchange.sudo().move_ids)
        exchange.action_quote()
        self.assertEqual((exchange.consent, self.sale().state), ("waiting", "sent"))
        with self.assertRaises(ProofMissing):
            exchange.action_decide()
        with self.assertRaises(ProofMissing):
            exchange.action_agree(" ", "phone")
        exchange.action_agree("王经理", "phone")
        self.assertEqual(exchange.consent, "agreed")
        exchange.action_decide()
        moves = exchange.sudo().move_ids.filtered(lambda m: m.state != "done")
        self.ship(moves.picking_id)
        self.assertEqual(exchange.state, "done")
        line = self.sale().order_line
        self.assertEqual((line.product_id, line.qty_delivered), (self.machine, 1))
        invoice = self.sale()._create_invoices()
        invoice.action_post()
        self.assertEqual(self.job.sudo()._get_collectable()[self.job.id], 3200)

    def test_inside_the_warranty_it_goes_at_once(self):
        exchange = self.draft(self.take_in("c"))
        self.assertEqual((exchange.consent, exchange.customer_amount), ("free", 0))
        exchange.action_decide()
        self.assertTrue(exchange.sudo().move_ids)
        self.assertFalse(self.sale())

    def test_missing_parts_wait_too(self):
        send = self.draft(self.take_in(), "send_parts", new_product_id=self.part.id)
        with self.assertRaisesRegex(ProofMissing, "28"):
            send.action_decide()
        send.action_quote()
        send.action_agree("王经理", "phone")
        send.action_decide()
        self.assertEqual(self.sale().amount_total, 28)

    def test_another_product_than_agreed_is_quoted_again(self):
        exchange = self.draft(self.take_in())
        exchange.action_quote()
        dearer = self.make_goods("none", "standard")
        dearer.list_price = 5000
        exchange.new_product_id = dearer
        self.assertEqual(
            (exchange.consent, exchange.customer_amount), ("to_quote", 5000)
        )
        exchange.action_quote()
        self.assertEqual(len(self.sale()), 1)
        self.assertEqual(self.sale().amount_total, 5000)

    def test_refused_is_called_off_and_costs_nothing(self):
        exchange = self.draft(self.take_in())
        exchange.action_quote()
        exchange.action_refused()
        self.assertEqual(exchange.state, "cancelled")
        self.assertEqual(self.job.fee_total, 0)
        self.assertEqual(self.record.line_ids.open_quantity, 1)

    def test_declined_in_the_portal_is_no_consent(self):
        exchange = self.draft(self.take_in())
        exchange.action_quote()
        self.sale()._action_cancel()
        self.assertEqual(exchange.consent, "refused")
        with self.assertRaises(ProofMissing):
            exchange.action_decide()

    def test_without_a_job_the_warranty_of_the_device_decides(self):
        self.device.sudo().coverage_ids._add_event(
            "voided", datetime.date(2020, 1, 1), reason="过保"
        )
        line = self.take_in(order_id=False)
        with self.assertRaisesRegex(ProofMissing, "service order"):
            self.draft(line).action_decide()

    def test_without_a_price_nothing_is_quoted(self):
        self.machine.list_price = 0
        exchange = self.draft(self.take_in())
        with self.assertRaisesRegex(ProofMissing, "no price"):
            exchange.action_quote()

    def announce_advance(self, service_type="a"):
        self.job = self.make_order(self.device, service_type=service_type)
        line = {"device_id": self.device.id, "serial": "SN1", "unusable": True}
        self.record = self.make_return(lines=[line], order_id=self.job.id)
        return (
            self.env["aftersales.advance"]
            .with_user(self.dispatcher)
            .create(
                {
                    "line_id": self.record.line_ids.id,
                    "reason": "停机",
                    "date_due": "2030-01-01",
                }
            )
        )

    def test_an_advance_replacement_waits_too(self):
        advance = self.announce_advance()
        with self.assertRaisesRegex(ProofMissing, "3,200"):
            advance.action_send()
        advance.action_quote()
        wizard = self.env["aftersales.repair.consent"].with_user(self.dispatcher)
        wizard = wizard.create({"advance_id": advance.id, "name": "王经理"})
        self.assertEqual(wizard.customer_amount, 3200)
        wizard.action_agree()
        advance.action_send()
        self.assertEqual(advance.state, "sending")
        self.assertEqual(advance.sudo().move_ids.sale_line_id, self.sale().order_line)

    def test_an_advance_called_off_is_not_charged(self):
        advance = self.announce_advance()
        advance.action_quote()
        with self.assertRaises(MoveRefused):
            advance.action_quote()
        advance.action_cancel()
        self.assertEqual(self.job.fee_total, 0)
