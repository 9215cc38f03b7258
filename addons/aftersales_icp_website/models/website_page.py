from odoo import models


class WebsitePage(models.Model):
    _inherit = "website.page"

    def _get_cache_key(self, request):
        """Pages are kept for an hour: two hosts of one website show two numbers."""
        return (*super()._get_cache_key(request), request.httprequest.host)
