from odoo import Command

from odoo.addons.aftersales_service.tests.common import GROUP, AfterSalesCommon

HELPDESK = "helpdesk_mgmt.group_helpdesk_user"


class TicketCommon(AfterSalesCommon):
    """A clerk who takes tickets and calls, and tickets of the customer's machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dispatcher.group_ids = [Command.link(cls.env.ref(HELPDESK).id)]
        cls.done = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.done.mail_template_id = False
        cls.helper = cls.env["res.users"].create(
            {
                "name": "客服",
                "login": "as_helper",
                "group_ids": [Command.set([cls.env.ref(HELPDESK).id])],
            }
        )
        cls.device = cls.make_device(
            coverage={"months": 12, "start_date": "2026-01-01"}
        )

    @classmethod
    def make_ticket(cls, **vals):
        return (
            cls.env["helpdesk.ticket"]
            .with_user(cls.dispatcher)
            .create(
                {
                    "name": "电机异响",
                    "description": "<p>轴承端发热，<b>有异响</b></p>",
                    "partner_id": cls.customer.id,
                    "aftersales_device_id": cls.device.id,
                }
                | vals
            )
        )

    def make_job(self, ticket):
        action = ticket.action_aftersales_create_order()
        return self.env["aftersales.order"].browse(action["res_id"])


__all__ = ["GROUP", "HELPDESK", "TicketCommon"]
