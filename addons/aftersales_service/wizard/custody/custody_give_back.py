from odoo import Command, api, fields, models

from ...exceptions import MoveRefused


class CustodyGiveBack(models.TransientModel):
    """Asks who takes the goods and signs for them, or how they are sent; once for all
    that goes back together (R-32)."""

    _name = "aftersales.custody.give.back"
    _description = "Give Back to Customer"
    _inherit = "document.window.mixin"

    custody_ids = fields.Many2many(
        "aftersales.custody",
        "aftersales_custody_give_back_rel",
        string="Goods",
        required=True,
        default=lambda self: self._default_custodies(),
    )
    way = fields.Selection(
        [("person", "Handed Over in Person"), ("sent", "Sent by a Carrier")],
        "How",
        required=True,
        compute="_compute_way",
        store=True,
        readonly=False,
        precompute=True,
    )
    has_receipt = fields.Boolean(compute="_compute_has_receipt")
    receipt_taken_back = fields.Boolean()
    received_by = fields.Char(
        required=True,
        compute="_compute_received_by",
        store=True,
        readonly=False,
        precompute=True,
    )
    carrier = fields.Char()
    tracking_ref = fields.Char("Tracking Number")
    signature = fields.Binary(attachment=False)

    def _default_custodies(self):
        context = self.env.context
        chosen = context.get("active_model") == "aftersales.custody"
        return [Command.set(context.get("active_ids") or [] if chosen else [])]

    @api.depends("custody_ids")
    def _compute_has_receipt(self):
        for wizard in self:
            states = wizard.custody_ids.mapped("receipt_state")
            wizard.has_receipt = "open" in states

    @api.depends("custody_ids")
    def _compute_way(self):
        """What came without a receipt usually goes the way it came."""
        for wizard in self:
            states = set(wizard.custody_ids.mapped("receipt_state"))
            wizard.way = "sent" if states == {"none"} else "person"

    @api.depends("custody_ids")
    def _compute_received_by(self):
        for wizard in self:
            wizard.received_by = wizard.custody_ids.return_id[:1].contact_name

    def action_give_back(self):
        """Void the receipts that are here, and hand over.

        :raises MoveRefused: when goods of several customers were chosen
        """
        self.ensure_one()
        if len(self.custody_ids.partner_id.commercial_partner_id) > 1:
            raise MoveRefused(
                self.env._(
                    "These goods belong to different customers. Give them back one customer after the other."
                )
            )
        if self.receipt_taken_back:
            held = self.custody_ids.filtered(
                lambda c: c.receipt_state in ("open", "lost")
            )
            held.action_void_receipt()
        sent = self.way == "sent"
        self.custody_ids.action_give_back(
            self.received_by,
            signature=False if sent else self.signature,
            carrier=self.carrier if sent else False,
            tracking_ref=self.tracking_ref if sent else False,
        )
        return {"type": "ir.actions.act_window_close"}
