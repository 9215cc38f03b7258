from collections import defaultdict

from odoo import fields, models

from ...exceptions import AlreadyIssued, PartRefused, ProofMissing
from ...groups import STAFF, WAREHOUSE


class StockPicking(models.Model):
    """Who took the parts over: the technician, or a deputy with the reason (代领)."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "aftersales.core.guard"]
    _aftersales_guarded = frozenset(
        {"aftersales_receiver_id", "aftersales_deputy", "aftersales_deputy_reason"}
    )

    aftersales_receiver_id = fields.Many2one(
        "aftersales.technician",
        "Handed Over To",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups=STAFF,
    )
    aftersales_deputy = fields.Char("Deputy", readonly=True, copy=False)
    aftersales_deputy_reason = fields.Char(
        "Reason for the Deputy", readonly=True, copy=False
    )


class Requisition(models.Model):
    """What was scanned becomes the real transfer."""

    _inherit = "aftersales.requisition"

    def _hand_over(self, technician=None, deputy=None, reason=None):
        """Issue what was scanned, to the technician or to a deputy; the rest waits.

        :return: the validated transfers
        :raises ProofMissing: nothing scanned, or a deputy without reason
        :raises AlreadyIssued: somebody else took a part meanwhile
        """
        self._require_group(WAREHOUSE)
        self._check_sent()
        self._check_issuer()
        receiver = self._prepare_receiver(technician, deputy, reason)
        scans = self._get_open_scans("issue")
        if not scans:
            raise ProofMissing(
                self.env._(
                    "%s: nothing is scanned yet. Scan the parts, then hand them over.",
                    self.name,
                )
            )
        scans._check_in_stock()
        moves = self._fill_moves(scans)
        # sudo: who took the parts is written by the flow alone
        moves.picking_id.sudo().write(receiver)
        self._validate(moves)
        for picking in moves.picking_id:
            lines = picking.move_ids.aftersales_requisition_line_id
            scans.filtered_domain([("line_id", "in", lines.ids)]).picking_id = picking
        return moves.picking_id

    def _prepare_receiver(self, technician, deputy, reason):
        own = self.technician_id
        technician = technician or (own if not deputy else technician)
        stranger = deputy or (technician and technician != own)
        if stranger and not (reason or "").strip():
            raise ProofMissing(
                self.env._(
                    "%(requisition)s belongs to %(technician)s. Write why somebody else takes the parts.",
                    requisition=self.name,
                    technician=own.name,
                )
            )
        return {
            "aftersales_receiver_id": technician.id if technician else False,
            "aftersales_deputy": deputy or False,
            "aftersales_deputy_reason": reason if stranger else False,
        }

    def _fill_moves(self, scans):
        """The waiting moves of the scanned lines, each with exactly what was scanned."""
        # sudo: as `_get_waiting`; the group was checked by `_hand_over`
        moves = self._get_waiting("issue").move_ids.filtered(
            lambda m: m.state not in ("done", "cancel")
            and m.aftersales_requisition_line_id in scans.line_id
        )
        wanted = defaultdict(lambda: defaultdict(float))
        for scan in scans:
            wanted[scan.line_id][scan.lot_id] += scan.quantity
        self._check_still_asked(moves, wanted)
        wrong = moves.filtered(
            lambda m: m._aftersales_get_lot_quantities()
            != wanted[m.aftersales_requisition_line_id]
        )
        counted = wrong.filtered(lambda m: m.product_id.tracking == "none")
        for move in counted:
            move.quantity = wanted[move.aftersales_requisition_line_id][
                self.env["stock.lot"]
            ]
        (wrong - counted)._aftersales_write_lots(wanted)
        return moves

    def _check_still_asked(self, moves, wanted):
        """Nothing is handed over that was called off after it was scanned.

        :raises PartRefused: naming the parts
        """
        asked = defaultdict(float)
        for move in moves:
            asked[move.aftersales_requisition_line_id] += move.product_uom_qty
        over = [
            line.product_id.display_name
            for line, lots in wanted.items()
            if line.uom_id.compare(sum(lots.values()), asked[line]) > 0
        ]
        if over:
            raise PartRefused(
                self.env._(
                    "%(requisition)s: %(parts)s was called off after it was scanned. Put it back on its shelf and take the scan back.",
                    requisition=self.name,
                    parts=", ".join(over),
                )
            )

    def _take_back(self, scans):
        """Post what was scanned as brought back: good parts to the shelf, parts that were
        defective on arrival to where they wait for the supplier.

        :return: the validated transfers
        """
        self._require_group(WAREHOUSE)
        if not scans:
            raise ProofMissing(
                self.env._("%s: nothing is scanned yet to be taken back.", self.name)
            )
        scans._check_still_held()
        self._get_waiting("return").action_cancel()  # announced; the scans count
        pickings = self.env["stock.picking"]
        for condition, part in scans.grouped("condition").items():
            place = self._get_return_place(condition)
            picking = self._post_return(part, place)
            part.picking_id = picking
            pickings |= picking
        return pickings

    def _get_return_place(self, condition):
        if condition == "defective":
            return self.company_id._aftersales_get_supplier_return_location()
        return self.warehouse_id.lot_stock_id

    def _post_return(self, scans, place):
        # sudo: as `_create_return_picking`; the group was checked by `_take_back`
        requisition, van = self.sudo(), self.technician_id.sudo().location_id
        moves = []
        for line, own in scans.sudo().grouped("line_id").items():
            vals = line._prepare_move("return", van, place, sum(own.mapped("quantity")))
            vals["picked"] = True
            vals["move_line_ids"] = [
                (0, 0, line._prepare_move_line(van, place) | own_vals)
                for own_vals in own._prepare_lot_details()
            ]
            moves.append(vals)
        warehouse = requisition.warehouse_id
        picking = requisition._create_picking(
            warehouse.aftersales_return_type_id, moves
        )
        picking.action_confirm()
        requisition._validate(picking.move_ids)
        return picking


class StockMove(models.Model):
    _inherit = "stock.move"

    def _aftersales_get_lot_quantities(self):
        """{lot or empty: quantity} of what the move has laid aside."""
        quantities = defaultdict(float)
        for line in self.move_line_ids:
            quantities[line.lot_id] += line.quantity_product_uom
        return quantities

    def _aftersales_write_lots(self, wanted):
        """Replace what the moves have reserved by ``wanted`` {line: {lot: quantity}}."""
        self._do_unreserve()
        lots = self.env["stock.lot"].union(
            *(
                lot
                for move in self
                for lot in wanted[move.aftersales_requisition_line_id]
            )
        )
        places = lots._aftersales_get_places_below(self.location_id)
        self.env["stock.move.line"].create(
            [
                move.aftersales_requisition_line_id._prepare_move_line(
                    places[lot.id], move.location_dest_id
                )
                | {
                    "move_id": move.id,
                    "picking_id": move.picking_id.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                }
                for move in self
                for lot, quantity in wanted[move.aftersales_requisition_line_id].items()
            ]
        )


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _aftersales_get_places_below(self, locations):
        """{lot id: location below ``locations`` that holds it}, in one query."""
        groups = self.env["stock.quant"]._read_group(
            [
                ("lot_id", "in", self.ids),
                ("location_id", "child_of", locations.ids),
                ("quantity", ">", 0),
            ],
            ["lot_id", "location_id"],
        )
        return {lot.id: place for lot, place in groups}


class RequisitionScan(models.Model):
    _inherit = "aftersales.requisition.scan"

    def _prepare_lot_details(self):
        quantities = defaultdict(float)
        for scan in self:
            quantities[scan.lot_id.id] += scan.quantity
        return [{"lot_id": lot, "quantity": q} for lot, q in quantities.items()]

    def _check_in_stock(self):
        """Everything scanned is still on the shelf, as far as the books know.

        :raises AlreadyIssued: naming the serials that are gone
        :raises PartRefused: naming the parts of which there is too little
        """
        stock = self.requisition_id.warehouse_id.lot_stock_id
        # sudo: quantities are checked for whoever issues
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("location_id", "child_of", stock.ids),
                ],
                ["product_id", "lot_id"],
                ["quantity:sum"],
            )
        )
        left = {(product, lot): quantity for product, lot, quantity in groups}
        for scan in self:
            key = scan.product_id, scan.lot_id
            left[key] = left.get(key, 0.0) - scan.quantity
        short = [
            key for key, rest in left.items() if key[0].uom_id.compare(rest, 0) < 0
        ]
        short = [key for key in short if key[0] in self.product_id]
        self._refuse_short(
            [lot for _product, lot in short if lot],
            [product for product, lot in short if not lot],
        )

    def _check_still_held(self):
        """Nothing comes back that was built in after it was scanned.

        :raises PartRefused: naming the parts and serials that are gone
        """
        gone = []
        for (line, lot), own in self.grouped(lambda s: (s.line_id, s.lot_id)).items():
            scanned = sum(own.mapped("quantity"))
            if line.uom_id.compare(scanned, line._get_held_of(lot)) > 0:
                gone.append(lot.name or line.product_id.display_name)
        if gone:
            raise PartRefused(
                self.env._(
                    "%s is no longer with the technician: it was used after the scan. Take the scan back.",
                    ", ".join(gone),
                )
            )

    def _refuse_short(self, lots, products):
        if lots:
            raise AlreadyIssued(
                self.env._(
                    "%s left the shelf meanwhile. Put it aside and scan another one.",
                    ", ".join(lot.name for lot in lots),
                )
            )
        if products:
            raise PartRefused(
                self.env._(
                    "%s: the books hold less than was scanned. Count the shelf first, or scan less.",
                    ", ".join(product.display_name for product in products),
                )
            )
