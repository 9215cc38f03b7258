import base64

from odoo.exceptions import AccessError
from odoo.tests import Form

from ...exceptions import ProofMissing, ProtectedRefused
from ..common import AfterSalesCommon


class TestMakerTerms(AfterSalesCommon):
    """Manufacturers' after-sales terms are kept and passed on (O-40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brand = cls.env["aftersales.brand"].create({"name": "T厂"})
        cls.machine.aftersales_brand_id = cls.brand
        cls.chen = cls.env["res.users"].create(
            cls._prepare_user("salesperson", "terms_sales")
        )

    def make(self, **vals):
        return (
            self.env["aftersales.maker.terms"]
            .with_user(self.dispatcher)
            .create(
                {
                    "name": "2026三包政策",
                    "brand_id": self.brand.id,
                    "date_from": "2020-01-01",
                    "summary": "整机两年",
                    "data": base64.b64encode(b"terms"),
                    "filename": "2026.pdf",
                }
                | vals
            )
        )

    def test_passed_on_to_those_concerned(self):
        driver = self.env["res.users"].create(
            {"name": "司机", "login": "terms_driver", "email": "d@example.com"}
        )
        hotline = self.make_user("hotline", "terms_hotline")
        office = self.make_user("back_office", "terms_office")
        terms = self.make(user_ids=driver.ids)
        terms.action_pass_on()
        self.assertEqual(terms.passed_on_by_id, self.dispatcher)
        told = terms.sudo().message_ids[0]
        self.assertIn("整机两年", told.body)
        for user in (
            self.chen,
            self.technician,
            self.director,
            driver,
            hotline,
            office,
        ):
            self.assertIn(user.partner_id, told.partner_ids)
        for user in (self.keeper, self.accountant):
            self.assertNotIn(user.partner_id, told.partner_ids)

    def test_nothing_to_read_is_not_passed_on(self):
        terms = self.make(data=False, filename=False, summary=" ")
        with self.assertRaises(ProofMissing):
            terms.action_pass_on()

    def test_shown_where_people_work(self):
        terms = self.make()
        device = self.make_device("T-O40")
        order = self.make_order(device)
        self.assertFalse(order.maker_terms_ids)  # nobody was told yet
        terms.action_pass_on()
        self.make(date_to="2020-12-31", name="旧").action_pass_on()
        self.make(date_from="2999-01-01", name="将来").action_pass_on()
        other = self.env["aftersales.brand"].create({"name": "别厂"})
        self.make(brand_id=other.id).action_pass_on()
        self.env.invalidate_all()
        self.assertEqual(device.maker_terms_ids, terms)
        self.assertEqual(order.maker_terms_ids, terms)
        self.make_visit(order)
        day = self.env["aftersales.technician.day"].with_user(self.technician)
        [card] = day.get_technician_day()["visits"]
        [link] = card["terms"]
        self.assertEqual((link["name"], link["summary"]), ("2026三包政策", "整机两年"))
        self.assertIn(f"/{terms.id}/data", link["url"])
        self.assertEqual(terms.with_user(self.technician).data, terms.data)

    def test_salesperson_reads_them_on_his_own_job(self):
        terms = self.make()
        terms.action_pass_on()
        self.customer.user_id = self.chen
        order = self.make_order(product_id=self.machine.id).with_user(self.chen)
        view = self.env.ref("aftersales_service.aftersales_order_view_form_sales")
        self.assertEqual(Form(order, view=view).maker_terms_ids[:], terms)
        self.assertTrue(terms.with_user(self.chen).data)
        with self.assertRaises(AccessError):
            terms.with_user(self.chen).action_pass_on()

    def test_what_was_passed_on_stands(self):
        terms = self.make()
        terms.summary = "整机三年"
        terms.action_pass_on()
        for change in ({"summary": "一年"}, {"data": False}, {"brand_id": False}):
            with self.assertRaises(ProtectedRefused):
                terms.write(change)
        with self.assertRaises(ProtectedRefused):
            terms.passed_on_at = False
        terms.date_to = "2030-12-31"

    def test_others_write_nothing(self):
        terms = self.make()
        for user in (self.technician, self.keeper, self.inspector):
            with self.assertRaises(AccessError):
                terms.with_user(user).action_pass_on()

    def test_another_company_sees_nothing(self):
        terms = self.make()
        terms.action_pass_on()
        company = self.env["res.company"].create({"name": "乙公司"})
        device = self.make_device("T-B", company_id=company.id)
        self.assertFalse(device.maker_terms_ids)
