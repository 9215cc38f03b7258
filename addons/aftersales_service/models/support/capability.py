from odoo import fields, models

from ...exceptions import ProofMissing


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    capability_first = fields.Boolean(
        "Capability Check First",
        help="Before anybody is sent or a job is closed, the desk says on it whether we can do it alone or need technical support.",
    )


class ServiceOrder(models.Model):
    """Where the policy of the job says so, it is looked at first whether we can do it
    alone; what we cannot is escalated (S-17)."""

    _inherit = "aftersales.order"

    def _check_move(self, state):
        """Nobody works on what nobody has looked at, nobody files what was not checked
        (extends the mixin)."""
        result = super()._check_move(state)
        if state in ("dispatched", "closed"):
            for order in self.filtered(lambda o: not o.capability):
                order._check_capability()
        if state == "filed":
            self._check_filing()
        return result

    def _check_capability(self):
        # sudo: a switch of the job, for whoever works on it
        if self.sudo()._get_policy().capability_first:
            raise ProofMissing(
                self.env._(
                    "%s: first choose under “Capability Check” whether we can do it alone. If not, press “Escalate”.",
                    self.name,
                )
            )
