from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import PartRefused
from ...kernel.parcel import Content, TooMuch
from .parcel import OPEN


class ParcelLine(models.Model):
    """So much of a part, or one old part: what was packed, and what became of it.

    Quantities are sums of done stock moves; only what somebody says is missing is written
    down, because it is on the road until that is decided.
    """

    _name = "aftersales.parcel.line"
    _description = "Line of a Parcel"
    _inherit = ["document.part.mixin"]
    _document = "parcel_id"
    _standing_fields = frozenset(
        {"parcel_id", "requisition_line_id", "old_part_id", "lot_id", "quantity"}
    )
    _order = "parcel_id, id"
    _rec_name = "product_id"
    _check_company_auto = True

    parcel_id = fields.Many2one(
        "aftersales.parcel", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="parcel_id.company_id", store=True, index=True)
    state = fields.Selection(related="parcel_id.state", string="State of the Parcel")
    requisition_line_id = fields.Many2one(
        "aftersales.requisition.line",
        "Requested Part",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    requisition_id = fields.Many2one(
        related="requisition_line_id.requisition_id", store=True, index="btree_not_null"
    )
    old_part_id = fields.Many2one(
        "aftersales.old.part",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        compute="_compute_thing",
        store=True,
        index="btree_not_null",
    )
    product_id = fields.Many2one(
        "product.product", "Part", compute="_compute_thing", store=True, index=True
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    lot_id = fields.Many2one(
        "stock.lot",
        "Serial or Lot",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('product_id', '=', product_id)]",
    )
    quantity = fields.Float("Packed", digits="Product Unit", default=1.0, required=True)
    move_ids = fields.One2many(
        "stock.move", "aftersales_parcel_line_id", "Stock Moves", readonly=True
    )
    arrived_quantity = fields.Float(
        "Arrived", compute="_compute_quantities", digits="Product Unit"
    )
    broken_quantity = fields.Float(
        "Broken", compute="_compute_quantities", digits="Product Unit"
    )
    lost_quantity = fields.Float(
        "Lost", compute="_compute_quantities", digits="Product Unit"
    )
    back_quantity = fields.Float(
        "Came Back", compute="_compute_quantities", digits="Product Unit"
    )
    road_quantity = fields.Float(
        "On the Road", compute="_compute_quantities", digits="Product Unit"
    )
    missing_quantity = fields.Float(
        "Missing",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Told on arrival. Until it is decided what became of it, it is on the road.",
    )
    counted = fields.Float("Arrived Now", digits="Product Unit", copy=False)
    counted_broken = fields.Float("Broken Now", digits="Product Unit", copy=False)
    counted_missing = fields.Float("Missing Now", digits="Product Unit", copy=False)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "A parcel holds more than nothing of a part."
    )
    _counted_positive = models.Constraint(
        "CHECK (coalesce(counted, 0) >= 0 AND coalesce(counted_broken, 0) >= 0 AND coalesce(counted_missing, 0) >= 0)",
        "Less than nothing cannot arrive.",
    )

    def _get_things(self):
        """Hook: what may lie in the parcel, each empty but for one; rooms add theirs."""
        return [self.requisition_line_id, self.old_part_id]

    def _get_thing(self):
        things = self._get_things()
        return next(filter(None, things), things[0])

    def _get_number(self):
        """Hook: what stands on it: its serial, its lot or its tag."""
        return self.lot_id.name or self.old_part_id.name or ""

    def _get_order(self):
        """Hook: the job for which it travels."""
        return self.requisition_line_id.order_id or self.old_part_id.order_id

    @api.depends("requisition_line_id.order_id", "old_part_id.order_id")
    def _compute_thing(self):
        for line in self:
            # sudo: whoever packs need not see the job
            known = line.sudo()
            line.order_id = known._get_order()
            line.product_id = known._get_thing().product_id

    @api.depends("move_ids.state", "move_ids.quantity", "missing_quantity")
    def _compute_quantities(self):
        contents = self._get_contents()
        for line in self:
            content = contents[line]
            line.arrived_quantity = content.arrived
            line.broken_quantity = content.broken
            line.lost_quantity = content.lost
            line.back_quantity = content.back
            line.road_quantity = content.road

    def _get_contents(self):
        """{line: what became of it}, in one query."""
        # sudo: technicians and partners see their parcels without any warehouse right
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [
                    ("aftersales_parcel_line_id", "in", self.ids),
                    ("state", "=", "done"),
                ],
                ["aftersales_parcel_line_id", "aftersales_parcel_step"],
                ["quantity:sum"],
            )
        )
        done = defaultdict(dict)
        for line, step, quantity in groups:
            done[line.id][step] = quantity
        return {
            line: Content(
                **({"sent": 0.0} | done[line._origin.id]),
                missing=line.missing_quantity,
            )
            for line in self
        }

    @api.model
    def _get_travelling_domain(self, direction="out"):
        """Lines of parcels that a courier has; some may have arrived already."""
        return Domain("parcel_id.state", "in", OPEN) & Domain(
            "parcel_id.direction", "=", direction
        )

    def _get_travelling(self):
        """Those of which a courier still has something, or is being given it."""
        contents = self._get_contents()
        return self.filtered(lambda p: contents[p].road > 0 or not contents[p].sent)

    def _get_refusal(self, error):
        """:return: what is told to whoever says too much of this line"""
        content = self._get_contents()[self]
        return PartRefused(
            self.env._(
                "%(part)s: %(told)g were told, but %(road)g are still on the road (%(arrived)g arrived before). Nothing is booked twice.",
                part=self.product_id.display_name,
                told=error.args[0],
                road=content.road,
                arrived=content.arrived + content.broken,
            )
        )

    def _check_whole(self, content, told):
        """:raises PartRefused: for half a serial, or less than the whole tag"""
        serial = self.product_id.tracking == "serial" and self.quantity == 1
        if (self.old_part_id or serial) and {*told} - {0.0, content.road}:
            raise PartRefused(
                self.env._(
                    "%s arrives whole, or is missing.",
                    self._get_number() or self.product_id.display_name,
                )
            )

    def _take(self, content, told):
        """``content`` after what was ``told`` (arrived, broken, missing).

        :raises PartRefused: for more than is on the road
        """
        self._check_whole(content, told)
        try:
            return content.take(*told)
        except TooMuch as error:
            raise self._get_refusal(error) from error
