from odoo import api, fields, models

from ..kernel.snippet import items, snippet


class IcpServiceDisplay(models.Model):
    """What the home page must show, as items and as HTML to paste (design §5.1)."""

    _inherit = "aftersales.icp.service"

    footer_snippet = fields.Text(
        string="Footer to Paste", compute="_compute_footer_snippet"
    )

    @api.depends("number", "state", "psb_ids.state", "licence_id.state")
    def _compute_footer_snippet(self):
        for service in self:
            parts = service._footer_items()
            service.footer_snippet = snippet(parts) if parts else False

    def _footer_items(self):
        """Only public data, and only of what is on file."""
        self.ensure_one()
        if self.state not in ("filed", "changing", "access_lost"):
            return []
        number = self.number
        if self.subject_id.province_id.display_number == "subject":
            number = self.subject_id.number or number
        licence = self.licence_id.filtered(lambda one: one.state == "granted")
        return items(number or "", self.psb_number or "", licence.number or "")

    @api.model
    def _of_host(self, host, company=None):
        """The service whose domain covers a host: the longest name wins."""
        labels = (host or "").split(":")[0].lower().split(".")
        names = [".".join(labels[at:]) for at in range(max(len(labels) - 1, 0))]
        domain = [("name", "in", names)]
        if company:
            domain.append(("company_id", "=", company.id))
        found = self.env["aftersales.icp.domain"].search(domain)
        best = max(found, key=lambda one: len(one.name), default=found)
        return best[:1].service_id
