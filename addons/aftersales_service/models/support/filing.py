from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing, RoleRefused
from ...groups import DISPATCHER, MANAGER


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("quality_check", "Quality Check before Filing")],
        ondelete={"quality_check": "cascade"},
    )


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    check_role_id = fields.Many2one(
        "aftersales.role",
        "Checked before Filing By",
        index="btree_not_null",
        help="Whoever holds this role looks at every closed job before it is filed; empty: nobody.",
    )
    filing_role_id = fields.Many2one(
        "aftersales.role",
        "Filed By",
        index="btree_not_null",
        help="Only whoever holds this role files closed jobs, as the archive department does; empty: the desk.",
    )


class ServiceOrder(models.Model):
    """Quality control looks at a closed job, the archive files it (O-25)."""

    _inherit = "aftersales.order"

    check_state = fields.Selection(
        [
            ("none", "Not Asked"),
            ("waiting", "Waits for the Check"),
            ("agreed", "Checked"),
            ("refused", "Objected To"),
        ],
        "Quality Check",
        compute="_compute_check_state",
    )

    @api.depends("approval_ids.state")
    def _compute_check_state(self):
        for order in self:
            # sudo: whether it was checked is said to everybody who sees the job
            asked = order.sudo().approval_ids.filtered(
                lambda a: a.kind == "quality_check" and a.state != "withdrawn"
            )
            state = asked.sorted("id")[-1:].state or "none"
            order.check_state = "waiting" if state == "queued" else state

    def _ask_checks(self):
        """Quality control is asked as a job is closed."""
        for order in self:
            role = order._get_filing_policy().check_role_id
            if role and order.check_state in ("none", "refused"):
                # sudo: a step of the closing
                order.sudo()._request_approval(
                    "quality_check",
                    role.code,
                    self.env._("Closed; please check the record before it is filed."),
                )

    def action_ask_check(self):
        """What was objected to is put right: the check is asked for again."""
        self._require_group(DISPATCHER)
        self.check_access("write")
        for order in self:
            if order.state != "closed" or order.check_state != "refused":
                raise MoveRefused(
                    self.env._(
                        "%s needs no new check: nobody objected to it.", order.name
                    )
                )
        self._ask_checks()

    def _check_filing(self):
        """:raises ProofMissing: before the check
        :raises RoleRefused: naming those who file"""
        for order in self:
            policy = order._get_filing_policy()
            if policy.check_role_id and not order._is_approved("quality_check"):
                raise ProofMissing(
                    self.env._(
                        "%(order)s is filed after the role %(role)s checked it. Ask %(people)s.",
                        order=order.name,
                        role=policy.check_role_id.name,
                        people=order._get_answerers("quality_check"),
                    )
                )
            if policy.filing_role_id:
                order._check_files(policy.filing_role_id)

    def _check_files(self, role):
        people = role._get_holders(self.company_id, self.unit_id)
        user = self.env.user
        if user in people or (not people and user.has_group(MANAGER)):
            return
        raise RoleRefused(
            self.env._(
                "%(order)s is filed by the role %(role)s. Ask %(people)s.",
                order=self.name,
                role=role.name,
                people=", ".join(people.mapped("name"))
                or self.env._("a service director"),
            )
        )

    def _get_filing_policy(self):
        # sudo: rules of the job, for whoever works on it
        return self.sudo()._get_policy()
