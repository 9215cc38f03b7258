from odoo import models


class ResCompany(models.Model):
    """What is booked of statements and receipts follows the months, too: nothing in a closed
    one, what is late on the first open day."""

    _inherit = "res.company"

    def _aftersales_find_open_days(self, wanted):
        """Nor in a month that we closed (extends)."""
        found = super()._aftersales_find_open_days(wanted)
        days = self.env["aftersales.period"]._find_open_days(
            {(self, day) for day in found.values()}
        )
        return {key: days[self, day] for key, day in found.items()}
