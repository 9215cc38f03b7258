from odoo import models


class ParcelLine(models.Model):
    """The stock moves behind a parcel: real transfers, in whole pieces and exact serials."""

    _inherit = "aftersales.parcel.line"

    def _post(self, step, quantities):
        """Hook: move ``quantities`` {line: quantity} one step on. Parts travel by a transfer of
        their requisition, an old part by its tag."""
        moving = self.filtered(lambda p: quantities.get(p))
        parts = moving.filtered("requisition_line_id")
        for requisition, lines in parts.grouped("requisition_id").items():
            requisition._post_parcel(lines, step, quantities)
        for line in moving.filtered("old_part_id"):
            line._post_old_part(step)

    def _get_way(self, step):
        """(place that it leaves, place that it comes to) of a requested part."""
        parcel, company = self.parcel_id, self.company_id
        road = parcel.warehouse_id._aftersales_get_road_location()
        stock = self.requisition_id.warehouse_id.lot_stock_id
        van = self._get_van()
        start, end = (stock, van) if parcel.direction == "out" else (van, stock)
        if step == "broken":
            return road, company._aftersales_get_supplier_return_location()
        if step == "lost":
            return road, company._aftersales_get_loss_location()
        return {"sent": (start, road), "arrived": (road, end), "back": (road, start)}[
            step
        ]

    def _get_van(self):
        """Of whom the parcel goes to or comes from, also when a colleague has the visit
        meanwhile."""
        technician = self.parcel_id.technician_id or self.requisition_id.technician_id
        return technician.location_id

    def _prepare_parcel_move(self, step, quantity, shelves):
        """The move of a requested part. What comes to the van is issued, what leaves it is
        returned; on the road nobody holds it.

        :param shelves: {lot id: where it lies in the stock}
        """
        part, (source, place) = self.requisition_line_id, self._get_way(step)
        van = self._get_van()
        kind = {source: "return", place: "issue"}.get(van)
        vals = part._prepare_move(kind, source, place, quantity) | {
            "aftersales_parcel_line_id": self.id,
            "aftersales_parcel_step": step,
            "picked": True,
        }
        if not kind:
            del vals["aftersales_requisition_line_id"], vals["aftersales_step"]
        detail = {"lot_id": self.lot_id.id, "quantity": quantity}
        if self.lot_id.id in shelves:
            detail["location_id"] = shelves[self.lot_id.id].id
        if self.lot_id or source != self.requisition_id.warehouse_id.lot_stock_id:
            line = part._prepare_move_line(source, place) | detail
            vals["move_line_ids"] = [(0, 0, line)]
        return vals


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _post_parcel(self, lines, step, quantities):
        """One validated transfer over ``lines`` of a parcel."""
        self.ensure_one()
        outward = step == "sent" and lines.parcel_id.direction == "out"
        waiting = outward and self._take_from_waiting(lines)
        if step == "sent" and not outward:
            # It was announced; what is in the parcel counts, as at the counter.
            self._get_waiting("return").action_cancel()
        stock = self.warehouse_id.lot_stock_id
        shelves = lines.lot_id._aftersales_get_places_below(stock) if outward else {}
        moves = [
            line._prepare_parcel_move(step, quantities[line], shelves) for line in lines
        ]
        kind = "issue" if lines.parcel_id.direction == "out" else "return"
        picking = self._create_picking(
            self.warehouse_id[f"aftersales_{kind}_type_id"], moves
        )
        picking.action_confirm()
        for move in picking.move_ids:
            # What others only have reserved goes, as at the counter.
            if move.product_uom.compare(move.quantity, move.product_uom_qty):
                move.quantity = move.product_uom_qty
        self._validate(picking.move_ids)
        if outward:
            self._lay_scans_down(lines, picking)
            waiting._action_assign()
        if "carrier_tracking_ref" in picking._fields:  # core's delivery is installed
            picking["carrier_tracking_ref"] = lines.parcel_id.tracking_ref
        return picking

    def _lay_scans_down(self, lines, picking):
        """What was laid aside at the counter for these lines left with the parcel."""
        sent = {(line.requisition_line_id, line.lot_id) for line in lines}
        scans = self._get_open_scans("issue")
        scans.filtered(lambda s: (s.line_id, s.lot_id) in sent).picking_id = picking

    def _take_from_waiting(self, lines):
        """What is sent waits no longer to be issued by hand; what is left goes on waiting.

        :return: the moves that still wait
        """
        moves = self._get_waiting("issue").move_ids.filtered(
            lambda m: m.state not in ("done", "cancel")
            and m.aftersales_requisition_line_id in lines.requisition_line_id
        )
        moves._do_unreserve()
        left = over = moves.browse()
        waiting = moves.grouped("aftersales_requisition_line_id")
        for part, own in lines.grouped("requisition_line_id").items():
            packed = sum(own.mapped("quantity"))
            for move in waiting.get(part, moves.browse()):
                taken = min(packed, move.product_uom_qty)
                packed -= taken
                if part.uom_id.compare(move.product_uom_qty, taken) > 0:
                    move.product_uom_qty -= taken
                    left |= move
                else:
                    over |= move
        over._action_cancel()
        return left

    def _ask_again(self, quantities):
        """What did not arrive is still needed: it waits to be issued once more, unless the
        requisition was called off or its visit is over.

        :param quantities: {line of this requisition: quantity}
        """
        self.ensure_one()
        waits = self.state in ("approved", "issued", "in_use")
        if not waits or self.called_off or self._is_over():
            return
        stock, van = self.warehouse_id.lot_stock_id, self.technician_id.location_id
        moves = [
            part._prepare_move("issue", stock, van, quantity)
            for part, quantity in quantities.items()
        ]
        picking = self._create_picking(
            self.warehouse_id.aftersales_issue_type_id, moves
        )
        picking.priority = "1" if self.urgent else "0"
        picking.action_confirm()
