from odoo import fields, models

from ...groups import AUDITOR, FINANCE, MANAGER, any_of


class Partner(models.Model):
    """What a partner was reminded of, for finance only."""

    _inherit = "res.partner"

    aftersales_dunning_ids = fields.One2many(
        "aftersales.dunning",
        "partner_id",
        "Payment Reminders",
        copy=False,
        groups=any_of(FINANCE, MANAGER, AUDITOR),
    )

    def action_aftersales_dunnings(self):
        """What this partner was reminded of."""
        self.ensure_one()
        self.env["aftersales.dunning"].check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "aftersales_service.aftersales_dunning_action"
        )
        partner = self.commercial_partner_id
        return action | {"domain": [("partner_id", "=", partner.id)], "context": {}}
