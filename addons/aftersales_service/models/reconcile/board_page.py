from odoo import api, models

from ...kernel.reconcile import CELLS

_LIMIT = 200
# What a cell shows: a quantity or an amount of the row.
_SHOWN = {
    "request": "requested",
    "issue": "issued",
    "use": "used",
    "unused": "returned",
    "fee": "fee_amount",
    "told": "told_amount",
    "quote": "quoted_amount",
    "invoice": "invoiced_amount",
    "fapiao": "fapiao_amount",
    "payment": "paid_amount",
    "claim": "claimed_amount",
}


class ReconcileBoard(models.AbstractModel):
    """A page of rows, in a fixed number of queries."""

    _inherit = "aftersales.reconcile.board"

    @api.model
    def get_page(self, filters=None, offset=0, limit=80):
        """Rows of the choice, those that keep a month open first.

        :return: ``lines``, whether there are ``more``, and whether some are still
            ``waiting`` to be counted
        """
        self._require_reader()
        offset, limit = max(int(offset), 0), min(max(int(limit), 1), _LIMIT)
        lines = self.env["aftersales.reconcile.line"]
        # sudo: opening the board counts what changed, whoever looks at it
        waiting = not offset and lines.sudo()._refresh()
        found = lines.search(self._get_domain(filters), offset=offset, limit=limit + 1)
        page = found[:limit]
        page._fetch_names()
        judged = page._get_judged()
        blockers = page._get_blockers(judged)
        return {
            "cells": list(CELLS),
            "lines": [page._prepare_line(n, *judged[n][1:], blockers) for n in page],
            "more": len(found) > limit,
            "waiting": bool(waiting),
        }


class ReconcileLine(models.Model):
    _inherit = "aftersales.reconcile.line"

    def _fetch_names(self):
        """Everything that a page shows, of all rows at once."""
        # sudo: names only, of rows that the reader may see
        known = self.sudo()
        known.share_id.fetch(["fee_id"])
        known.share_id.fee_id.fetch(["name"])
        known.order_id.fetch(["name"])
        known.partner_id.fetch(["name"])
        known.technician_id.fetch(["name"])

    @api.model
    def _prepare_line(self, line, due, colours, blockers):
        known = line.sudo()  # sudo: names, see `_fetch_names`
        return {
            "id": line.id,
            "order": known.order_id.name,
            "fee": known.share_id.fee_id.name,
            "payer": known.partner_id.name or line._get_payer_label(),
            "technician": known.technician_id.name or "",
            "month": f"{line.month:%Y-%m}",
            "state": line.state,
            "keeps_open": line.keeps_open,
            "reason": line.reason_id.name or "",
            "note": line.reason_note or "",
            "cells": {name: line._prepare_cell(name, colours) for name in colours},
            "why": [
                {"text": b.text, "cell": b.document, "who": b.who}
                for b in blockers[line.id]
            ],
        }

    def _get_payer_label(self):
        labels = self._fields["payer"]._description_selection(self.env)
        return dict(labels).get(self.payer, "")

    def _prepare_cell(self, name, colours):
        return {"text": self._get_cell_text(name), "colour": colours[name]}

    def _get_cell_text(self, name):
        if name == "old_part":
            return f"{self.old_count - self.old_open}/{self.old_count}"
        value = self[_SHOWN[name]]
        return f"{value:g}" if name in CELLS[:4] else f"{value:,.2f}"
