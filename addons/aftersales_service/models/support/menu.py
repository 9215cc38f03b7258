from odoo import models

from ...groups import HOTLINE, MANAGER


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Who takes calls has the questions on the desk and needs no second way to them
        (extends)."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        if user.has_group(HOTLINE) and not user.has_group(MANAGER):
            hidden.append(self.env.ref("aftersales_service.menu_questions").id)
        return hidden
