from odoo import fields, models

_HOURS = frozenset(("labour_hours", "labour_reason", "technician_id", "helper_ids"))


class Visit(models.Model):
    """The hours of a finished visit are timesheets of whoever went."""

    _inherit = "aftersales.visit"
    _watched_fields = _HOURS

    timesheet_ids = fields.One2many(
        "account.analytic.line",
        "aftersales_visit_id",
        "Timesheets",
        groups="hr_timesheet.group_hr_timesheet_user",
    )

    def _after_write(self, changed):
        """A visit that is corrected corrects its timesheets (extends)."""
        result = super()._after_write(changed)
        if changed & _HOURS:
            self.filtered("ended_at")._record_costs()
        return result

    def _prepare_labour_costs(self, facts):
        """What labour costs is what is written into the timesheets (extends)."""
        rows = list(super()._prepare_labour_costs(facts))
        self._keep_timesheets({row["technician_id"]: row["quantity"] for row in rows})
        return rows

    def _keep_timesheets(self, hours):
        """One line for each person, as many hours as now.

        :param hours: {id of a technician: hours}
        """
        # sudo: of a step of a technician, who needs no rights on timesheets
        visit = self.sudo().with_company(self.company_id)
        project = visit.company_id.aftersales_timesheet_project_id
        lines = visit.timesheet_ids
        left = lines.browse()
        known = {line.employee_id: line for line in lines}
        wanted = []
        for technician in visit.env["aftersales.technician"].browse(hours):
            employee = technician._get_timesheet_employee()
            line = known.get(employee)
            left |= line or left
            if line and line.unit_amount != hours[technician.id]:
                line.unit_amount = hours[technician.id]
            elif employee and project and hours[technician.id] and not line:
                vals = self._prepare_timesheet(employee, hours[technician.id])
                wanted.append(vals | {"project_id": project.id})
        (lines - left).unlink()
        lines.create(wanted)

    def _prepare_timesheet(self, employee, hours):
        return {
            "name": f"{self.order_id.name} {self.name}",
            "employee_id": employee.id,
            "company_id": self.company_id.id,
            "date": self.company_id._aftersales_day(self.ended_at),
            "unit_amount": hours,
            "aftersales_visit_id": self.id,
        }
