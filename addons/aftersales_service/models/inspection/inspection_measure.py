from odoo import api, fields, models

from ...exceptions import ProofMissing, SamePersonRefused


class InspectionMeasure(models.Model):
    """纠正和预防措施 for the department that caused it, and whether they helped (R-26)."""

    _name = "aftersales.inspection.measure"
    _description = "Corrective or Preventive Measure"
    _inherit = ["aftersales.flow.mixin", "aftersales.overdue.mixin"]
    _order = "date_due, id"
    _check_company_auto = True
    _overdue_states = ("open",)

    _transitions = {
        "open": ("done", "cancelled"),
        "done": ("verified", "open"),
        "verified": (),
        "cancelled": (),
    }
    _flow_fields = frozenset(
        {"done_at", "done_note", "verified_by_id", "verified_at", "verified_note"}
    )

    inspection_id = fields.Many2one(
        "aftersales.inspection",
        "Joint Inspection",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True
    )
    step_id = fields.Many2one(related="inspection_id.step_id")
    product_id = fields.Many2one(related="inspection_id.product_id")
    kind = fields.Selection(
        [("corrective", "Corrective"), ("preventive", "Preventive")],
        default="corrective",
        required=True,
    )
    name = fields.Char("Measure", required=True)
    responsible_id = fields.Many2one(
        "res.users", "Responsible Person", required=True, index=True
    )
    date_due = fields.Date("Due Date", required=True, index=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("done", "Done"),
            ("verified", "Verified"),
            ("cancelled", "Cancelled"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    done_at = fields.Datetime("Done On", readonly=True)
    done_note = fields.Char("What Was Done", readonly=True)
    verified_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    verified_at = fields.Datetime("Verified On", readonly=True)
    verified_note = fields.Char("Result of the Verification", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Who is responsible learns of it at once (overrides `create`)."""
        measures = super().create(vals_list)
        for measure in measures:
            # sudo: the asker need not be able to write to the other's list
            measure.sudo().inspection_id.activity_schedule(
                "mail.mail_activity_data_todo",
                measure.date_due,
                measure.name,
                user_id=measure.responsible_id.id,
            )
        return measures

    def action_ask_done(self):
        return self._ask("done", self.env._("What Was Done"))

    def action_ask_verified(self):
        return self._ask("verified", self.env._("Result of the Verification"))

    def action_ask_again(self):
        return self._ask("again", self.env._("Why It Did Not Help"))

    def _ask(self, step, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "aftersales.inspection.measure.step",
            "view_mode": "form",
            "target": "new",
            "context": {"default_measure_id": self.id, "default_step": step},
        }

    def action_done(self, note):
        """:raises ProofMissing: without a word of what was done"""
        self._check_note(note)
        for measure in self:
            if self.env.user != measure.responsible_id:
                measure.check_access("write")
        # sudo: the responsible person may report, whatever his group
        self.sudo()._move_to("done", done_at=self._now(), done_note=note)

    def action_verified(self, note):
        """跟踪验证: somebody else looks whether it was done and helped.

        :raises SamePersonRefused: the responsible person himself
        """
        self._check_other(note)
        self._move_to(
            "verified",
            verified_by_id=self.env.uid,
            verified_at=self._now(),
            verified_note=note,
        )

    def action_again(self, note):
        """It did not help: open again, with the reason."""
        self._check_other(note)
        self._move_to("open", verified_note=note)

    def action_cancel(self):
        self._move_to("cancelled")

    def _check_note(self, note):
        if not (note or "").strip():
            raise ProofMissing(self.env._("Please write a sentence about it."))

    def _check_other(self, note):
        self.check_access("write")
        self._check_note(note)
        for measure in self:
            if self.env.user == measure.responsible_id:
                raise SamePersonRefused(
                    self.env._(
                        "You are responsible for “%s”; somebody else verifies it.",
                        measure.name,
                    )
                )
