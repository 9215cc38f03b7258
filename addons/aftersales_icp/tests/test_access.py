from odoo.exceptions import AccessError, UserError

from .common import PERSONAS, IcpCommon

OPERATIONS = ("read", "write", "create", "unlink")
ALL = "rwcd"
# model → (clerk, compliance, auditor); employees, portal and strangers: nothing at all
MATRIX = {
    "subject": ("rwc", ALL, "r"),
    "service": ("rwc", ALL, "r"),
    "domain": ("rwc", ALL, "r"),
    "access": ("rwc", ALL, "r"),
    "app.platform": ("rwc", ALL, "r"),
    "preapproval": ("rwc", ALL, "r"),
    "psb": ("rwc", ALL, "r"),
    "usage": ("rwc", ALL, "r"),
    "function": ("rwc", ALL, "r"),
    "branch": ("rwc", ALL, "r"),
    "order": ("rwc", ALL, "r"),
    "licence": ("rwc", ALL, "r"),
    "annual": ("rwc", ALL, "r"),
    "document": ("rwc", ALL, "r"),
    "publication": ("rwc", ALL, "r"),
    "person": ("", ALL, ""),
    "obligation": ("rw", "rw", "r"),
    "evidence": ("rc", "rc", "r"),
    "check": ("r", "r", "r"),
    "finding": ("r", "rw", "r"),
    "override": ("r", "rc", "r"),
    "incident": ("rwc", "rwc", "r"),
    "code": ("r", ALL, "r"),
    "law": ("r", ALL, "r"),
    "rule": ("r", ALL, "r"),
    "province": ("r", ALL, "r"),
    "penalty": ("r", ALL, "r"),
    "requirement": ("r", ALL, "r"),
    "letter.template": ("r", ALL, "r"),
    "order.event": ("r", "r", "r"),
    "account": ("rwc", ALL, "r"),
}
LETTERS = dict(zip("rwcd", OPERATIONS, strict=True))


class Undo(Exception):
    """Rolls back what a persona was allowed to do."""


class TestAccess(IcpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service = cls.make_filed_service()
        cls.subject = cls.service.subject_id

    def test_persona_by_model_by_operation(self):
        for name, rights in MATRIX.items():
            model = self.env[f"aftersales.icp.{name}"]
            for persona in PERSONAS:
                place = {"clerk": 0, "compliance": 1, "auditor": 2}.get(persona)
                allowed = (
                    {LETTERS[one] for one in rights[place]}
                    if place is not None
                    else set()
                )
                found = {
                    operation
                    for operation in OPERATIONS
                    if self.as_user(model, persona).has_access(operation)
                }
                with self.subTest(f"{name} {persona}"):
                    self.assertEqual(found, allowed)

    def test_matrix_knows_every_model(self):
        ours = {
            name.removeprefix("aftersales.icp.")
            for name, model in self.env.registry.models.items()
            if name.startswith("aftersales.icp.")
            and not model._abstract
            and not model._transient
        }
        self.assertLessEqual(set(MATRIX), ours)
        ours -= {"letter.template"} & ours
        self.assertLessEqual(ours, set(MATRIX) | {"order.service"})

    # === WHAT REALLY WORKS, WHATEVER THE TABLE SAYS === #

    def tries(self, persona, record, run):
        record = self.as_user(record, persona)
        try:
            with self.cr.savepoint():
                run(record)
                self.env.flush_all()
                raise Undo
        except (Undo, AccessError) as outcome:
            return isinstance(outcome, Undo)
        finally:
            self.env.invalidate_all()

    def test_records_of_the_other_company_are_out_of_reach(self):
        access = self.make_access(self.service)
        order = self.make_order("change_service", self.subject, self.service)
        person = self.make_person()
        records = [
            *(self.subject, self.service, access, order, self.service.domain_ids),
            *(
                self.service.psb_ids,
                order.document_ids.filtered(lambda one: not one.is_personal)[0],
                self.make_evidence(),
            ),
            self.duties(self.service)[0],
        ]
        for record in records:
            for persona, allowed in (
                *(("clerk", True), ("auditor", True), ("clerk_b", False)),
                *(("employee", False), ("portal", False)),
            ):
                with self.subTest(f"{record._name} {persona}"):
                    found = self.tries(
                        persona, record, lambda one: one.read(["id", "create_date"])
                    )
                    self.assertEqual(found, allowed)
        for persona in ("clerk", "auditor", "clerk_b", "employee", "portal"):
            self.assertFalse(
                self.tries(persona, person, lambda one: one.read(["name"]))
            )
        self.assertTrue(
            self.tries("compliance", person, lambda one: one.read(["cert_number"]))
        )

    def test_compliance_of_the_other_company_reads_no_person(self):
        officer = self.make_user("compliance_b", PERSONAS["compliance"], self.company_b)
        person = self.make_person().with_user(officer)
        with self.assertRaises(AccessError):
            person.read(["name"])

    def test_personal_fields_of_the_organiser_are_for_officers(self):
        self.subject.cert_number = "G1234567X"
        for persona in ("clerk", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(self.subject, persona).read(["cert_number"])
            self.assertNotIn(
                "principal_id", self.as_user(self.subject, persona).fields_get()
            )
        self.assertEqual(
            self.as_user(self.subject, "compliance").cert_number, "G1234567X"
        )

    def test_personal_documents_are_for_officers(self):
        order = self.make_order("change_subject", self.subject, self.service)
        personal = order.document_ids.filtered("is_personal")
        self.assertTrue(personal)
        file = self.make_attachment(
            "compliance", res_model=personal[0]._name, res_id=personal[0].id
        )
        for persona in ("clerk", "auditor", "employee", "portal"):
            with self.assertRaises(AccessError):
                self.as_user(file, persona).read(["datas"])
            if persona in ("clerk", "auditor"):
                seen = self.as_user(
                    self.env["aftersales.icp.document"], persona
                ).search([])
                self.assertFalse(seen & personal)
        self.assertTrue(self.as_user(file, "compliance").datas)

    def test_clerk_moves_no_service_and_no_licence(self):
        for record, step in (
            (self.service, "action_revoke"),
            (self.service.psb_ids, "action_submit"),
            (self.make_access(self.service), "action_cancel"),
        ):
            with self.subTest(step), self.assertRaises(UserError):
                getattr(self.as_user(record, "clerk"), step)()

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
