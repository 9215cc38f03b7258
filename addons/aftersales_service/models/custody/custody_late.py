from odoo import models


class Custody(models.Model):
    """Goods that are not ready on the promised day: red in the list, and the director is
    asked for help at once (R-34, T-25)."""

    _name = "aftersales.custody"
    _inherit = ["aftersales.custody", "aftersales.overdue.mixin"]
    _overdue_field = "date_promised"
    _overdue_states = ("taken", "in_store", "in_repair", "at_maker", "waiting")


class ReturnOrder(models.Model):
    _inherit = "aftersales.return"

    def _tell_delay(self):
        """The directors learn of it, too, beside whoever answers to the customer."""
        result = super()._tell_delay()
        for record in self:
            for user in record._get_directors():
                # sudo: production tells the delay, it cannot plan other people's tasks
                record.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Help is needed: it will not be ready in time"),
                    note=record.delay_reason,
                    user_id=user.id,
                )
        return result

    def _get_directors(self):
        role = self.env["aftersales.role"]._get_by_code("service_director")
        return role._get_holders(self.company_id, self.unit_id)
