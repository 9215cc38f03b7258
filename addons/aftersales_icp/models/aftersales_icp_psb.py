from odoo import api, fields, models

from ..const import PSB_STATES, PSB_TRANSITIONS
from ..exceptions import IcpNumberMissing


class IcpPsb(models.Model):
    """The public-security filing (公安联网备案), due 30 days after a service opens."""

    _name = "aftersales.icp.psb"
    _description = "ICP Public-Security Filing"
    _inherit = [
        "aftersales.icp.number.mixin",
        "aftersales.icp.flow.mixin",
        "aftersales.icp.service.part",
        "aftersales.icp.duty.mixin",
    ]
    _order = "service_id, id"
    _transitions = PSB_TRANSITIONS
    _stamps = {"submitted": "submitted_on", "filed": "filed_on"}

    number = fields.Char(string="Public-Security Number")
    authority = fields.Char(help="The office that files it.")
    is_interactive = fields.Boolean(
        string="Interactive", help="Interactive sites may be asked to come in person."
    )
    state = fields.Selection(
        PSB_STATES,
        string="Status",
        required=True,
        default="due",
        readonly=True,
        copy=False,
        index=True,
    )
    submitted_on = fields.Date(copy=False)
    filed_on = fields.Date(copy=False)
    icon = fields.Binary(attachment=True)

    _service_unique = models.UniqueIndex(
        "(service_id) WHERE state != 'cancelled'",
        "This service has a public-security filing already.",
    )
    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL AND state != 'cancelled'",
        "This public-security number is already in the register.",
    )

    @api.depends("number", "service_id.display_name")
    def _compute_display_name(self):
        for psb in self:
            psb.display_name = psb.number or psb.service_id.display_name

    def _number_kind(self):
        return "psb"

    @api.constrains("state", "number_raw")
    def _check_number_of_state(self):
        for psb in self:
            if psb.state == "filed" and not psb.number:
                raise IcpNumberMissing(
                    self.env._(
                        "Enter the public-security number of %s before recording it.",
                        psb.service_id.display_name,
                    )
                )

    def action_submit(self):
        """Sent through the platform of the public security."""
        self._move_to("submitted")

    def action_on_site(self):
        """The office asks somebody to come."""
        self._move_to("on_site")

    def action_file(self):
        """Numbered: shown on the page within 30 days (D08)."""
        self._move_to("filed")

    def action_refuse(self):
        """Returned by the office."""
        self._move_to("refused")

    def action_cancel(self):
        """Cancelled together with the filing."""
        self._move_to("cancelled")

    def _after_move(self, state):
        if state == "filed":
            self._schedule_duties({"psb_filed": "filed_on"})
            for psb in self:
                psb.service_id._fulfil_duties(["service_opened"], psb.number)
        return super()._after_move(state)
