from odoo import fields, models

from ...exceptions import ProofMissing


class ServiceOrder(models.Model):
    """What is asked before the warranty is decided (W-15, W-18), and the agent who must
    know before the service begins (W-07, F-47)."""

    _inherit = "aftersales.order"

    time_in_use = fields.Char("Time in Use", help="For example 800 hours or two years.")
    mileage = fields.Float("Mileage (km)", default=0.0)
    use_conditions = fields.Text(
        help="Environment, installation, whether it was operated as required."
    )
    has_warranty_card = fields.Boolean(
        related="device_id.has_warranty_card",
        readonly=False,
        help="The customer showed the warranty card of this device.",
    )
    invoice_number = fields.Char(
        related="device_id.invoice_number", readonly=False, help="Empty: not seen."
    )
    invoice_date = fields.Date(related="device_id.invoice_date", readonly=False)
    warranty_card_number = fields.Char(related="device_id.warranty_card_number")
    installation_date = fields.Date(related="device_id.installation_date")
    acceptance_date = fields.Date(related="device_id.acceptance_date")
    registration_date = fields.Date(related="device_id.registration_date")
    missing_proof = fields.Char(related="device_id.missing_proof")
    proof_file_ids = fields.One2many(related="device_id.proof_file_ids")
    proof_seen = fields.Char(
        "Other Proof Seen",
        help="What else shows the purchase, for example a delivery note or a payment record.",
    )
    agent_id = fields.Many2one(related="device_id.agent_id")
    agent_notified_at = fields.Datetime("Agent Notified On", readonly=True, copy=False)

    def action_enter_evidence(self):
        """The window in which card, invoice and the days of installation, acceptance and
        registration are entered, each with its file (W-01, T-59, A3)."""
        self.ensure_one()
        self.device_id.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_device_step_action"
        )
        return action | {
            "name": self.env._("Enter Evidence"),
            "context": {"default_device_id": self.device_id.id, "default_step": "date"},
        }

    def action_notify_agent(self):
        """The agent was told before the service (W-07)."""
        self._in_flow().write({"agent_notified_at": self._now()})

    def _check_agent_notified(self):
        """The agent pays after the service only if he knew before it (F-47)."""
        for order in self:
            payers = {
                payer
                for line in order.decision_id.line_ids
                for payer, _percent in line.shares or []
            }
            if "agent" in payers and not order.agent_notified_at:
                raise ProofMissing(
                    self.env._(
                        "%(agent)s is charged for this job and must be told first. Ask the dispatcher to press “Agent Notified” on %(order)s.",
                        agent=order.agent_id.name or self.env._("The agent"),
                        order=order.name,
                    )
                )
