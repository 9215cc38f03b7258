from lxml import etree

from .common import SwitchCommon

MENUS = {
    "sla": "menu_clocks menu_duties menu_extensions menu_sla menu_sla_policies",
    "project": "menu_projects",
    "mail": "menu_held_mails",
    "supply": "menu_supply menu_part_statements menu_part_plans",
    "old_part": "menu_old_part menu_old_parts menu_old_part_receipts menu_old_part_notices",
    "courier": "menu_parcels",
    "returns": "menu_return_orders menu_custodies menu_inspections menu_measures"
    " menu_advances menu_nonconforming menu_process_steps",
    "feedback": "menu_quality_facts menu_feedback_sheets",
    "loan": "menu_loans",
    "reception": "menu_walk_rounds",
    "cash": "menu_cash menu_collections menu_handins menu_cash_in_hand",
}
# (switch, model, kind of view): names of fields, buttons, pages and filters it hides.
NODES = {
    ("sla", "aftersales.order", "form"): "action_pause action_resume clocks clock_ids",
    ("sla", "aftersales.order", "list"): "clock_words clock_level",
    ("sla", "aftersales.order", "search"): "clock_overdue clock_today",
    ("sla", "resource.calendar", "form"): "action_aftersales_clocks",
    ("sla", "aftersales.project", "form"): "clock_ids action_tell",
    ("project", "aftersales.order", "form"): "project_id",
    ("project", "aftersales.order", "list"): "project_id",
    ("project", "aftersales.order", "search"): "project_id",
    ("dealer", "aftersales.order", "form"): "dealer_id dealer_reference",
    ("dealer", "aftersales.return", "form"): "dealer_id",
    ("dealer", "res.partner", "form"): "aftersales_dealer",
    ("mail", "aftersales.order", "form"): "mail_from mail_confirmed_at",
    ("mail", "aftersales.unit", "list"): "alias_name",
    ("mail", "aftersales.register.day", "form"): "action_view_held_mails",
    ("old_part", "aftersales.visit", "form"): "old_fate old_fate_by old_fate_reason",
    ("old_part", "aftersales.warranty.version", "form"): "returns_old_parts",
    ("old_part", "aftersales.fee.share", "list"): "old_part_hold",
    ("old_part", "product.template", "form"): "aftersales_take_back",
    ("courier", "aftersales.requisition", "form"): "action_pack_parcel road_until",
    ("courier", "aftersales.order", "form"): "parts_road_until",
    ("courier", "aftersales.part.statement", "form"): "on_road on_road_back",
    ("returns", "aftersales.order", "form"): "action_take_in action_open_returns",
    ("returns", "aftersales.visit", "form"): "action_print_take_in",
    ("returns", "product.category", "form"): "aftersales_acceptance",
    ("loan", "aftersales.device", "form"): "is_loaner",
    ("loan", "aftersales.return", "form"): "action_loan loaner_id loan_id",
    ("reception", "aftersales.return", "form"): "action_walk_round",
    ("reception", "aftersales.custody", "form"): "action_walk_round",
    ("reception", "aftersales.sla.version", "form"): "walk_round",
    ("cash", "aftersales.visit", "form"): "action_open_collect collection_ids",
    ("cash", "aftersales.order", "form"): "collection_ids",
    ("cash", "aftersales.sla.version", "form"): "field_cash field_cash_limit",
    ("old_part", "aftersales.sla.version", "form"): "old_part_rule",
    ("returns", "aftersales.sla.version", "form"): "inspection_role_ids",
    ("sla", "aftersales.return", "form"): "clocks clock_ids",
}


class TestSwitchedViews(SwitchCommon):
    """A switch hides its menus, fields and buttons from every role, and shows them again."""

    def named(self, user, model, kind):
        """Names of all that ``user`` gets in this view; None where he may not read it."""
        records = self.env[model].with_user(user)
        if not records.has_access("read"):
            return None
        arch = etree.fromstring(records.get_view(view_type=kind)["arch"])
        return set(arch.xpath("//@name"))

    def shown(self, model, kind):
        """{role: names in this view}"""
        seen = {r: self.named(u, model, kind) for r, u in self.users.items()}
        return {role: names for role, names in seen.items() if names is not None}

    def test_menus(self):
        everything = {role: self.menus(user) for role, user in self.users.items()}
        for switch, text in MENUS.items():
            hidden = set(text.split())
            self.assertLessEqual(hidden, set.union(*everything.values()), switch)
            self.turn(switch, False)
            for role, user in self.users.items():
                self.assertFalse(self.menus(user) & hidden, f"{switch}: {role}")
            self.turn(switch, True)
        for role, user in self.users.items():
            self.assertEqual(self.menus(user), everything[role], role)

    def test_no_folder_is_left_empty(self):
        for switch in ("returns", "loan", "reception"):
            self.turn(switch, False)
        self.assertNotIn("menu_returns", self.menus(self.dispatcher))

    def test_fields_and_buttons(self):
        for switch in sorted({switch for switch, _model, _kind in NODES}):
            nodes = {
                key[1:]: set(v.split()) for key, v in NODES.items() if key[0] == switch
            }
            before = {key: self.shown(*key) for key in nodes}
            for key, names in nodes.items():
                seen = set().union(*before[key].values())
                self.assertLessEqual(names, seen, f"{switch} {key}")
            self.turn(switch, False)
            for key, names in nodes.items():
                for role, seen in self.shown(*key).items():
                    self.assertFalse(seen & names, f"{switch} {key} {role}")
            self.turn(switch, True)
            for key in nodes:
                self.assertEqual(self.shown(*key), before[key], f"{switch} {key}")

    def test_every_form_opens_with_everything_off(self):
        """What is hidden is not missed by what is shown."""
        self.env["res.groups"]._aftersales_switch_all(on=False)
        for model in sorted({model for _switch, model, _kind in NODES}):
            for role, user in self.users.items():
                records = self.env[model].with_user(user)
                if records.has_access("read"):
                    views = records.get_views([(False, "list"), (False, "form")])
                    self.assertTrue(views["views"]["form"]["arch"], f"{model} {role}")
