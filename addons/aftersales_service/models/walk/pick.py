from odoo import api, fields, models

from ...exceptions import (
    AlreadyIssued,
    PartRefused,
    TooMany,
    UnknownCode,
    WrongPart,
    WrongSerial,
)
from ..counter.counter_scan import Found


class IssueCounter(models.AbstractModel):
    """Picking: a scanned part says its box, a scanned box is done."""

    _inherit = "aftersales.issue.counter"

    @api.model
    def scan_walk(self, walk_id, code, key=False, told=False):
        """What a scan on the walk does; {kind, words, detail, walk}.

        ``kind`` is put, ready, confirmed or place.

        :param key: of this scan; the same key is booked once
        :param told: number of the box that the last scan named
        :raises ScanRefused: in one of its kinds, with words for the screen
        """
        self._check_keeper()
        walk = self._get_walk(walk_id)
        walk._touch()
        code = (code or "").strip()
        if scan := walk._find_key(key):
            return walk._answer_put(scan)
        box = self.env["aftersales.walk.box"]._find_code(code)
        if box is not None:
            return walk._scan_box(box, told)
        requisitions = walk._get_open_requisitions()
        found = self._recognise(code, requisitions)
        if found:
            return walk._answer_put(walk._put(found, key))
        shelf = code and walk._find_shelf(code)
        if not shelf:
            raise UnknownCode(
                self.env._("“%s” is not a part, serial number, shelf or box.", code)
            )
        return walk._place_last(shelf)

    @api.model
    def pick_walk(self, walk_id, line_id, lot_id=False, key=False):
        """A part without a code, by a tap on its box: as if it were scanned."""
        self._check_keeper()
        walk = self._get_walk(walk_id)
        walk._touch()
        if scan := walk._find_key(key):
            return walk._answer_put(scan)
        line = self._get_line(line_id)
        lot = self.env["stock.lot"].browse(lot_id).exists()
        foreign = lot and lot.product_id != line.product_id
        if foreign or line.product_id.tracking == "serial":
            raise WrongSerial(
                self.env._(
                    "%s: scan the serial number, not the part number.",
                    line.product_id.display_name,
                )
            )
        found = Found(line.product_id, lot)
        return walk._answer_put(walk._put(found, key, line))

    @api.model
    def unpick_walk(self, walk_id, scan_id, quantity=0):
        """Taken out of its box again, but for ``quantity`` that really lay on the shelf."""
        self._check_keeper()
        walk = self._get_walk(walk_id)
        walk._touch()
        # sudo: scans are written by the counter alone, which checked the group
        scan = self.env["aftersales.requisition.scan"].sudo().browse(scan_id).exists()
        if scan and scan.requisition_id not in walk._get_open_requisitions():
            raise PartRefused(self.env._("This was not picked on this walk."))
        scan.requisition_id._touch_picked()
        if scan.picking_id:
            raise AlreadyIssued(self.env._("This part is handed over already."))
        if 0 < quantity < scan.quantity:
            scan.quantity = quantity
        else:
            scan.unlink()
        return walk._prepare_walk()


class RequisitionScan(models.Model):
    _inherit = "aftersales.requisition.scan"

    walk_key = fields.Char(
        "Key of the Scan", help="A scan that is sent twice is booked once."
    )

    _walk_key_once = models.UniqueIndex(
        "(walk_key) WHERE walk_key IS NOT NULL", "This scan is booked already."
    )


class Walk(models.Model):
    _inherit = "aftersales.walk"

    def _get_open_requisitions(self):
        # sudo: the boxes of a walk that its keeper may read
        boxes = self.sudo().box_ids.filtered(lambda box: box.state == "open")
        return boxes.requisition_id.sudo(False)

    def _find_key(self, key):
        # sudo: as `_put`
        scans = self.env["aftersales.requisition.scan"].sudo()
        if not key:
            return scans
        own = ("requisition_id", "in", self._get_open_requisitions().ids)
        return scans.search([("walk_key", "=", key), own], limit=1)

    def _put(self, found, key, wanted=None):
        """Lay a scanned part into the box of the first line that still needs it.

        :return: the scan
        """
        line, quantity = self._find_put(found, wanted)
        if found.quantity != 1:  # the code says how many are in the bag
            quantity = found.quantity
        requisition = line.requisition_id
        requisition.check_access("write")
        one = requisition.with_context(aftersales_walk_line=line.id)
        one._scan_part(Found(found.product, found.lot, quantity), "issue")
        # sudo: scans are written by the counter alone, which checked the group
        scans = self.env["aftersales.requisition.scan"].sudo()
        scan = scans.search([("line_id", "=", line.id)], order="id desc", limit=1)
        scan.walk_key = key
        return scan

    def _find_put(self, found, wanted):
        """(line, quantity) of the next box for ``found``, in the order of the boxes; of
        several lots first where this one is reserved."""
        lines = self._get_open_requisitions().line_ids
        lines = lines.filtered(lambda line: line.product_id == found.product)
        if wanted:
            lines &= wanted
        if not lines:
            raise WrongPart(
                self.env._("No box of this walk needs %s.", found.product.display_name)
            )
        if found.product.tracking != "none" and not found.lot:
            raise WrongSerial(
                self.env._(
                    "%s: scan the serial number, not the part number.",
                    found.product.display_name,
                )
            )
        scans = lines.requisition_id._get_open_scans("issue")
        self._check_not_laid(found, scans)
        ways = lines._get_ways(scans)
        rows = [
            (row["lot_id"] != found.lot.id, box.number, line, row["quantity"])
            for line, box in self._get_line_boxes(lines)
            for row in ways[line]["left"]
        ]
        if rows:
            other, _number, line, quantity = min(rows, key=lambda row: row[:2])
            if other and found.lot:
                quantity = min(quantity, self._get_lot_room(found.lot)) or 1.0
            return line, quantity
        return self._find_short(found, lines, ways)

    def _get_lot_room(self, lot):
        """How many of ``lot`` lie in the store and in nobody's box."""
        stock = self.warehouse_id.lot_stock_id
        quants = self.env["stock.quant"].search(
            [("lot_id", "=", lot.id), ("location_id", "child_of", stock.ids)]
        )
        # sudo: what others picked counts, whoever picked it
        scans = self.env["aftersales.requisition.scan"].sudo()
        laid = scans.search(
            [
                ("lot_id", "=", lot.id),
                ("step", "=", "issue"),
                ("picking_id", "=", False),
            ]
        )
        there = sum(quants.mapped("quantity")) - sum(laid.mapped("quantity"))
        return max(there, 0.0)

    def _check_not_laid(self, found, scans):
        """Whoever scans a serial again hears where it lies."""
        if found.product.tracking != "serial":
            return
        laid = scans.filtered(lambda s: s.lot_id == found.lot)
        if laid:
            box = laid.requisition_id._get_open_boxes()
            raise AlreadyIssued(
                self.env._(
                    "%(serial)s lies in box %(box)s already.",
                    serial=found.lot.name,
                    box=box.number,
                )
            )

    def _find_short(self, found, lines, ways):
        """A serial that nobody has reserved fills a line that is short; of other parts the
        books have no more."""
        short = [line for line in lines if ways.get(line) and ways[line]["short"]]
        if short and found.lot:
            return short[0], 1.0
        name = found.product.display_name
        if short:
            raise PartRefused(
                self.env._(
                    "%s: what lies there is reserved for other jobs, or the books do not know it. The line stays short.",
                    name,
                )
            )
        raise TooMany(
            self.env._("%s: that is one too many; every box has its own.", name)
        )

    def _get_line_boxes(self, lines):
        # sudo: the boxes of a walk that its keeper may read
        boxes = self.sudo().box_ids.filtered(lambda box: box.state == "open")
        by_requisition = boxes.grouped(lambda box: box.requisition_id.id)
        return [(line, by_requisition[line.requisition_id.id]) for line in lines]

    def _answer_put(self, scan):
        box = scan.requisition_id._get_open_boxes()
        part = scan.line_id.product_id.display_name
        words = (scan.lot_id.name, f"{part} × {scan.quantity:g}")
        return {
            "kind": "put",
            "box": box.number,
            "words": box.display_name,
            "detail": " · ".join(filter(None, words)),
            "scan_id": scan.id,
            "walk": self._prepare_walk(),
        }


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _find_open_line(self, lines, found, step):
        """On a walk the line is chosen by the way (extends)."""
        chosen = self.env.context.get("aftersales_walk_line")
        if chosen:
            lines = lines.filtered(lambda line: line.id == chosen)
        return super()._find_open_line(lines, found, step)
