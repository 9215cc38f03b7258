from odoo import api, fields, models
from odoo.fields import Domain

from ..base.blocker import Blocker
from .parcel import OPEN


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
        rows = (
            self.env["aftersales.parcel.line"]
            .sudo()
            ._read_group(
                [("order_id", "in", self.ids)],
                ["order_id", "parcel_id"],
            )
        )
        parcels = {}
        for order, parcel in rows:
            parcels[order.id] = parcels.get(order.id, parcel.browse()) | parcel
        for order in self:
            own = parcels.get(order._origin.id) or self.env["aftersales.parcel"]
            coming = own.filtered(lambda p: p.state in OPEN and p.direction == "out")
            days = [day for day in coming.mapped("date_expected") if day]
            order.parts_road_until = max(days, default=False)
            order.parcel_count = len(own)

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
            for parcel in away.parcel_id
        ]
