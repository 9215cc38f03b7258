from odoo import fields, models

from ...kernel.responsibility import STEPS
from ..base.blocker import Blocker
from .cause_step import OPEN


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[("cause", "Manufacturer Answers for a Fault")],
        ondelete={"cause": "cascade"},
    )


class ServiceOrder(models.Model):
    """Who answers for the fault follows from the decided cause, and what he or we must do
    next from who it is (W-19, S-33)."""

    _inherit = "aftersales.order"

    cause_step_ids = fields.One2many(
        "aftersales.cause.step", "order_id", "Next Step of the Cause"
    )

    def _follow_cause(self):
        """After a new version of the decision."""
        # sudo: a technician finds the cause, only the desk writes jobs
        for order in self.sudo():
            decision = order.decision_ids.sorted("id")[-1:]
            found = decision._get_responsibility()
            if order.responsibility != found:
                order._in_flow().responsibility = found
            order._follow_cause_step(decision)

    def _follow_cause_step(self, decision):
        """The step of who answers for it now; those of others are no longer needed."""
        wanted = self._get_wanted_step(decision)
        steps = self.cause_step_ids.filtered(lambda s: s.state != "dropped")
        same = steps.filtered(
            lambda s: wanted and s.responsibility == self.responsibility
        )
        (steps - same).filtered(lambda s: s.state in OPEN)._finish("dropped")
        if wanted and not same:
            self._open_cause_step(wanted)

    def _get_wanted_step(self, decision):
        """Nobody is asked about what waits for the maker or has his word already."""
        step = STEPS.get(self.responsibility)
        if not step or self.sla_version_id.cause_step not in ("tell", "block"):
            return None
        facts = decision._get_facts()
        answered = facts.pending or (facts.maker and step == "agree")
        return None if answered else step

    def _open_cause_step(self, kind):
        owner = self._get_cause_owner()
        step = self.env["aftersales.cause.step"]._in_flow()
        step = step.create(
            {
                "order_id": self.id,
                "responsibility": self.responsibility,
                "kind": kind,
                "user_id": owner.id,
                "date_due": self.company_id._aftersales_today(),
                "partner_id": self._get_responsible_partner().id,
            }
        )._out_of_flow()
        labels = dict(step._fields["kind"]._description_selection(self.env))
        step._in_flow().activity_id = self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=step.date_due,
            summary=labels[kind],
            user_id=owner.id,
        )
        if self.responsibility == "production":
            step._ask()

    def _get_cause_owner(self):
        """Measures are the unit's; what is said to others is the first contact's."""
        unit, contact = self.unit_id.manager_id, self.first_contact_user_id
        ours = self.responsibility == "service"
        return (unit or contact if ours else contact or unit) or self.env.user

    def _get_responsible_partner(self):
        """The partner who answers for it, as far as the books know him."""
        if self.responsibility == "agent":
            return self.device_id.agent_id
        partner = self.env["res.partner"]
        if self.responsibility != "supplier":
            return partner
        sellers = self.product_id.seller_ids.filtered(
            lambda s: s.company_id in (self.company_id, self.company_id.browse())
        )
        covers = self.decision_id.line_ids.coverage_id
        return covers.payer_partner_id[:1] or sellers[:1].partner_id

    # --- the manufacturer answers

    def _take_cause_answer(self, approval):
        """He agrees, or somebody talks to him or decides the cause anew."""
        asked = self.cause_step_ids.filtered(lambda s: s.state == "asked")
        asked._take_answer(approval)
        if approval.state == "agreed":
            asked._finish("done")
            return
        asked._move_to("open")
        self.message_post(
            body=self.env._(
                "The manufacturer does not answer for it: %s", approval.note
            ),
            partner_ids=asked.user_id.partner_id.ids,
        )

    # --- the end of the job

    def _get_blockers(self):
        """Where the policy wants it, the next step is done before the job is closed; who
        was asked may answer later."""
        blockers = super()._get_blockers()
        if self.sudo().sla_version_id.cause_step != "block":
            return blockers
        waiting = self.cause_step_ids.filtered(lambda s: s.state == "open")
        return blockers + [
            Blocker(
                self.env._("“%s” is not done.", step.display_name),
                step,
                step.user_id.name,
            )
            for step in waiting
        ]

    def _drop_cause_steps(self):
        """Nothing is followed up on what is called off."""
        # sudo: as `_follow_cause`
        open_ones = self.sudo().cause_step_ids.filtered(lambda s: s.state in OPEN)
        open_ones._finish("dropped")
