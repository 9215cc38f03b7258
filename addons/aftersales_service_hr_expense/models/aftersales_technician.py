from odoo import models


class Technician(models.Model):
    """An employee has his account where his expenses are booked."""

    _inherit = "aftersales.technician"

    def _get_employee(self):
        """The employee behind the login, if there is one."""
        # sudo: that somebody is an employee is no secret of personnel
        employees = self.sudo().user_id.employee_ids
        return employees.filtered(lambda e: e.company_id == self.company_id)[:1]

    def _get_travel_partner(self):
        return self._get_employee().work_contact_id or super()._get_travel_partner()

    def _get_travel_account(self):
        partner = self._get_employee().work_contact_id
        if not partner:
            return super()._get_travel_account()
        return partner.with_company(self.company_id).property_account_payable_id
