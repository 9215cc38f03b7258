from odoo import api, models

from .day_board import BACK_OFFICE, VISIT_FIELDS

# A change of these tells open boards to look again.
_SHOWN = frozenset(VISIT_FIELDS) - {"name", "company_id"}


class Visit(models.Model):
    """Open boards hear of what they show."""

    _inherit = "aftersales.visit"

    def _on_planned(self):
        """Open boards look again (extends)."""
        result = super()._on_planned()
        self._notify_board()
        return result

    def _after_write(self, changed):
        """Open boards look again when what they show was changed (extends)."""
        result = super()._after_write(changed)
        if _SHOWN & changed:
            self._notify_board()
        return result

    def _notify_board(self):
        """One message per transaction and company; it says only that there is news."""
        told = self.env.cr.precommit.data.setdefault("aftersales_board", set())
        # sudo: who may not read groups changes visits too
        group = self.env.ref(BACK_OFFICE).sudo()
        for company in self.company_id - self.env["res.company"].browse(told):
            told.add(company.id)
            # sudo: technicians cause the news, dispatchers get it
            self.env["bus.bus"].sudo()._sendone(
                group, "aftersales_day_board", {"company_id": company.id}
            )

    # --- as a board asks whose page was loaded before an update, and programs outside

    @api.model
    def get_day_board(self, day=None, unit_id=False):
        return self.env["aftersales.day.board"].get_day_board(day, unit_id)

    @api.model
    def action_board_assign(self, order_id, technician_id, day, minute):
        board = self.env["aftersales.day.board"]
        return board.assign(order_id, technician_id, day, minute)

    @api.model
    def action_board_ask(self, order_id, technician_id, day, minute):
        board = self.env["aftersales.day.board"]
        return board.ask(order_id, technician_id, day, minute)

    @api.model
    def action_board_dispatch(self, order_id, day):
        return self.env["aftersales.day.board"].dispatch(order_id, day)

    def action_board_move(self, technician_id, day, minute):
        self.ensure_one()
        board = self.env["aftersales.day.board"]
        return board.move(self.id, technician_id, day, minute)
