"""Personas and builders; other add-ons may inherit them."""

from odoo.tests import TransactionCase, new_test_user

PERSONAS = {
    "clerk": "aftersales_icp.aftersales_icp_group_user",
    "compliance": "aftersales_icp.aftersales_icp_group_compliance",
    "auditor": "aftersales_icp.aftersales_icp_group_auditor",
    "employee": "base.group_user",
    "portal": "base.group_portal",
}


class IcpCommon(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.company = cls.env.company
        cls.company_b = cls.env["res.company"].create({"name": "第二公司"})
        cls.partner = cls.env["res.partner"].create(
            {"name": "杭州某某科技有限公司", "is_company": True}
        )
        cls.users = {
            name: cls.make_user(name, group, cls.company)
            for name, group in PERSONAS.items()
        }
        cls.users["clerk_b"] = cls.make_user(
            "clerk_b", PERSONAS["clerk"], cls.company_b
        )

    @classmethod
    def make_user(cls, name, group, company):
        return new_test_user(
            cls.env,
            login=f"icp_{name}",
            groups=group,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            tz="Asia/Shanghai",
        )

    @classmethod
    def make_subject(cls, **values):
        values = {"partner_id": cls.partner.id, **values}
        return cls.env["aftersales.icp.subject"].create(values)

    @classmethod
    def make_filed(cls, number="浙ICP备2021004518号", **values):
        subject = cls.make_subject(number_raw=number, **values)
        subject.action_file()
        return subject

    @classmethod
    def make_service(cls, subject, **values):
        values = {"name": "官网", "subject_id": subject.id, **values}
        return cls.env["aftersales.icp.service"].create(values)

    def as_user(self, record, persona):
        return record.with_user(self.users[persona])
