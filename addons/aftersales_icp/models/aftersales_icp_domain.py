import idna

from odoo import api, fields, models

from ..exceptions import IcpDomainInvalid
from ..kernel.address import Refused, host_name

REAL_NAME = [
    ("unknown", "Not Known"),
    ("pending", "In Verification"),
    ("verified", "Verified"),
    ("failed", "Failed"),
]


class IcpDomain(models.Model):
    """A domain name under which a service is reached; held in its ASCII spelling."""

    _name = "aftersales.icp.domain"
    _description = "ICP Domain"
    _inherit = [
        "document.guard.mixin",
        "aftersales.icp.service.part",
        "aftersales.icp.duty.mixin",
    ]
    _order = "service_id, is_main desc, id"
    _rec_names_search = ["name", "name_unicode"]

    name = fields.Char(string="Domain", required=True, index="trigram")
    name_unicode = fields.Char(
        string="Domain as Read", compute="_compute_name_unicode", store=True
    )
    active = fields.Boolean(default=True)
    is_main = fields.Boolean(string="Main")
    registrar_id = fields.Many2one("res.partner", index="btree_not_null")
    registrant = fields.Char(help="Must be the organiser.")
    real_name_state = fields.Selection(
        REAL_NAME, string="Real Name", default="unknown", required=True
    )
    real_name_on = fields.Date(string="Real Name Verified On")
    expires_on = fields.Date()
    dns_provider = fields.Char(string="DNS Provider")
    resolved_addresses = fields.Char(readonly=True)

    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE active IS TRUE",
        "This domain is already filed for another service.",
    )

    @api.depends("name")
    def _compute_name_unicode(self):
        for domain in self:
            try:
                domain.name_unicode = idna.decode(domain.name or "")
            except (idna.IDNAError, UnicodeError):
                domain.name_unicode = domain.name

    @api.model_create_multi
    def create(self, vals_list):
        domains = super().create([self._as_host(vals) for vals in vals_list])
        domains._schedule_duties({"domain_expiry": "expires_on"})
        domains._schedule_real_name()
        return domains

    def write(self, vals):
        result = super().write(self._as_host(vals))
        if "expires_on" in vals:
            self._schedule_duties({"domain_expiry": "expires_on"})
        if {"real_name_on", "real_name_state"} & vals.keys():
            self._schedule_real_name()
        return result

    def _schedule_real_name(self):
        """A verified name reaches the authority three working days later (D04).

        Only where a filing still waits for it: what is on file has reached it.
        """
        waiting = self.filtered(lambda one: one.service_id.state in ("draft", "filing"))
        ready = waiting.filtered(lambda one: one.real_name_state == "verified")
        ready._schedule_duties({"real_name": "real_name_on"})
        (waiting - ready)._schedule_duties({"real_name": False})

    @api.model
    def _as_host(self, vals):
        if not vals.get("name"):
            return vals
        return {**vals, "name": self._host(vals["name"])}

    @api.model
    def _host(self, text):
        """The ASCII name of a typed domain or address."""
        text = text.strip()
        bare = text.split("//")[-1].split("/")[0].split(":")[0]
        try:
            return host_name(bare)
        except Refused as error:
            raise IcpDomainInvalid(
                self.env._("“%s” is not a domain name such as example.cn.", text)
            ) from error
