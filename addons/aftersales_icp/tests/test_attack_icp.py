from odoo.addons.document_flow.tests.attack import AttackTables

from .common import PERSONAS, IcpCommon


class TestAttackIcp(AttackTables, IcpCommon):
    """The register, its windows and what core's documents got from it, called by a
    customer, an employee, an auditor, and clerk and officer of another company."""

    attack_models = ("aftersales.icp.",)
    attack_modules = ("odoo.addons.aftersales_icp", "odoo.addons.document_flow")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        officer = cls.make_user("officer_b", PERSONAS["compliance"], cls.company_b)
        names = ("portal", "employee", "auditor", "clerk_b")
        cls.people = {name: cls.users[name] for name in names} | {"officer_b": officer}
        service = cls.make_filed_service()
        access = cls.make_access(service)
        order = cls.make_order("change_service", service.subject_id, service)
        person = cls.make_person("机密联系人")
        incident = cls.env["aftersales.icp.incident"].create({"service_id": service.id})
        duty = cls.env["aftersales.icp.obligation"].search(
            [("service_id", "=", service.id)], limit=1
        )
        known = (service, service.subject_id, access, order, person, incident, duty)
        cls.made = {record._name: record for record in known}
        cls.made["res.company"] = cls.company
        cls.made["res.users"] = cls.users["compliance"]
        for name in cls.our_models():
            cls.find_or_make(name)
        cls.secrets = (
            service.number,
            "www.yunfan.example.cn",
            "机密联系人",
            order.name,
        )
        cls.env.flush_all()

    def test_register(self):
        self.check_kind("table", 40)

    def test_windows(self):
        self.check_kind("wizard", 7)

    def test_methods_of_ours_on_documents_of_core(self):
        self.check_kind("core", 5)

    def test_there_is_something_to_attack(self):
        empty = [name for name in self.our_models() if not self.made[name]]
        self.assertLessEqual(len(empty), 8, empty)
