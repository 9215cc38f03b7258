from odoo import models


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

    def _after_move(self, state):
        if state == "filed":
            self.service_ids._follow_subject()
        if state in ("cancelled", "revoked"):
            self.service_ids._end_with_subject(state)
            self._end_duties(
                [
                    ("subject_id", "in", self.ids),
                    ("service_id", "=", False),
                    ("res_model", "=", self._name),
                ],
                self.env._("The filing has ended."),
            )
        return super()._after_move(state)
