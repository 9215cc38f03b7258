from odoo.tests import Form

from ...exceptions import MoveRefused, ProofMissing, ProtectedRefused
from .common import CashCommon


class TestPayers(CashCommon):
    """Every share says who settles it; where the documents do not, the job stays open."""

    def setUp(self):
        super().setUp()
        self.device = self.make_device()
        self.order = self.make_order(self.device, service_type="a")
        partners = self.env["res.partner"]
        self.firm, self.other = partners.create(
            [{"name": "恒力轴承厂"}, {"name": "他厂"}]
        )

    def payer(self, payer, kind="labour", product=None):
        return self.order._get_payer_partner(payer, kind, product)

    def sells(self, product, firm):
        product.seller_ids = [(5,), (0, 0, {"partner_id": firm.id})]

    def test_the_part_s_supplier_comes_before_the_device_s(self):
        self.sells(self.part, self.firm)
        self.sells(self.machine, self.other)
        self.assertEqual(self.payer("supplier", "part", self.part), self.firm)
        self.assertEqual(self.payer("supplier", "labour", self.labour), self.other)

    def test_the_maker_of_the_brand(self):
        brand = self.env["aftersales.brand"].create(
            {"name": "恒力", "maker_id": self.firm.id}
        )
        self.machine.aftersales_brand_id = brand
        self.assertEqual(self.payer("manufacturer"), self.firm)

    def test_what_is_made_outside_has_its_seller_as_maker(self):
        self.machine.aftersales_origin = "outsourced"
        self.sells(self.machine, self.firm)
        self.assertEqual(self.payer("manufacturer"), self.firm)

    def test_the_carrier_is_the_one_who_is_called_so(self):
        self.device.carrier_name = "德邦物流"
        self.assertFalse(self.payer("carrier"))
        carrier = self.env["res.partner"].create({"name": "德邦物流"})
        self.assertEqual(self.payer("carrier"), carrier)
        carrier.copy({"name": "德邦物流"})
        self.assertFalse(self.payer("carrier"))

    def test_technician_and_agent(self):
        self.make_visit(self.order)
        self.assertEqual(self.payer("technician"), self.technician.partner_id)
        self.device.agent_id = self.firm
        self.assertEqual(self.payer("agent"), self.firm)

    def make_fee(self, payer="supplier"):
        return self.env["aftersales.fee"].create(
            {
                "name": "更换轴承",
                "order_id": self.order.id,
                "product_id": self.labour.id,
                "price_unit": 80,
                "share_ids": [(0, 0, {"payer": payer, "percent": 100})],
            }
        )

    def test_a_nameless_share_keeps_the_job_open_until_a_partner_is_chosen(self):
        share = self.make_fee().share_ids
        texts = [str(b) for b in self.order._get_blockers()]
        told = [text for text in texts if "does not say who that is" in text]
        self.assertEqual(len(told), 1)
        self.assertIn("更换轴承", told[0])
        with self.assertRaisesRegex(MoveRefused, "更换轴承"):
            self.order.with_user(self.dispatcher).action_close()
        with self.assertRaises(ProofMissing):
            share._check_named()
        share.with_user(self.dispatcher).partner_id = self.firm
        share._check_named()
        texts = [str(b) for b in self.order._get_blockers()]
        self.assertFalse([t for t in texts if "does not say who that is" in t])

    def test_it_is_chosen_on_the_form_that_the_blocker_opens(self):
        share = self.make_fee().share_ids
        blocker = next(b for b in self.order._get_blockers() if b.document == share)
        action = blocker.document.with_user(self.dispatcher).get_formview_action()
        self.assertEqual(action["res_id"], share.id)
        with Form(share.with_user(self.dispatcher)) as form:
            form.partner_id = self.firm
        self.assertEqual(share.partner_id, self.firm)
        self.assertFalse([b for b in self.order._get_blockers() if b.document == share])

    def test_the_form_of_a_fee_shows_shares_and_their_movements(self):
        fee = self.make_fee().with_user(self.accountant)
        fee.share_ids._book("accepted", 40)
        with Form(fee) as form:
            self.assertEqual(len(form.share_ids), 1)
            self.assertEqual(len(form.movement_ids), 2)

    def test_a_missing_name_is_chosen_even_after_something_was_accepted(self):
        share = self.make_fee().share_ids
        share._book("accepted", 40)
        share.with_user(self.accountant).partner_id = self.firm
        self.assertEqual(share.partner_id, self.firm)
        with self.assertRaises(ProtectedRefused):
            share.with_user(self.accountant).partner_id = self.other

    def test_customer_and_we_ourselves_need_no_name(self):
        self.make_fee("company")
        self.assertFalse(self.order.fee_ids.share_ids._get_nameless())
