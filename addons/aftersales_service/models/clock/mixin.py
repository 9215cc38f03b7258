from odoo import fields, models


class SlaMixin(models.AbstractModel):
    """Documents with deadlines: a service order, a ticket of a helpdesk.

    What happens to the document is told by `_clock_event`; it stops the clocks that wait
    for the event and starts those that begin with it.
    """

    _inherit = "aftersales.sla.mixin"

    sla_version_id = fields.Many2one(
        "aftersales.sla.version",
        "Service Policy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="As it was when the job came in; a later version does not change it.",
    )
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

    def _get_sla_start(self):
        """Moment (UTC) at which the document began."""
        self.ensure_one()
        return self.create_date or fields.Datetime.now()

    def _get_sla_end(self):
        """Moment at which it ended; False while it is open."""
        self.ensure_one()
        return False

    def _get_clock_user(self):
        """Who is responsible for it, where no role is named."""
        self.ensure_one()
        return self.env["res.users"]

    def _get_policy(self):
        """The switches that hold for this document, with their defaults without policy."""
        self.ensure_one()
        return self.sla_version_id or self.env["aftersales.sla.version"].new({})

    def _take_sla_version(self):
        """Keep the version in force on the day the document began."""
        fresh = self.filtered(lambda d: not d.sla_version_id)
        for document, version in fresh._find_sla_versions().items():
            if version:
                document._in_flow().sla_version_id = version

    def _get_sla_versions(self):
        """{document: the version it runs under, or would; empty without one}"""
        known = {document: document.sla_version_id for document in self}
        fresh = self.filtered(lambda d: not known[d])
        return known | (fresh._find_sla_versions() if fresh else {})

    def _get_sla_day(self):
        """The day whose policy it follows."""
        return self.company_id._aftersales_day(self._get_sla_start())

    def _find_sla_versions(self):
        days = {document: document._get_sla_day() for document in self}
        return self.env["aftersales.sla.policy"]._get_versions(self, days)

    def unlink(self):
        """Deadlines and ledger go with the document (overrides `unlink`)."""
        # sudo: nobody may delete them by hand
        clocks, entries = self.sudo().clock_ids, self.sudo().time_entry_ids
        result = super().unlink()
        clocks.unlink()
        entries._in_flow().unlink()
        return result
