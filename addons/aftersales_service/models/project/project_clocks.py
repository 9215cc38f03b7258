from odoo import api, fields, models

from ...kernel.clock import on_day

# Dates of a project and the events that they are.
_DATES = {
    "acceptance_planned_on": "acceptance_planned",
    "accepted_on": "accepted",
    "free_until": "free_period_end",
    "installed_on": "installed",
}


class Project(models.Model):
    """Deadlines of a delivered project: who enters it before the acceptance (T-30), when
    the handover is finished (T-31), who hears of the end of free maintenance (T-29)."""

    _name = "aftersales.project"
    _inherit = [
        "aftersales.project",
        "document.guard.mixin",
        "aftersales.sla.mixin",
    ]

    acceptance_planned_on = fields.Date("Acceptance Planned For")
    accepted_on = fields.Date()
    free_until = fields.Date("Free Maintenance Until")
    install_by = fields.Date(
        "Installation by Contract",
        help="The day by which the contract wants it installed and commissioned.",
    )
    installed_on = fields.Date("Installed and Commissioned On")
    user_id = fields.Many2one(
        "res.users", "Person in Charge", index="btree_not_null", check_company=True
    )

    def _get_sla_contract(self):
        return self.sale_order_id

    def _get_sla_facts(self):
        return super()._get_sla_facts() | {
            "partner_id": self.partner_id.commercial_partner_id,
            "contract_id": self._get_sla_contract(),
        }

    def _get_clock_user(self):
        return self.user_id

    @api.model_create_multi
    def create(self, vals_list):
        """Its dates begin deadlines (overrides `create`)."""
        projects = super().create(vals_list)
        projects.filtered("install_by")._date_installation()
        for name in _DATES:
            projects.filtered(name)._tell_date(name)
        return projects

    def write(self, vals):
        """A date that moves takes its deadline along (overrides `write`)."""
        moved = {
            name: self.filtered(lambda p, n=name: p[n] != fields.Date.to_date(vals[n]))
            for name in set(_DATES) & set(vals)
        }
        result = super().write(vals)
        if "install_by" in vals:
            self._date_installation()
        for name, projects in moved.items():
            projects._tell_date(name)
        return result

    def _date_installation(self):
        """The time set in the contract is the due date of the installation (T-59)."""
        code = "contract_signed"
        for project in self:
            if project.install_by and code not in (project.clock_events or {}):
                signed = project.sale_order_id.date_order or fields.Datetime.now()
                project._start_clocks(code, signed)
            clocks = project._find_open_clocks().filtered(
                lambda c: c.start_event_id.code == code and c.unit == "agreed"
            )
            if not project.install_by:
                clocks.write({"cancelled_at": fields.Datetime.now()})
                continue
            clocks._agree(
                on_day(project.install_by, 0, project.company_id._aftersales_zone()),
                "appointment",
                self.env._("Time set in the contract"),
                project.partner_id.name,
            )

    def _tell_date(self, name):
        """The event is on that day; deadlines of the day before it moved are void."""
        event = _DATES[name]
        self._cancel_clocks([("start_event_id.code", "=", event)])
        dated = self.filtered(name)
        moments = {p: p._get_day_moment(p[name]) for p in dated}
        dated._clock_event(event, moments)

    def _get_day_moment(self, day):
        """Noon of ``day`` where the company works: the same day in every zone near it."""
        return on_day(day, 12, self.company_id._aftersales_zone())
