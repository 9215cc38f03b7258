from urllib.parse import urlsplit

from odoo import fields, models
from odoo.http import request

ICON = "/aftersales_icp_website/static/src/img/police.svg"


class Website(models.Model):
    _inherit = "website"

    icp_service_id = fields.Many2one(
        "aftersales.icp.service",
        string="ICP Service",
        domain="[('company_id', '=', company_id), ('kind', '=', 'website')]",
        index="btree_not_null",
        help="Shown where the host of the request is not in the register.",
    )
    icp_display = fields.Selection(
        [("auto", "By Host"), ("off", "Hidden")],
        string="ICP Footer",
        required=True,
        default="auto",
        help="Hide it only on sites that need no filing.",
    )

    def _icp_footer_items(self):
        """The numbers of the host that is being visited; public data only."""
        self.ensure_one()
        if self.icp_display == "off":
            return []
        # sudo: visitors are the public user, and numbers are made to be shown
        service = self.sudo()._icp_service()
        found = service._footer_items() if service else []
        return [{**one, "icon": self._icp_icon(one, service)} for one in found]

    def _icp_service(self):
        """Of the visited host first, of the website second."""
        host = request.httprequest.host if request else ""
        services = self.env["aftersales.icp.service"]
        return services._of_host(host, self.company_id) or self.icp_service_id

    def _icp_belongs_to(self, service):
        """Whether this website is reached under a domain of the service, or names it."""
        self.ensure_one()
        host = urlsplit(self.domain or "").hostname or ""
        names = service.domain_ids.mapped("name")
        own = any(host == name or host.endswith(f".{name}") for name in names)
        return own or (not host and self.icp_service_id == service)

    def _icp_shows(self, service):
        """Whether its footer and the template of its pages give the numbers."""
        self.ensure_one()
        block = self.env["ir.ui.view"].with_context(website_id=self.id)
        # sudo: visitors see the page, whoever runs the check
        layout = block.sudo()._get_cached_template_info("website.layout")
        arch = self.env["ir.ui.view"].sudo().browse(layout["id"])
        shown = (
            "aftersales_icp_website.icp_block"
            in arch.with_context(website_id=self.id).get_combined_arch()
        )
        return shown and bool(service._footer_items())

    def _icp_icon(self, one, _service):
        return ICON if one["kind"] == "psb" else False
