from odoo import fields, models

from ...groups import STAFF


class ResPartner(models.Model):
    _inherit = "res.partner"

    aftersales_dealer = fields.Boolean(
        "After-Sales Dealer",
        copy=False,
        groups=STAFF,
        help="Files complaints and returns for their customers on the portal. Agents of devices do so without this mark.",
    )


class ResUsers(models.Model):
    _inherit = "res.users"

    def _is_aftersales_dealer(self):
        """Whether this login belongs to a dealer: marked, or agent of a device."""
        self.ensure_one()
        if not self.env["res.groups"]._aftersales_uses("dealer"):
            return False
        firm = self.commercial_partner_id
        # sudo: asked for portal users, of their own firm only
        if firm.sudo().aftersales_dealer:
            return True
        device = self.env["aftersales.device"].sudo()  # sudo: see above
        return bool(
            device.search_count(
                [("agent_id.commercial_partner_id", "=", firm.id)], limit=1
            )
        )
