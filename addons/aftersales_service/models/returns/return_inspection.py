from odoo import fields, models

from ...exceptions import MoveRefused
from ..base.blocker import Blocker


class ReturnLine(models.Model):
    _inherit = "aftersales.return.line"

    inspection_ids = fields.One2many(
        "aftersales.inspection", "line_id", "Joint Inspections"
    )

    def _prepare_inspection(self):
        return {
            "line_id": self.id,
            "quantity": self.open_quantity,
            "fault_found": self.fault,
        }


class Inspection(models.Model):
    _inherit = "aftersales.inspection"

    def _get_pending(self):
        return self.filtered(lambda i: i.state in ("open", "disputed"))


class ReturnOrder(models.Model):
    """Who inspects what came back, and what of it is still open."""

    _inherit = "aftersales.return"

    inspection_ids = fields.One2many(
        "aftersales.inspection", "return_id", "Joint Inspections"
    )
    inspection_count = fields.Integer(compute="_compute_inspection_count")

    def _compute_inspection_count(self):
        for record in self:
            record.inspection_count = len(record.inspection_ids)

    def _get_inspection_roles(self):
        """Hook: the roles that sign a joint inspection (V-23): those of the service
        policy; without, the after-sales department alone."""
        roles = self._get_service_policy().inspection_role_ids
        return roles or self.env["aftersales.role"]._get_by_code("service_director")

    def _needs_inspection(self):
        """Whether the policy names parties: then nothing is decided without them."""
        return bool(self._get_service_policy().inspection_role_ids)

    def _get_service_policy(self):
        """The version that holds for the job; without a job the one in force today."""
        self.ensure_one()
        # sudo: policies are looked up for whoever inspects
        order = self.order_id.sudo()
        if order:
            return order._get_policy()
        draft = self.env["aftersales.order"].sudo().new(self._prepare_policy_facts())
        found = draft._find_sla_versions().get(draft)
        return found or self.env["aftersales.sla.version"].sudo().new({})

    def _prepare_policy_facts(self):
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "product_id": self.line_ids.product_id[:1].id,
            "called_at": self.received_at or fields.Datetime.now(),
        }

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
        """The cause that the parties signed decides again who pays (W-14, R-42)."""
        for order in self:
            if order.state in ("closed", "filed", "cancelled"):
                inspection.message_post(
                    body=self.env._(
                        "%s is closed, so its decision stays as it is.", order.name
                    )
                )
            elif order.cause != inspection.cause:
                # sudo: a quality inspector signs last, he may not write the job
                order.sudo()._decide(cause=inspection.cause)
