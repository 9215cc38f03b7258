from odoo import models

# A part of it is reserved at most.
_SHORT = ("draft", "waiting", "confirmed", "partially_available")


class Requisition(models.Model):
    """The transfers behind a requisition. Quantities live in stock, nowhere else."""

    _inherit = "aftersales.requisition"

    def _get_waiting(self, step):
        # sudo: technicians ask and withdraw without any warehouse right; whoever issues
        # or takes back is checked by `_require_group` first
        pickings = self.sudo().picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        return pickings.filtered(lambda p: step in p.move_ids.mapped("aftersales_step"))

    def _is_short(self):
        """Whether something that was approved is neither here nor issued."""
        if self.state not in ("approved", "issued", "in_use"):
            return False
        moves = self._get_waiting("issue").move_ids
        return any(move.state in _SHORT for move in moves)

    def _create_issue_picking(self):
        # sudo: the technician asks; the transfer is validated by the warehouse
        for requisition in self.sudo():
            requisition._ask_stock(requisition.line_ids.filtered(lambda r: not r.waits))

    def _ask_stock(self, lines):
        """A waiting transfer from stock to the van over ``lines``."""
        warehouse = self.warehouse_id
        van = self._get_destination()
        moves = [
            line._prepare_move("issue", warehouse.lot_stock_id, van, line.quantity)
            for line in lines
        ]
        picking = self._create_picking(warehouse.aftersales_issue_type_id, moves)
        picking.priority = "1" if self.urgent else "0"
        picking.action_confirm()
        if self.urgent:
            self._jump_queue(picking)

    def _jump_queue(self, picking):
        """What others only have reserved goes to the vehicle that stands still (P-13)."""
        missing = picking.move_ids.filtered(lambda m: m.state != "assigned")
        if not missing:
            return
        domain = self._get_outrun_domain(missing)
        others = self.env["stock.move"].search(domain, order="priority desc, date, id")
        others._do_unreserve()
        missing._action_assign()
        others._action_assign()

    def _get_outrun_domain(self, moves):
        return [
            ("product_id", "in", moves.product_id.ids),
            ("aftersales_step", "=", "issue"),
            ("aftersales_requisition_line_id.requisition_id.urgent", "=", False),
            ("state", "in", ("assigned", "partially_available")),
            ("company_id", "=", self.company_id.id),
        ]

    def _create_return_picking(self, lines):
        # sudo: the technician announces; the transfer is validated by the warehouse
        requisition = self.sudo()
        warehouse, van = requisition.warehouse_id, requisition.technician_id.location_id
        moves = [
            line._prepare_done_move(
                "return", van, warehouse.lot_stock_id, line.held_quantity
            )
            for line in lines.sudo()  # as above
        ]
        picking = requisition._create_picking(
            warehouse.aftersales_return_type_id, moves
        )
        picking.move_ids.picked = False  # counted and taken back by the warehouse
        picking.action_confirm()

    def _consume(self):
        """Used parts leave the van: to the customer who pays, or as cost of the warranty."""
        # sudo: a technician reports use; the stock move is ours, checked against the issue
        for requisition in self.sudo():
            lines = requisition.line_ids.filtered("quantity_to_use")
            lines._check_held()
            by_place = {}
            for line in lines:
                by_place.setdefault(line._get_use_location(), []).append(line)
            for place, place_lines in by_place.items():
                requisition._use_at(place, place_lines)

    def _use_at(self, place, lines):
        van = self.technician_id.location_id
        moves = [line._prepare_use_move(van, place) for line in lines]
        picking = self._create_picking(self.warehouse_id.aftersales_use_type_id, moves)
        picking.action_confirm()
        self._validate(picking.move_ids)
        for line in lines:
            line._build_in()

    def _create_picking(self, picking_type, moves):
        source, destination = moves[0]["location_id"], moves[0]["location_dest_id"]
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": self._get_site().id,
                "location_id": source,
                "location_dest_id": destination,
                "origin": self.name,
                "company_id": self.company_id.id,
                "aftersales_requisition_id": self.id,
                "move_ids": [(0, 0, vals) for vals in moves],
            }
        )
        # Core fills this in for lines that it reserves, not for lines written with moves.
        picking.move_ids.move_line_ids.picking_id = picking
        return picking

    def _validate(self, moves):
        """Validate the transfers of ``moves``; what is not reserved becomes a back order."""
        moves.picked = True
        moves.picking_id.with_context(skip_sms=True)._action_done()


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _prepare_move(self, step, source, destination, quantity):
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "product_uom": self.uom_id.id,
            "product_uom_qty": quantity,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "origin": self.requisition_id.name,
            "aftersales_requisition_line_id": self.id,
            "aftersales_step": step,
        }

    def _prepare_done_move(self, step, source, destination, quantity):
        """A move with its lots written by us: exactly the serials that were issued."""
        vals = self._prepare_move(step, source, destination, quantity)
        vals["picked"] = True
        vals["move_line_ids"] = [
            (0, 0, {**self._prepare_move_line(source, destination), **detail})
            for detail in self._split_by_lot(quantity)
        ]
        return vals

    def _prepare_use_move(self, source, destination):
        return self._prepare_done_move("use", source, destination, self.quantity_to_use)

    def _prepare_move_line(self, source, destination):
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.uom_id.id,
            "location_id": source.id,
            "location_dest_id": destination.id,
            "company_id": self.company_id.id,
            "picked": True,
        }

    def _split_by_lot(self, quantity):
        """Quantities per lot, oldest issue first; one entry without lot if untracked."""
        if self.product_id.tracking == "none":
            return [{"quantity": quantity}]
        details = []
        for lot, available in self._get_held_lots():
            taken = min(available, quantity)
            if taken > 0:
                details.append({"lot_id": lot.id, "quantity": taken})
                quantity -= taken
        return details

    def _build_in(self):
        """The device now holds this part: new serial in, old serial out (A13, U7)."""
        device = self.order_id.device_id
        if not device:
            return
        day = self.company_id._aftersales_today()
        moves = self.move_ids.filtered(lambda m: m.aftersales_step == "use")
        for index, used in enumerate(moves.move_line_ids):
            device._build_in(
                self.product_id,
                day,
                self.order_id.name,
                lot=used.lot_id,
                quantity=used.quantity,
                old_serial=self.old_serial if index == 0 else None,
            )

    def _get_use_location(self):
        """Where a used part goes; fees send what a customer pays to the customer."""
        self.ensure_one()
        return self.company_id.aftersales_warranty_location_id
