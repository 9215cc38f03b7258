from odoo import api, models

from ..const import ACCESS_GONE
from ..exceptions import IcpEvidenceMissing

# What puts wrong data right, and answers a notice to check them (D10, D12).
CORRECTING = {"change_subject", "change_service", "change_all", "renew_info"}


class IcpOrderApply(models.Model):
    """What an order writes into the register when it begins, ends or is given up."""

    _inherit = "aftersales.icp.order"

    def _begin(self):
        """Services and organiser show that something is under way."""
        for (
            order
        ) in self.sudo():  # sudo: clerks submit, the states follow by themselves
            fresh = order.service_ids.filtered(lambda one: one.state == "draft")
            if order.kind in ("first", "new_service") and fresh:
                fresh._move_to("filing")
            filed = order.service_ids.filtered(lambda one: one.state == "filed")
            if order.kind in ("change_service", "change_all") and filed:
                filed._move_to("changing")
            subject = order.subject_id
            changes = order.kind in ("change_subject", "change_all")
            if changes and subject.state == "filed":
                subject._move_to("changing")
            if order.kind == "migrate" and filed:
                filed._move_to("migrating")
            if order.kind == "cancel_service" and filed:
                filed._move_to("cancelling")
            if order.track == "licence":
                order._begin_licence()

    def _begin_licence(self):
        """The authority has it: the licence is applied for, a renewal is in time."""
        licence = self.licence_id
        if self.kind == "licence_apply" and licence.state == "preparing":
            licence._move_to("applied")
        if self.kind == "licence_renew":
            licence._fulfil_duties(["licence_expiry"], self.display_name, ahead=True)

    def _refuse(self):
        """Rejected by the authority: an application for a licence is refused with the
        words of the rejection (I-08)."""
        for order in self.sudo():  # sudo: as in _begin
            licence = order.licence_id
            if order.kind != "licence_apply" or licence.state != "applied":
                continue
            if not (order.reject_text or "").strip():
                raise IcpEvidenceMissing(
                    self.env._(
                        "Write the words of the rejection on %s first.", order.name
                    )
                )
            licence._move_to("refused", refusal=order.reject_text)

    def _release(self):
        """Given up: what was changing is as it was."""
        for order in self.sudo():  # sudo: as in _begin
            for service in order.service_ids:
                if service.state == "filing":
                    service._move_to("draft")
                elif service.state in ("changing", "migrating", "cancelling"):
                    service._move_to("filed")
            if order.subject_id.state == "changing":
                order.subject_id._move_to("filed")

    def _apply(self):
        self._fulfil_duties(
            ["order_submitted", "order_sms", "order_bureau", "change_planned"],
            self.env._("Order done"),
        )
        steps = self._apply_steps()
        for order in self:
            if step := steps.get(order.kind):
                getattr(order, step)()
            order._deliver_sold()
            if order.kind in CORRECTING:
                order.subject_id._end_wrong_data(order.display_name)
                order.subject_id._end_recheck(order.display_name)

    @api.model
    def _apply_steps(self):
        """{kind of order: method that writes its outcome into the register}"""
        return {
            **dict.fromkeys(("first", "new_service", "claim"), "_apply_filing"),
            **dict.fromkeys(("new_access", "change_access"), "_apply_access"),
            **dict.fromkeys(
                ("change_subject", "change_service", "change_all"), "_apply_change"
            ),
            "cancel_service": "_apply_cancel",
            "cancel_access": "_apply_cancel_access",
            "cancel_subject": "_apply_cancel_subject",
            "migrate": "_apply_migration",
            "psb_first": "_apply_psb",
            "psb_cancel": "_apply_psb_cancel",
            "licence_apply": "_apply_licence",
            "licence_change": "_apply_licence_change",
            "licence_renew": "_apply_licence_renewal",
            "licence_annual": "_apply_licence_report",
            "licence_cancel": "_apply_licence_cancel",
        }

    def _apply_filing(self):
        """Numbers must be there by now: the register refuses to file without them."""
        subject = self.subject_id
        if subject.state == "draft":
            subject._move_to("filed")
        waiting = self.service_ids.filtered(
            lambda one: one.state in ("draft", "filing")
        )
        if waiting:
            waiting._move_to("filed")
        self._apply_access()

    def _apply_access(self):
        planned = (self.access_id | self.service_ids.access_ids).filtered(
            lambda one: one.state == "planned"
        )
        if planned:
            planned._move_to("filed")
        lost = self.service_ids.filtered(lambda one: one.state == "access_lost")
        if lost:
            lost._move_to("filed")

    def _apply_change(self):
        self.service_ids.filtered(lambda one: one.state == "changing").action_file()
        self.subject_id.filtered(lambda one: one.state == "changing").action_file()

    def _apply_cancel(self):
        self.service_ids.filtered(
            lambda one: one.state in ("cancelling", "filed", "access_lost")
        ).action_cancel()

    def _apply_cancel_access(self):
        self.access_id.filtered(
            lambda one: one.state not in ACCESS_GONE
        ).action_cancel()

    def _apply_cancel_subject(self):
        self.subject_id.action_cancel()

    def _apply_migration(self):
        """The services hang on the other organiser and wait for their new numbers."""
        moving = self.service_ids.filtered(lambda one: one.state == "migrating")
        if moving:
            moving._move_to("filing", number_raw=False)
            moving.write({"subject_id": self.target_subject_id.id})

    def _apply_psb(self):
        for psb in self.service_ids.psb_ids:
            if psb.state != "filed":
                psb._move_to("filed")

    def _apply_psb_cancel(self):
        self.service_ids.psb_ids.filtered(
            lambda one: one.state in ("due", "filed", "refused")
        )._move_to("cancelled")

    def _apply_licence(self):
        if self.licence_id.state in ("preparing", "applied"):
            self.licence_id._move_to("granted")

    def _apply_licence_change(self):
        """What changed in the business registry stands on the licence, too (D17)."""
        self.licence_id._fulfil_duties(["licence_changed"], self.display_name)

    def _apply_licence_renewal(self):
        self.licence_id._renew()

    def _apply_licence_report(self):
        self.licence_id._report_annual()

    def _apply_licence_cancel(self):
        self.licence_id._fulfil_duties(["stop_planned"], self.display_name)
        self.licence_id._move_to("cancelled")

    def _deliver_sold(self):
        """A sold filing service is delivered when the number is there (§6)."""
        line = self.sale_line_id.sudo()  # sudo: officers need no sales rights
        if line and line.qty_delivered_method == "manual":
            line.qty_delivered = line.product_uom_qty
