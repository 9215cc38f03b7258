from odoo import api, fields, models

from ...kernel.clock import Spec, due
from ..base.blocker import Blocker
from ..clock.calendar import Schedules


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
                company,
            )
            for company in companies
        }

    @api.model
    def _cron_chase(self):
        """Ask for every loaner that is late, again after so many working days."""
        if not self.env["res.groups"]._aftersales_uses("loan"):
            return
        late = [("state", "=", "out"), ("next_chase_at", "<=", fields.Datetime.now())]
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_loan_chase",
            self,
            late,
            lambda loans: loans._chase(),
            order="next_chase_at, id",
        )

    def _chase(self):
        """A task for whoever lent it, and the next one after so many working days."""
        again = self._get_chase_moments(self.company_id, fields.Datetime.now())
        # No mail for each: they stand in the list of tasks of whoever lent them.
        tasks = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        tasks.create([loan._prepare_chase() for loan in self])
        for loan in self._in_flow():
            loan.chase_count += 1
            loan.next_chase_at = again[loan.company_id]

    def _prepare_chase(self):
        """A task for whoever lent it."""
        kind = self.env.ref("mail.mail_activity_data_todo")
        role = self.env["aftersales.role"]
        user = self.user_id.filtered("active") or role._get_last_resort(self.company_id)
        loan = self.with_context(lang=user[:1].lang)
        return {
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "activity_type_id": kind.id,
            "user_id": user[:1].id,
            "summary": loan.env._(
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
