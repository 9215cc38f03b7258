from odoo import fields, models

from ...exceptions import MoveRefused
from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    visit_ids = fields.One2many("aftersales.visit", "order_id", "Visits")
    technician_ids = fields.Many2many(
        "aftersales.technician", compute="_compute_technician_ids", string="Technicians"
    )

    def _compute_technician_ids(self):
        for order in self:
            order.technician_ids = order.visit_ids.technician_id

    def _is_signed(self):
        """Once a visit is signed, what its papers say about the job stands."""
        # sudo: that somebody signed is no secret to those who see the job
        return any(visit.signed_at for visit in self.sudo().visit_ids)

    def _check_going(self):
        """Nobody is sent to a job that is over.

        :raises MoveRefused: saying what became of it
        """
        for order in self:
            if order.is_history or order.state in ("closed", "filed", "cancelled"):
                raise MoveRefused(
                    self.env._(
                        "%(order)s is “%(state)s”, so nobody can be sent to it. Reload the page; for a new problem, open a new service order.",
                        order=order.name,
                        state=order._state_label(order.state),
                    )
                )

    def _may_diagnose(self):
        """The technician who is on the job finds the cause (W-14, W-16)."""
        return super()._may_diagnose() or self.env.user in self.visit_ids.user_id

    def _get_blockers(self):
        open_visits = self.visit_ids.filtered(
            lambda v: v.state not in ("closed", "cancelled")
        )
        return super()._get_blockers() + [
            Blocker(
                self.env._(
                    "Visit %(visit)s of %(technician)s is not finished.",
                    visit=visit.name,
                    technician=visit.technician_id.name,
                ),
                visit,
                visit.technician_id.name,
            )
            for visit in open_visits
        ]

    def _check_may_cancel(self):
        self.visit_ids.filtered(lambda v: v.state != "cancelled").action_cancel()
        return super()._check_may_cancel()
