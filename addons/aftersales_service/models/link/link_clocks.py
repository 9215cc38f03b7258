from odoo import api, fields, models

from .link_mixin import STAFF


class LinkMixin(models.AbstractModel):
    """Deadlines of a document, for as long as no job carries them.

    They begin when the document came in. The job counts from the same moment, so it takes
    them over, and nobody is warned of one promise twice.
    """

    _name = "aftersales.link.mixin"
    _inherit = ["aftersales.link.mixin", "aftersales.sla.mixin"]

    # People of the other add-on, and its customers, do not read our deadlines.
    sla_version_id = fields.Many2one(groups=STAFF)
    clock_events = fields.Json(groups=STAFF)
    clock_ids = fields.One2many(groups=STAFF)
    time_entry_ids = fields.One2many(groups=STAFF)
    time_owner = fields.Selection(groups=STAFF)
    next_clock_id = fields.Many2one(groups=STAFF)
    next_due_at = fields.Datetime(groups=STAFF)
    clock_level = fields.Char(groups=STAFF)
    clock_words = fields.Char(groups=STAFF)
    clock_note = fields.Char(groups=STAFF)
    ledger_bar = fields.Html(groups=STAFF)

    def _get_sla_contract(self):
        # sudo: deadlines begin whoever names the device
        return self.sudo().aftersales_device_id.sale_order_id

    def _get_sla_product(self):
        # sudo: as above
        return self.sudo().aftersales_device_id.product_id

    def _get_sla_facts(self):
        return super()._get_sla_facts() | {
            "partner_id": self.partner_id.commercial_partner_id,
            "categ_id": self._get_sla_product().categ_id,
            "contract_id": self._get_sla_contract(),
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Deadlines run from the moment it came in (overrides `create`)."""
        documents = super().create(vals_list)
        documents._begin_clocks()
        return documents

    def write(self, vals):
        """A device named later begins them, too (overrides `write`)."""
        result = super().write(vals)
        if vals.get("aftersales_device_id"):
            self._begin_clocks()
        return result

    def _begin_clocks(self):
        """Only what is about a device of after-sales has our deadlines."""
        # sudo: as above
        waiting = self.sudo().filtered(
            lambda d: (
                d.aftersales_device_id
                and not d.clock_events
                and not d.aftersales_order_ids
            )
        )
        moments = {document: document.create_date for document in waiting}
        waiting._clock_event("called", moments)

    def _taken_over(self):
        self._cancel_clocks()
        return super()._taken_over()

    def _end_clocks(self):
        """The document was finished without a job."""
        self._clock_event("closed")
        self._cancel_clocks()
