from odoo import api, fields, models


class OrderMerge(models.TransientModel):
    """合并重复报修: asks which of several reports survives."""

    _name = "aftersales.order.merge"
    _description = "Merge Service Orders"
    _inherit = "document.window.mixin"

    order_ids = fields.Many2many(
        "aftersales.order", string="Service Orders", required=True
    )
    survivor_id = fields.Many2one(
        "aftersales.order",
        "Goes On",
        required=True,
        index=True,
        ondelete="cascade",
        compute="_compute_survivor_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('id', 'in', order_ids)]",
        help="The others are cancelled and point to this one.",
    )
    called_at = fields.Datetime(
        "Clocks Run From",
        compute="_compute_called_at",
        help="The earliest call counts.",
    )

    @api.model
    def default_get(self, fields):
        """The chosen jobs; opened on one job, it and its duplicates."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "aftersales.order":
            orders = self.env["aftersales.order"].browse(
                self.env.context.get("active_ids")
            )
            if len(orders) == 1:
                orders |= orders.duplicate_ids
            values["order_ids"] = [(6, 0, orders.ids)]
        return values

    @api.depends("order_ids")
    def _compute_survivor_id(self):
        """The job that went furthest, and of those the first call."""
        for wizard in self:
            orders = wizard.order_ids._origin
            states = list(dict(orders._fields["state"].selection))
            wizard.survivor_id = orders.sorted(
                lambda o, states=states: (-states.index(o.state), o.called_at)
            )[:1]

    @api.depends("order_ids")
    def _compute_called_at(self):
        for wizard in self:
            moments = wizard.order_ids._origin.mapped("called_at")
            wizard.called_at = min(moments, default=False)

    def action_merge(self):
        """Merge, and show the job that goes on."""
        self.ensure_one()
        survivor = self.survivor_id
        survivor._merge(self.order_ids - survivor)
        return {
            "type": "ir.actions.act_window",
            "res_model": survivor._name,
            "res_id": survivor.id,
            "view_mode": "form",
        }
