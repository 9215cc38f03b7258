from odoo.tests import Form

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ..common import AfterSalesCommon


class TestReported(AfterSalesCommon):
    """What is told of a machine that nobody registered becomes a device (S-08)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer = cls.env["res.partner"].create(
            {"name": "鲁中经销", "is_company": True}
        )

    def told(self, **vals):
        return self.make_order(
            **{
                "partner_id": self.dealer.id,
                "dealer_id": self.dealer.id,
                "channel": "dealer",
                "contact_phone": "0531-66667777",
                "contact_name": "周工",
                "address": "济南历城区工业路1号",
                "reported_customer": "历城泵站",
                "reported_serial": "bz 2603 0009",
                "reported_model": "yj-90l-t",
                "reported_purchase_date": "2026-03-31",
            }
            | vals
        )

    def test_one_press_makes_the_device(self):
        order = self.told()
        self.assertTrue(order.may_make_device)
        order.action_make_device()
        device = order.device_id
        self.assertEqual(device.product_id, self.machine)
        self.assertEqual(device.serial_key, "BZ26030009")
        self.assertEqual(str(device.purchase_date), "2026-03-31")
        self.assertEqual(device.agent_id, self.dealer)
        customer = device.partner_id
        self.assertEqual(
            (customer.name, customer.phone, customer.street),
            ("历城泵站", "0531-66667777", "济南历城区工业路1号"),
        )
        self.assertEqual(
            (
                order.partner_id,
                order.dealer_id,
                order.contact_name,
                order.contact_phone,
            ),
            (customer, self.dealer, "周工", "0531-66667777"),
        )
        self.assertFalse(order.may_make_device)
        with self.assertRaises(MoveRefused):
            order.action_make_device()

    def test_known_customer_and_known_device_are_taken(self):
        known = self.env["res.partner"].create(
            {"name": "历城泵站", "phone": "0531 6666 7777"}
        )
        device = self.make_device("BZ26030009", partner_id=known.id)
        order = self.told()
        order.action_make_device()
        self.assertEqual((order.device_id, order.partner_id), (device, known))

    def test_signs_of_a_pattern_are_signs(self):
        """What is typed is no pattern that some other product or customer fits."""
        for model in ("yj_90l_t", "yj%"):
            with self.assertRaises(ProofMissing):
                self.told(reported_model=model).action_make_device()
        self.env["res.partner"].create({"name": "历城泵站"})
        order = self.told(reported_customer="历城%")
        order.action_make_device()
        self.assertEqual(order.partner_id.name, "历城%")

    def test_namesake_with_another_telephone_is_somebody_else(self):
        other = self.env["res.partner"].create(
            {"name": "历城泵站", "phone": "0532-11112222"}
        )
        order = self.told()
        order.action_make_device()
        self.assertNotEqual(order.partner_id, other)

    def test_a_person_is_not_known_by_the_name_alone(self):
        """There are many of one name; a firm is one."""
        for name, same in (("王芳", False), ("历城泵站", True)):
            known = self.env["res.partner"].create({"name": name})
            order = self.told(reported_customer=name, reported_serial=False)
            order.action_make_device()
            self.assertEqual(order.partner_id == known, same, name)

    def test_a_customer_of_another_company_is_none_of_ours(self):
        theirs = self.env["res.partner"].create(
            {
                "name": "历城泵站",
                "company_id": self.env["res.company"].create({"name": "乙公司"}).id,
            }
        )
        order = self.told()
        order.action_make_device()
        self.assertNotEqual(order.partner_id, theirs)

    def test_unknown_model_asks_for_the_product(self):
        order = self.told(reported_model="没听过")
        with self.assertRaisesRegex(ProofMissing, "没听过"):
            order.action_make_device()
        order.product_id = self.machine
        order.action_make_device()
        self.assertEqual(order.device_id.product_id, self.machine)

    def test_without_end_customer_it_is_the_caller(self):
        order = self.told(reported_customer=False, partner_id=self.customer.id)
        order.action_make_device()
        self.assertEqual(order.device_id.partner_id, self.customer)

    def test_without_serial_it_is_a_device_of_its_own(self):
        first, second = self.told(reported_serial=False), self.told(reported_serial=" ")
        (first | second).action_make_device()
        self.assertNotEqual(first.device_id, second.device_id)

    def test_desk_alone_makes_it(self):
        order = self.told()
        with self.assertRaises(GroupRefused):
            order.with_user(self.technician).action_make_device()

    def test_salesperson_writes_it_down(self):
        chen = self.env["res.users"].create(self._prepare_user("salesperson", "t_chen"))
        self.customer.user_id = chen
        orders = self.env["aftersales.order"].with_user(chen)
        view = self.env.ref("aftersales_service.aftersales_order_view_form_sales")
        with Form(orders.with_context(default_channel="sales"), view=view) as form:
            form.partner_id = self.customer
            form.fault = "漏油"
            form.reported_model = "YJ-90L-T"
            form.reported_purchase_date = "2026-01-05"
            form.reported_look = "轴端有油迹"
            form.reported_cause = "油封老化"
        order = form.record.with_user(self.dispatcher)
        self.assertEqual(order.reported_look, "轴端有油迹")
        order.action_make_device()
        self.assertEqual(order.device_id.partner_id, self.customer)
