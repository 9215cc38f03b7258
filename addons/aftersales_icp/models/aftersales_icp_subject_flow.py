from odoo import fields, models

from ..const import GROUP_COMPLIANCE, STAMPS, TRANSITIONS
from ..exceptions import IcpMoveForbidden, IcpMoveRefused


class IcpSubject(models.Model):
    """The moves of a filing between its states (catalogue I-101)."""

    _inherit = "aftersales.icp.subject"

    def action_draft(self):
        """Back to work: materials missing, or a new attempt after a refusal."""
        self._move_to("draft")

    def action_complete(self):
        """All materials of article 8 are there, or a submission is withdrawn."""
        self._move_to("complete")

    def action_submit(self):
        """Handed to the access provider."""
        self._move_to("submitted")

    def action_review(self):
        """With the authority."""
        self._move_to("review")

    def action_file(self):
        """On file: approved, taken over, changed or resumed."""
        self._move_to("filed")

    def action_refuse(self):
        """The authority does not file it."""
        self._move_to("refused")

    def action_change(self):
        """A change procedure begins: the frozen values may be edited (article 11)."""
        self._move_to("changing")

    def action_suspend(self):
        """Service stopped for a time (articles 20 and 21)."""
        self._move_to("suspended")

    def action_cancel(self):
        """Cancelled at the organiser's wish: for good."""
        self._move_to("cancelled")

    def action_revoke(self):
        """Taken away by the authority: for good."""
        self._move_to("revoked")

    def _move_to(self, state):
        """The one way to another state; stamps the date that belongs to it."""
        self._check_move(state)
        self.write({"state": state})
        if stamp := STAMPS.get(state):
            unstamped = self.filtered(lambda subject: not subject[stamp])
            unstamped[stamp] = fields.Date.context_today(self)

    def _check_move(self, state):
        if not (self.env.su or self.env.user.has_group(GROUP_COMPLIANCE)):
            raise IcpMoveForbidden(
                self.env._("Only a compliance officer moves the status of a filing.")
            )
        for subject in self:
            if state not in TRANSITIONS[subject.state]:
                raise subject._move_refused(state)

    def _check_begins_as_draft(self):
        for subject in self:
            if subject.state != "draft":
                raise subject._move_refused(subject.state, "draft")

    def _move_refused(self, state, current=None):
        labels = dict(self._fields["state"]._description_selection(self.env))
        current = current or self.state
        allowed = [labels[code] for code in labels if code in TRANSITIONS[current]]
        return IcpMoveRefused(
            self.env._(
                "%(subject)s cannot go from “%(current)s” to “%(wanted)s”."
                " Possible now: %(allowed)s.",
                subject=self.display_name,
                current=labels[current],
                wanted=labels.get(state, state),
                allowed=", ".join(allowed) or self.env._("nothing"),
            )
        )
