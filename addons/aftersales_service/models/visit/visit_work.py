from odoo import api, fields, models

from ...exceptions import MoveRefused, ProofMissing
from ..decision.decision import CAUSES
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
    _birth_fields = frozenset({"visit_id"})
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
        if {"name", "amount"} & set(vals):
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
    way_km = fields.Float(
        "Way to the Customer (km)",
        digits=(8, 1),
        help="As it was driven, one way; the job and the limits of its warranty count with it.",
    )
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

    def action_confirm_facts(self, values=None):
        """The three questions of the warranty are answered on the spot (W-14): ours or
        not, whose fault, inside the period; the job decides again with them.

        :param values: facts to write first, by field name
        """
        for visit in self:
            if values:
                visit.write(values)
            visit._check_filled(("is_ours", "found_cause"))
            visit._take_facts()

    def _take_facts(self):
        """Stamp what was found out and let the job decide with it."""
        self._in_flow().write({"facts_at": self._now()})
        self._tell_facts()

    def _tell_facts(self):
        """The job decides again where the visit says something else than it knew."""
        self.check_access("write")
        # sudo: whoever works on the visit states facts of the job, but may not write it
        job = self.order_id.sudo()
        told = {name: name for name in ("time_in_use", "mileage")}
        told |= {"distance_km": "way_km"}
        job.write(
            {
                name: self[own]
                for name, own in told.items()
                if self[own] and name in job._fields
            }
        )
        facts = self._get_told_facts()
        known = job.decision_id._get_facts()
        if job._is_decided_anew() and any(
            getattr(known, name) != value for name, value in facts.items()
        ):
            job._decide(**{"cause": job.cause} | facts)

    def _get_told_facts(self):
        """As `kernel.Facts`; what nobody can tell does not undo what is known."""
        facts = {"ours": self.is_ours} if self.is_ours else {}
        if self.found_cause != "unknown":
            facts["cause"] = self.found_cause
        dismantled = {"yes": True, "no": False}.get(self.dismantled)
        return facts if dismantled is None else facts | {"dismantled": dismantled}

    def _check_warranty_facts(self):
        """No repair is done before it is said whose product it is and what caused the
        fault (W-14); whether the period runs is known by itself.

        :raises ProofMissing: naming the question
        """
        if self.kind != "repair" or self.outcome != "solved":
            return
        self._check_filled(("is_ours",))
        unsaid = self.found_cause == "unknown" and not self._is_cause_known()
        if unsaid and self.is_ours == "yes":
            raise ProofMissing(
                self.env._(
                    "%s: say what kind of cause the fault had. If the warranty is doubtful, ask the manufacturer from the service order.",
                    self.name,
                )
            )

    def _is_cause_known(self):
        """Whether the desk knows the cause, or the maker is asked about it."""
        # sudo: what the desk knows counts, whoever asks
        job = self.order_id.sudo()
        return job.cause != "unknown" or job.is_doubtful

    def action_finish(self):
        """What was found decides who pays, before the used parts leave the van (extends)."""
        for visit in self:
            visit._check_findings()
            if visit.kind == "repair":
                visit._take_facts()
        return super().action_finish()

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
        result = super()._check_findings()
        self._check_warranty_facts()
        return result

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
        new = self.sudo()._in_flow().create([self._prepare_next(start, technician)])
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
            "way_km",
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
        # sudo: all photos are under the signature, whoever took them
        photos = self.sudo().photo_before_ids | self.sudo().photo_after_ids
        return super()._prepare_signed_content() | {
            "outcome": self.outcome,
            "found_fault": self.found_fault or "",
            "extra": [[extra.name, extra.amount, extra.agreed_by] for extra in extras],
            "photos": sorted(photos.mapped("checksum")),
        }
