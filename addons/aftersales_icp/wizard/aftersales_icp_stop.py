from odoo import fields, models

from ..const import ACCESS_GONE
from ..exceptions import IcpEvidenceMissing


class IcpStop(models.TransientModel):
    """Stop access now: on order of an authority, with its document (§6)."""

    _name = "aftersales.icp.stop"
    _description = "Stop Access Now"
    _inherit = "document.window.mixin"

    service_ids = fields.Many2many("aftersales.icp.service", required=True)
    reason = fields.Char(required=True)
    document = fields.Binary(string="Order of the Authority", required=True)
    filename = fields.Char()

    def action_stop(self):
        """All accesses of these services end at once; everybody concerned is told."""
        self.ensure_one()
        if not self.document or not (self.reason or "").strip():
            raise IcpEvidenceMissing(
                self.env._("Attach the order of the authority and give the reason.")
            )
        for service in self.service_ids:
            self._stop(service)
        return {"type": "ir.actions.act_window_close"}

    def _stop(self, service):
        evidence = self.env["aftersales.icp.evidence"].create(
            {
                "name": self.reason,
                "source": "letter",
                "file": self.document,
                "filename": self.filename,
                "service_id": service.id,
            }
        )
        service._schedule_duties({"bureau_order": service._today()})
        live = service.access_ids.filtered(
            lambda one: one.state not in ACCESS_GONE and one.state != "planned"
        )
        if live:
            live._move_to(
                "stopped_by_order",
                stopped_on=service._today(),
                stop_reason=self.reason,
            )
        if service.state in ("filed", "changing", "access_lost"):
            service._move_to("suspended")
        self._close_sales(service)
        self._tell(service, evidence)
        self._prove(service, evidence)

    def _close_sales(self, service):
        # sudo: officers need no sales rights to stop what was sold
        lines = service.sudo().sale_line_ids
        lines.filtered(lambda one: one.icp_opening == "opened").icp_opening = "stopped"

    def _tell(self, service, evidence):
        subject = service.subject_id
        text = self.env._(
            "Access to %(service)s was stopped at once: %(reason)s (SHA-256 %(hash)s)",
            service=service.display_name,
            reason=self.reason,
            hash=evidence.sha256[:16],
        )
        subject.message_post(
            body=text,
            partner_ids=subject.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        subject.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Access stopped: %s", service.name),
            user_id=(subject.user_id or self.env.user).id,
        )

    def _prove(self, service, evidence):
        duties = self.env["aftersales.icp.obligation"].search(
            [
                ("service_id", "=", service.id),
                ("rule_id.event", "=", "bureau_order"),
                ("state", "=", "open"),
            ]
        )
        for duty in duties:
            duty._prove(evidence)


class IcpServiceStop(models.Model):
    _inherit = "aftersales.icp.service"

    def action_stop_now(self):
        """Ask for the document, then stop."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stop Access Now"),
            "res_model": "aftersales.icp.stop",
            "view_mode": "form",
            "target": "new",
            "context": {"default_service_ids": self.ids},
        }
