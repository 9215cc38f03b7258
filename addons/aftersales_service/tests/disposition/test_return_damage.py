import base64
import io

from PIL import Image

from odoo import fields

from odoo.addons.aftersales_service.exceptions import MoveRefused, ProofMissing

from ..returns.common import ReturnsCommon


class TestReturnDamage(ReturnsCommon):
    """Damages at receipt, acceptance rules, freight of wrong returns, delays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pump = cls.make_goods("none", "standard")

    def setUp(self):
        super().setUp()
        self.record = self.receive(
            self.make_return(lines=[{"product_id": self.pump.id}], packing="damaged")
        )

    def add_damage(self, *shades):
        photos = self.env["ir.attachment"]
        for shade in shades:
            stream = io.BytesIO()
            Image.new("RGB", (2, 2), (shade, 0, 0)).save(stream, "PNG")
            photos |= photos.with_user(self.dispatcher).create(
                {"name": "x.png", "datas": base64.b64encode(stream.getvalue())}
            )
        return (
            self.env["aftersales.return.damage"]
            .with_user(self.dispatcher)
            .create(
                {
                    "return_id": self.record.id,
                    "name": "外箱破裂",
                    "photo_ids": [(6, 0, photos.ids)],
                }
            )
        )

    def test_damaged_packing_asks_for_a_damage(self):
        with self.assertRaises(ProofMissing) as refused:
            self.record.action_inspect()
        self.assertIn(self.record.name, str(refused.exception))

    def test_each_damage_has_three_different_photos(self):
        damage = self.add_damage(1, 2, 2)
        with self.assertRaisesRegex(ProofMissing, "外箱破裂: 2 of 3 photos"):
            self.record.action_inspect()
        with self.assertRaises(ProofMissing):
            self.decide(self.record.line_ids, "scrap")
        damage.unlink()
        self.add_damage(1, 2, 3)
        self.record.action_inspect()
        self.assertEqual(self.record.state, "inspecting")

    def test_acceptance_rules_come_from_the_nearest_category(self):
        self.pump.categ_id.parent_id = self.env["product.category"].create(
            {"name": "电机", "aftersales_acceptance": "查看轴伸是否锈蚀"}
        )
        self.assertEqual(self.record.acceptance_text, "查看轴伸是否锈蚀")
        self.pump.categ_id.aftersales_acceptance = "查看接线盒"
        self.record.invalidate_recordset()
        self.assertEqual(self.record.acceptance_text, "查看接线盒")

    def test_freight_is_ours_unless_the_policy_says_otherwise(self):
        self.record.write({"wrong_return": True, "salesperson_id": self.accountant.id})
        self.record.freight_amount = 86
        with self.assertRaises(MoveRefused) as refused:
            self.record.action_charge_freight()
        self.assertIn(self.record.name, str(refused.exception))

    def charge_salespeople(self):
        """A policy of the motor plant, and the accounts that finance chose."""
        job = self.make_order()
        policy = self.env.ref("aftersales_service.sla_policy_ps_09")
        job.sudo()._in_flow().sla_version_id = policy.version_ids[:1]
        self.record.order_id = job
        account = self.env["account.account"]
        staff = account.create(
            {
                "name": "其他应收款—员工",
                "code": "122199",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )
        expense = account.create(
            {"name": "运输费", "code": "660199", "account_type": "expense"}
        )
        freight = self.env["product.product"].create(
            {
                "name": "运费",
                "type": "service",
                "property_account_expense_id": expense.id,
            }
        )
        self.company.aftersales_freight_product_id = freight
        self.company.aftersales_staff_account_id = staff
        return job, staff, expense

    def test_freight_becomes_a_fee_in_the_currency_of_the_job(self):
        job, _staff, _expense = self.charge_salespeople()
        foreign = self.charge_in_foreign_money()
        self.record.write({"wrong_return": True, "salesperson_id": self.accountant.id})
        self.record.freight_amount = 86
        self.record.action_charge_freight()
        self.record.sudo().approval_ids.with_user(self.director).action_agree()
        fee = job.sudo().fee_ids.filtered(lambda f: f.kind == "freight")
        self.assertEqual((fee.amount, fee.currency_id), (10.75, foreign))

    def test_freight_is_a_receivable_that_finance_matches(self):
        job, staff, expense = self.charge_salespeople()
        self.company.aftersales_staff_account_id = False
        self.record.write({"wrong_return": True, "salesperson_id": self.accountant.id})
        self.record.freight_amount = 86
        with self.assertRaises(ProofMissing) as refused:
            self.record.action_charge_freight()
        self.assertIn("Receivables from Employees", str(refused.exception))
        self.company.aftersales_staff_account_id = staff
        self.record.action_charge_freight()
        self.record.sudo().approval_ids.with_user(self.director).action_agree()
        move = self.record.sudo().freight_move_id
        owed = move.line_ids.filtered(lambda line: line.account_id == staff)
        self.assertEqual(owed.partner_id, self.accountant.partner_id)
        self.assertEqual((owed.debit, owed.amount_residual), (86, 86))
        relieved = move.line_ids - owed
        self.assertEqual((relieved.account_id, relieved.credit), (expense, 86))
        share = job.sudo().fee_ids.filtered(lambda f: f.kind == "freight").share_ids
        self.assertEqual(
            (share.payer, share.amount, share.progress),
            ("salesperson", 86, "invoiced"),
        )
        self.assertFalse(job._get_shares_to_quote() & share)
        self.assertEqual((share.invoiced_amount, share.open_net), (86, 0))
        move.sudo().button_draft()
        self.assertEqual((share.invoiced_amount, share.open_net), (0, 86))
        move.sudo().action_post()
        self.assertEqual((share.invoiced_amount, share.open_net), (86, 0))
        self.assertEqual((share.invoiced_amount, share.open_net), (86, 0))
        move.sudo().button_draft()
        self.assertEqual((share.invoiced_amount, share.open_net), (0, 86))
        move.sudo().action_post()
        self.assertEqual((share.invoiced_amount, share.open_net), (86, 0))
        move.sudo()._reverse_moves(cancel=True)  # as a salary that is lower by it
        self.assertEqual(share.progress, "paid")

    def test_freight_of_a_wrong_return_needs_the_director(self):
        self.charge_salespeople()
        with self.assertRaises(ProofMissing):
            self.record.action_charge_freight()
        self.record.write({"wrong_return": True, "salesperson_id": self.accountant.id})
        with self.assertRaises(ProofMissing):
            self.record.action_charge_freight()
        self.record.freight_amount = 86
        self.record.action_charge_freight()
        question = self.record.sudo().approval_ids
        self.assertEqual(question.amount, 86)
        question.with_user(self.director).action_agree()
        self.assertTrue(self.record.freight_charged_at)
        self.assertIn("86", self.record.message_ids[0].body)
        with self.assertRaises(MoveRefused):
            self.record.action_charge_freight()

    def test_delay_is_told_at_once_to_the_first_contact(self):
        self.record.order_id = self.make_order()
        self.record = self.record.with_user(self.keeper)
        self.record.delay_reason = "缺料"
        self.assertEqual(self.record.activity_ids.user_id, self.dispatcher)
        self.record.delay_reason = "缺料"
        self.assertEqual(len(self.record.activity_ids), 1)

    def test_delay_asks_the_director_for_help(self):
        role = self.env["aftersales.role"]._get_by_code("service_director")
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.director.id}
        )
        self.record.delay_reason = "缺料"
        self.assertIn(self.director, self.record.activity_ids.user_id)

    def test_goods_that_are_late_are_found(self):
        custody = self.record.custody_ids
        today = self.company._aftersales_today()
        late = custody.search([("is_overdue", "=", True)])
        self.assertFalse(late & custody)
        custody.date_promised = today
        self.assertFalse(custody.is_overdue)
        custody.date_promised = fields.Date.subtract(today, days=1)
        self.assertTrue(custody.is_overdue)
        self.assertIn(custody, custody.search([("is_overdue", "=", True)]))
