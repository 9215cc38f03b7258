from odoo.tests import Form, new_test_user, tagged

from ..common import AfterSalesCommon


@tagged("post_install", "-at_install")
class TestBesideContacts(AfterSalesCommon):
    """Contacts and products belong to everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            "plain_clerk",
            "base.group_user,base.group_partner_manager",
            lang="en_US",
        )
        cls.buyer = new_test_user(
            cls.env,
            "plain_buyer",
            "base.group_user,product.group_product_manager",
            lang="en_US",
        )

    def test_duplicates_a_contact(self):
        self.customer.write({"aftersales_dealer": True, "aftersales_visit_class": "a"})
        copied = self.customer.with_user(self.clerk).copy()
        self.assertTrue(copied.name)
        self.assertFalse(copied.sudo().aftersales_dealer)
        self.assertFalse(copied.sudo().aftersales_visit_class)

    def test_types_a_contact_on_the_form(self):
        with Form(self.env["res.partner"].with_user(self.clerk)) as form:
            form.name = "济南阀门厂"
        with Form(form.record) as form:
            form.phone = "0531-1"

    def test_creates_and_duplicates_a_login(self):
        admin = new_test_user(
            self.env,
            "plain_admin",
            "base.group_user,base.group_erp_manager,base.group_partner_manager",
        )
        user = self.env["res.users"].with_user(admin)
        made = user.create({"name": "新人", "login": "beside_new"})
        self.assertTrue(made.copy().id)

    def merge(self, source, target):
        # With websites core itself lets nobody merge but those who see their visitors.
        if group := self.env.ref("website.group_website_designer", False):
            self.clerk.group_ids |= group
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.clerk)
        wizard._merge((source | target).ids, target.with_user(self.clerk))

    def test_a_merge_keeps_what_staff_wrote_and_what_the_customer_has(self):
        double = self.customer.create({"name": "齐鲁泵业", "aftersales_dealer": True})
        double.aftersales_visit_class = "b"
        device = self.make_device("M-1", partner_id=double.id)
        order = self.make_order(device, partner_id=double.id).sudo()
        self.merge(double, self.customer)
        self.assertFalse(double.exists())
        self.assertEqual(device.partner_id, self.customer)
        self.assertEqual(order.partner_id, self.customer)
        self.assertTrue(self.customer.aftersales_dealer)
        self.assertEqual(self.customer.aftersales_visit_class, "b")

    def test_a_merge_does_not_overrule_the_contact_that_stays(self):
        double = self.customer.create({"name": "x", "aftersales_visit_class": "d"})
        self.customer.aftersales_visit_class = "a"
        self.merge(double, self.customer)
        self.assertEqual(self.customer.aftersales_visit_class, "a")

    def test_a_merge_never_deletes_a_row_of_ours(self):
        """Core deletes what it cannot move for a unique index, so none may hold a contact.

        One login at one provider that was entered twice is one account.
        """
        self.env.cr.execute("""
            SELECT t.relname, i.relname FROM pg_index x
            JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
            JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype = 'f'
             AND c.confrelid = 'res_partner'::regclass
             AND c.conkey[1] = ANY (x.indkey::int2[])
            WHERE x.indisunique AND t.relname LIKE 'aftersales%'
              AND t.relname NOT LIKE '%\\_rel'
        """)
        known = [("aftersales_icp_account", "aftersales_icp_account_login_unique")]
        self.assertLessEqual(set(self.env.cr.fetchall()), set(known))

    def test_duplicates_a_product_with_its_settings(self):
        self.machine.aftersales_brand_id = self.env["aftersales.brand"].create(
            {"name": "鲁泵"}
        )
        template = self.machine.product_tmpl_id.with_user(self.buyer)
        copied = template.copy().sudo()
        self.assertEqual(copied.aftersales_is_device, template.aftersales_is_device)
        self.assertEqual(copied.aftersales_brand_id.name, "鲁泵")

    def test_creates_and_types_a_product(self):
        product = self.env["product.product"].with_user(self.buyer)
        self.assertEqual(product.create({"name": "螺栓"}).aftersales_origin, "own")
        with Form(self.env["product.template"].with_user(self.buyer)) as form:
            form.name = "螺母"
        mine = [n for n in form.record._fields if n.startswith("aftersales_")]
        form.record.read(mine)
        form.record.product_variant_id.read(mine)

    def test_the_product_form_shows_nothing_of_ours(self):
        for model in ("product.template", "product.product", "product.category"):
            views = self.env[model].with_user(self.buyer).get_views([(False, "form")])
            arch = views["views"]["form"]["arch"]
            self.assertFalse('name="aftersales_' in arch, model)
            self.assertFalse('name="icp_' in arch, model)
