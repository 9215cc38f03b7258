from odoo import api, fields, models

from ...kernel.clock import Spec, due
from ..base.blocker import Blocker
from ..sla.calendar import Schedules


class Loan(models.Model):
    """A loaner that is not back in time is asked for again, and keeps its case open."""

    _inherit = "aftersales.loan"

    def _get_chase_moment(self, moment):
        """The working day, so many after ``moment``, on which it is asked for again."""
        return self._get_chase_moments(self.company_id, moment)[self.company_id]

    @api.model
    def _get_chase_moments(self, companies, moment):
        """{company: when it asks again after ``moment``}; each calendar is read once."""
        schedules = Schedules(moment, moment)
        return {
            company: schedules.run(
                company.resource_calendar_id,
                lambda schedule, company=company: due(
                    Spec(company.aftersales_loan_chase_days, "working_day"),
                    moment,
                    company._aftersales_zone(),
                    schedule,
                ),
            )
            for company in companies
        }

    @api.model
    def _cron_chase(self):
        """Ask for every loaner that is late, again after so many working days (batch)."""
        now = fields.Datetime.now()
        late = self.search([("state", "=", "out"), ("next_chase_at", "<=", now)])
        again = self._get_chase_moments(late.company_id, now)
        # No mail for each: they stand in the list of tasks of whoever lent them.
        tasks = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        tasks.create([loan._prepare_chase() for loan in late])
        for loan in late._in_flow():
            loan.chase_count += 1
            loan.next_chase_at = again[loan.company_id]

    def _prepare_chase(self):
        """A task for whoever lent it."""
        kind = self.env.ref("mail.mail_activity_data_todo")
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "user_id": self.user_id.id,
            "summary": self.env._(
                "Loaner %(device)s is due back from %(customer)s",
                device=self.device_id.display_name,
                customer=self.partner_id.name,
            ),
        }

    def _as_blockers(self):
        """What keeps the job open: loaners that are not back, deposits that are held."""
        return [
            Blocker(
                self.env._(
                    "Loaner %(device)s is at the customer's, due %(day)s.",
                    device=loan.device_id.display_name,
                    day=loan.company_id._aftersales_day(loan.stop),
                )
                if loan.state == "out"
                else self.env._("The deposit of loan %s is not settled.", loan.name),
                loan,
                loan.user_id.name,
            )
            for loan in self
            if loan.state == "out" or loan.deposit_state == "held"
        ]
