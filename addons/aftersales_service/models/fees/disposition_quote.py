from odoo import api, fields, models

from ...exceptions import MoveRefused
from .repair_quote import CONSENTS


class Disposition(models.Model):
    """The desk talks to the customer about the price; it need not read repairs for that."""

    _inherit = "aftersales.disposition"

    consent = fields.Selection(
        CONSENTS, "Consent to the Price", compute="_compute_consent"
    )
    customer_amount = fields.Monetary("Customer Pays", compute="_compute_consent")

    @api.depends(
        "repair_id.state",
        "repair_id.aftersales_consent",
        "repair_id.aftersales_customer_amount",
    )
    def _compute_consent(self):
        for disposition in self:
            # sudo: the desk has no stock rights, the repair is its own decision's
            repair = disposition.sudo().repair_id
            going = repair.state not in (False, "done", "cancel")
            disposition.consent = repair.aftersales_consent if going else False
            disposition.customer_amount = repair.aftersales_customer_amount

    def _get_repair(self):
        """The repair of this decision, for whoever may write the decision.

        :raises MoveRefused: when there is none
        """
        self.check_access("write")
        # sudo: as above
        repair = self.sudo().repair_id
        if not repair:
            raise MoveRefused(
                self.env._("%s is no repair, so it has no price.", self.display_name)
            )
        return repair

    def action_quote(self):
        """A new version of the quotation for the customer."""
        for disposition in self:
            disposition._get_repair().action_aftersales_quote()

    def action_ask_consent(self):
        """Open the window that asks who agreed, and how."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer Agreed"),
            "res_model": "aftersales.repair.consent",
            "view_mode": "form",
            "target": "new",
            "context": {"default_disposition_id": self.id},
        }

    def action_agree(self, name, method):
        """The customer's word, given to the desk.

        :param name: who agreed; :param method: key of ``aftersales_consent_method``
        """
        for disposition in self:
            repair = disposition._get_repair()
            repair.write(
                {"aftersales_consent_name": name, "aftersales_consent_method": method}
            )
            repair.action_aftersales_agree()

    def action_refused(self):
        """The customer refuses: back unrepaired."""
        for disposition in self:
            disposition._get_repair().action_aftersales_refused()
