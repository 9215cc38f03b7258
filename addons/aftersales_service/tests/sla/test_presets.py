from .common import SlaCommon, utc

CODES = [f"PS-{number:02d}" for number in range(1, 17)]


class TestPresets(SlaCommon):
    """Each preset activates for a company and answers its own rows."""

    def activate(self, code):
        template = (
            self.env["aftersales.sla.policy"]
            .with_context(active_test=False)
            .search([("code", "=", code), ("is_template", "=", True)])
        )
        wizard = (
            self.env["aftersales.sla.preset"]
            .with_user(self.director)
            .create(
                {
                    "template_id": template.id,
                    "valid_from": "2020-01-01",
                    "grace_minutes": 15,
                }
            )
        )
        action = wizard.action_activate()
        version = self.env["aftersales.sla.version"].browse(action["res_id"])
        return template, version

    def test_all_sixteen_are_there_and_apply_to_nobody(self):
        templates = (
            self.env["aftersales.sla.policy"]
            .with_context(active_test=False)
            .search([("is_template", "=", True)])
        )
        self.assertEqual(sorted(templates.mapped("code")), CODES)
        self.assertFalse(any(templates.mapped("active")))
        self.assertFalse(self.make_order().sla_version_id)

    def test_families_of_the_doors_company_are_made_once(self):
        """The nine families (S-40); one that is there already is used."""
        categories = self.env["product.category"]
        tubes = categories.create({"name": "Tubes"})
        before = categories.search([])
        template, _version = self.activate("PS-03")
        made = categories.search([]) - before
        self.assertEqual(len(made), 8)
        self.assertIn("Window Guards", made.mapped("name"))
        families = template.family_ids
        self.assertEqual(len(families), 9)
        self.assertEqual(families.categ_id, made | tubes)
        made[0].name = "另取的名"
        self.activate("PS-03")
        self.assertEqual(categories.search([]), before | made)
        self.activate("PS-04")
        self.assertEqual(categories.search([]), before | made)

    def test_each_activates_and_is_approved(self):
        for code in CODES:
            with self.subTest(code):
                template, version = self.activate(code)
                self.assertEqual(version.state, "draft")
                self.assertEqual(version.policy_id.company_id, self.company)
                self.assertEqual(
                    version.rule_ids.mapped("code"),
                    template.version_ids.rule_ids.mapped("code"),
                )
                self.assertEqual(len(version.step_ids), 4)
                version.with_user(self.director).action_approve()
                order = self.make_order(called_at=utc(2026, 3, 2, 10))
                self.assertEqual(order.sla_version_id, version)
                for rule in version.rule_ids:
                    self.assertTrue(rule.source, rule.code)
                version.policy_id.active = False
