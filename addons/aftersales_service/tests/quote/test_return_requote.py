from odoo import Command
from odoo.exceptions import AccessError

from odoo.addons.aftersales_service.exceptions import MoveRefused, ProofMissing

from ..returns.common import ReturnsCommon


class TestRequote(ReturnsCommon):
    """A finding that changes the price: a new version, consent before work, or back
    unrepaired with the inspection fee (F7, R-11, W-22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deliver(cls.machine, "SN1")
        cls.device = cls.env["aftersales.device"].search([("serial", "=", "SN1")])
        cls.keeper.group_ids |= cls.env.ref("stock.group_stock_user")

    def setUp(self):
        super().setUp()
        self.job = self.make_order(self.device, service_type="a")
        line = {"device_id": self.device.id, "serial": "SN1"}
        self.record = self.receive(self.make_return(lines=[line], order_id=self.job.id))
        self.disposition = self.decide(self.record.line_ids, "repair")
        self.repair = self.disposition.sudo().repair_id.with_user(self.keeper)

    def add_part(self, part=None, quantity=1):
        self.repair.move_ids = [
            Command.create(
                {
                    "product_id": (part or self.part).id,
                    "product_uom_qty": quantity,
                    "repair_line_type": "add",
                }
            )
        ]

    def versions(self):
        return self.repair.sudo().aftersales_sale_ids.sorted("id")

    def agree(self):
        self.repair.write(
            {"aftersales_consent_name": "王经理", "aftersales_consent_method": "phone"}
        )
        self.repair.action_aftersales_agree()

    def test_nothing_to_pay_needs_no_consent(self):
        self.assertEqual(self.repair.aftersales_consent, "free")
        with self.assertRaises(ProofMissing):
            self.repair.action_aftersales_quote()
        self.repair.action_repair_start()
        self.repair.action_repair_end()
        self.assertEqual(self.record.custody_ids.state, "waiting")

    def test_covered_parts_need_no_consent(self):
        self.job.service_type = "c"
        self.add_part()
        self.assertEqual(self.repair.aftersales_consent, "free")
        self.repair.action_repair_start()

    def test_terms_of_the_company_stand_where_no_inspection_fee_is_asked(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "account.use_invoice_terms", True
        )
        self.company.sudo().invoice_terms = "货款两清"
        self.refuse_policy(0)
        self.add_part()
        self.repair.action_aftersales_quote()
        self.assertIn("货款两清", str(self.versions().note))

    def test_work_waits_for_consent_and_again_when_it_costs_more(self):
        self.add_part(quantity=2)
        self.repair.aftersales_labour_hours = 1
        self.assertEqual(self.repair.aftersales_customer_amount, 2 * 28 + 120)
        with self.assertRaises(ProofMissing) as refused:
            self.repair.action_repair_start()
        self.assertIn(self.repair.name, str(refused.exception))
        self.repair.action_aftersales_quote()
        first = self.versions()
        self.assertEqual((first.state, first.amount_untaxed), ("sent", 176))
        words = self.env["aftersales.portal"]
        self.assertTrue(words._is_waiting_for_quote(self.record))
        with self.assertRaises(ProofMissing):
            self.repair.action_repair_start()
        with self.assertRaises(ProofMissing):
            self.repair.action_aftersales_agree()
        self.agree()
        self.assertEqual(first.state, "sale")
        self.assertFalse(first.picking_ids)
        self.repair.action_repair_start()
        self.repair.aftersales_labour_hours = 3  # what the workshop found
        self.assertEqual(self.repair.aftersales_consent, "to_quote")
        with self.assertRaises(ProofMissing):
            self.repair.action_repair_end()
        self.repair.action_aftersales_quote()
        second = self.versions() - first
        self.assertEqual((first.state, first.amount_untaxed), ("cancel", 176))
        self.assertEqual((second.aftersales_version, second.amount_untaxed), (2, 416))
        self.assertEqual(self.repair.aftersales_agreed_amount, 0)
        self.agree()
        self.repair.move_ids.quantity = 2
        self.repair.action_repair_end()
        lines = second.order_line
        self.assertEqual(sorted(lines.mapped("qty_delivered")), [2, 3])
        self.assertEqual(second._create_invoices().amount_untaxed, 416)

    def test_the_desk_quotes_without_stock_rights(self):
        self.add_part()
        desk = self.disposition.with_user(self.dispatcher)
        self.assertFalse(
            self.env["repair.order"].with_user(self.dispatcher).has_access("read")
        )
        self.assertEqual((desk.consent, desk.customer_amount), ("to_quote", 28))
        desk.action_quote()
        self.assertEqual(desk.consent, "waiting")
        self.env["aftersales.repair.consent"].with_user(self.dispatcher).create(
            {"disposition_id": desk.id, "name": "王经理", "method": "wechat"}
        ).action_agree()
        self.assertEqual(desk.consent, "agreed")
        self.assertIn(
            "王经理",
            self.versions().message_ids[0].body + self.versions().message_ids[1].body,
        )
        desk.action_refused()
        self.assertEqual(self.repair.state, "cancel")

    def test_technician_hears_no_consent(self):
        self.add_part()
        with self.assertRaises(AccessError):
            self.disposition.with_user(self.technician).action_quote()

    def test_less_than_agreed_goes_on(self):
        self.add_part(quantity=2)
        self.repair.action_aftersales_quote()
        self.agree()
        self.repair.action_repair_start()
        self.repair.move_ids.product_uom_qty = 1
        self.assertEqual(self.repair.aftersales_consent, "agreed")
        self.repair.move_ids.quantity = 1
        self.repair.action_repair_end()
        line = self.versions().order_line
        self.assertEqual((line.product_uom_qty, line.qty_delivered), (1, 1))

    def refuse_policy(self, fee):
        policy = self.env.ref("aftersales_service.sla_policy_ps_08")
        version = policy.version_ids[:1].copy({"refusal_fee": fee})
        self.job.sudo()._in_flow().sla_version_id = version

    def test_refusal_goes_back_unrepaired_with_the_inspection_fee(self):
        self.refuse_policy(50)
        self.add_part()
        with self.assertRaises(MoveRefused):
            self.repair.action_aftersales_refused()
        self.repair.action_aftersales_quote()
        self.assertIn("50", self.versions().note)
        self.repair.action_aftersales_refused()
        self.check_gone_back(50)

    def check_gone_back(self, fee):
        self.assertEqual(self.repair.state, "cancel")
        self.assertEqual(self.disposition.state, "cancelled")
        back = self.record.disposition_ids - self.disposition
        self.assertEqual((back.action, back.state), ("back", "decided"))
        self.assertEqual(self.record.line_ids.open_quantity, 0)
        self.assertEqual(self.record.custody_ids.state, "waiting")
        self.assertEqual(set(self.versions().mapped("state")), {"cancel"})
        charged = self.job.sudo().fee_ids.filtered("amount")
        self.assertEqual(
            [(f.kind, f.amount, f.share_ids.payer) for f in charged],
            [("inspection", fee, "customer")],
        )
        self.give_back(self.record.custody_ids)
        self.assertEqual(self.record.state, "sent_back")

    def test_declined_in_the_portal_is_a_refusal_and_replaced_is_not(self):
        self.refuse_policy(80)
        self.add_part()
        self.repair.action_aftersales_quote()
        self.repair.aftersales_labour_hours = 1
        self.repair.action_aftersales_quote()
        self.assertEqual(self.versions().mapped("state"), ["cancel", "sent"])
        self.assertNotEqual(self.repair.state, "cancel")
        self.repair.sudo()._aftersales_on_declined()
        self.check_gone_back(80)

    def test_refusal_that_cannot_be_carried_out_is_a_task(self):
        self.add_part()
        self.repair.action_aftersales_quote()
        self.record.sudo().packing = (
            "damaged"  # no damage was described: nothing decided
        )
        self.repair.sudo()._aftersales_on_declined()
        self.assertEqual(self.disposition.state, "decided")
        self.assertIn("refused", self.record.activity_ids[-1:].summary)

    def test_without_a_job_one_is_opened(self):
        self.deliver(self.machine, "SN2")
        device = self.env["aftersales.device"].search([("serial", "=", "SN2")])
        line = {"device_id": device.id, "serial": "SN2"}
        record = self.receive(self.make_return(lines=[line]))
        repair = self.decide(record.line_ids, "repair").sudo().repair_id
        with self.assertRaises(ProofMissing) as refused:
            repair.action_aftersales_quote()
        self.assertIn(repair.name, str(refused.exception))
        record.action_open_job()
        self.assertEqual(record.order_id.device_id, device)
        with self.assertRaises(MoveRefused):
            record.action_open_job()

    def test_line_split_over_two_repairs_waits_for_both(self):
        pump = self.make_goods("none", "standard")
        record = self.receive(
            self.make_return(lines=[{"product_id": pump.id, "quantity": 3}])
        )
        line = record.line_ids
        repairs = self.env["repair.order"]
        for quantity in (1, 1):
            repairs |= self.decide(line, "repair", quantity=quantity).sudo().repair_id
        self.decide(line, "back", quantity=1)
        for repair, state in zip(repairs, ("in_repair", "waiting"), strict=True):
            self.assertEqual(line.custody_ids.state, "in_repair")
            repair.action_repair_start()
            repair.action_repair_end()
            self.assertEqual(line.custody_ids.state, state)
        self.give_back(line.custody_ids)
        self.assertFalse(self.quantity_at(self.custody_place, pump))
