from odoo import api, fields, models

from ..const import ORDER_STATES
from ..exceptions import IcpKept

SOURCES = [("hand", "Recorded by Hand"), ("adapter", "Answer of the Platform")]

# In the context of a move that an interface makes; no client can send this object.
ADAPTER = object()


class IcpOrderEvent(models.Model):
    """One step of a filing order: from where to where, when, by whom, in which words.

    The order holds where it stands; the row of its events holds how often it came back
    and what the provider or the authority said each time.
    """

    _name = "aftersales.icp.order.event"
    _description = "ICP Filing Order Event"
    _inherit = ["document.ledger.mixin"]
    _order = "id desc"
    _rec_name = "state_to"

    order_id = fields.Many2one(
        "aftersales.icp.order", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    happened_at = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users",
        string="By",
        required=True,
        index=True,
        default=lambda self: self.env.user,
    )
    state_from = fields.Selection(ORDER_STATES, string="From")
    state_to = fields.Selection(ORDER_STATES, string="To", required=True)
    source = fields.Selection(SOURCES, required=True, default="hand")
    text = fields.Text(string="Words")

    def _get_ledger_refusal(self):
        return IcpKept(
            self.env._("The history of an order is kept as it was recorded.")
        )


class IcpOrderHistory(models.Model):
    _inherit = "aftersales.icp.order"

    event_ids = fields.One2many("aftersales.icp.order.event", "order_id")
    returned_count = fields.Integer(
        string="Times Returned", compute="_compute_returned_count"
    )

    @api.depends("event_ids.state_to")
    def _compute_returned_count(self):
        back = {"to_fix", "provider_rejected", "returned", "bureau_rejected"}
        for order in self:
            order.returned_count = len(
                order.event_ids.filtered(lambda one: one.state_to in back)
            )

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._note_events({})
        return orders

    def write(self, vals):
        """Every change of the state leaves an event, whichever button or program made it."""
        before = {one.id: one.state for one in self} if "state" in vals else {}
        result = super().write(vals)
        moved = self.filtered(lambda one: before.get(one.id, one.state) != one.state)
        moved._note_events(before)
        return result

    def _note_events(self, before):
        # sudo: the history writes itself; nobody may add to it
        self.env["aftersales.icp.order.event"].sudo().create(
            [one._prepare_event_vals(before.get(one.id)) for one in self]
        )

    def _prepare_event_vals(self, state):
        source = self.env.context.get("icp_event_source")
        rejected = self.state in ("to_fix", "provider_rejected", "bureau_rejected")
        return {
            "order_id": self.id,
            "user_id": self.env.uid,
            "state_from": state,
            "state_to": self.state,
            "source": "adapter" if source is ADAPTER else "hand",
            "text": self.reject_text if rejected else False,
        }
