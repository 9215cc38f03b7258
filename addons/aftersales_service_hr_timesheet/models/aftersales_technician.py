from odoo import models


class Technician(models.Model):
    _inherit = "aftersales.technician"

    def _get_timesheet_employee(self):
        """The employee behind the login, if there is one."""
        # sudo: that somebody is an employee is no secret of personnel
        employees = self.sudo().user_id.employee_ids
        return employees.filtered(lambda e: e.company_id == self.company_id)[:1]

    def _get_hourly_cost(self):
        """That of the employee, where personnel wrote one (extends)."""
        return self._get_timesheet_employee().hourly_cost or super()._get_hourly_cost()
