import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.fields import Domain

from ...kernel import periods
from ..sla.event_home import PERIODS

_logger = logging.getLogger(__name__)

# How many periods are opened at most after a standstill. The report of last month is still
# owed; the backup of a day that is over cannot be made any more.
_MOST = {"day": 1, "month": 3, "quarter": 2, "half_year": 2, "year": 1}
_UNITS = ("centre", "branch")


class Duty(models.Model):
    """Each period opens its duties, once, also after the server stood still."""

    _inherit = "aftersales.duty"

    @api.model
    def _cron_open(self):
        """Open what has begun; a rule that cannot be counted stops no other one."""
        if not self.env["res.groups"]._aftersales_uses("sla"):
            return
        rules = self._find_periodic_rules()
        newest = [max(there.ids) for there in rules.grouped(_key).values()]
        self.env["ir.cron"]._work_off(
            "aftersales_service.cron_duty_open",
            rules.browse(),
            Domain("id", "in", newest),
            self._open_for,
        )

    @api.model
    def _open_for(self, rules):
        """Open what ``rules`` and their earlier versions ask for."""
        for company, there in rules.grouped("company_id").items():
            keys = {_key(rule) for rule in there}
            self._open_due(company, lambda rule, keys=keys: _key(rule) in keys)

    @api.model
    def _open_due(self, company, chosen=None):
        """Open the duties of ``company`` whose period has begun; known ones stay.

        A duty that never was begins with the period of today.

        :param chosen: only rules that this function of a rule chooses
        :return: the new duties
        """
        # sudo: opened for everybody, whoever lets the clock tick
        duty = self.sudo().with_company(company)
        rules = duty._find_periodic_rules(company).filtered(chosen or bool)
        last = duty._find_last_periods(rules)
        wanted = {}
        for key, there in rules.grouped(_key).items():
            for start in duty._get_starts(key, last.get(key), company):
                for rule in _in_force(there, start, company._aftersales_today()):
                    for vals in duty._prepare_duties(rule, start):
                        wanted[key, vals["unit_id"], start] = vals
        return duty._create_missing(list(wanted.values()))

    @api.model
    def _find_periodic_rules(self, company=False):
        """Rules that begin with a period, of versions that are or were in force."""
        domain = (
            Domain("start_event_id.code", "in", list(PERIODS))
            & Domain("version_id.state", "in", ("approved", "superseded"))
            & Domain("version_id.policy_id.active", "=", True)
        )
        domain &= Domain("company_id", "=" if company else "!=", company and company.id)
        # sudo: as above
        return self.env["aftersales.sla.rule"].sudo().search(domain)

    @api.model
    def _find_last_periods(self, rules):
        """{key of rules: first day of the latest period that has a duty}, one query."""
        groups = self._read_group(
            Domain("policy_id", "in", rules.version_id.policy_id.ids),
            ["policy_id", "stop_event_id", "rule_id"],
            ["date_from:max"],
        )
        found = {}
        for _policy, _stop, rule, day in groups:
            key = _key(rule)
            found[key] = max(day, found.get(key, day))
        return found

    @api.model
    def _get_starts(self, key, last, company):
        """First days of the periods to open; of many that were missed the latest ones."""
        kind = PERIODS[key[2].code]
        today = company._aftersales_today()
        first = today
        if last:
            first = periods.last_day(kind, last) + timedelta(days=1)
        found = periods.starts(kind, first, today, _MOST[kind])
        missed = periods.starts(kind, first, today, 400)
        if len(missed) > len(found):
            _logger.info(
                "%s: %s periods of %s passed without a duty and stay without one",
                company.name, len(missed) - len(found), key[1].code,
            )  # fmt: skip
        return found

    @api.model
    def _prepare_duties(self, rule, start):
        """Values of the duties of one rule and period: one, or one for each unit."""
        kind = PERIODS[rule.start_event_id.code]
        if kind == periods.DAY and not _is_worked(rule, start):
            return []
        policy = rule.version_id.policy_id
        units = policy.unit_id or self._get_duty_units(rule)
        common = {
            "rule_id": rule.id,
            "sla_version_id": rule.version_id.id,
            "policy_id": policy.id,
            "stop_event_id": rule.stop_event_id.id,
            "company_id": rule.company_id.id,
            "date_from": start,
            "date_to": periods.last_day(kind, start),
        }
        return [
            common
            | {"unit_id": unit.id, "user_id": self._get_responsible(rule, unit).id}
            for unit in units or [units]
        ]

    @api.model
    def _get_duty_units(self, rule):
        """Centres and branches that have this duty each for themselves; else nobody's."""
        unit = self.env["aftersales.unit"]
        if not rule.per_unit:
            return unit
        return unit.search(
            [("company_id", "=", rule.company_id.id), ("kind", "in", _UNITS)]
        )

    @api.model
    def _get_responsible(self, rule, unit):
        """Who holds the rule's role there, else the person in charge of the unit, else a
        service director; nobody when the company has none of them."""
        director = self.env.ref("aftersales_service.role_service_director")
        company = rule.company_id
        users = rule.role_id._get_holders(company, unit) if rule.role_id else None
        users = users or unit.manager_id or director._get_holders(company, unit)
        return users.filtered("active")[:1]

    @api.model
    def _create_missing(self, vals):
        """The duties with their deadlines; none when another worker was faster."""
        try:
            with self.env.cr.savepoint():
                duties = self._in_flow().create(vals)._out_of_flow()
                self.env.flush_all()
        except UniqueViolation:
            _logger.info("another worker opened these duties at the same time")
            return self.browse()
        duties._begin_clocks()
        duties._remind()
        return duties

    def _begin_clocks(self):
        """The deadline counts from the first moment of the period."""
        for code, duties in self.grouped(
            lambda d: d.rule_id.start_event_id.code
        ).items():
            moments = {duty: duty._get_sla_start() for duty in duties}
            for clock in duties._start_clocks(code, moments):
                document = duties.browse(clock.res_id)
                document._in_flow().write(
                    {"clock_id": clock.id, "due_at": clock.due_at}
                )

    def _remind(self):
        """On the list of whoever is responsible from the first day on."""
        kind = self.env.ref("mail.mail_activity_data_todo")
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True
        )
        activities.create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": duty.id,
                    "user_id": duty.user_id.id,
                    "activity_type_id": kind.id,
                    "date_deadline": duty.company_id._aftersales_day(duty.due_at),
                    "summary": duty.with_context(lang=duty.user_id.lang).rule_id.name,
                }
                for duty in self
                if duty.user_id and duty.due_at
            ]
        )


class SlaVersion(models.Model):
    _inherit = "aftersales.sla.version"

    def action_approve(self):
        """What is due from now on is opened by the next run of the clock, which comes at
        once (extends the approval)."""
        result = super().action_approve()
        if any(r.start_event_id.code in PERIODS for r in self.rule_ids):
            self.env.ref("aftersales_service.cron_duty_open")._trigger()
        return result


def _key(rule):
    """Rules of successive versions are one duty: policy, what ends it, which period."""
    return (rule.version_id.policy_id, rule.stop_event_id, rule.start_event_id)


def _in_force(rules, start, today):
    """The rules of ``rules`` whose version held on ``start``; of a policy that began
    within the period, those that hold on its last day or today."""
    kind = PERIODS[rules[:1].start_event_id.code]
    for day in (start, min(periods.last_day(kind, start), today)):
        found = rules.filtered(lambda r, d=day: r.version_id._applies_on(d))
        if found:
            newest = max(found.version_id.ids)
            return found.filtered(lambda r, n=newest: r.version_id.id == n)
    return rules.browse()


def _is_worked(rule, day):
    """Whether somebody works on ``day``; without a calendar every day counts."""
    calendar = rule.calendar_id
    if not calendar:
        return True
    noon = fields.Datetime.to_datetime(day)
    around = timedelta(days=1)
    schedule = calendar._aftersales_schedule(
        noon - around, noon + around, rule.company_id
    )
    return day in schedule.days
