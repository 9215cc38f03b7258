from odoo import fields, models

from odoo.addons.aftersales_service.models.link.link_mixin import STAFF

HIGHEST = "3"
PHONE = "helpdesk_mgmt.helpdesk_ticket_channel_phone"


class HelpdeskTicket(models.Model):
    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "aftersales.link.mixin"]

    aftersales_order_ids = fields.One2many(
        "aftersales.order", "helpdesk_ticket_id", "Service Orders", groups=STAFF
    )

    def write(self, vals):
        """Another customer gets another link; the open job hears of another stage."""
        if "partner_id" in vals:
            vals = vals | {"access_token": False}
        before = {ticket: ticket.stage_id for ticket in self if "stage_id" in vals}
        result = super().write(vals)
        moved = self.filtered(lambda t: t in before and t.stage_id != before[t])
        moved._tell_stage()
        moved.filtered("closed")._end_clocks()
        return result

    def _tell_stage(self):
        sentences = {
            ticket: self.env._(
                "Ticket %(ticket)s: %(stage)s",
                ticket=ticket.number,
                stage=ticket.stage_id.name,
            )
            for ticket in self
        }
        self._tell_aftersales_orders(sentences)

    def _prepare_aftersales_order(self):
        """A ticket of the highest priority is an urgent job (S-21; extends the mixin's)."""
        urgent = {"priority": "1"} if self.priority == HIGHEST else {}
        return super()._prepare_aftersales_order() | urgent

    def _get_aftersales_fault(self):
        return self._html_to_fault(self.name, self.description)

    def _get_aftersales_channel(self):
        phone = self.env.ref(PHONE, raise_if_not_found=False)
        if phone and self.channel_id == phone:
            return "phone"
        return super()._get_aftersales_channel()

    def _get_aftersales_contact(self):
        contact = super()._get_aftersales_contact()
        if self.partner_name != self.partner_id.name:
            contact["contact_name"] = self.partner_name
        return contact

    def _may_close_in_portal(self):
        """Whether the user of the environment may close this ticket from the web: the
        customer it belongs to (a mere follower may only read it), or who may write it."""
        self.ensure_one()
        if not self.has_access("read"):
            return False
        # sudo: whose ticket it is, of a ticket that the user may read
        customer = self.sudo().commercial_partner_id
        owner = self.env.user.commercial_partner_id
        is_owner = bool(customer) and customer == owner
        return is_owner or self.has_access("write")

    def _get_portal_closing_stages(self):
        """Stages into which this very ticket may be closed from the web."""
        # sudo: customers may not read stages of a team that is not shown to them
        ticket = self.sudo()
        stages = ticket.team_id._get_applicable_stages()
        if not ticket.team_id:
            stages = stages.search(
                [
                    ("company_id", "in", [False, ticket.company_id.id]),
                    ("team_ids", "=", False),
                ]
            )
        return stages.filtered("close_from_portal")

    def _get_portal_attachments(self):
        """Files that the customer may see: what came from outside, and what was sent with
        a message that he reads, too. Files of internal notes stay inside."""
        # sudo: the caller has checked that the ticket may be read
        ticket = self.sudo()
        public = ticket.message_ids.filtered(
            lambda m: not m.is_internal and not m.subtype_id.internal and m.subtype_id
        )
        return ticket.attachment_ids.filtered(
            lambda a: a.create_uid.share or a in public.attachment_ids
        )
