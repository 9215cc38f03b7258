from odoo import api, models


class Visit(models.Model):
    """Phones whose page was loaded before an update ask here until it is loaded again,
    which without network may be days later; programs outside keep `action_sync`."""

    _inherit = "aftersales.visit"

    @api.model
    def get_technician_day(self):
        """See `aftersales.technician.day`."""
        return self.env["aftersales.technician.day"].get_technician_day()

    def action_sync(self, entries, user_id=None):
        """See `aftersales.technician.day.sync`."""
        self.ensure_one()
        return self.env["aftersales.technician.day"].sync(self.id, entries, user_id)
