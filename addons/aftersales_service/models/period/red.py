from odoo import models

_LINE = "aftersales.reconcile.line"


class Period(models.Model):
    """Lines of the board that are red and have no reason."""

    _inherit = "aftersales.period"

    def _find_red_lines(self):
        if _LINE not in self.env:
            return
        lines = self._search_mine(
            _LINE, ("month", "<=", self.month), ("keeps_open", "=", True)
        )
        for line in lines:
            words = " · ".join(filter(None, (line.display_name, line.rule_id.name)))
            yield self._prepare_exception("red", line, words, line.fee_amount)

    def action_open_board(self):
        """Where many rows get their reason at once."""
        self.ensure_one()
        self.check_access("read")
        actions = self.env["ir.actions.actions"]
        return actions._for_xml_id(
            "aftersales_service.aftersales_reconcile_board_action"
        )
