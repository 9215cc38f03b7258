import hashlib

from odoo import models

from ...exceptions import ProofMissing

# Our four levels on the five-point scale of `rating`, whose own words agree with them:
# 4 and 5 happy, 3 neutral, 1 unhappy.
_RATING = {"4": 5, "3": 4, "2": 3, "1": 1}


class Visit(models.Model):
    """The way of a visit: call, leave, arrive, start, finish, sign, close (D-03 … D-54)."""

    _inherit = "aftersales.visit"

    _transitions = {
        "planned": ("confirmed", "cancelled"),
        "confirmed": ("under_way", "cancelled"),
        "under_way": ("arrived", "cancelled"),
        "arrived": ("in_work", "cancelled"),
        "in_work": ("tested",),
        "tested": ("accepted",),
        "accepted": ("closed",),
        "closed": (),
        "cancelled": (),
    }

    def action_contact(self):
        """The customer was called and agrees to the appointment (D-03)."""
        self._move_to("confirmed", contacted_at=self._now())
        self._advance_order("contacted")

    def action_leave(self):
        self._move_to("under_way", left_at=self._now())

    def action_arrive(self):
        self._move_to("arrived", arrived_at=self._now())
        self._advance_order("on_site")

    def action_start(self):
        """Work starts once nothing stands against it, e.g. missing consent to the fee; the
        warranty of the device stands still from now on (A6)."""
        for visit in self:
            visit._check_may_start()
        self._move_to("in_work", started_at=self._now())
        for visit in self:
            visit.order_id._begin_repair(visit._now())

    def action_finish(self):
        """Work ends: findings are complete, used parts leave the van (D-28, D-54)."""
        for visit in self:
            visit._check_findings()
        self._move_to("tested", ended_at=self._now(), help_open=False)
        for visit in self.filtered(lambda v: not v.signed_by):
            visit.signed_by = visit.contact_name  # most often the one who signs
        self._on_work_ended()

    def action_sign(self):
        """The customer signs what was done, never before it is done (D-52, D-53)."""
        for visit in self:
            visit._check_signature()
            visit._move_to("accepted", signed_at=visit._now(), **visit._prepare_seal())
            visit._rate()
        solved = self.filtered(lambda v: v.outcome == "solved")
        solved._advance_order("signed")
        # sudo: a technician may not write the job, his visit tells how it was solved
        solved.sudo().order_id._note_solution("on_site")

    def action_close(self):
        """Back at the company: papers handed in (D-55)."""
        self._move_to("closed")

    def action_cancel(self):
        self._move_to("cancelled", help_open=False, refusal_open=False)
        for order in self.order_id:
            if not order.visit_ids.filtered(lambda v: v.state != "cancelled"):
                order._advance("registered")

    def _check_may_start(self):
        """Hook: rooms refuse work that lacks something (fees: the customer's consent)."""
        # sudo: the technician need not read decisions to be stopped by them
        self.sudo().order_id._check_agent_notified()

    def _on_work_ended(self):
        """Hook: rooms take down what the work used."""

    def _check_findings(self):
        self._check_filled(self._get_findings_needs())

    def _get_findings_needs(self):
        """Fields without which the work is not finished (D-54)."""
        return ("cause", "action_taken", "tested", "instructed")

    def _check_signature(self):
        if not (self.started_at and self.ended_at):
            raise ProofMissing(
                self.env._(
                    "%s: the work has not ended yet, so it cannot be signed.", self.name
                )
            )
        self._check_filled(self._get_signature_needs())

    def _get_signature_needs(self):
        """Hook: fields without which the customer has not confirmed."""
        return ()

    def _check_filled(self, names):
        missing = [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
        ]
        if missing:
            raise ProofMissing(
                self.env._(
                    "%(visit)s: please fill in %(fields)s first.",
                    visit=self.name,
                    fields=", ".join(missing),
                )
            )

    def _prepare_signed_content(self):
        """What the signature covers, as plain data; rooms add theirs."""
        stamps = ("arrived_at", "started_at", "ended_at")
        image = self.signature or b""
        return super()._prepare_signed_content() | {
            "visit": self.name,
            "order": self.order_id.name,
            "customer": self.partner_id.name or "",
            "fault": self.fault or "",
            "called_at": str(self.order_id.called_at),
            "serial": self.device_id.serial or "",
            "technician": self.technician_id.name,
            "cause": self.cause,
            "action": self.action_taken,
            "stamps": {name: str(self[name]) for name in stamps},
            "signed_by": self.signed_by,
            "satisfaction": self.satisfaction,
            "opinion": self.opinion or "",
            "signature": hashlib.sha256(image).hexdigest(),
        }

    def _rate(self):
        """The rating given on the spot counts like one sent by mail (D-53)."""
        # sudo: a technician may not write ratings, he only hands over the customer's
        visit = self.sudo()
        rating = (
            self.env["rating.rating"]
            .sudo()
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "partner_id": self.partner_id.id,
                    "rated_partner_id": visit.user_id.partner_id.id,
                }
            )
        )
        visit.rating_apply(
            _RATING[self.satisfaction], rating=rating, feedback=self.opinion
        )

    def _advance_order(self, state):
        for visit in self:
            # sudo: a technician reads jobs but only the desk writes them
            visit.order_id.sudo()._at_moment(visit._now())._advance(state)
