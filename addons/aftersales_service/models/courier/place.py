from odoo import api, fields, models

from ...groups import STAFF
from ...kernel.parcel import WAYS
from .parcel import OPEN

STEPS = [
    ("sent", "Given to the Courier"),
    ("arrived", "Arrived"),
    ("broken", "Arrived Broken"),
    ("lost", "Lost on the Way"),
    ("back", "Came Back"),
]
assert [code for code, _label in STEPS] == ["sent", *WAYS]


class StockWarehouse(models.Model):
    """在途: where our goods lie while a courier has them. It stands below the after-sales
    root, outside every warehouse: our stock, valued, but nobody's to reserve."""

    _inherit = "stock.warehouse"

    aftersales_road_location_id = fields.Many2one(
        "stock.location",
        "On the Road",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )

    def _aftersales_get_road_location(self):
        """The place of this warehouse's parcels, made when the first one is sent."""
        self.ensure_one()
        # sudo: whoever sends a parcel makes no locations
        warehouse = self.sudo()
        if not warehouse.aftersales_road_location_id:
            warehouse.aftersales_road_location_id = warehouse.env[
                "stock.location"
            ].create(
                {
                    "name": self.env._("On the Road %s", warehouse.name),
                    "usage": "internal",
                    "company_id": warehouse.company_id.id,
                    "location_id": warehouse.company_id.aftersales_location_id.id,
                }
            )
        return warehouse.aftersales_road_location_id


class ResCompany(models.Model):
    _inherit = "res.company"

    aftersales_road_others_location_id = fields.Many2one(
        "stock.location",
        "On the Road, Not Ours",
        check_company=True,
        copy=False,
        index="btree_not_null",
        help="Old parts and customers' goods while a courier has them: outside our value.",
    )
    aftersales_parcel_days = fields.Integer(
        "Differences of Parcels Within (Working Days)",
        default=3,
        help="Until then whoever sent the parcel says what became of what is missing.",
    )

    def _aftersales_get_road_others_location(self):
        return self._aftersales_get_parts_location(
            "aftersales_road_others_location_id",
            self.env._("On the Road, Not Ours"),
            aftersales_outside_value=True,
        )


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "aftersales.core.guard"]
    _aftersales_guarded = frozenset(
        {"aftersales_parcel_line_id", "aftersales_parcel_step"}
    )

    aftersales_parcel_line_id = fields.Many2one(
        "aftersales.parcel.line",
        "Line of a Parcel",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    aftersales_parcel_step = fields.Selection(
        STEPS, "Step of the Parcel", readonly=True, copy=False
    )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """Two lines of a parcel stay two moves (overrides the core list)."""
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "aftersales_parcel_line_id",
        ]

    def _aftersales_registers_devices(self):
        """What a courier carries for us is no delivery of a machine."""
        return (
            not self.aftersales_parcel_line_id
            and super()._aftersales_registers_devices()
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    group_aftersales_courier = fields.Boolean(
        "Parts by Courier",
        implied_group="aftersales_service.group_aftersales_courier",
        group=STAFF,
    )
    aftersales_parcel_days = fields.Integer(
        related="company_id.aftersales_parcel_days", readonly=False
    )

    def _get_aftersales_work(self):
        text = self.env._("%(count)s parcels are on the road.")
        waiting = [("state", "in", OPEN)]
        return super()._get_aftersales_work() | {
            "group_aftersales_courier": [("aftersales.parcel", waiting, text)]
        }
