from odoo import models

from .box import STANDING


class Walk(models.Model):
    _inherit = "aftersales.walk"

    def _prepare_walk(self):
        """Everything that the screen shows, in a fixed number of queries."""
        self.ensure_one()
        # sudo: the boxes are the walk's, which its reader may read
        boxes = self.sudo().box_ids
        ways, scans = boxes._get_box_ways()
        lines = {line: box for box in boxes for line in box.requisition_id.line_ids}
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "state_label": self._state_label(self.state),
            "keeper": self.user_id.name,
            "warehouse": self.warehouse_id.name,
            "boxes": [box._prepare_box(ways) for box in boxes],
            "stops": self._prepare_stops(lines, ways),
            "short": [
                line._prepare_put(box, ways[line]["short"])
                for line, box in lines.items()
                if ways[line]["short"] and box.state in STANDING
            ],
            "done": [
                scan._prepare_picked(lines[scan.line_id])
                for scan in scans.sorted("id", reverse=True)
            ],
        }

    def _prepare_stops(self, lines, ways):
        """One row for each part, lot and shelf: how many go into which box."""
        stops = {}
        rows = [
            (row, line, box)
            for line, box in lines.items()
            if box.state == "open"
            for row in ways[line]["left"]
        ]
        rows.sort(
            key=lambda r: (
                r[0]["way"].complete_name or "",
                r[1].product_id.display_name,
                r[0]["lot"],
                r[2].number,
            )
        )
        for row, line, box in rows:
            key = (row["place_id"], line.product_id.id, row["lot_id"])
            stop = stops.setdefault(key, line._prepare_stop(row))
            stop["puts"].append(line._prepare_put(box, row["quantity"]))
        return list(stops.values())


class WalkBox(models.Model):
    _inherit = "aftersales.walk.box"

    def _prepare_box(self, ways):
        requisition = self.requisition_id
        own = [ways[line] for line in requisition.line_ids]
        due = requisition._get_due_at()
        return {
            "id": self.id,
            "number": self.number,
            "code": self._get_code(),
            "state": self.state,
            "state_label": self._state_label(self.state),
            "requisition_id": requisition.id,
            "requisition": requisition.name,
            "urgent": requisition.urgent,
            "technician": requisition.technician_id.name,
            "order": requisition.order_id.name,
            "due": due and due.isoformat(" ", "seconds"),
            "place": requisition.bin or "",
            "picked": sum(bool(way["picked"]) for way in own),
            "left": sum(len(way["left"]) for way in own),
            "short": sum(bool(way["short"]) for way in own),
            "problem": self._get_problem(ways)
            if self.state in ("open", "ready")
            else "",
        }


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _prepare_stop(self, row):
        product = self.product_id
        keys = ("place_id", "place", "lot_id", "lot", "expiry", "expired")
        return {key: row[key] for key in keys} | {
            "key": f"{row['place_id']}-{product.id}-{row['lot_id']}",
            "product": product.display_name,
            "tracking": product.tracking,
            "unit": self.uom_id.name,
            "puts": [],
        }

    def _prepare_put(self, box, quantity):
        return {
            "line_id": self.id,
            "box": box.number,
            "product": self.product_id.display_name,
            "quantity": quantity,
            "unit": self.uom_id.name,
        }


class RequisitionScan(models.Model):
    _inherit = "aftersales.requisition.scan"

    def _prepare_picked(self, box):
        put = self.line_id._prepare_put(box, self.quantity)
        return put | {"scan_id": self.id, "lot": self.lot_id.name or ""}
