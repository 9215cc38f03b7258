from collections import defaultdict

from odoo import models

from ...exceptions import AlreadyIssued, PartRefused


class WalkBox(models.Model):
    """已备料: a box is ready when core's reservation stands with exactly what lies in it."""

    _inherit = "aftersales.walk.box"

    def _make_ready(self):
        """Close these boxes; what is empty is free again.

        :return: the boxes that cannot leave, because something in them is not asked for
        :raises AlreadyIssued: for a serial that others hold or that left meanwhile
        """
        ways, scans = self._get_box_ways()
        bad = self.filtered(lambda box: box._get_problem(ways))
        empty = (self - bad).filtered(
            lambda box: box.requisition_id not in scans.requisition_id
        )
        full = self - bad - empty
        own = scans.filtered(lambda s: s.requisition_id in full.requisition_id)
        own._stand_reserved()
        full._in_flow()._move_to("ready")
        empty._in_flow()._move_to("emptied")
        self.walk_id._in_flow()._follow_boxes()
        return bad


class RequisitionScan(models.Model):
    _inherit = "aftersales.requisition.scan"

    def _stand_reserved(self):
        """Core reserves exactly these pieces; whoever only had reserved one of them gets
        another.

        :raises AlreadyIssued: when one of them is picked for somebody else
        :raises PartRefused: when the books have less than lies in the box
        """
        wanted = defaultdict(lambda: defaultdict(float))
        for scan in self:
            wanted[scan.line_id][scan.lot_id] += scan.quantity
        moves = self.line_id._find_issues()
        lacking = moves._aftersales_get_lacking(wanted)
        if not lacking:
            return
        lots = self.env["stock.lot"].union(*(lot for _move, lot in lacking))
        rivals = self._free_rivals(lots, moves)
        for move in {move for move, _lot in lacking}:
            move._aftersales_drop_unpicked(wanted[move.aftersales_requisition_line_id])
        lots._aftersales_reserve(lacking)
        (moves.browse({move.id for move, _lot in lacking}) | rivals)._action_assign()
        self._refuse_lacking(moves._aftersales_get_lacking(wanted))

    def _free_rivals(self, lots, moves):
        """Moves of others that had one of ``lots`` reserved, but nobody picked for them."""
        if not lots:
            return moves.browse()
        details = moves.move_line_ids.search(
            [
                ("lot_id", "in", lots.ids),
                ("state", "not in", ("done", "cancel")),
                ("picked", "=", False),
                ("location_id", "child_of", moves.location_id.ids),
                ("move_id", "not in", moves.ids),
            ]
        )
        picked = self.search(
            [
                ("lot_id", "in", lots.ids),
                ("step", "=", "issue"),
                ("picking_id", "=", False),
                ("id", "not in", self.ids),
            ]
        )
        kept = {(scan.line_id, scan.lot_id) for scan in picked}
        details = details.filtered(
            lambda d: (d.move_id.aftersales_requisition_line_id, d.lot_id) not in kept
        )
        rivals = details.move_id
        details.unlink()
        return rivals

    def _refuse_lacking(self, lacking):
        if lots := [lot for _move, lot in lacking if lot]:
            raise AlreadyIssued(
                self.env._(
                    "%s is picked for another requisition or left the shelf. Take it out of the box and scan another one.",
                    ", ".join(lot.name for lot in lots),
                )
            )
        if lacking:
            parts = self.env["stock.move"].union(*(move for move, _lot in lacking))
            raise PartRefused(
                self.env._(
                    "%s: the books hold less than lies in the box. Take it out, or count the shelf first.",
                    ", ".join(parts.product_id.mapped("display_name")),
                )
            )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aftersales_get_lacking(self, wanted):
        """{(move, lot): quantity} that was picked and is not reserved, by ``wanted``
        {line: {lot: quantity}}."""
        lacking = {}
        for move in self:
            have = move._aftersales_get_lot_quantities()
            for lot, quantity in wanted[move.aftersales_requisition_line_id].items():
                if move.product_uom.compare(quantity, have[lot]) > 0:
                    lacking[move, lot] = quantity - have[lot]
        return lacking

    def _aftersales_drop_unpicked(self, wanted):
        """Give back what was reserved and is not what was picked."""
        self.move_line_ids.filtered(
            lambda d: d.lot_id and d.lot_id not in wanted
        ).unlink()


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _aftersales_reserve(self, lacking):
        """Reserve ``lacking`` {(move, lot): quantity} where the lots lie, as far as they are
        free; moves of one warehouse."""
        if not self:
            return
        stock = self.env["stock.move"].union(*(move for move, _lot in lacking))
        quants = self.env["stock.quant"].search(
            [
                ("lot_id", "in", self.ids),
                ("location_id", "child_of", stock.location_id.ids),
                ("quantity", ">", 0),
            ]
        )
        places = quants.grouped("lot_id")
        for (move, lot), quantity in lacking.items():
            for place in places.get(lot, quants.browse()).location_id:
                if lot and quantity > 0:
                    quantity -= move._update_reserved_quantity(quantity, place, lot)


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _get_outrun_domain(self, moves):
        """What lies picked in a box is nobody's any more to reserve (extends)."""
        # sudo: what others picked counts, whoever picked it
        scans = self.env["aftersales.requisition.scan"].sudo()
        picked = scans.search(
            [
                ("product_id", "in", moves.product_id.ids),
                ("step", "=", "issue"),
                ("picking_id", "=", False),
            ]
        )
        lines = ("aftersales_requisition_line_id", "not in", picked.line_id.ids)
        return [*super()._get_outrun_domain(moves), lines]
