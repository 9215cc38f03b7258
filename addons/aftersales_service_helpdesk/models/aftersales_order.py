from odoo import fields, models

READERS = "helpdesk_mgmt.group_helpdesk_user_own"


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    helpdesk_ticket_id = fields.Many2one(
        "helpdesk.ticket",
        "Ticket",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        groups=READERS,
        help="The ticket that this job was created from.",
    )

    _helpdesk_ticket_open_unique = models.UniqueIndex(
        "(helpdesk_ticket_id) WHERE helpdesk_ticket_id IS NOT NULL"
        " AND state NOT IN ('closed', 'filed', 'cancelled')",
        "This ticket has an open service order already. Reload the page to see it.",
    )

    def _get_link_fields(self):
        return [*super()._get_link_fields(), "helpdesk_ticket_id"]

    def action_view_helpdesk_ticket(self):
        """The ticket that this job was created from."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.helpdesk_ticket_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
