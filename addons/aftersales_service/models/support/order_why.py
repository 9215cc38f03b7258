from odoo import models

from ..base.blocker import Blocker


class ServiceOrder(models.Model):
    """“Why can't I …” (★19): what keeps a job open, on which document, who can fix it."""

    _inherit = "aftersales.order"

    def _get_close_blockers(self):
        """All that stands against closing: the state itself and what the rooms say.

        :return: list of `Blocker`
        """
        self.ensure_one()
        blockers = [Blocker.of(item) for item in self._get_blockers()]
        if blockers or "closed" in self._transitions[self.state]:
            return blockers
        return [self._prepare_state_blocker()]

    def _prepare_state_blocker(self):
        if self.state in ("closed", "filed"):
            text = self.env._("%s is closed in the register already.", self.name)
            return Blocker(text, self)
        if self.state == "cancelled":
            return Blocker(self.env._("%s was cancelled.", self.name), self)
        text = self.env._(
            "%(order)s is “%(state)s”: the customer has not signed for the work yet.",
            order=self.name,
            state=self._state_label(self.state),
        )
        return Blocker(text, self, self._get_desk_words())

    def action_why_not_close(self):
        """为什么不能注销: the blockers as a list whose lines open the documents."""
        self.ensure_one()
        self.check_access("read")
        title = self.env._("Why %s Cannot Be Closed", self.name)
        return self.env["aftersales.why"]._show(title, self._get_close_blockers())
