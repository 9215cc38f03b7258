from odoo import api, fields, models
from odoo.fields import Domain


class RegisterDay(models.Model):
    """End-of-day check 日终核对: no mail of the day waits for a person (S-22)."""

    _inherit = "aftersales.register.day"

    held_mail_count = fields.Integer(
        "Held E-Mails",
        compute="_compute_held_mail_count",
        help="Mails of this unit, and those for no unit, that came until the end of the day and wait for a person.",
    )

    @api.depends("date", "unit_id", "company_id")
    def _compute_held_mail_count(self):
        """One query for any number of sheets: there are few held mails."""
        # sudo: a number, shown to whoever may see the sheet
        held = (
            self.env["aftersales.mail"]
            .sudo()
            .search_fetch(
                Domain("state", "=", "held")
                & Domain("company_id", "in", self.company_id.ids),
                ["company_id", "unit_id", "received_at"],
            )
        )
        for day in self:
            end = day.date and day._get_last_moment()
            day.held_mail_count = sum(
                mail.company_id == day.company_id
                and mail.unit_id in (day.unit_id, mail.unit_id.browse())
                and bool(end)
                and mail.received_at <= end
                for mail in held
            )

    def action_view_held_mails(self):
        self.ensure_one()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_mail_action_held"
        )
