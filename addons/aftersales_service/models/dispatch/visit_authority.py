from odoo import api, fields, models

from ...exceptions import ProofMissing
from ..base.blocker import as_list

# What decides whether the people of a visit fit its job.
_TEAM = frozenset(
    {"technician_id", "helper_ids", "leader_id", "kind", "override_reason"}
)


class Visit(models.Model):
    """Whether those who go may do the job, and who answered for it when they may not.

    A grade's authority over the kind of work is a refusal (O-31), as is a missing
    examination (O-33). A skill that nobody recorded and a fee above what the grade decides
    on are warnings: the dispatcher may know better, and writes why.
    """

    _inherit = "aftersales.visit"

    override_reason = fields.Char(
        "Sent All the Same Because",
        copy=False,
        help="Why somebody goes against whom there is a warning; kept in the events.",
    )
    dispatch_refusal = fields.Text("Not Allowed", compute="_compute_dispatch_words")
    dispatch_warning = fields.Text("Warning", compute="_compute_dispatch_words")

    @api.depends("order_id", "planned_start", *(_TEAM - {"override_reason"}))
    def _compute_dispatch_words(self):
        refusals, warnings = (
            self._get_dispatch_refusals(),
            self._get_dispatch_warnings(),
        )
        for visit in self:
            against = [
                *visit._get_foreign_words(),
                *refusals[visit],
                *visit._get_arrival_blockers(),
            ]
            visit.dispatch_refusal = as_list(against) or False
            visit.dispatch_warning = as_list(warnings[visit]) or False

    def _get_leading(self):
        """Whose authority counts: the temporary leader's, else the technician's (D-08)."""
        return self.leader_id or self.technician_id

    def _get_dispatch_refusals(self):
        """{visit: sentences about what the grade of who leads may not be sent to}"""
        authorities = self.technician_id._get_authorities()
        return {
            visit: visit._get_leading()._origin._get_grade_refusals(
                authorities, visit.order_id._get_severity(), visit.kind
            )
            for visit in self
        }

    def _get_dispatch_warnings(self):
        """{visit: sentences}; one of a team who is trained is enough."""
        authorities = self.technician_id._get_authorities()
        amounts = self.order_id._origin._get_job_amounts()
        return {
            visit: [
                *visit._get_skill_warnings(),
                *visit._get_leading()._origin._get_fee_warnings(
                    authorities, amounts.get(visit.order_id._origin.id, 0.0)
                ),
            ]
            for visit in self
        }

    def _get_skill_warnings(self):
        people = self._get_people()._origin
        category = self.order_id._get_skill_category()
        lineage = people._get_lineage(category)
        found = [person._get_skill_warnings(category, lineage) for person in people]
        return [text for texts in found for text in texts] if all(found) else []

    def _check_planned(self):
        """Nobody is sent beyond his authority, nor silently against a warning (extends)."""
        result = super()._check_planned()
        self._check_authority()
        return result

    def _on_planned(self):
        """Why somebody goes in spite of a warning is kept (extends)."""
        result = super()._on_planned()
        self.filtered("override_reason")._log_override()
        return result

    def _complete_change(self, vals):
        """Another technician needs another reason (extends)."""
        return super()._complete_change(self._forget_override(vals))

    def _after_write(self, changed):
        """Another team is checked, and another reason kept (extends)."""
        result = super()._after_write(changed)
        if _TEAM & changed:
            self._check_authority()
        if "override_reason" in changed:
            self.filtered("override_reason")._log_override()
        return result

    def _forget_override(self, vals):
        other = vals.get("technician_id")
        if not other or "override_reason" in vals:
            return vals
        if all(visit.technician_id.id == other for visit in self):
            return vals
        return vals | {"override_reason": False}

    def _check_authority(self):
        """:raises ProofMissing: naming who may not go, or what to give a reason for"""
        fresh = self.filtered(lambda v: not v._goes_on())
        refusals = fresh._get_dispatch_refusals()
        found = [text for texts in refusals.values() for text in texts]
        if found:
            raise ProofMissing(
                "\n".join(found)
                + "\n"
                + self.env._(
                    "Choose another technician or leader, or let the service manager change the authority of the grade."
                )
            )
        unsaid = fresh.filtered(lambda v: not (v.override_reason or "").strip())
        found = [
            text for texts in unsaid._get_dispatch_warnings().values() for text in texts
        ]
        if found:
            raise ProofMissing(
                "\n".join(found)
                + "\n"
                + self.env._(
                    "Choose another technician, or write why this one is sent all the same."
                )
            )

    def _goes_on(self):
        """Who has begun a job goes on with it: the customer was promised him (D-38)."""
        return self.technician_id in self.previous_id.technician_id

    def _get_words_for(self, technician):
        """The warning, as lines, that ``technician`` would meet on this visit."""
        probe = self.new({"technician_id": technician.id}, origin=self)
        return as_list(probe._get_dispatch_warnings()[probe])

    def _needs_word_to_go(self, technician):
        """Whether giving this visit to ``technician`` asks for something in writing."""
        return self._needs_reason_to_reassign() or bool(self._get_words_for(technician))

    def _log_override(self):
        warned = self._get_dispatch_warnings()
        for visit in self.filtered(lambda v: warned[v]):
            visit._log_event(
                "override",
                note=visit.override_reason,
                to_technician_id=visit.technician_id.id,
            )

    def _get_planning_fields(self):
        return super()._get_planning_fields() | {"override_reason"}
