from odoo import models

_LINE = "aftersales.reconcile.line"


class Period(models.Model):
    """Lines of the board that are red and have no reason."""

    _inherit = "aftersales.period"

    def _find_red_lines(self):
        if _LINE not in self.env:
            return
        # sudo: what documents changed is counted first, as when the board is opened
        while self.env[_LINE].sudo()._refresh():
            pass
        lines = self._search_mine(
            _LINE, ("month", "<=", self.month), ("keeps_open", "=", True)
        )
        for line, stake in lines._get_stakes().items():
            yield self._prepare_exception("red", line, line.display_name, stake)
