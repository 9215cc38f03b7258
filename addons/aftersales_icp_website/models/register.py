"""Numbers change in the register: pages that were kept for an hour are made anew."""

from odoo import api, models

SHOWN = {
    *("number_raw", "number", "state", "active", "kind", "subject_id", "licence_id"),
    *("name", "service_id", "company_id", "province_id", "display_number"),
    "domain_name",
}


class FooterSource(models.AbstractModel):
    """A record whose values stand in footers."""

    _name = "aftersales.icp.footer.source"
    _description = "ICP Footer Source"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._forget_pages()
        return records

    def write(self, vals):
        result = super().write(vals)
        if SHOWN & vals.keys():
            self._forget_pages()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_pages()
        return result

    def _forget_pages(self):
        self.env.registry.clear_cache("templates")


class IcpService(models.Model):
    _name = "aftersales.icp.service"
    _inherit = ["aftersales.icp.service", "aftersales.icp.footer.source"]


class IcpSubject(models.Model):
    _name = "aftersales.icp.subject"
    _inherit = ["aftersales.icp.subject", "aftersales.icp.footer.source"]


class IcpPsb(models.Model):
    _name = "aftersales.icp.psb"
    _inherit = ["aftersales.icp.psb", "aftersales.icp.footer.source"]


class IcpLicence(models.Model):
    _name = "aftersales.icp.licence"
    _inherit = ["aftersales.icp.licence", "aftersales.icp.footer.source"]


class IcpDomain(models.Model):
    _name = "aftersales.icp.domain"
    _inherit = ["aftersales.icp.domain", "aftersales.icp.footer.source"]


class IcpProvince(models.Model):
    _name = "aftersales.icp.province"
    _inherit = ["aftersales.icp.province", "aftersales.icp.footer.source"]
