import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.modules import Manifest
from odoo.tools import convert, file_path

from .common import SlaCommon

FOLDER = "aftersales_service/migrations/19.0.1.2.0"
NEW = ("sla_rule_ps_01_t_44", "sla_rule_ps_07_t_59", "sla_rule_ps_12_t_45")
ROLES = ("quality_representative", "technical_department", "production")


class TestUpgradePresets(SlaCommon):
    """What an upgrade does with presets: those of an older version get what new ones have,
    and what a company did with them stays, also that it deleted them."""

    def upgrade(self):
        for path in sorted(Path(file_path(FOLDER)).glob("post-*.py")):
            spec = spec_from_file_location(path.stem, path)
            script = module_from_spec(spec)
            spec.loader.exec_module(script)
            self.env.flush_all()
            self.env.invalidate_all()
            script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.flush_all()
        self.env.invalidate_all()

    def get_presets(self):
        policies = self.env["aftersales.sla.policy"].with_context(active_test=False)
        return policies.search([("is_template", "=", True)])

    def read(self):
        """{version of a preset: its text}, whatever the order of the lines of its source."""
        versions = self.get_presets().version_ids
        names = versions._get_text_fields() - {"rule_ids", "step_ids", "approver_ids"}
        found = {
            version.policy_id.code: {name: version[name] for name in names}
            | {
                "source": sorted((version.source or "").split("\n")),
                "rules": sorted(version.rule_ids.mapped("code")),
                "dispatchers": sorted(version.dispatcher_ids.mapped("kind")),
                "families": sorted(version.policy_id.family_ids.mapped("name")),
            }
            for version in versions
        }
        for text in found.values():
            text.pop("dispatcher_ids", None)
        return found

    def make_older(self):
        """The presets as the version before read them."""
        presets = self.get_presets()
        versions = presets.version_ids
        for name in NEW:
            self.env.ref(f"aftersales_service.{name}").sudo().unlink()
        presets.family_ids.sudo().unlink()
        versions.dispatcher_ids.sudo().unlink()
        plain = {
            "cause_step": "tell",
            "free_causes": "wear",
            "report_before_leaving": False,
            "capability_first": False,
            "answer_first": False,
            "cost_approval": False,
            "joint_team": False,
            "check_role_id": False,
            "filing_role_id": False,
        }
        versions.sudo().write(plain)
        self.preset("05").inspection_role_ids = False
        for version in versions:
            kept = [
                line
                for line in (version.source or "").split("\n")
                if not re.search(
                    r"W-12|W-19|D-36|S-17|S-28|O-23|S-35|O-25|O-20|D-17", line
                )
            ]
            version.source = "\n".join(kept)

    def preset(self, number):
        return self.env.ref(f"aftersales_service.sla_version_ps_{number}").sudo()

    def test_an_older_preset_gets_what_a_new_one_has(self):
        new = self.read()
        self.assertEqual(len(new), 16)
        self.make_older()
        self.assertNotEqual(self.read(), new)
        self.upgrade()
        self.assertEqual(self.read(), new)
        self.upgrade()
        self.assertEqual(self.read(), new)

    def test_what_a_company_changed_stays(self):
        self.make_older()
        self.preset("05").cause_step = "none"
        team = self.preset("05").inspection_role_ids.search([], limit=1)
        self.preset("05").inspection_role_ids = team
        self.upgrade()
        self.assertEqual(self.preset("05").cause_step, "none")
        self.assertEqual(self.preset("05").inspection_role_ids, team)

    def test_deleted_presets_stay_away(self):
        self.make_older()
        self.get_presets().sudo().unlink()
        self.upgrade()
        self.assertFalse(self.get_presets())

    def test_an_update_goes_on_without_presets(self):
        self.get_presets().sudo().unlink()
        for name in Manifest.for_addon("aftersales_service")["data"]:
            path = file_path(f"aftersales_service/{name}")
            if "sla_version_ps" in (text := Path(path).read_text()) or "_ps_03" in text:
                convert.convert_file(self.env, "aftersales_service", name, {}, "update")
        self.assertFalse(self.get_presets())

    def test_at_once_gets_its_minutes_where_it_is_in_force(self):
        at_once = self.make_rule(unit="at_once", amount=0)
        version = self.make_sla([at_once], version={"grace_minutes": 5})
        draft = version.copy({"policy_id": version.policy_id.id, "grace_minutes": 0})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_sla_version SET grace_minutes = NULL WHERE id = %s",
            version.ids,
        )
        self.upgrade()
        self.assertEqual((version.grace_minutes, draft.grace_minutes), (15, 0))
        self.assertFalse(any(self.get_presets().version_ids.mapped("grace_minutes")))

    def test_both_halves_see_what_the_dispatcher_saw(self):
        rule = self.env.ref("aftersales_service.aftersales_time_entry_rule_staff")
        whole, *halves = (
            self.env.ref(f"aftersales_service.aftersales_service_group_{name}")
            for name in ("dispatcher", "hotline", "back_office")
        )
        before = rule.groups
        rule.groups = [(4, whole.id), *((3, half.id) for half in halves)]
        self.upgrade()
        self.assertEqual(rule.groups, before)

    def test_departments_hear_of_problems(self):
        roles = self.env["aftersales.role"].union(
            *(self.env.ref(f"aftersales_service.role_{name}") for name in ROLES)
        )
        roles.sudo().hears_problems = False
        self.upgrade()
        self.assertTrue(all(roles.mapped("hears_problems")))
