from odoo import api, fields, models

from ..const import (
    ACCESS_GONE,
    ACCESS_STATES,
    ACCESS_TRANSITIONS,
    SERVICE_NUMBERED,
)
from ..exceptions import IcpDomainInvalid, IcpGateClosed, IcpKept
from ..kernel.address import read_ranges


class IcpAccess(models.Model):
    """Where a service is connected: a provider, its account, its addresses (§2.3).

    An object of its own, because cancelling the last access makes the site a shell.
    """

    _name = "aftersales.icp.access"
    _description = "ICP Access"
    _inherit = [
        "aftersales.icp.flow.mixin",
        "aftersales.icp.service.part",
        "aftersales.icp.duty.mixin",
    ]
    _order = "service_id, id"
    _transitions = ACCESS_TRANSITIONS
    _stamps = {"filed": "filed_on", "active": "opened_on"}

    provider_id = fields.Many2one(
        "res.partner", string="Access Provider", required=True, index=True
    )
    account = fields.Char(
        string="Provider Account", help="Login name only; passwords are never kept."
    )
    connect_mode_id = fields.Many2one(
        "aftersales.icp.code",
        string="Connection",
        domain=[("category", "=", "connect_mode")],
        index="btree_not_null",
    )
    place_ids = fields.Many2many(
        "aftersales.icp.province", string="Places of the Server"
    )
    ip_ranges = fields.Char(
        string="IP Ranges", help="First-last, several parted by semicolons."
    )
    resource = fields.Char(help="Server or order number at the provider.")
    paid_until = fields.Date()
    authorization_code = fields.Char(string="Service Code")
    state = fields.Selection(
        ACCESS_STATES,
        string="Status",
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
    )
    filed_on = fields.Date()
    opened_on = fields.Date()
    stopped_on = fields.Date()
    stop_reason = fields.Char(readonly=True)
    sale_line_id = fields.Many2one(
        "sale.order.line", string="Sold With", index="btree_not_null"
    )

    @api.depends("provider_id.display_name", "service_id.display_name")
    def _compute_display_name(self):
        for access in self:
            parts = (access.service_id.display_name, access.provider_id.display_name)
            access.display_name = " · ".join(filter(None, parts))

    @api.constrains("ip_ranges")
    def _check_ip_ranges(self):
        for access in self:
            try:
                read_ranges(access.ip_ranges)
            except ValueError as error:
                raise IcpDomainInvalid(
                    self.env._(
                        "“%s” is not an IP address or range such as"
                        " 203.0.113.1-203.0.113.20.",
                        error,
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        accesses = super().create(vals_list)
        accesses._schedule_duties({"resource_expiry": "paid_until"})
        return accesses

    def write(self, vals):
        result = super().write(vals)
        if "paid_until" in vals:
            self._schedule_duties({"resource_expiry": "paid_until"})
        return result

    def action_file(self):
        """On file with the provider."""
        self._move_to("filed")

    def action_activate(self):
        """In use as declared."""
        self._move_to("active")

    def action_mismatch(self):
        """The name leads to other addresses than the declared ones."""
        self._move_to("mismatch")

    def action_cancel(self):
        """Given up; without another one the service becomes a shell."""
        self._move_to("cancelled", stopped_on=self._today())

    def _check_move(self, state):
        """Nothing runs without its filing (article 4, I-03)."""
        checked = super()._check_move(state)
        if state == "active":
            for access in self.filtered(lambda one: not one._may_run()):
                raise IcpGateClosed(
                    self.env._(
                        "%(service)s is “%(state)s”: its access is opened when it is"
                        " on file with its number, or under an exception.",
                        service=access.service_id.display_name,
                        state=access.service_id._state_label(access.service_id.state),
                    )
                )
        return checked

    def _may_run(self):
        service = self.service_id
        filed = service.number and service.state in SERVICE_NUMBERED - {"suspended"}
        return bool(filed) or not service.in_china or service._has_override()

    def _after_move(self, state):
        if state in ACCESS_GONE:
            self.service_id._lose_access()
        return super()._after_move(state)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if self.filtered(lambda access: access.state != "planned"):
            raise IcpKept(
                self.env._("An access that was filed is cancelled, not deleted.")
            )
