from odoo import api, fields, models
from odoo.fields import Domain

from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    """What couriers carry for the job."""

    _inherit = "aftersales.order"

    parts_road_until = fields.Date(
        "Parts on the Road Until",
        compute="_compute_parts_road_until",
        help="When the last parcel with parts for this job is expected.",
    )
    parcel_count = fields.Integer("Parcels", compute="_compute_parts_road_until")

    @api.depends_context("uid")
    def _compute_parts_road_until(self):
        # sudo: when parts come is told to whoever sees the job
        lines = self.env["aftersales.parcel.line"].sudo()
        own = Domain("order_id", "in", self.ids)
        parts = own & Domain("requisition_line_id", "!=", False)
        counts = dict(
            lines._read_group(own, ["order_id"], ["parcel_id:count_distinct"])
        )
        coming = lines.search(lines._get_travelling_domain() & parts)._get_travelling()
        groups = coming.grouped("order_id")
        for order in self:
            known = order._origin.sudo()
            parcels = groups.get(known, lines).parcel_id
            days = [day for day in parcels.mapped("date_expected") if day]
            order.parts_road_until = max(days, default=False)
            order.parcel_count = counts.get(known, 0)

    def action_view_parcels(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_parcel_action"
        )
        domain = [("line_ids.order_id", "in", self.ids)]
        return action | {"domain": domain, "context": {}}

    def _get_blockers(self):
        """Parts that a courier brings, for whoever waits to close the job (extends)."""
        lines = self.env["aftersales.parcel.line"].sudo()  # sudo: as above
        away = lines.search(
            lines._get_travelling_domain() & Domain("order_id", "in", self.ids)
        )
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "%(parcel)s is on the road with %(carrier)s.",
                    parcel=parcel.name,
                    carrier=parcel.courier_id.name,
                ),
                parcel.with_env(self.env),
                parcel._get_other_end(),
            )
            for parcel in away._get_travelling().parcel_id
        ]
