from odoo import api, fields, models

from ...exceptions import PartRefused, ProofMissing


class ProductTemplate(models.Model):
    _inherit = "product.template"

    aftersales_is_tool = fields.Boolean(
        "Lent Tool",
        help="Issued to a technician and brought back; never used up and never charged.",
    )


class RequisitionLine(models.Model):
    """What the store can do about a part that is short (P-23), and tools (P-27)."""

    _inherit = "aftersales.requisition.line"

    is_tool = fields.Boolean(related="product_id.aftersales_is_tool")

    def _check_no_tools(self):
        """A lent tool is no part that can be used (P-27)."""
        tools = self.filtered(lambda line: line.is_tool and line.quantity_to_use)
        if tools:
            raise PartRefused(
                self.env._(
                    "%s is lent: it is brought back, not used. Set the used quantity to 0.",
                    ", ".join(tools.product_id.mapped("display_name")),
                )
            )

    def _get_supply_locations(self):
        """Stocks of our warehouses and vans of our technicians. What lies elsewhere is no
        part to issue: old parts, what arrived defective, what is lent or a customer's."""
        ours = [("company_id", "=", self.company_id.id)]
        # sudo: whoever issues here may fetch from any of them
        stocks = self.env["stock.warehouse"].sudo().search(ours).lot_stock_id
        return (
            stocks | self.env["aftersales.technician"].sudo().search(ours).location_id
        )

    def _get_places(self):
        """Where else the part lies: [{id, name, quantity}], most first.

        Vans are named by their technician; what is reserved there is not offered.
        """
        self.ensure_one()
        stock = self.requisition_id.warehouse_id.lot_stock_id
        # sudo: quantities elsewhere are shown to whoever issues here
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "=", self.product_id.id),
                    ("location_id", "child_of", self._get_supply_locations().ids),
                    "!",
                    ("location_id", "child_of", stock.id),
                ],
                ["location_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        )
        places = [
            {"id": place.id, "name": place.display_name, "quantity": have - reserved}
            for place, have, reserved in groups
            if self.uom_id.compare(have - reserved, 0) > 0
        ]
        return sorted(places, key=lambda place: -place["quantity"])

    def _get_substitutes(self):
        """[{id, name, quantity in the warehouse, dearer}] of listed substitutes."""
        self.ensure_one()
        listed = self.env["aftersales.part.substitute"]._find(
            self.product_id, self.company_id
        )[self.product_id]
        here = listed.with_context(
            location=self.requisition_id.warehouse_id.lot_stock_id.id
        )
        short = self._get_open_quantity() or 1.0
        wanted = self._get_substitute_quantities(listed, short)
        return [
            {
                "id": product.id,
                "name": product.display_name,
                "quantity": product.free_qty,
                "dearer": self._is_dearer(product, wanted[product], short),
            }
            for product in here
        ]

    def _fetch_from(self, place, quantity):
        """A transfer from ``place`` to the warehouse waits for somebody to do it."""
        self.ensure_one()
        warehouse = self.requisition_id.warehouse_id
        supply = [("id", "child_of", self._get_supply_locations().ids)]
        if not place.sudo().filtered_domain(supply):  # sudo: as the list it is from
            raise PartRefused(
                self.env._("Parts are not fetched from %s.", place.display_name)
            )
        vals = self._prepare_move("issue", place, warehouse.lot_stock_id, quantity)
        del vals["aftersales_requisition_line_id"], vals["aftersales_step"]
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": place.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "origin": self.requisition_id.name,
                "company_id": self.company_id.id,
                "move_ids": [(0, 0, vals)],
            }
        )
        picking.action_confirm()
        return picking

    def _replenish(self, quantity):
        """Let core's rules buy or make the part, as a reordering rule would."""
        self.ensure_one()
        warehouse = self.requisition_id.warehouse_id
        rule = self.env["stock.rule"]
        rule.run(
            [
                rule.Procurement(
                    self.product_id,
                    quantity,
                    self.uom_id,
                    warehouse.lot_stock_id,
                    self.requisition_id.name,
                    self.requisition_id.name,
                    self.company_id,
                    {"warehouse_id": warehouse, "date_planned": fields.Datetime.now()},
                )
            ]
        )


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def action_add_fault_parts(self):
        """Lines for the parts that the fault catalogue names for the reported fault."""
        for requisition in self:
            requisition._add_suggested(requisition._get_fault_parts())

    def action_add_device_parts(self):
        """Lines for what is built into the machine now, as maintained."""
        for requisition in self:
            requisition._add_suggested(requisition._get_device_parts())

    def _get_fault_parts(self):
        """Parts that the fault of the job usually needs; the catalogue may be absent."""
        order = self.order_id
        fault = order["fault_id"] if "fault_id" in order._fields else None
        if not fault or "part_ids" not in fault._fields:
            return self.env["product.product"]
        parts = fault["part_ids"]
        return parts if parts._name == "product.product" else parts.product_id

    def _get_device_parts(self):
        # sudo: what a machine is made of is no secret to who repairs it
        built_in = self.sudo().order_id.device_id.part_ids
        return built_in.filtered(lambda p: not p.removed_on).product_id

    def _add_suggested(self, products):
        parts = products.filtered("aftersales_is_part") - self.line_ids.product_id
        if not parts:
            raise ProofMissing(
                self.env._(
                    "%s: no further part is known here. Add the parts by hand.",
                    self.display_name,
                )
            )
        self.line_ids = [(0, 0, {"product_id": part.id}) for part in parts]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_drafts(self):
        """What was once submitted stays, cancelled at most (P-30)."""
        if any(requisition.submitted_at for requisition in self):
            raise PartRefused(
                self.env._(
                    "A requisition that was submitted is cancelled, not deleted."
                )
            )
