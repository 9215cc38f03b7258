from odoo import api, models

from ..const import ACCESS_GONE, SERVICE_ENDED, SERVICE_NUMBERED
from ..exceptions import IcpKept

# What is still owed when a service is gone: reports, orders of an authority, logs.
AFTER_END = ("service_end", "incident_found", "bureau_order", "log_written")


class IcpServiceFlow(models.Model):
    """The moves of a service (design §3.4)."""

    _inherit = "aftersales.icp.service"

    def action_start_filing(self):
        """With the provider or the authority."""
        self._move_to("filing")

    def action_file(self):
        """On file: numbered, taken over, changed, resumed or connected again."""
        self._move_to("filed")

    def action_change(self):
        """A change procedure begins."""
        self._move_to("changing")

    def action_suspend(self):
        """Closed for a time."""
        self._move_to("suspended")

    def action_lose_access(self):
        """No provider connects it any more: a shell (空壳)."""
        self._move_to("access_lost")

    def action_cancel(self):
        """Cancelled for good."""
        self._move_to("cancelled")

    def action_revoke(self):
        """Taken away by the authority for good."""
        self._move_to("revoked")

    def _after_move(self, state):
        if state == "filed":
            self._after_filed()
        if state in SERVICE_ENDED:
            self._after_end()
        return super()._after_move(state)

    def _after_end(self):
        """The filing is over: that it had to be cancelled is done (D11), and what a running
        service owes is owed no more."""
        self.domain_ids.active = False
        self.filtered(lambda one: not one.ended_on).ended_on = self._today()
        self._fulfil_duties(["service_end"], self.env._("The filing has ended."))
        self._end_duties(
            [("service_id", "in", self.ids), ("rule_id.event", "not in", AFTER_END)],
            self.env._("The filing has ended."),
        )

    def write(self, vals):
        """A service that ended while it is on file is to be cancelled (D11)."""
        result = super().write(vals)
        if "ended_on" in vals:
            on_file = self.filtered(
                lambda one: one.state in {*SERVICE_NUMBERED, "cancelling"}
            )
            on_file._schedule_duties({"service_end": "ended_on"})
        return result

    def _after_filed(self):
        """Filed and running: display, public security and blocking page are due (D05-D07)."""
        for service in self.filtered(lambda one: not one.opened_on):
            service.opened_on = service.filed_on
        self.domain_ids._fulfil_duties(["real_name"], self.env._("On file"))
        self._fulfil_duties(["app_published"], self.env._("On file"))
        running = self.filtered("in_china")
        running._schedule_duties(
            {"service_filed": "filed_on", "service_opened": "opened_on"}
        )
        missing = running.filtered(lambda one: not one.psb_ids)
        self.env["aftersales.icp.psb"].create(
            [{"service_id": service.id} for service in missing]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        """With a draft of the organiser its drafts go; what was on file stays."""
        if self.filtered(lambda one: one.state not in ("draft", "filing")):
            raise IcpKept(
                self.env._(
                    "A service that was on file is cancelled or archived, not deleted."
                )
            )

    def _follow_subject(self):
        """A filing that is taken over brings its numbered services along."""
        ready = self.filtered(
            lambda one: one.number and one.state in ("draft", "filing")
        )
        if ready:
            ready._move_to("filed")

    def _end_with_subject(self, state):
        for current in ("filed", "changing", "access_lost", "suspended", "cancelling"):
            ending = self.filtered(
                lambda one, current=current: one.state == current
                and state in one._transitions[current]
            )
            if ending:
                ending._move_to(state)

    def _lose_access(self):
        """After an access went: without another one a filed service is a shell."""
        lost = self.filtered(
            lambda one: one.state in ("filed", "changing")
            and all(access.state in ACCESS_GONE for access in one.access_ids)
        )
        if lost:
            # sudo: the fact follows from the access, whoever recorded that
            lost.sudo()._move_to("access_lost")
