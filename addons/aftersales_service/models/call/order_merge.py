from markupsafe import Markup

from odoo import fields, models

from ...exceptions import MoveRefused
from ...groups import DISPATCHER


class ServiceOrder(models.Model):
    """Two reports become one job: which one survives is chosen, the earlier call counts,
    nothing that was written is lost, and both callers are told."""

    _inherit = "aftersales.order"
    _flow_fields = frozenset({"merged_into_id"})

    merged_into_id = fields.Many2one(
        "aftersales.order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    merged_ids = fields.One2many(
        "aftersales.order", "merged_into_id", "Merged Service Orders"
    )

    def _merge(self, others):
        """Take ``others`` into this job, which survives.

        :raises MoveRefused: naming the job that cannot be merged and why
        """
        self.ensure_one()
        self._require_group(DISPATCHER)
        others -= self
        self._check_may_merge(others)
        self._take_earlier_call(others)
        self._take_talk(others)
        self._on_merged(others)
        others._move_to("cancelled", merged_into_id=self.id)
        self._tell_callers(others)

    def _check_may_merge(self, others):
        """Hook: rooms refuse to lose what they hold of ``others``."""
        if not others:
            raise MoveRefused(
                self.env._("Choose at least two service orders to merge.")
            )
        for order in others:
            if order.company_id != self.company_id:
                raise MoveRefused(
                    self.env._("%s belongs to another company.", order.name)
                )
            if "cancelled" not in self._transitions[order.state]:
                raise MoveRefused(
                    self.env._(
                        "%(order)s is “%(state)s” and cannot be merged into another one. Let it survive and merge the others into it.",
                        order=order.name,
                        state=order._state_label(order.state),
                    )
                )
        if self.state in ("closed", "filed", "cancelled"):
            raise MoveRefused(
                self.env._(
                    "%s is finished; an open service order must survive.", self.name
                )
            )

    def _take_earlier_call(self, others):
        """The clocks run from the first call, and the nearest promise is kept."""
        called = min((self | others).mapped("called_at"))
        promised = min((self | others).mapped("promised_at"))
        before = self.company_id._aftersales_day(self.called_at)
        urged = sum((self | others).mapped("urge_count"))
        self._in_flow().write(
            {"called_at": called, "promised_at": promised, "urge_count": urged}
        )
        day = self.company_id._aftersales_day(called)
        if self.device_id and day != before:
            state = self.device_id._get_coverage_state(day)
            self._in_flow().write({"warranty_state": state})
            self._decide(cause=self.cause)

    def _take_talk(self, others):
        """Messages and files follow; between strangers they stay with the staff."""
        for order in others:
            if order.commercial_partner_id != self.commercial_partner_id:
                # sudo: what one customer wrote is not for the other's eyes
                order.sudo().message_ids.write({"is_internal": True})
            order.message_change_thread(self)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", others.ids)]
        )
        files.write({"res_id": self.id})

    def _on_merged(self, others):
        """Hook: rooms move what hangs on ``others``; clocks take over the earlier start."""
        # sudo: the log of promises is written by buttons only
        others.sudo().promise_ids._in_flow().write({"order_id": self.id})

    def _tell_callers(self, others):
        """Both callers are told, and those whom no message reaches are named."""
        for order in others:
            text = self.env._(
                "This report is now handled together with %(other)s. You can expect us by %(moment)s.",
                other=self.name,
                moment=self._format_promise(),
            )
            order._tell_caller(text)
        names = ", ".join(others.mapped("name"))
        text = self.env._(
            "Reports of the same trouble (%(others)s) are handled here. You can expect us by %(moment)s.",
            others=names,
            moment=self._format_promise(),
        )
        self._tell_caller(text)
        unreached = (self | others).filtered(lambda o: not o.partner_id.email)
        if unreached:
            self._remind_to_call(unreached)

    def _format_promise(self):
        zone = self.company_id.aftersales_tz
        return self.env["ir.qweb.field.datetime"].value_to_html(
            self.promised_at, {"tz_name": zone}
        )

    def _tell_caller(self, text):
        self.message_post(
            body=text,
            partner_ids=self.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )

    def _remind_to_call(self, unreached):
        lines = Markup("<br/>").join(
            f"{order.contact_name or order.partner_id.name} {order.contact_phone or ''}"
            for order in unreached
        )
        self.activity_schedule(
            "mail.mail_activity_data_call",
            date_deadline=self.company_id._aftersales_today(),
            summary=self.env._("Tell the callers that their reports were merged"),
            note=lines,
            user_id=self.env.uid,
        )
