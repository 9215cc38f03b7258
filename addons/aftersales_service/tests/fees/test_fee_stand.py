from odoo import Command

from ...exceptions import ProtectedRefused
from .common import CashCommon


class TestFeeStand(CashCommon):
    """What is on a document stands, whoever writes it and by whatever door."""

    def charged(self):
        self.make_job()
        self.finish_job()
        self.bill = self.invoice()
        return self.order.fee_ids.filtered(lambda fee: fee.kind == "labour")

    def people(self, record):
        return [record.with_user(user) for user in (self.dispatcher, self.accountant)]

    def refuse(self, record, **vals):
        for mine in self.people(record):
            with self.assertRaises(ProtectedRefused, msg=str(vals)):
                mine.write(vals)

    def test_an_invoiced_fee_keeps_quantity_amount_and_product(self):
        fee = self.charged()
        for vals in (
            {"quantity": 9},
            {"price_unit": 1},
            {"product_id": self.part.id},
            {"kind": "travel"},
            {"order_id": self.make_order(service_type="a").id},
        ):
            self.refuse(fee, **vals)
        self.assertEqual(fee.amount, 120)

    def test_an_invoiced_share_keeps_payer_and_line(self):
        share = self.charged().share_ids
        for vals in (
            {"payer": "company"},
            {"percent": 50},
            {"partner_id": self.env.user.partner_id.id},
            {"sale_line_id": False},
        ):
            self.refuse(share, **vals)
        for mine in self.people(share):
            with self.assertRaises(ProtectedRefused):
                mine.unlink()
        with self.assertRaises(ProtectedRefused):
            share.fee_id.sudo().unlink()

    def test_a_paid_fee_is_not_quoted_again(self):
        share = self.charged().share_ids
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.bill.ids
        ).create({})._create_payments()
        self.assertEqual(share.progress, "paid")
        self.refuse(share, sale_line_id=False)
        self.order.sudo().sale_order_ids._action_cancel()
        with self.assertRaisesRegex(Exception, "no fee left"):
            self.order.action_create_quotation()

    def test_the_sentence_names_the_invoice(self):
        share = self.charged().share_ids
        with self.assertRaisesRegex(ProtectedRefused, self.bill.name):
            share.with_user(self.accountant).payer = "company"

    def test_a_quoted_share_names_its_quotation(self):
        self.make_job()
        self.order.action_create_quotation()
        sale = self.order.sudo().sale_order_ids
        share = self.order.fee_ids.share_ids[:1]
        with self.assertRaisesRegex(ProtectedRefused, sale.name):
            share.with_user(self.dispatcher).unlink()
        sale._action_cancel()
        share.with_user(self.dispatcher).payer = "agent"
        self.assertEqual(share.payer, "agent")

    def test_after_a_full_credit_note_it_can_be_mended(self):
        share = self.charged().share_ids
        note = self.bill._reverse_moves(cancel=True)
        self.assertEqual(note.state, "posted")
        self.order.sudo().sale_order_ids._action_cancel()
        share.with_user(self.accountant).payer = "company"
        self.assertEqual(share.progress, "none")

    def test_nobody_is_born_with_a_line_or_an_agreed_price(self):
        self.make_job()
        self.order.action_create_quotation()
        line = self.order.sudo().sale_order_ids.order_line[:1]
        fees = self.env["aftersales.fee"].with_user(self.dispatcher)
        plain = {
            "name": "运费",
            "order_id": self.order.id,
            "product_id": self.labour.id,
        }
        with self.assertRaises(ProtectedRefused):
            fees.create(plain | {"told_amount": 1})
        with self.assertRaises(ProtectedRefused):
            fees.create(
                plain
                | {
                    "share_ids": [
                        (0, 0, {"payer": "customer", "sale_line_id": line.id})
                    ]
                }
            )

    def test_a_later_decision_leaves_what_was_agreed(self):
        self.make_job()
        extra = self.env["aftersales.visit.extra"].create(
            {"visit_id": self.visit.id, "name": "更换油封", "amount": 200}
        )
        extra.action_answer(True, "王经理")
        self.order.with_user(self.dispatcher).service_type = "c"
        self.order._on_decided()
        fee = self.order.fee_ids.filtered("extra_id")
        self.assertEqual((fee.amount, fee.share_ids.payer), (200, "customer"))
        self.assertEqual(self.order.fee_total, 200)

    def tasks(self):
        return self.order.activity_ids.filtered(
            lambda a: "otherwise than decided" in (a.summary or "")
        )

    def test_another_decision_over_what_stands_is_told_once(self):
        """The customer was invoiced, then the warranty is to pay: no silence."""
        fees = self.charged().order_id.fee_ids
        count = len(self.order.message_ids)
        self.assertFalse(self.tasks())
        for _again in range(2):
            self.order.with_user(self.dispatcher).service_type = "c"
            self.order._on_decided()
        task = self.tasks()
        self.assertEqual(len(task), 1)
        self.assertIn(self.labour.name, str(task.note))
        self.assertIn("100 %", str(task.note))
        self.assertEqual(len(self.order.message_ids), count + 1)
        self.assertEqual(fees.share_ids.mapped("payer"), ["customer"] * len(fees))
        self.assertTrue(all(fees.mapped("decided_payers")))
        search = self.env["aftersales.fee.share"].with_user(self.accountant)
        found = search.search([("fee_id.decided_payers", "!=", False)])
        self.assertEqual(found.fee_id, fees)
        self.order.with_user(self.dispatcher).service_type = "a"
        self.order._on_decided()
        self.assertFalse(any(fees.mapped("decided_payers")))
        self.assertEqual(len(self.tasks()), 1)

    def test_the_accountant_is_told_where_there_is_one(self):
        role = self.env["aftersales.role"]._get_by_code("accountant")
        self.env["aftersales.role.holder"].create(
            {
                "role_id": role.id,
                "user_id": self.accountant.id,
                "company_id": self.company.id,
            }
        )
        self.charged()
        self.order.with_user(self.dispatcher).service_type = "c"
        self.order._on_decided()
        self.assertEqual(self.tasks().user_id, self.accountant)

    def test_nobody_is_told_of_what_follows_the_decision(self):
        """Neither what nobody quoted yet, nor what was agreed to, nor what is free."""
        self.make_job()
        extra = self.env["aftersales.visit.extra"].create(
            {"visit_id": self.visit.id, "name": "更换油封", "amount": 200}
        )
        extra.action_answer(True, "王经理")
        self.order.with_user(self.dispatcher).service_type = "c"
        self.order._on_decided()
        self.assertFalse(self.tasks())

    def test_the_phone_shows_what_each_payer_bears(self):
        """Part of the supplier's share was charged to the carrier: together it is the fee."""
        self.make_job()
        fee = self.order.fee_ids.filtered(lambda f: f.kind == "labour")
        supplier, carrier = self.env["res.partner"].create(
            [{"name": "洛阳轴承"}, {"name": "德邦物流"}]
        )
        share = fee.share_ids
        share.write({"payer": "supplier", "partner_id": supplier.id})
        share._charge_elsewhere(50, "carrier", carrier, "运输损坏")
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        card = day._prepare_card(self.visit)
        money = fee.currency_id.format
        mine = [f["amount"] for f in card["fees"] if f["name"] == fee.name]
        self.assertEqual(mine, [money(70), money(50)])
        paper = self.env["report.aftersales_service.report_fee_sheet"]
        told = dict(paper._get_shares(fee))
        self.assertEqual(sorted(told.values()), [50, 70])
        self.assertEqual(
            sum(paper._get_totals(self.order).values()),
            sum(self.order.fee_ids.mapped("amount")),
        )
        share._charge_elsewhere(70, "carrier", carrier, "运输损坏")
        card = day._prepare_card(self.visit)
        mine = [f["amount"] for f in card["fees"] if f["name"] == fee.name]
        self.assertEqual(mine, [money(120)])

    def test_a_posted_receivable_of_a_salesperson_stays_his(self):
        self.make_job()
        staff = self.env["res.partner"].create({"name": "业务员"})
        receivable = self.env["account.move"].create(
            {
                "move_type": "entry",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": staff.id,
                            "debit": max(amount, 0),
                            "credit": max(-amount, 0),
                        }
                    )
                    for account, amount in (
                        (staff.property_account_receivable_id, 77),
                        (self.company.account_journal_suspense_account_id, -77),
                    )
                ],
            }
        )
        receivable.action_post()
        share = {
            "payer": "salesperson",
            "partner_id": staff.id,
        }
        fee = (
            self.env["aftersales.fee"]
            ._in_flow()
            .create(
                {
                    "name": "运费",
                    "order_id": self.order.id,
                    "kind": "freight",
                    "product_id": self.labour.id,
                    "price_unit": 77,
                    "share_ids": [Command.create(share)],
                }
            )
        )
        fee.share_ids._in_flow().receivable_move_id = receivable
        self.order._on_decided()
        fee = self.order.fee_ids.filtered(lambda f: f.kind == "freight")
        share = fee.share_ids
        self.assertEqual((share.payer, share.amount), ("salesperson", 77))
        self.assertEqual(share.receivable_move_id, receivable)
        self.refuse(share, payer="customer")
        self.refuse(fee, price_unit=120)
