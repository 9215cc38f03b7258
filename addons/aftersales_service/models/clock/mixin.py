from odoo import fields, models


class SlaMixin(models.AbstractModel):
    """Deadlines of the documents that stand under a service policy.

    What happens to the document is told by `_clock_event`; it stops the clocks that wait
    for the event and starts those that begin with it.
    """

    _inherit = "aftersales.sla.mixin"

    clock_events = fields.Json(readonly=True, copy=False)
    clock_ids = fields.One2many(
        "aftersales.sla.clock",
        "res_id",
        "Deadlines",
        domain=lambda self: [("res_model", "=", self._name)],
        copy=False,
    )
    time_entry_ids = fields.One2many(
        "aftersales.time.entry",
        "res_id",
        "Time Ledger",
        domain=lambda self: [("res_model", "=", self._name)],
        copy=False,
    )

    # --- hooks of the document

    def _get_sla_end(self):
        """Moment at which it ended; False while it is open."""
        self.ensure_one()
        return False

    def _get_clock_user(self):
        """Who is responsible for it, where no role is named."""
        self.ensure_one()
        return self.env["res.users"]

    def unlink(self):
        """Deadlines and ledger go with the document (overrides `unlink`)."""
        # sudo: nobody may delete them by hand
        clocks, entries = self.sudo().clock_ids, self.sudo().time_entry_ids
        result = super().unlink()
        clocks.unlink()
        entries._in_flow().unlink()
        return result
