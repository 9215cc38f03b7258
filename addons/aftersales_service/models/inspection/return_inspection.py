from odoo import api, fields, models

from ...exceptions import MoveRefused
from ..base.blocker import Blocker


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    inspection_ids = fields.One2many(
        "aftersales.inspection", "line_id", "Joint Inspections"
    )

    def _may_be_exchanged(self):
        """What the parties signed needs nobody else's word (extends)."""
        signed = self.inspection_ids.filtered(
            lambda i: i.state == "concluded" and i.disposition == "exchange"
        )
        return bool(signed) or super()._may_be_exchanged()

    def _prepare_inspection(self):
        return {
            "line_id": self.id,
            "quantity": self.open_quantity,
            "fault_found": self.fault,
            "cost_amount": self.card_repair,
        }


class Inspection(models.Model):
    _inherit = "aftersales.inspection"

    def _get_pending(self):
        return self.filtered(lambda i: i.state in ("open", "disputed"))


class Disposition(models.Model):
    _inherit = "aftersales.disposition"

    def _is_ready(self):
        """Where the policy names parties, they inspect first (extends)."""
        return not self.return_id._needs_inspection() and super()._is_ready()


class ReturnOrder(models.Model):
    """Who inspects what came back, and what of it is still open."""

    _inherit = "aftersales.return"

    inspection_ids = fields.One2many(
        "aftersales.inspection", "return_id", "Joint Inspections"
    )
    inspection_count = fields.Integer(compute="_compute_inspection_count")
    may_sign = fields.Boolean("I Sign Here", compute="_compute_may_sign")

    def _compute_inspection_count(self):
        for record in self:
            record.inspection_count = len(record.inspection_ids)

    @api.depends("inspection_ids.party_ids.may_sign")
    @api.depends_context("uid")
    def _compute_may_sign(self):
        for record in self:
            record.may_sign = any(record.inspection_ids.party_ids.mapped("may_sign"))

    def _get_inspection_roles(self):
        """The roles that sign a joint inspection (V-23): those of the service policy;
        without, the after-sales department alone."""
        roles = self._get_service_policy().inspection_role_ids
        return roles or self.env["aftersales.role"]._get_by_code("service_director")

    def _needs_inspection(self):
        """Whether the policy names parties: then nothing is decided without them."""
        return bool(self._get_service_policy().inspection_role_ids)

    def action_joint_inspection(self):
        """联合鉴定 of everything that came and was neither decided nor inspected."""
        for record in self:
            lines = record.line_ids.filtered(
                lambda line: line.open_quantity > 0 and not line.inspection_ids
            )
            if lines:
                record._check_may_inspect()
                self.env["aftersales.inspection"].create(
                    [line._prepare_inspection() for line in lines]
                )
            if record.state == "received":
                record.action_inspect()
        return self.action_open_inspections()

    def _check_may_inspect(self):
        if self.state not in ("received", "inspecting", "decided"):
            raise MoveRefused(
                self.env._(
                    "%(name)s is “%(state)s”: only what was received can be inspected.",
                    name=self.name,
                    state=self._state_label(self.state),
                )
            )

    def action_sign_inspections(self):
        """One window for all goods of these returns that wait for this user's signature."""
        return self.inspection_ids.party_ids.action_ask_signature()

    def action_open_inspections(self):
        self.ensure_one()
        return self._open(
            "aftersales.inspection", self.inspection_ids, self.env._("Joint Inspection")
        )

    def _get_blockers(self):
        """Inspections that nobody finished, and results that nobody told (R-27)."""
        untold = self.inspection_ids.filtered(
            lambda i: i.state == "concluded" and not i.told_at
        )
        return (
            super()._get_blockers()
            + [
                Blocker(
                    self.env._("%s is not concluded.", inspection.name),
                    inspection,
                    inspection.waiting_for,
                )
                for inspection in self.inspection_ids._get_pending()
            ]
            + [
                Blocker(
                    self.env._(
                        "The customer was not told the result of %s.", inspection.name
                    ),
                    inspection,
                )
                for inspection in untold
            ]
        )


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _on_inspected(self, inspection):
        """What the parties signed decides again who pays (W-14, R-42, R-44)."""
        for order in self:
            if order.state in ("closed", "filed", "cancelled"):
                inspection.message_post(
                    body=self.env._(
                        "%s is closed, so its decision stays as it is.", order.name
                    )
                )
            else:
                # sudo: a quality inspector signs last, he may not write the job
                order.sudo()._take_over_findings(inspection)

    def _get_decided_responsibility(self):
        """Who answers for the fault, as far as the last decision knew it."""
        decision = self.decision_ids.sorted("id")[-1:]
        return decision._get_facts().responsibility if decision else "unknown"

    def _take_over_findings(self, inspection):
        """Cause and responsibility as they were signed; a new version of the decision only
        where they differ from what it was made of."""
        signed = {"cause": inspection.cause}
        known = {"cause": self.cause}
        if inspection.responsibility != "unknown":
            signed["responsibility"] = inspection.responsibility
            known["responsibility"] = self._get_decided_responsibility()
        if signed != known:
            self._decide(**signed)
