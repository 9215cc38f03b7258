from odoo import api, fields, models

from ..const import (
    ACCESS_FILED,
    GATED,
    GROUPS,
    NEVER_OVERRIDDEN,
    OPENINGS,
    SERVICE_OPEN,
)
from ..exceptions import IcpGateClosed
from ..messages import GATE


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    icp_service_id = fields.Many2one(
        "aftersales.icp.service",
        string="ICP Service",
        index="btree_not_null",
        copy=False,
        check_company=True,
        groups=GROUPS,
        help="The website or application that this line opens, builds or looks after.",
    )
    icp_requirement = fields.Selection(related="product_id.icp_requirement")
    icp_opening = fields.Selection(
        OPENINGS,
        string="Access",
        default="not_opened",
        required=True,
        readonly=True,
        copy=False,
    )
    # sudo: salespeople meet the gate without reading the register
    icp_gate = fields.Char(
        string="ICP Gate", compute="_compute_icp_gate", compute_sudo=True
    )

    @api.depends("icp_service_id", "product_id", "order_id.partner_id")
    def _compute_icp_gate(self):
        """Why access may not be opened now; empty when it may."""
        for line in self:
            reason = line._icp_closed_because()
            line.icp_gate = reason and self.env._(GATE[reason])

    # === THE GATE (design §6) === #

    def _icp_closed_because(self):
        """A code of the reason, or None when opening is legal."""
        if self.product_id.icp_requirement not in GATED or self.display_type:
            return None
        # sudo: salespeople and warehouse meet the gate without reading the register
        service = self.sudo().icp_service_id
        if not service:
            return "no_service"
        if not service.in_china:
            return None
        if service.state in NEVER_OVERRIDDEN or service.subject_id.state == "revoked":
            return "revoked"
        reason = self._icp_state_reason(service)
        if reason and service._has_override():
            return None
        return reason

    def _icp_state_reason(self, service):
        if service.state in ("suspended", "access_lost"):
            lost = service.state == "access_lost"
            return "access_lost" if lost else "suspended"
        if service.state not in SERVICE_OPEN:
            return "not_filed"
        needs_access = self.product_id.icp_requirement == "access_cn"
        return "no_access" if needs_access and not self._icp_access(service) else None

    def _icp_access(self, service):
        """Filed accesses of the service with the provider of this product."""
        product = self.product_id
        provider = product.icp_provider_id or self.order_id.company_id.partner_id
        return service.access_ids.filtered(
            lambda one: one.provider_id == provider and one.state in ACCESS_FILED
        )

    def _icp_check_open(self):
        """Refuse to open, deliver or go live what the law does not allow yet."""
        closed = []
        for line in self:
            if reason := line._icp_closed_because():
                closed.append(f"• {line.name}: {self.env._(GATE[reason])}")
        if closed:
            raise IcpGateClosed(
                self.env._("This cannot be opened, delivered or go live yet:")
                + "\n"
                + "\n".join(closed)
            )

    def action_icp_open(self):
        """Access opened, site gone live."""
        self._icp_check_open()
        gated = self.filtered(lambda line: line.icp_requirement in GATED)
        gated.icp_opening = "opened"
        for line in gated.filtered(lambda one: one.icp_requirement == "access_cn"):
            # sudo: whoever opens records the fact in the register
            filed = line.sudo()._icp_access(line.sudo().icp_service_id)
            filed.filtered(lambda one: one.state == "filed")._move_to(
                "active", sale_line_id=line.id
            )

    def write(self, vals):
        """Delivering a gated service by typing a quantity meets the same gate."""
        if vals.get("qty_delivered") or vals.get("icp_opening") == "opened":
            more = self.filtered(
                lambda line: vals.get("icp_opening")
                or vals["qty_delivered"] > line.qty_delivered
            )
            more._icp_check_open()
        return super().write(vals)
