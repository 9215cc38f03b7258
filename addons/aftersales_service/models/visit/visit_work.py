from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ..coverage.decision import CAUSES
from .visit_event import CHANNELS

OUTCOMES = [
    ("solved", "Solved on the Spot"),
    ("unsolved", "Not Solved Yet"),
    ("taken_in", "Taken In for Repair"),
]
ANSWERS = [("yes", "Yes"), ("no", "No"), ("unknown", "Cannot Be Told")]


class VisitExtra(models.Model):
    """Work found on the spot; done only when the customer authorised it (增项授权书).

    Source: D-41. What he said is written once and kept.
    """

    _name = "aftersales.visit.extra"
    _description = "Extra Work"
    _order = "visit_id, id"
    _inherit = ["aftersales.flow.mixin"]
    _check_company_auto = True
    _transitions = {
        "proposed": ("agreed", "declined"),
        "agreed": (),
        "declined": (),
    }
    _flow_fields = frozenset({"agreed_by", "agreed_how", "answered_at"})

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char("Extra Work", required=True)
    amount = fields.Monetary("Price Told", required=True, help="Tax included.")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("agreed", "Authorised"),
            ("declined", "Declined"),
        ],
        default="proposed",
        required=True,
        readonly=True,
    )
    agreed_by = fields.Char("Answered By", readonly=True)
    agreed_how = fields.Selection(CHANNELS, "How", readonly=True)
    answered_at = fields.Datetime(readonly=True)

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "The price of extra work cannot be negative."
    )

    def write(self, vals):
        """Answered is answered: text and price stay as they were (overrides `write`)."""
        if {"name", "amount", "visit_id"} & set(vals):
            for extra in self.filtered(lambda e: e.state != "proposed"):
                raise MoveRefused(
                    self.env._(
                        "The customer has answered “%s”. Propose something new instead.",
                        extra.name,
                    )
                )
        return super().write(vals)

    def action_answer(self, agreed, by, how="signature"):
        """The customer's answer: who, how and when.

        :raises ProofMissing: without a name
        """
        for extra in self:
            if not (by or "").strip():
                raise ProofMissing(
                    self.env._("Who answered “%s” for the customer?", extra.name)
                )
        self._move_to(
            "agreed" if agreed else "declined",
            agreed_by=by,
            agreed_how=how,
            answered_at=self.visit_id._now(),
        )

    def action_ask_answer(self):
        """Open the window that asks who answered and how."""
        self.ensure_one()
        return self.visit_id._ask_step("extra", default_extra_id=self.id)


class Visit(models.Model):
    """What is found and done at the customer's.

    Source: W-14, W-18 (facts of the warranty), D-24 … D-29, D-38, D-41, D-54.
    """

    _inherit = "aftersales.visit"

    found_fault = fields.Text()
    found_cause = fields.Selection(CAUSES, "Kind of Cause", default="unknown")
    is_ours = fields.Selection(ANSWERS, "Our Product")
    found_serial = fields.Char("Serial Number on the Plate")
    dismantled = fields.Selection(ANSWERS, "Taken Apart Before")
    time_in_use = fields.Char("Time in Use", help="For example 800 hours or two years.")
    mileage = fields.Float("Mileage (km)")
    facts_at = fields.Datetime("Facts Confirmed At", readonly=True, copy=False)
    photo_before_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_visit_photo_before_rel",
        string="Photos Before",
        copy=False,
    )
    photo_after_ids = fields.Many2many(
        "ir.attachment",
        "aftersales_visit_photo_after_rel",
        string="Photos After",
        copy=False,
    )
    extra_ids = fields.One2many(
        "aftersales.visit.extra", "visit_id", "Extra Work", copy=False
    )
    outcome = fields.Selection(OUTCOMES, required=True, default="solved", copy=False)
    outcome_note = fields.Char("Why Not Solved", copy=False)
    previous_id = fields.Many2one(
        "aftersales.visit",
        "Follows Visit",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
    )
    next_ids = fields.One2many("aftersales.visit", "previous_id", "Next Visits")

    def _is_guarded(self, name, value, new):
        if name == "facts_at":
            return not new or bool(value)
        return super()._is_guarded(name, value, new)

    def action_confirm_facts(self, values=None):
        """The three questions of the warranty are answered on the spot (W-14): ours or
        not, whose fault, inside the period; the job decides again with them.

        :param values: facts to write first, by field name
        """
        for visit in self:
            if values:
                visit.write(values)
            visit._check_filled(("is_ours", "found_cause"))
            visit._in_flow().write({"facts_at": visit._now()})
            visit._tell_facts()

    def _tell_facts(self):
        # sudo: the technician states facts of the job, but may not write the job; the
        # method that decides checks that it is his
        job = self.order_id.sudo()
        job.write(
            {
                name: self[name]
                for name in ("time_in_use", "mileage")
                if self[name] and name in job._fields
            }
        )
        known = {"yes": True, "no": False}.get(self.dismantled)
        facts = {} if known is None else {"dismantled": known}
        self.order_id.action_redecide(self.found_cause, **facts)

    # --- extra work

    def action_propose_extra(self, name, amount):
        """Newly found work is told with its price before anybody touches it (D-41)."""
        self.ensure_one()
        self._require_state(("arrived", "in_work"), self.env._("propose extra work"))
        return (
            self.env["aftersales.visit.extra"]
            .create({"visit_id": self.id, "name": name, "amount": amount})
            .id
        )

    def action_answer_extra(self, extra, agreed, by, how="signature"):
        """The customer's answer to one of this visit's extras (its ID)."""
        self.ensure_one()
        found = self.extra_ids.filtered(lambda e: e.id == extra)
        if not found:
            raise MoveRefused(
                self.env._("%s has no such extra work. Reload the page.", self.name)
            )
        found.action_answer(agreed, by, how)

    # --- the end of the work

    def _get_findings_needs(self):
        """Fields without which the work is not finished (D-54)."""
        if self.outcome == "solved":
            return super()._get_findings_needs()
        return ("cause", "outcome_note")

    def _check_findings(self):
        waiting = self.extra_ids.filtered(lambda e: e.state == "proposed")
        if waiting:
            raise ProofMissing(
                self.env._(
                    "The customer has not answered yet: %s. Write down who authorised it, or that it was declined.",
                    ", ".join(waiting.mapped("name")),
                )
            )
        return super()._check_findings()

    def action_take_in(self, note=None):
        """携回修护: the thing goes to the workshop instead of being repaired here."""
        self._require_state(("in_work",), self.env._("take the device in"))
        for visit in self:
            visit._require_text(note=note)
            visit.write({"outcome": "taken_in", "outcome_note": note})
            visit._log_event("taken_in", note=note)
            visit._take_in()

    def _take_in(self):
        """Hook: returns open custody of the customer's thing."""

    def action_plan_next(self, start, technician=None, agreed_by=None):
        """Not solved: the next visit, linked to this one, at a time agreed (D-38).

        :return: ID of the new visit
        """
        self.ensure_one()
        if self.outcome == "solved":
            raise MoveRefused(
                self.env._(
                    "%s solved the problem. Set the outcome to “Not Solved Yet” first.",
                    self.name,
                )
            )
        # sudo: the technician plans his own next visit, which otherwise the desk does
        new = self.sudo().create([self._prepare_next(start, technician)])
        new.with_env(self.env)._log_event(
            "reschedule",
            from_start=self.planned_start,
            to_start=new.planned_start,
            agreed_by=agreed_by,
        )
        return new.id

    def _prepare_next(self, start, technician):
        return {
            "order_id": self.order_id.id,
            "kind": self.kind,
            "technician_id": self._as_technician(technician).id
            or self.technician_id.id,
            "planned_start": fields.Datetime.to_datetime(start),
            "previous_id": self.id,
        }

    def action_close(self):
        """A job that is not solved does not lose its next step (D-38)."""
        for visit in self:
            if visit.outcome == "unsolved" and not visit.next_ids:
                raise ProofMissing(
                    self.env._(
                        "%s did not solve the problem: plan the next visit first.",
                        visit.name,
                    )
                )
        return super().action_close()

    @api.model
    def _get_frozen_findings(self):
        return {
            "found_fault",
            "found_cause",
            "is_ours",
            "found_serial",
            "dismantled",
            "time_in_use",
            "mileage",
            "photo_before_ids",
            "photo_after_ids",
            "extra_ids",
            "outcome",
            "outcome_note",
        }

    def _get_signed_fields(self):
        return super()._get_signed_fields() | self._get_frozen_findings()

    def _prepare_signed_content(self):
        extras = self.extra_ids.filtered(lambda e: e.state == "agreed")
        photos = self.photo_before_ids | self.photo_after_ids
        return super()._prepare_signed_content() | {
            "outcome": self.outcome,
            "found_fault": self.found_fault or "",
            "extra": [[extra.name, extra.amount, extra.agreed_by] for extra in extras],
            "photos": sorted(photos.mapped("checksum")),
        }
