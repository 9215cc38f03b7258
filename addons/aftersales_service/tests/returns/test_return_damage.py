import base64
import io

from PIL import Image

from odoo.addons.aftersales_service.exceptions import MoveRefused, ProofMissing

from .common import ReturnsCommon


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

    def test_freight_of_a_wrong_return_needs_the_director(self):
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
