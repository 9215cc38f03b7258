from odoo import fields, models

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

    def action_dispatch(self):
        """Open a new dispatch slip (派工单) for this job."""
        self.ensure_one()
        view = self.env.ref("aftersales_service.aftersales_visit_view_form_dispatch")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dispatch"),
            "res_model": "aftersales.visit",
            "view_mode": "form",
            "view_id": view.id,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {
                "default_order_id": self.id,
                "default_planned_start": fields.Datetime.to_string(
                    self._get_desk_start()
                ),
                # What the board forbids, this window forbids as well.
                "aftersales_slot": "checked",
            },
        }

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
