from collections import defaultdict

from odoo import models
from odoo.fields import Domain

_SHORT = ("waiting", "confirmed", "partially_available")


class StockMove(models.Model):
    """When what is short comes in."""

    _inherit = "stock.move"

    def _aftersales_get_coming_days(self):
        """{move: day} on which the last piece that it lacks is planned to come in.

        What is coming in is dealt out in the order in which core reserves it, to all that
        wait for it, not to these moves alone. Two queries, whatever the number of moves.
        """
        if not self:
            return {}
        stocks = self.location_id
        here = Domain("location_id", "child_of", stocks.ids)
        final = Domain("location_final_id", "child_of", stocks.ids)
        there = Domain("location_dest_id", "child_of", stocks.ids)
        there = final | (Domain("location_final_id", "=", False) & there)
        wanted = Domain("product_id", "in", self.product_id.ids)
        order = "priority desc, date, id"
        waiting = self.search(
            wanted & here & ~there & Domain("state", "in", _SHORT), order=order
        )
        coming = self.search(
            wanted & there & ~here & Domain("state", "in", (*_SHORT, "assigned")),
            order="date, id",
        )
        return self._aftersales_deal_out(waiting | self, coming, stocks)

    def _aftersales_deal_out(self, waiting, coming, stocks):
        supply = defaultdict(list)
        for move in coming.sorted(lambda m: (m._aftersales_get_coming_date(), m.id)):
            place = move._aftersales_get_stock(
                move.location_final_id or move.location_dest_id, stocks
            )
            supply[move.product_id, place].append([move, move.product_qty])
        days = {}
        for move in waiting:
            place = move._aftersales_get_stock(move.location_id, stocks)
            last = move._aftersales_take(supply[move.product_id, place])
            if last and move in self:
                moment = last._aftersales_get_coming_date()
                days[move] = last.company_id._aftersales_day(moment)
        return days

    def _aftersales_get_coming_date(self):
        """Hook: when this transfer is expected; who ordered it may know better."""
        return self.date

    def _aftersales_get_stock(self, place, stocks):
        """Which of ``stocks`` the place lies in."""
        above = (place.parent_path or "").split("/")
        return next((s for s in stocks if str(s.id) in above), stocks[:0])

    def _aftersales_take(self, supply):
        """Take what this move lacks from ``supply`` [[move, quantity], …].

        :return: the move that brings the last of it, None where it is not enough
        """
        lacks = self.product_qty - self.product_uom._compute_quantity(
            self.quantity, self.product_id.uom_id
        )
        last = None
        for entry in supply:
            taken = min(entry[1], max(lacks, 0.0))
            entry[1] -= taken
            lacks -= taken
            last = entry[0] if taken else last
        done = self.product_id.uom_id.compare(lacks, 0.0) <= 0
        return last if done else None
