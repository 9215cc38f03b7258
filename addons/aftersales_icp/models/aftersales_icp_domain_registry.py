"""Asking the registry of a domain (RDAP): a fact with its day, never a guess."""

import hashlib
from datetime import timedelta

from odoo import fields, models

from ..exceptions import IcpRegistryUnknown
from ..kernel import rdap
from ..kernel.fetch import fetch

RESULTS = [
    ("answered", "Answered"),
    ("unknown", "No Server Known"),
    ("silent", "No Usable Answer"),
]
AGAIN = timedelta(days=7)


class IcpDomainRegistry(models.Model):
    _inherit = "aftersales.icp.domain"

    registry_result = fields.Selection(
        RESULTS, string="Registry", readonly=True, copy=False
    )
    registry_at = fields.Datetime(string="Registry Asked At", readonly=True, copy=False)
    registry_status = fields.Char(
        string="Status at the Registry", readonly=True, copy=False
    )
    registry_registrar = fields.Char(
        string="Registrar at the Registry", readonly=True, copy=False
    )
    registry_sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)

    def action_ask_registry(self):
        """Ask now; says so where nobody knows a server for the ending of the name."""
        self.check_access("write")  # the answer is kept on the domain
        self._ask_registry()
        lost = self.filtered(lambda one: one.registry_result == "unknown")
        if lost:
            raise IcpRegistryUnknown(
                self.env._(
                    "No RDAP server is known for %s: a compliance officer adds one under"
                    " Configuration, Codes, category “RDAP Server”.",
                    ", ".join(lost.mapped("name")),
                )
            )

    def _ask_registry_when_due(self):
        """With the weekly visit of the page; nobody is asked twice a week."""
        limit = fields.Datetime.now() - AGAIN
        self.filtered(
            lambda one: not one.registry_at or one.registry_at <= limit
        )._ask_registry()

    def _ask_registry(self):
        servers = self._registry_servers()
        for domain in self:
            domain._in_flow().write(domain._prepare_registry_vals(servers))

    def _registry_servers(self):
        """{suffix: base address}, from the dated code table."""
        codes = self.env["aftersales.icp.code"]._valid_on(
            self._today(), [("category", "=", "rdap")]
        )
        return {one.code: one.name for one in codes}

    def _prepare_registry_vals(self, servers):
        """What the registry answered; an answer that says nothing changes nothing."""
        now = fields.Datetime.now()
        found = rdap.registrable(self.name, servers.keys())
        if not found:
            return {"registry_result": "unknown", "registry_at": now}
        name, suffix = found
        service = self.env["aftersales.icp.service"]
        page = fetch(
            rdap.address(servers[suffix], name),
            service._icp_guard(),
            kinds=rdap.KINDS,
            agent=service._agent(),
        )
        answer = rdap.read(page.body, name) if page.status == 200 else None
        if not answer:
            return {"registry_result": "silent", "registry_at": now}
        return {
            "registry_result": "answered",
            "registry_at": now,
            "registry_status": answer.status,
            "registry_registrar": answer.registrar,
            "registry_sha256": hashlib.sha256(page.body).hexdigest(),
            **self._prepare_known_vals(answer),
        }

    def _prepare_known_vals(self, answer):
        known = {"expires_on": answer.expires_on, "registrant": answer.registrant}
        return {name: value for name, value in known.items() if value}
