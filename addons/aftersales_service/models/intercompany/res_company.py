from odoo import api, models
from odoo.tools import ormcache


class ResCompany(models.Model):
    _inherit = "res.company"

    def cache_invalidation_fields(self):
        return super().cache_invalidation_fields() | {"partner_id"}

    @api.model
    @ormcache()
    def _aftersales_get_of_partners(self):
        """{id of a partner: id of the company he is}; every document that is posted asks."""
        # sudo: whose documents these are is known to whoever posts
        companies = self.sudo().search_fetch([], ["partner_id"])
        return {company.partner_id.id: company.id for company in reversed(companies)}
