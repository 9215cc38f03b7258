from odoo import models

from ...kernel import decision as kernel


class ServiceOrder(models.Model):
    """Every call is decided as it comes in (W-14); the service type is proposed by the
    decision that the job is going to get."""

    _inherit = "aftersales.order"

    def _get_proposed_service_type(self):
        """From the decision on labour: free, contract or paid (S-30); of a job that is not
        stored, from the one that it is going to get."""
        if not self._origin and not self.is_history:
            return self._foresee_type(self.cause or "unknown")
        decision = self._origin.decision_ids.sorted("id")[-1:]
        if not decision:
            return super()._get_proposed_service_type()
        return self._get_type_of_result(decision.labour_result)

    def _open_decision(self, said):
        """Every call is decided as it comes in, whatever is known (W-14); a cause that is
        known already makes the first version."""
        decisions = self.env["aftersales.decision"]
        fresh = self.filtered(lambda o: not o.decision_ids)
        decisions._store_all(
            [
                order._prepare_first_decision(said[order].get("cause") or "unknown")
                for order in fresh
            ]
        )
        for order in fresh:
            order._take_first_type(said[order].get("service_type"))
        fresh.filtered(lambda o: o.decision_ids.cause != "unknown")._follow_cause()

    def _prepare_first_decision(self, cause):
        facts, answers = self._foresee_decision(cause)
        model, device = self.env["aftersales.decision"], self.device_id
        vals = model._prepare_warnings(device, facts, {"proof_seen": self.proof_seen})
        vals |= {"order_id": self.id}
        return model._prepare_version(device, facts, answers, **vals)

    def _foresee_decision(self, cause):
        """(facts, answers) of the first decision; works for a job that is not stored."""
        opening, day = self._get_call()
        known = self._get_job_facts() | {"cause": cause}
        key = ("decision", self.device_id, day, *known.items())
        if key not in opening.known:
            model = self.env["aftersales.decision"]
            facts = model._make_facts(self.device_id, day, **known)
            opening.known[key] = (facts, kernel.decide(facts))
        return opening.known[key]

    def _take_first_type(self, chosen):
        """The service type follows the decision, unless the clerk chose another than was
        proposed to him.

        :param chosen: what the job was created with, if anything
        """
        proposed = self._get_type_of_result(self.decision_ids.labour_result)
        if self.service_type == proposed or self.state in ("closed", "filed"):
            return
        if chosen in (
            None,
            self._get_type_by_warranty(),
            self._foresee_type("unknown"),
        ):
            self.service_type = proposed

    def _foresee_type(self, cause):
        _facts, answers = self._foresee_decision(cause)
        labour = next((a.result for a in answers if a.line.kind == "labour"), False)
        return self._get_type_of_result(labour)
