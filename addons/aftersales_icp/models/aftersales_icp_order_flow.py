from odoo import api, fields, models

from ..const import GROUP_COMPLIANCE, GROUP_USER, ORDER_LOCKED
from ..exceptions import IcpOrderIncomplete, IcpOrderLocked
from ..kernel.order_rules import BUREAU_DAYS, WITHOUT_SMS, after_wrong_code

BY_COMPLIANCE = {"done", "bureau_rejected"}
FREE = {
    *("state", "sms_tries", "sms_sent_at", "bureau_on", "bureau_due", "result_on"),
    *("reject_text", "user_id", "message_follower_ids", "activity_ids", "message_ids"),
    "submitted_on",
}


class IcpOrderFlow(models.Model):
    """The moves of an order, named as in the consoles of the providers (§3.2)."""

    _inherit = "aftersales.icp.order"

    def _flow_group(self, state):
        return GROUP_COMPLIANCE if state in BY_COMPLIANCE else GROUP_USER

    def action_submit(self):
        """To the provider, once the check-list and the preflight are clean."""
        for order in self:
            order._check_complete()
        fixed = self.filtered(lambda order: order.state == "to_fix")
        for orders, state in (
            (fixed, "provider_review2"),
            (self - fixed, "provider_review"),
        ):
            if orders:
                orders._move_to(state)
        self._schedule_duties({"order_submitted": "submitted_on"})
        # the preflight has just shown that every real name has reached the authority
        for order in self:
            order.service_ids.domain_ids._fulfil_duties(["real_name"], order.name)

    def action_ask_fix(self):
        """The provider wants corrections."""
        self._move_to("to_fix")

    def action_reject(self):
        """Rejected by the provider, or by the authority when it has the order."""
        bureau = self.filtered(lambda order: order.state == "bureau_review")
        for orders, state in (
            (bureau, "bureau_rejected"),
            (self - bureau, "provider_rejected"),
        ):
            if orders:
                orders._move_to(state)

    def action_pass(self):
        """The provider agrees: SMS verification, or straight on where there is none."""
        silent = self.filtered(
            lambda order: order.track != "filing" or order.kind in WITHOUT_SMS
        )
        if silent:
            silent._move_to("bureau_review")
        if self - silent:
            (self - silent)._move_to("sms_pending", sms_tries=0, sms_sent_at=False)

    def action_wrong_code(self):
        """A wrong SMS code; the sixth sends the order back."""
        for order in self:
            order._in_flow().sms_tries += 1
            if after_wrong_code(order.sms_tries):
                order._move_to("returned")

    def action_sms_verified(self):
        """Verified in time: the authority has it now."""
        late = self.filtered(
            lambda one: one.sms_deadline and one.sms_deadline < fields.Datetime.now()
        )
        if late:
            late._move_to("returned")
        if self - late:
            (self - late)._move_to("bureau_review")

    def action_withdraw(self):
        """Back to work; a draft, or again after a rejection."""
        self._move_to("draft")

    def action_done(self):
        """On file: what was ordered is written into the register."""
        self._move_to("done")

    def action_give_up(self):
        """Given up; not while the authority has it."""
        self._move_to("cancelled")

    def _after_move(self, state):
        steps = {
            "provider_review": self._begin,
            "sms_pending": self._after_sms,
            "bureau_review": self._after_bureau,
            "bureau_rejected": self._refuse,
            "done": self._apply,
            "cancelled": self._release,
        }
        if state in steps:
            steps[state]()
        return super()._after_move(state)

    def _after_sms(self):
        for order in self:
            self._fulfil_duties(["order_submitted"], order.name)
        self._schedule_duties({"order_sms": self._today()})

    def _after_bureau(self):
        """Twenty working days from now (D03)."""
        for order in self:
            order._in_flow().bureau_due = order.company_id._icp_plan_working_days(
                order._today(), BUREAU_DAYS
            )
        self._fulfil_duties(
            ["order_submitted", "order_sms"], self.env._("With the authority")
        )
        self._schedule_duties({"order_bureau": self._today()})

    def _check_complete(self):
        missing = self._missing_documents().mapped("name")
        problems = self._preflight_errors()
        if missing or problems:
            lines = [self.env._("Missing: %s", name) for name in missing] + problems
            raise IcpOrderIncomplete(
                self.env._("%s cannot be submitted yet.", self.name)
                + "\n"
                + "\n".join(f"• {line}" for line in lines)
            )

    def write(self, vals):
        """While the authority has an order nothing of it is edited."""
        if set(vals) - FREE - {"name"}:
            locked = self.filtered(lambda order: order.state in ORDER_LOCKED)
            if locked:
                raise IcpOrderLocked(
                    self.env._(
                        "%s is being verified or reviewed: it can neither be edited nor"
                        " withdrawn now.",
                        locked[0].name,
                    )
                )
        result = super().write(vals)
        if "change_on" in vals:
            self._schedule_duties({"change_planned": "change_on"})
        return result

    @api.model
    def _cron_sms(self):
        """24 hours are over: the order is returned."""
        now = fields.Datetime.now()
        self.env["ir.cron"]._work_off(
            "aftersales_icp.cron_sms",
            self,
            [("state", "=", "sms_pending"), ("sms_deadline", "<", now)],
            lambda orders: orders._move_to("returned"),
        )
