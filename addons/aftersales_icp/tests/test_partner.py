from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import IcpCommon


class TestPartner(IcpCommon):
    def test_count_and_line(self):
        self.make_filed()
        self.make_subject()
        partner = self.as_user(self.partner, "clerk")
        self.assertEqual(partner.icp_subject_count, 2)
        self.assertEqual(partner.icp_summary, "浙ICP备2021004518号 (Filed), — (Draft)")

    def test_line_follows_the_state(self):
        subject = self.make_filed()
        self.assertIn("Filed", self.partner.icp_summary)
        subject.action_suspend()
        self.assertIn("Suspended", self.partner.icp_summary)

    def test_button_opens_the_filings_of_the_partner(self):
        subject = self.make_subject()
        action = self.as_user(self.partner, "auditor").action_icp_subjects()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, subject)
        self.assertEqual(action["context"]["default_partner_id"], self.partner.id)

    def test_company_shows_its_own_filing(self):
        self.make_filed(partner_id=self.company.partner_id.id)
        company = self.as_user(self.company, "clerk")
        self.assertEqual(company.icp_subject_count, 1)
        self.assertIn("浙ICP备2021004518号", company.icp_summary)
        domain = company.action_icp_subjects()["domain"]
        self.assertEqual(domain, [("partner_id", "=", self.company.partner_id.id)])

    def test_filings_of_other_companies_do_not_show(self):
        self.make_filed(company_id=self.company_b.id)
        self.assertEqual(self.partner.icp_subject_count, 1)  # now in the cache
        self.assertTrue(self.partner.icp_summary)
        partner = self.as_user(self.partner, "clerk")
        self.assertEqual(partner.icp_subject_count, 0)
        self.assertFalse(partner.icp_summary)

    def test_own_filing_kept_by_another_company_does_not_show(self):
        self.make_filed(
            partner_id=self.company.partner_id.id, company_id=self.company_b.id
        )
        self.assertEqual(self.company.icp_subject_count, 1)  # now in the cache
        company = self.as_user(self.company, "clerk")
        self.assertEqual(company.icp_subject_count, 0)
        self.assertFalse(company.icp_summary)

    def test_others_do_not_see_the_fields(self):
        partner = self.as_user(self.partner, "employee")
        with self.assertRaises(AccessError):
            partner.read(["icp_subject_count"])
        self.assertNotIn("icp_summary", partner.fields_get())
        Form(partner)

    def test_form_shows_number_and_state(self):
        self.make_filed()
        view = "aftersales_icp.res_partner_view_form"
        self.env.user.group_ids += self.env.ref(
            "aftersales_icp.aftersales_icp_group_user"
        )
        arch = self.env["res.partner"].get_view(self.env.ref(view).inherit_id.id)[
            "arch"
        ]
        self.assertIn("icp_summary", arch)
        self.assertIn("action_icp_subjects", arch)

    def test_list_of_eighty_costs_as_many_queries_as_one(self):
        partners = self.env["res.partner"].create(
            [{"name": f"客户{index}"} for index in range(80)]
        )
        for partner in partners:
            self.make_subject(partner_id=partner.id)
        clerk = self.as_user(partners, "clerk")
        fields = ["icp_subject_count", "icp_summary"]
        clerk[0].read(fields)
        self.assertEqual(
            self._count_queries(clerk[:1], fields), self._count_queries(clerk, fields)
        )
        self.assertEqual(clerk.mapped("icp_subject_count"), [1] * 80)

    def _count_queries(self, partners, fields):
        self.env.flush_all()
        self.env.invalidate_all()
        partners = partners.browse(partners.ids)
        before = self.cr.sql_log_count
        partners.read(fields)
        return self.cr.sql_log_count - before
