from odoo import api, fields, models

from ...groups import SALESPERSON, STAFF


class ServiceOrder(models.Model):
    """What a salesperson reports of his customers (S-15): who is told, who consents, and
    how he sees what became of it."""

    _inherit = "aftersales.order"

    sales_consent_words = fields.Char(
        "Consent of the Supervisor", compute="_compute_sales_consent_words"
    )

    @api.depends("approval_ids.state", "channel", "company_id")
    def _compute_sales_consent_words(self):
        for order in self:
            order.sales_consent_words = order._get_sales_consent_words()

    def _get_sales_consent_words(self):
        if not self._needs_sales_consent():
            return self.env._("Not needed")
        # sudo: who reported it learns the answer without reading questions
        asked = self.sudo().approval_ids.filtered(lambda a: a.kind == "sales_report")
        last = asked.sorted("id")[-1:]
        if not last:
            return False
        if last.state == "agreed":
            return self.env._("%s agreed.", last.decided_by_id.name)
        if last.state == "refused":
            return self.env._(
                "%(who)s refused: %(why)s",
                who=last.decided_by_id.name,
                why=last.note or "",
            )
        return self.env._("Waits for %s.", last._get_people_words())

    def _tell_sales_office(self):
        """The sales back office hears of what a salesperson reports."""
        role = self.env["aftersales.role"]
        # sudo: a report reaches its readers whoever wrote it
        role = role.sudo().search([("code", "=", "sales_back_office")], limit=1)
        for order in self.filtered(lambda o: o.channel == "sales").sudo():
            people = role._get_holders(order.company_id, order.unit_id)
            if not people:
                continue
            order.message_post(
                body=self.env._(
                    "%(salesperson)s reports for %(customer)s: %(fault)s",
                    salesperson=order.salesperson_id.name,
                    customer=order.partner_id.display_name,
                    fault=order.fault,
                ),
                partner_ids=people.partner_id.ids,
            )

    def get_formview_id(self, access_uid=None):
        """A salesperson's form shows what he may read (extends)."""
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if user.has_group(SALESPERSON) and not user.has_group(STAFF):
            return self.env.ref(
                "aftersales_service.aftersales_order_view_form_sales"
            ).id
        return super().get_formview_id(access_uid=access_uid)


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_aftersales_landings(self):
        return [
            *super()._get_aftersales_landings(),
            (80, SALESPERSON, "aftersales_service.aftersales_order_action_sales"),
        ]
