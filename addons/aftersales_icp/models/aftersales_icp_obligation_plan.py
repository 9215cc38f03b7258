from odoo import api, models

from ..kernel.deadline import first_reminder, next_reminder

BATCH = 200
STAYING = {"yearly"}


class IcpObligationPlan(models.Model):
    """How duties come, move, end and speak up."""

    _inherit = "aftersales.icp.obligation"

    @api.model
    def _schedule(self, records, events):
        """Open, move or drop the duties of ``{event: date or date field}``."""
        today = self._today()
        rules = self.env["aftersales.icp.rule"]._valid_on(
            today, [("event", "in", list(events))]
        )
        if not rules or not records:
            return self
        known = self._open_of(records, rules)
        new = []
        for record in records.sudo():  # sudo: dates of persons are hidden from clerks
            for rule in rules:
                base = self._base(record, events[rule.event])
                current = known.get((record.id, rule))
                new += self._plan_one(record, rule, base, current)
        return self._in_flow().create(new)._out_of_flow()

    def _open_of(self, records, rules):
        domain = [
            ("res_model", "=", records._name),
            ("res_id", "in", records.ids),
            ("rule_id", "in", rules.ids),
            ("state", "=", "open"),
        ]
        return {(one.res_id, one.rule_id): one for one in self.search(domain)}

    @api.model
    def _base(self, record, source):
        return record[source] if isinstance(source, str) else source

    def _plan_one(self, record, rule, base, current):
        """Values of a new duty, if one is to be opened."""
        if not base:
            if current:
                gone = self.env._("The date it was counted from was taken away.")
                current._move_to("waived", waived_reason=gone)
            return []
        subject, service = record._duty_owners()
        if not rule._applies(subject, service):
            return []
        company = record.company_id or self.env.company
        due = record._duty_due(rule, base, company)
        if current:
            # last year's duty that is still open stays late: the new year moves nothing
            if current.due_on != due and rule.event not in STAYING:
                current._in_flow().write({"base_on": base, "due_on": due})
                current._set_reminder()
            return []
        return [self._prepare_vals(record, rule, base, due, subject, service)]

    @api.model
    def _prepare_vals(self, record, rule, base, due, subject, service):
        today = self._today()
        user = subject.user_id or service.subject_id.user_id
        return {
            "rule_id": rule.id,
            "law_id": rule.law_id.id,
            "res_model": record._name,
            "res_id": record.id,
            "subject_id": subject.id,
            "service_id": service.id,
            "company_id": (record.company_id or self.env.company).id,
            "base_on": base,
            "due_on": due,
            "user_id": user.id,
            "next_reminder": first_reminder(due, rule.reminder_days, today),
        }

    @api.model
    def _fulfil(self, records, events, text, ahead=False):
        """Close the open duties of these events; the fact itself is the evidence."""
        domain = [
            ("res_model", "=", records._name),
            ("res_id", "in", records.ids),
            ("rule_id.event", "in", events),
            ("state", "=", "open"),
        ]
        if ahead:
            domain.append(("rule_id.offset", "<", 0))
        for one in self.search(domain):
            evidence = self.env["aftersales.icp.evidence"]._of_fact(one, text)
            one._prove(evidence)

    # === THE NIGHTLY RUN === #

    @api.model
    def _cron_remind(self):
        """Speak up for what is due today; everything else is not even read."""
        today = self._today()
        self.env["ir.cron"]._work_off(
            "aftersales_icp.cron_remind",
            self,
            [("state", "=", "open"), ("next_reminder", "<=", today)],
            lambda duties: duties._remind(today),
            order="next_reminder, id",
            size=BATCH,
        )

    def _remind(self, today):
        """One activity per duty, and a letter to customers who are to know."""
        spoken = set(self._with_activity().ids)
        kind = self.env.ref("mail.mail_activity_data_todo")
        model = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                self._prepare_activity_vals(one, kind, model)
                for one in self
                if one.id not in spoken
            ]
        )
        for one in self:
            one._in_flow().next_reminder = next_reminder(
                one.due_on, one.rule_id.reminder_days, today
            )
        self.filtered("tells_customer")._tell_customers()

    def _with_activity(self):
        activities = self.env["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        return self.browse(activities.mapped("res_id"))

    @api.model
    def _prepare_activity_vals(self, one, kind, model):
        return {
            "res_model_id": model,
            "res_id": one.id,
            "activity_type_id": kind.id,
            "summary": one.rule_id.display_name,
            "date_deadline": one.due_on,
            "user_id": one._get_reminded_user().id,
        }

    def _get_reminded_user(self):
        """Whose duty it is; one that nobody has belongs to the compliance officers."""
        user = self.user_id.filtered("active")
        return user or self.env["ir.cron.fault"]._get_officers(self.company_id)[:1]

    def _tell_customers(self):
        """One letter per organiser, however many of its duties are due."""
        for subject, duties in self.grouped("subject_id").items():
            if subject and not subject.is_own:
                subject._tell_customer(duties)
