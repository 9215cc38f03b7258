"""Menus that belong to somebody else now: an update only adds groups, it takes none away."""

# {menu: groups that it loses}; whatever a company added itself stays.
LOST = {
    "menu_config": ["dispatcher"],
    "menu_held_mails": ["dispatcher", "auditor"],
    "menu_projects": ["dispatcher"],
    "menu_process_steps": ["manager"],
    "menu_handins": ["dispatcher"],
    "menu_collections": ["finance", "dispatcher", "auditor", "technician"],
}


def migrate(cr, version):
    for menu, roles in LOST.items():
        cr.execute(
            """
            DELETE FROM ir_ui_menu_group_rel shown
             USING ir_model_data menu, ir_model_data role
             WHERE menu.module = 'aftersales_service' AND menu.name = %s
               AND menu.model = 'ir.ui.menu' AND menu.res_id = shown.menu_id
               AND role.module = 'aftersales_service' AND role.name = ANY(%s)
               AND role.model = 'res.groups' AND role.res_id = shown.gid
            """,
            [menu, [f"aftersales_service_group_{role}" for role in roles]],
        )
