from odoo.exceptions import AccessError

from .common import IcpCommon

OPERATIONS = ("read", "write", "create", "unlink")
MATRIX = {
    "clerk": {"read", "write", "create"},
    "compliance": {"read", "write", "create", "unlink"},
    "auditor": {"read"},
    "employee": set(),
    "portal": set(),
    "clerk_b": set(),  # the same group as the clerk, but in the other company
}


class Undo(Exception):
    """Rolls back what a persona was allowed to do."""


class TestAccess(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subject = cls.make_subject()
        cls.service = cls.make_service(cls.subject)
        cls.new_values = {
            "aftersales.icp.subject": {
                "partner_id": cls.partner.id,
                "company_id": cls.company.id,
                "user_id": False,
            },
            "aftersales.icp.service": {"name": "新", "subject_id": cls.subject.id},
        }

    def tries(self, persona, record, operation):
        """Whether it really works, whatever the access table says."""
        record = self.as_user(record, persona)
        field = {
            "aftersales.icp.subject": "note",
            "aftersales.icp.service": "domain_name",
        }[record._name]
        run = {
            "read": lambda: record.read([field]),
            "write": lambda: record.write({field: "x"}),
            "create": lambda: record.create(self.new_values[record._name]),
            "unlink": record.unlink,
        }[operation]
        try:
            with self.cr.savepoint():
                run()
                self.env.flush_all()
                raise Undo
        except (Undo, AccessError) as outcome:
            return isinstance(outcome, Undo)
        finally:
            self.env.invalidate_all()

    def test_persona_by_model_by_operation(self):
        for persona, allowed in MATRIX.items():
            for record in (self.subject, self.service):
                for operation in OPERATIONS:
                    with self.subTest(f"{persona} {record._name} {operation}"):
                        found = self.tries(persona, record, operation)
                        self.assertEqual(found, operation in allowed)

    def test_search_finds_own_company_only(self):
        self.make_subject(company_id=self.company_b.id)
        clerk_b = self.as_user(self.env["aftersales.icp.subject"], "clerk_b")
        self.assertEqual(clerk_b.search([]).company_id, self.company_b)
        auditor = self.as_user(self.env["aftersales.icp.subject"], "auditor")
        self.assertNotIn(self.company_b, auditor.search([]).company_id)

    def test_no_group_is_given_to_everybody(self):
        everybody = self.env.ref("base.default_user_group").all_implied_ids
        everybody += self.env.ref("base.group_user").all_implied_ids
        privilege = self.env.ref("aftersales_icp.aftersales_icp_privilege")
        self.assertEqual(len(privilege.group_ids), 3)
        self.assertFalse(privilege.group_ids & everybody)

    def test_administrators_are_compliance_officers(self):
        for name in ("base.user_admin", "base.user_root"):
            user = self.env.ref(name)
            self.assertTrue(
                user.has_group("aftersales_icp.aftersales_icp_group_compliance")
            )
