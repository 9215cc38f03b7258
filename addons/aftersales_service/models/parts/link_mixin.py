from odoo import api, fields, models

from ..link.link_mixin import STAFF


class LinkMixin(models.AbstractModel):
    """The parts that the jobs of a document asked for."""

    _inherit = "aftersales.link.mixin"

    aftersales_requisition_count = fields.Integer(
        "Part Requisition Count",
        compute="_compute_aftersales_requisition_count",
        groups=STAFF,
    )

    @api.depends("aftersales_order_ids")
    def _compute_aftersales_requisition_count(self):
        counts = dict(
            self.env["aftersales.requisition"]._read_group(
                [("order_id", "in", self.aftersales_order_ids.ids)],
                ["order_id"],
                ["__count"],
            )
        )
        for document in self:
            document.aftersales_requisition_count = sum(
                counts.get(order, 0) for order in document.aftersales_order_ids
            )

    def action_view_aftersales_requisitions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_requisition_action"
        )
        domain = [("order_id", "in", self.aftersales_order_ids.ids)]
        return action | {"domain": domain, "context": {}}
