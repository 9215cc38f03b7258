from datetime import timedelta

from odoo import api, fields, models

from ..const import NEVER_OVERRIDDEN, OVERRIDE_DAYS
from ..exceptions import IcpKept, IcpOverrideWrong


class IcpOverride(models.Model):
    """An exception from the gate: by a compliance officer, with reason and proof, short."""

    _name = "aftersales.icp.override"
    _description = "ICP Gate Exception"
    _inherit = [
        "document.ledger.mixin",
        "aftersales.icp.service.part",
        "aftersales.icp.duty.mixin",
    ]
    _order = "id desc"
    _is_typed = True

    reason = fields.Text(required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Proof", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Granted By",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    granted_on = fields.Date(
        readonly=True, required=True, default=lambda self: self._today()
    )
    expires_on = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._today() + timedelta(days=OVERRIDE_DAYS),
    )
    is_valid = fields.Boolean(compute="_compute_is_valid", search="_search_is_valid")

    def _compute_is_valid(self):
        for one in self:
            one.is_valid = one.expires_on >= self._today()

    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("expires_on", ">=" if True in value else "<", self._today())]

    @api.model_create_multi
    def create(self, vals_list):
        """Who and when are never typed; the chatter of the organiser tells it."""
        for vals in vals_list:
            vals["user_id"] = self.env.uid
            vals["granted_on"] = self._today()
        overrides = super().create(vals_list)
        for one in overrides:
            one._check_proof()
            one._announce()
        return overrides

    def _check_proof(self):
        if not (self.reason or "").strip() or not self.attachment_ids:
            raise IcpOverrideWrong(
                self.env._("An exception needs its reason and an attachment.")
            )
        limit = self.granted_on + timedelta(days=OVERRIDE_DAYS)
        if not self.granted_on <= self.expires_on <= limit:
            raise IcpOverrideWrong(
                self.env._("An exception ends within %s days.", OVERRIDE_DAYS)
            )
        service = self.service_id
        if service.state in NEVER_OVERRIDDEN or service.subject_id.state == "revoked":
            raise IcpOverrideWrong(
                self.env._("There is no exception for what was revoked or closed.")
            )

    def _announce(self):
        text = self.env._(
            "Gate exception for %(service)s until %(day)s: %(reason)s",
            service=self.service_id.display_name,
            day=fields.Date.to_string(self.expires_on),
            reason=self.reason,
        )
        self.service_id.subject_id.message_post(body=text)
        # sudo: officers need no sales rights to leave the note where it matters
        for order in self.service_id.sudo().sale_line_ids.order_id:
            order.message_post(body=text)

    def _get_ledger_refusal(self):
        return IcpKept(
            self.env._("An exception is not changed or deleted: grant a new one.")
        )


class IcpServiceGate(models.Model):
    _inherit = "aftersales.icp.service"

    sale_line_ids = fields.One2many("sale.order.line", "icp_service_id")
    sale_order_count = fields.Integer(compute="_compute_sale_order_count")
    override_ids = fields.One2many("aftersales.icp.override", "service_id")

    def _compute_sale_order_count(self):
        # sudo: only a number; opening the list checks access
        lines = self.env["sale.order.line"].sudo()
        counts = lines._read_group(
            [("icp_service_id", "in", self.ids)],
            ["icp_service_id"],
            ["order_id:count_distinct"],
        )
        known = {service.id: count for service, count in counts}
        for service in self:
            service.sale_order_count = known.get(service.id, 0)

    def action_sale_orders(self):
        """The orders that this service was sold with."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        action["domain"] = [("order_line.icp_service_id", "=", self.id)]
        return action

    def _has_override(self):
        return any(one.is_valid for one in self.override_ids)

    def _action_open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_icp.icp_service_action"
        )
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action.update(
                res_id=self.id, views=[(False, "form")], view_mode="form", domain=[]
            )
        return action
