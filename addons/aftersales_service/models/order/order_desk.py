from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ...groups import HOTLINE
from .order_promise import OPEN_STATES


class ServiceOrder(models.Model):
    """What the desk does with a call besides dispatching: read the script, count calls
    that ask again (催单), solve by telephone (S-04, S-06)."""

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"urge_count", "urged_at", "phone_solved_at"})

    opening_script = fields.Text(compute="_compute_opening_script")
    user_partner_id = fields.Many2one(
        "res.partner",
        "Used By",
        compute="_compute_user_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        help="Who works with the machine, where that is not the buyer.",
    )
    urge_count = fields.Integer("Times Urged", readonly=True, copy=False)
    urged_at = fields.Datetime("Last Urged", readonly=True, copy=False)
    guidance = fields.Text(
        "Guidance Given",
        copy=False,
        help="What the customer was told on the telephone.",
    )
    phone_solved_at = fields.Datetime(
        "Solved by Telephone On", readonly=True, copy=False
    )

    @api.depends("unit_id", "company_id")
    def _compute_opening_script(self):
        for order in self:
            company = order.company_id or self.env.company
            order.opening_script = (
                order.unit_id.opening_script or company.aftersales_opening_script
            )

    @api.depends("device_id")
    def _compute_user_partner_id(self):
        for order in self.filtered("device_id"):
            device = order.device_id
            order.user_partner_id = device.user_partner_id or device.partner_id

    def action_urge(self):
        """催单: the customer called again; it counts and never becomes a second job."""
        self._require_group(HOTLINE)
        for order in self:
            if order.state not in OPEN_STATES:
                raise MoveRefused(
                    self.env._(
                        "%s is finished. If the customer calls about it again, open a new service order.",
                        order.name,
                    )
                )
            count = order.urge_count + 1
            order._in_flow().write({"urge_count": count, "urged_at": order._now()})
            order.message_post(
                body=self.env._("The customer urged this job, time %s.", count)
            )

    def action_solve_by_phone(self, guidance=None):
        """电话解决: closed without a visit, with what the customer was told (S-06).

        :param guidance: what was said; what stands on the job counts otherwise
        :raises ProofMissing: when nobody wrote what was said
        :raises MoveRefused: when something keeps the job open
        """
        self._require_group(HOTLINE)
        for order in self:
            order._check_guidance(guidance or order.guidance)
            moment = order._now()
            order._in_flow().write(
                {
                    "guidance": guidance or order.guidance,
                    "solution_place": "phone",
                    "phone_solved_at": moment,
                }
            )
            # Guidance on the telephone is free, also outside the period (W-10).
            order._decide(cause=order.cause, phone=True)
            order.action_close()
            order._on_phone_solved(moment)

    def _check_guidance(self, guidance):
        if self.state != "registered":
            raise MoveRefused(
                self.env._(
                    "%(order)s is “%(state)s”: somebody was sent already, so it is not solved on the telephone. Ask the technician to finish, or cancel the visit first.",
                    order=self.name,
                    state=self._state_label(self.state),
                )
            )
        if not (guidance or "").strip():
            raise ProofMissing(
                self.env._(
                    "%s: please write what the customer was told on the telephone.",
                    self.name,
                )
            )

    def _on_phone_solved(self, moment):
        """Hook: a customer was helped at ``moment`` (UTC); follow-up within 3 hours (T-04)."""
