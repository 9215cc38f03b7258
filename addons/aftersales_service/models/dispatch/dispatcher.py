from odoo import api, fields, models

from ...exceptions import RoleRefused
from ...groups import MANAGER
from ..visit.visit import KINDS


class SlaDispatcher(models.Model):
    """Which role plans a kind of visit (D-17); kinds without a line are everybody's."""

    _name = "aftersales.sla.dispatcher"
    _description = "Dispatcher of a Kind of Visit"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, id"

    version_id = fields.Many2one(
        "aftersales.sla.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    kind = fields.Selection(KINDS, "Kind of Visit", required=True)
    role_id = fields.Many2one(
        "aftersales.role", "Planned By", required=True, index=True, ondelete="restrict"
    )
    source = fields.Char()

    _kind_unique = models.Constraint(
        "UNIQUE (version_id, kind)", "This kind of visit has its dispatcher already."
    )


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    dispatcher_ids = fields.One2many(
        "aftersales.sla.dispatcher",
        "version_id",
        "Who Plans Which Visits",
        copy=True,
        help="Kinds of visit that are not listed are planned by every dispatcher.",
    )


class ServiceOrder(models.Model):
    """Where the policy of the job says so, a kind of visit is planned by one role only:
    repairs by the technical department, installations by after-sales (D-17)."""

    _inherit = "aftersales.order"

    visit_kind = fields.Selection(
        KINDS,
        "Visit Wanted",
        required=True,
        default="repair",
        help="What the customer needs somebody for; the visit begins as such.",
    )

    def _get_dispatch_role(self, kind=None):
        """The role that plans this kind of visit; empty where every dispatcher does."""
        # sudo: a line of the policy, for dispatchers who may not read policies
        lines = self._get_policy().sudo().dispatcher_ids
        kind = kind or self.visit_kind
        return lines.filtered(lambda line: line.kind == kind).role_id

    def _get_foreign(self, kind=None):
        """{job: role} of those whose visits somebody else plans. A director may always;
        a role that nobody holds keeps nobody away.

        :param kind: key of the kind of visit; default what each job wants
        """
        wanted = {order: order._get_dispatch_role(kind) for order in self}
        wanted = {order: role for order, role in wanted.items() if role}
        if not wanted or self.env.user.has_group(MANAGER):
            return {}
        roles = self.env["aftersales.role"]
        held = {company: roles._get_held_in(company) for company in self.company_id}
        mine = roles._get_held(self.env.user)
        return {
            order: role
            for order, role in wanted.items()
            if role in held[order.company_id]
            and not any(holder._holds_for(role, order) for holder in mine)
        }

    def _get_foreign_words(self, role):
        # sudo: people must learn whom to ask
        people = role._get_holders(self.company_id, self.unit_id).mapped("name")
        return self.env._(
            "By the policy of %(order)s such a visit is planned by the role %(role)s. Ask %(people)s.",
            order=self.name,
            role=role.sudo().name,
            people=", ".join(people) or self.env._("a service director"),
        )

    def _check_dispatcher(self, kind=None):
        """:raises RoleRefused: naming who plans this kind of visit"""
        for order, role in self._get_foreign(kind).items():
            raise RoleRefused(order._get_foreign_words(role))


class RoleHolder(models.Model):
    _inherit = "aftersales.role.holder"

    def _holds_for(self, role, order):
        """Whether this person holds ``role`` for the unit of ``order``."""
        if self.role_id != role or self.company_id != order.company_id:
            return False
        lineage = (order.unit_id.parent_path or "").split("/")
        return not self.unit_id or str(self.unit_id.id) in lineage


class Visit(models.Model):
    _inherit = "aftersales.visit"

    # What the job wants; whoever plans it may say something else.
    kind = fields.Selection(
        default=None,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("order_id")
    def _compute_kind(self):
        for visit in self:
            visit.kind = visit.kind or visit.order_id.visit_kind or "repair"

    def _check_kind(self, kind=None):
        """Each kind of visit is planned by its dispatcher.

        :param kind: which kind it becomes
        :raises RoleRefused: naming who plans it
        """
        for visit in self:
            for each in {visit.kind, kind or visit.kind}:
                visit.order_id._check_dispatcher(each)

    def _get_foreign_words(self):
        """Why this user does not plan such a visit, as sentences."""
        foreign = self.order_id._origin._get_foreign(self.kind)
        return [order._get_foreign_words(role) for order, role in foreign.items()]
