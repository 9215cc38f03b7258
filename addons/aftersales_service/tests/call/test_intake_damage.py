import base64
import io

from PIL import Image

from ...exceptions import MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestDamage(AfterSalesCommon):
    """A transport damage claim has three photos of each damage (R-08)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.transport = cls.env.ref("aftersales_service.complaint_category_1_2_1")
        cls.quality = cls.env.ref("aftersales_service.complaint_category_1_1_1")

    def photo(self, shade, mimetype="image/png"):
        stream = io.BytesIO()
        Image.new("RGB", (2, 2), (shade, 0, 0)).save(stream, "PNG")
        return (
            self.env["ir.attachment"]
            .with_user(self.dispatcher)
            .create(
                {
                    "name": f"{shade}.png",
                    "datas": base64.b64encode(stream.getvalue()),
                    "mimetype": mimetype,
                }
            )
            .id
        )

    def claim(self, category=None, **damages):
        order = self.make_order(
            order_kind="complaint",
            complaint_category_id=(category or self.transport).id,
        )
        for name, shades in damages.items():
            self.env["aftersales.order.damage"].with_user(self.dispatcher).create(
                {
                    "order_id": order.id,
                    "name": name,
                    "photo_ids": [(6, 0, [self.photo(shade) for shade in shades])],
                }
            )
        return order

    def test_three_photos_of_each_damage_are_submitted(self):
        order = self.claim(门板凹陷=(1, 2, 3), 把手断裂=(4, 5, 6, 7))
        order.action_submit_claim()
        self.assertTrue(order.claim_submitted_at)

    def test_two_photos_are_refused_and_the_damage_is_named(self):
        order = self.claim(门板凹陷=(1, 2, 3), 把手断裂=(4, 5))
        with self.assertRaisesRegex(
            ProofMissing, "把手断裂: 2 of 3 photos, 1 missing"
        ) as caught:
            order.action_submit_claim()
        self.assertNotIn("门板凹陷", str(caught.exception))
        self.assertFalse(order.claim_submitted_at)

    def test_the_same_photo_three_times_is_one(self):
        order = self.claim(门板凹陷=(1, 1, 1))
        self.assertEqual(order.damage_ids.photo_count, 1)
        with self.assertRaises(ProofMissing):
            order.action_submit_claim()

    def test_a_claim_without_damage_is_refused(self):
        with self.assertRaisesRegex(ProofMissing, "describe each damage"):
            self.claim().action_submit_claim()

    def test_other_complaints_need_no_photos(self):
        order = self.claim(self.quality, 生锈=())
        order.action_submit_claim()
        self.assertTrue(order.claim_submitted_at)

    def test_category_goes_before_the_company(self):
        self.company.aftersales_min_photos = 4
        self.assertEqual(self.transport._get_min_photos(self.company), 4)
        self.transport.parent_id.min_photos = 2
        self.assertEqual(self.transport._get_min_photos(self.company), 2)
        self.claim(门板凹陷=(1, 2)).action_submit_claim()

    def test_submitted_claim_does_not_change(self):
        order = self.claim(门板凹陷=(1, 2, 3))
        order.action_submit_claim()
        with self.assertRaises(MoveRefused):
            order.damage_ids.name = "别的"
        with self.assertRaises(MoveRefused):
            order.damage_ids.unlink()
        with self.assertRaises(MoveRefused):
            order.damage_ids.create({"order_id": order.id, "name": "后补"})
        with self.assertRaises(MoveRefused):
            order.action_submit_claim()

    def test_photos_belong_to_the_damage(self):
        order = self.claim(门板凹陷=(1, 2, 3))
        photos = order.damage_ids.photo_ids
        self.assertEqual(set(photos.mapped("res_model")), {"aftersales.order.damage"})
        self.assertEqual(set(photos.mapped("res_id")), set(order.damage_ids.ids))
        self.assertTrue(photos.with_user(self.inspector).has_access("read"))

    def test_tree_has_the_codes_of_the_catalogue(self):
        roots = self.env["aftersales.complaint.category"].search(
            [("parent_id", "=", False)]
        )
        self.assertEqual(roots.mapped("code"), list("123456"))
        self.assertEqual(
            self.transport._get_lineage().mapped("code"), ["1-2-1", "1-2", "1"]
        )
        self.assertFalse(self.quality._is_of_transport())
