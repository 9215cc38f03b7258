from ..common import AfterSalesCommon

SWITCHES = (
    *("sla", "project", "dealer", "mail", "supply"),
    *(
        "old_part",
        "courier",
        "returns",
        "feedback",
        "loan",
        "reception",
        "cash",
        "settlement",
    ),
)


class SwitchCommon(AfterSalesCommon):
    """Everything is on, as for all tests; each switch can be turned."""

    def turn(self, switch, on):
        staff = self.env.ref("aftersales_service.aftersales_service_group_user")
        group = self.env.ref(f"aftersales_service.group_aftersales_{switch}")
        (staff._apply_group if on else staff._remove_group)(group)

    def menus(self, user):
        """External ids of the after-sales menus that ``user`` sees, folders included."""
        menu = self.env["ir.ui.menu"].with_user(user)
        seen = menu.load_menus(False)
        root = self.env.ref("aftersales_service.menu_root").id
        return {
            seen[key]["xmlid"].removeprefix("aftersales_service.")
            for key in seen
            if key != "root" and seen[key]["app_id"] == root
        }
