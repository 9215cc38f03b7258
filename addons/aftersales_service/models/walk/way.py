from collections import defaultdict

from odoo import models

# What of a line is picked, and where the rest lies: ``left`` are shelves with the quantity
# that is still to be taken, ``short`` is in no shelf, ``excess`` nobody asks for any more.
WAY = ("asked", "picked", "left", "short", "excess")


def share(asked, shelves, picked):
    """What is left to pick of ``asked``: ([(shelf, quantity)], short, excess).

    :param shelves: [(lot, quantity)] that core has reserved, in the order of the way
    :param picked: {lot: quantity} in the box; another lot than the reserved one takes the
        place of what lies at the end of the way

    >>> share(3, [(None, 2), (None, 1)], {None: 2})
    ([(1, 1)], 0, 0)
    >>> share(2, [("B1", 1), ("B2", 1)], {"B3": 1})
    ([(0, 1)], 0, 0)
    >>> share(3, [("B1", 1)], {})
    ([(0, 1)], 2, 0)
    >>> share(1, [], {None: 2})
    ([], 0, 1)
    """
    taken, left = dict(picked), []
    for place, (lot, quantity) in enumerate(shelves):
        own = min(quantity, taken.get(lot, 0))
        if own:
            taken[lot] -= own
        left.append((place, quantity - own))
    wanted = asked - sum(picked.values())
    room, rest = max(wanted, 0), []
    for place, quantity in left:
        now = min(quantity, room)
        room -= now
        if now > 0:
            rest.append((place, now))
    return rest, room, max(-wanted, 0)


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _get_ways(self, scans):
        """{line: {asked, picked, left, short, excess}} of all lines, in a fixed number of
        queries; see `WAY`."""
        moves = self._find_issues()
        details = moves.move_line_ids.filtered("quantity")
        own = details.grouped(lambda d: d.move_id.aftersales_requisition_line_id.id)
        waiting = moves.grouped(lambda m: m.aftersales_requisition_line_id.id)
        scanned = scans.grouped("line_id")
        none = self.env["stock.move"], self.env["stock.move.line"]
        return {
            line: line._get_way(
                waiting.get(line.id, none[0]),
                own.get(line.id, none[1]),
                scanned.get(line, scans.browse()),
            )
            for line in self
        }

    def _get_way(self, moves, details, scans):
        asked = sum(moves.mapped("product_uom_qty"))
        details = details.sorted(lambda d: (d.location_id.complete_name or "", d.id))
        picked = defaultdict(float)
        for scan in scans:
            picked[scan.lot_id.id] += scan.quantity
        reserved = [(d.lot_id.id, d.quantity) for d in details]
        left, short, excess = share(asked, reserved, picked)
        digits = self.uom_id.round
        rows = [
            details[place]._aftersales_prepare_shelf()
            | {"quantity": digits(quantity), "way": details[place].location_id}
            for place, quantity in left
        ]
        amounts = (digits(asked), dict(picked), rows, digits(short), digits(excess))
        return dict(zip(WAY, amounts, strict=True))


class WalkBox(models.Model):
    _inherit = "aftersales.walk.box"

    def _get_box_ways(self):
        """({line: way}, scans) of what lies in these boxes or belongs into them."""
        requisitions = self.requisition_id
        scans = requisitions._get_open_scans("issue")
        return requisitions.line_ids._get_ways(scans), scans

    def _get_problem(self, ways):
        """What keeps the box from leaving, in words."""
        requisition = self.requisition_id
        over = [line for line in requisition.line_ids if ways[line]["excess"]]
        if over and requisition.state == "cancelled":
            return self.env._(
                "%(requisition)s was cancelled. Put everything in box %(box)s back on its shelf.",
                requisition=requisition.name,
                box=self.number,
            )
        return "\n".join(
            self.env._(
                "%(part)s: %(count)g in box %(box)s are no longer asked for. Put them back on their shelf.",
                part=line.product_id.display_name,
                count=ways[line]["excess"],
                box=self.number,
            )
            for line in over
        )
