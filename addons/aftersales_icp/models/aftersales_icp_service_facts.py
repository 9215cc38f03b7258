from odoo import models

from ..const import ACCESS_FILED
from ..kernel import facts
from ..kernel.address import Refused, in_ranges
from ..kernel.icp_number import InvalidNumber, parse

OFFICIAL = ("miit_manual", "mps_manual", "api")
SUB_DOMAINS = 10  # names asked for in one visit


class IcpServiceFacts(models.Model):
    """What is found beside the page: domains, registry, proofs (C20, C21, C25 to C28)."""

    _inherit = "aftersales.icp.service"

    def _facts(self):
        """Findings that hold whether or not the page could be read."""
        service = self.sudo()  # sudo: the check compares; it shows no personal data
        return [
            *service._domain_facts(),
            *service._site_facts(),
            *service._proof_facts(),
            *service._sub_domain_facts(),
        ]

    def _domain_facts(self):
        domains = [
            facts.DomainFact(one.name, one.expires_on or None, one.registrant or "")
            for one in self.domain_ids
        ]
        return facts.of_domains(domains, self.partner_id.name, self._today())

    def _site_facts(self):
        """C25: websites of this very database that show nothing; a glue knows them."""
        return []

    def _proof_facts(self):
        """The newest official answer against the record, and its age."""
        proofs = self._official_proofs()
        newest = proofs.filtered(lambda one: one.result != "nothing")[:1]
        found = []
        if newest:
            found += facts.of_proof(*self._prepare_comparison(newest))
        if self.state not in ("filed", "changing"):
            return found
        looked_up = proofs[:1].taken_at
        day = looked_up.date() if looked_up else self.filed_on
        return found + facts.of_age(day, self._today(), self._evidence_days())

    def _official_proofs(self):
        """Newest first: of the service, and those of its organiser as a whole."""
        return self.env["aftersales.icp.evidence"].search(
            [
                ("subject_id", "=", self.subject_id.id),
                ("service_id", "in", (False, self.id)),
                ("source", "in", OFFICIAL),
            ],
            limit=20,
        )

    def _prepare_comparison(self, proof):
        """What was seen, the numbers of the record, its organiser, its day of filing."""
        number = self._canonical(proof.number_seen)
        seen = facts.Seen(
            number, proof.organiser_seen or "", proof.filed_on_seen or None
        )
        psb = proof.source == "mps_manual"
        numbers = {self.psb_number} if psb else {self.number, self.subject_id.number}
        filed_on = self.filed_on if proof.service_id and not psb else None
        return seen, numbers, self.partner_id.name, filed_on

    def _canonical(self, text):
        """A seen number in the spelling of the register; as typed when it is none."""
        try:
            return parse(text or "", bounds=self._icp_bounds()).canonical
        except InvalidNumber:
            return (text or "").strip()

    def _evidence_days(self):
        # sudo: an interval, no secret
        parameters = self.env["ir.config_parameter"].sudo()
        return int(parameters.get_param("aftersales_icp.evidence_days") or 365)

    def _sub_domain_facts(self):
        """Names beside the home page that lead out of the declared accesses (C28)."""
        accesses = self.access_ids.filtered(lambda one: one.state in ACCESS_FILED)
        ranges = ";".join(filter(None, accesses.mapped("ip_ranges")))
        if not ranges or not self._homepage():
            return []
        home = self._homepage_host()
        others = self.domain_ids.filtered(lambda one: one.name != home)[:SUB_DOMAINS]
        addresses = {one.name: one._resolve() for one in others}
        return facts.of_sub_domains(addresses, lambda one: in_ranges(one, ranges))


class IcpDomainFacts(models.Model):
    _inherit = "aftersales.icp.domain"

    def _resolve(self):
        """Public addresses of the name, kept on the record; none proves nothing."""
        guard = self.env["aftersales.icp.service"]._icp_guard()
        try:
            found = guard.resolve(guard.split(f"http://{self.name}/"))
        except Refused:
            return []
        shown = ", ".join(sorted(found))
        if shown != self.resolved_addresses:
            self._in_flow().resolved_addresses = shown
        return found
