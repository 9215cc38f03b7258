from urllib.parse import urlsplit

from odoo import api, fields, models

from ..const import GROUP_COMPLIANCE, SERVICE_ENDED
from ..exceptions import IcpDomainInvalid


class IcpServiceRegister(models.Model):
    """What is filed about a service beside its number (design §2.2)."""

    _inherit = "aftersales.icp.service"

    homepage_url = fields.Char(string="Home Page", help="Must lie in a filed domain.")
    content_ids = fields.Many2many(
        "aftersales.icp.code",
        "aftersales_icp_service_content_rel",
        string="Contents",
        domain=[("category", "=", "content")],
    )
    language_ids = fields.Many2many(
        "aftersales.icp.code",
        "aftersales_icp_service_language_rel",
        string="Languages",
        domain=[("category", "=", "language")],
    )
    item_ids = fields.Many2many(
        "aftersales.icp.code",
        "aftersales_icp_service_item_rel",
        string="Approved Service Items",
        domain=[("category", "=", "item")],
        help="Only filed or licensed items may be offered (article 11).",
    )
    function_ids = fields.One2many(
        "aftersales.icp.function", "service_id", string="Functions of the Site"
    )
    is_commercial = fields.Boolean(
        string="Paid Information",
        help="Commercial services need a licence (article 3).",
    )
    sells_paid = fields.Boolean(
        string="Sells Online",
        help="The site takes orders or payments. A site that is only filed must not"
        " offer paid services (article 11).",
    )
    licence_id = fields.Many2one(
        "aftersales.icp.licence", index="btree_not_null", check_company=True
    )
    manager_id = fields.Many2one(
        "aftersales.icp.person",
        string="Service Manager",
        index="btree_not_null",
        groups=GROUP_COMPLIANCE,
        check_company=True,
    )
    remark = fields.Text(help="What the site really does, 20 to 200 characters.")
    opened_on = fields.Date(copy=False)
    ended_on = fields.Date(copy=False)
    in_china = fields.Boolean(
        string="Hosted in Mainland China",
        default=True,
        help="Without access in mainland China nothing is filed and nothing blocked.",
    )
    is_bulletin = fields.Boolean(
        string="Bulletin Service",
        help="Forum, comments or ratings: a special filing of its own (article 9).",
    )
    bulletin_number = fields.Char(string="Special Filing Number")
    bulletin_filed_on = fields.Date(string="Special Filing On")
    access_ids = fields.One2many("aftersales.icp.access", "service_id")
    platform_ids = fields.One2many("aftersales.icp.app.platform", "service_id")
    preapproval_ids = fields.One2many("aftersales.icp.preapproval", "service_id")
    psb_ids = fields.One2many("aftersales.icp.psb", "service_id")
    usage_ids = fields.One2many("aftersales.icp.usage", "service_id")
    psb_number = fields.Char(
        string="Public-Security Number", compute="_compute_psb_number"
    )
    has_alarm = fields.Boolean(
        string="Sells Without Licence",
        compute="_compute_has_alarm",
        search="_search_has_alarm",
    )

    @api.depends("psb_ids.number", "psb_ids.state")
    def _compute_psb_number(self):
        for service in self:
            filed = service.psb_ids.filtered(lambda psb: psb.state == "filed")
            service.psb_number = filed[:1].number

    @api.depends("sells_paid", "is_commercial", "licence_id.state", "subject_id.kind")
    def _compute_has_alarm(self):
        """Catalogue I-14: filed only, but selling."""
        for service in self:
            paid = service.sells_paid or service.is_commercial
            service.has_alarm = (
                paid and service.state not in SERVICE_ENDED and not service._licensed()
            )

    def _licensed(self):
        licence = self.licence_id
        return self.subject_id.kind == "licence" or licence.state == "granted"

    def _search_has_alarm(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = [
            "&",
            "&",
            "&",
            ("subject_id.kind", "!=", "licence"),
            ("state", "not in", list(SERVICE_ENDED)),
            "|",
            ("sells_paid", "=", True),
            ("is_commercial", "=", True),
            "|",
            ("licence_id", "=", False),
            ("licence_id.state", "!=", "granted"),
        ]
        return domain if True in value else ["!", *domain]

    @api.constrains("homepage_url", "domain_ids")
    def _check_homepage(self):
        for service in self.filtered("homepage_url"):
            host = service._homepage_host()
            names = service.domain_ids.mapped("name")
            if names and not any(_within(host, name) for name in names):
                raise IcpDomainInvalid(
                    self.env._(
                        "The home page %(url)s lies in none of the filed domains:"
                        " %(domains)s.",
                        url=service.homepage_url,
                        domains=", ".join(names),
                    )
                )

    def _homepage_host(self):
        typed = self.homepage_url or self.domain_name or ""
        typed = typed if "//" in typed else f"https://{typed}"
        return self.env["aftersales.icp.domain"]._host(urlsplit(typed).netloc)

    def _homepage(self):
        """The address of the home page, typed or made from the domain."""
        typed = self.homepage_url or self.domain_name or ""
        return typed if "//" in typed or not typed else f"https://{typed}/"


def _within(host, name):
    return host == name or host.endswith(f".{name}")
