from odoo import models

from ...exceptions import ProofMissing


class ServiceOrder(models.Model):
    """Who serves what an agent sold (V-16): we serve and charge the agent (W-07), or the
    agent serves with people of his own and collects himself (F-49)."""

    _inherit = "aftersales.order"

    def _get_serving_agent(self):
        """The agent who serves this job himself; empty where we serve."""
        self.ensure_one()
        # sudo: a switch of the job, for whoever plans its visits
        job = self.sudo()
        serves = job.agent_id and job._get_policy().agent_mode == "serves"
        return job.agent_id if serves else self.env["res.partner"]

    def _rank(self, technicians, facts):
        """Nobody but the agent's people is proposed where he serves himself (extends)."""
        candidates = super()._rank(technicians, facts)
        agent = self._get_serving_agent()
        if not agent:
            return candidates
        by_id = {technician.id: technician for technician in technicians}
        for candidate in candidates:
            if not by_id[candidate["id"]]._works_for(agent):
                candidate["refusals"].append(self._get_agent_words(agent))
        return sorted(candidates, key=lambda c: bool(c["refusals"]))

    def _get_agent_words(self, agent):
        return self.env._(
            "%(agent)s sold the machine and, by the policy of this job, services it. Choose one of their technicians, or register their staff first.",
            agent=agent.name,
        )

    def _check_agent_notified(self):
        """An agent who serves himself knows, and is not charged (extends)."""
        charged = self.filtered(lambda o: not o._get_serving_agent())
        return super(ServiceOrder, charged)._check_agent_notified()


class Technician(models.Model):
    _inherit = "aftersales.technician"

    def _works_for(self, agent):
        """Whether this is a person of ``agent`` (O-38, O-43)."""
        employer = self.employer_id.commercial_partner_id
        return self.kind == "agent" and employer == agent.commercial_partner_id


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _check_dispatchable(self):
        """Where the agent serves himself only his people are sent (extends)."""
        result = super()._check_dispatchable()
        for visit in self:
            agent = visit.order_id._get_serving_agent()
            if agent and not visit.technician_id._works_for(agent):
                raise ProofMissing(visit.order_id._get_agent_words(agent))
        return result
