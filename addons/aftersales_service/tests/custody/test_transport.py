from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import MoveRefused, RoleRefused
from ..returns.common import ReturnsCommon


class TestTransport(ReturnsCommon):
    """A delivery person fetches goods and takes them back (O-20, R-13)."""

    def setUp(self):
        super().setUp()
        self.courier = self.make_user("technician", "as_courier")
        role = self.env["aftersales.role"]._get_by_code("delivery_person")
        self.env["aftersales.role.holder"].search([]).unlink()
        self.env["aftersales.role.holder"].create(
            {"role_id": role.id, "user_id": self.courier.id}
        )
        self.deliver(self.machine, "SN1")
        self.record = self.make_return(
            lines=[{"serial": "SN1", "product_id": self.machine.id}],
            fetch_user_id=self.courier.id,
        )

    def tasks(self, user):
        return self.record.sudo().activity_ids.filtered(lambda a: a.user_id == user)

    def test_who_holds_the_role_is_offered(self):
        self.assertEqual(self.record.delivery_user_ids, self.courier)
        self.env["aftersales.role.holder"].search([]).unlink()
        self.record.invalidate_recordset()
        self.assertIn(self.keeper, self.record.delivery_user_ids)

    def test_a_company_without_that_role_opens_its_returns(self):
        self.env["aftersales.role"]._get_by_code("delivery_person").unlink()
        self.record.invalidate_recordset()
        self.assertIn(self.keeper, self.record.delivery_user_ids)

    def test_the_form_may_be_left_before_anybody_counted(self):
        """A button saves the form first: whoever counts the goods is named on receipt."""
        form = Form(self.record.with_user(self.keeper))
        self.assertFalse(form.counted_with_id)
        form.save().with_user(self.courier).action_fetched()
        self.assertTrue(self.record.fetched_at)

    def test_fetching_stands_on_his_list_until_he_did_it(self):
        self.assertIn("齐鲁泵业", self.tasks(self.courier).summary)
        self.assertTrue(self.record.with_user(self.courier).is_my_way)
        self.record.with_user(self.courier).action_fetched()
        self.assertTrue(self.record.fetched_at)
        self.assertFalse(self.tasks(self.courier))
        with self.assertRaises(MoveRefused):
            self.record.with_user(self.courier).action_fetched()

    def test_the_task_names_the_customer_once(self):
        self.customer.write({"street": "示例路86号", "city": "济南市"})
        self.record.fetch_user_id = self.keeper
        words = self.tasks(self.keeper).summary
        self.assertEqual(words.count("齐鲁泵业"), 1, words)
        self.assertIn("示例路86号", words)
        self.customer.write({"street": False, "city": False})
        self.record.fetch_user_id = self.courier
        words = self.tasks(self.courier).summary
        self.assertEqual(words.count("齐鲁泵业"), 1, words)
        self.assertFalse(words.endswith(" · "))

    def test_another_person_gets_it_instead(self):
        self.record.fetch_user_id = self.keeper
        self.assertFalse(self.tasks(self.courier))
        self.assertTrue(self.tasks(self.keeper))

    def test_goods_on_their_way_back_keep_the_return_open(self):
        with self.assertRaises(MoveRefused):
            self.record.with_user(self.dispatcher).action_brought()
        self.receive(self.record)
        self.record.bring_user_id = self.courier
        self.assertTrue(self.tasks(self.courier))
        words = [b.text for b in self.record._get_delivery_blockers()]
        self.assertIn("on its way back", words[0])
        self.record.with_user(self.courier).action_brought()
        self.assertFalse(self.record._get_delivery_blockers())

    def test_others_say_nothing_for_him(self):
        with self.assertRaises(AccessError):
            self.record.with_user(self.technician).action_fetched()
        for user in (self.keeper, self.inspector):
            with self.assertRaisesRegex(RoleRefused, "as_courier"):
                self.record.with_user(user).action_fetched()
