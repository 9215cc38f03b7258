"""Personas and builders; other add-ons may inherit them."""

from unittest.mock import patch

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

    @classmethod
    def make_filed_service(cls, subject=None, tail="-1", **values):
        """On file, with a main domain, as most services of a register are."""
        subject = subject or cls.make_filed()
        values = {"domain_name": "www.yunfan.example.cn", **values}
        service = cls.make_service(
            subject, number_raw=f"{subject.number}{tail}", **values
        )
        service.action_file()
        return service

    @classmethod
    def make_access(cls, service, provider=None, **values):
        provider = provider or cls.company.partner_id
        access = cls.env["aftersales.icp.access"].create(
            {"service_id": service.id, "provider_id": provider.id, **values}
        )
        access.action_file()
        return access

    @classmethod
    def make_order(cls, kind, subject, services=None, **values):
        services = services or cls.env["aftersales.icp.service"]
        return cls.env["aftersales.icp.order"].create(
            {
                "kind": kind,
                "subject_id": subject.id,
                "service_ids": [(6, 0, services.ids)],
                **values,
            }
        )

    @classmethod
    def complete(cls, order):
        """Every item of the check-list is dealt with."""
        order.document_ids.not_applicable = "测试"
        for domain in order.service_ids.domain_ids:
            domain.write({"real_name_state": "verified", "real_name_on": "2026-01-05"})
        return order

    @classmethod
    def make_person(cls, name="沈佳怡", **values):
        return cls.env["aftersales.icp.person"].create({"name": name, **values})

    @classmethod
    def make_evidence(cls, **values):
        values = {"name": "查询截图", "text": "查到备案", **values}
        return cls.env["aftersales.icp.evidence"].create(values)

    def make_attachment(self, persona, **values):
        return self.as_user(self.env["ir.attachment"], persona).create(
            {"name": "证明.pdf", "raw": b"%PDF-1.4 proof", **values}
        )

    def no_commit(self):
        """Crons commit behind each batch; a test must not."""
        return patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_a, **_k: 60.0
        )

    def duties(self, record, code=None):
        domain = [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        if code:
            domain.append(("rule_id.code", "=", code))
        return self.env["aftersales.icp.obligation"].search(domain)
