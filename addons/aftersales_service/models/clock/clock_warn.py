from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .clock_plan import BATCH
from .clock_state import OPEN


class SlaClock(models.Model):
    """Who is responsible learns that a deadline comes near; at each step more people (C5)."""

    _inherit = "aftersales.sla.clock"

    @api.model
    def _cron_warn(self):
        """Tell the people of every step that passed; clocks that are not due cost nothing."""
        if not self.env["res.groups"]._aftersales_uses("sla"):
            return
        self._warn_due()

    @api.model
    def _warn_due(self):
        self.env["ir.cron"]._work_off(
            "aftersales_service.sla_cron_warn",
            self,
            self._get_warned_domain(),
            lambda clocks: clocks._warn(),
            order="next_warning_at, id",
            size=BATCH,
        )

    @api.model
    def _get_warned_domain(self):
        return OPEN & Domain("next_warning_at", "<=", fields.Datetime.now())

    def _warn(self):
        """One activity for each person and clock, however many steps passed at once."""
        now = fields.Datetime.now()
        documents = self._get_documents()
        roles = self._get_role_users()
        plans = self._get_plans()
        vals = []
        for clock in self:
            passed = clock._pass_steps(plans[clock].moments, now)
            if not passed:
                continue
            document = documents[clock]
            users = clock._get_warned_users(document, passed, roles)
            vals += [clock._prepare_activity(document, user, passed) for user in users]
        activities = self.env["mail.activity"].with_context(
            mail_activity_quick_update=True, mail_notify_author=False
        )
        activities.create(vals)

    def _pass_steps(self, moments, now):
        """Move to the next warning to come; the steps [percent, role] that passed."""
        ladder = self.ladder or []
        step = sum(moment <= now for moment in moments)
        passed = ladder[self.step : step]
        following = moments[step] if step < len(moments) else False
        self.write({"step": max(step, self.step), "next_warning_at": following})
        return passed

    def _get_warned_users(self, document, passed, roles):
        holders = roles.get((self.role_id.id, self.company_id.id), ())
        users = self._of_unit(holders) or document._get_clock_user()
        for _percent, role_id in passed:
            found = self._of_unit(roles.get((role_id, self.company_id.id), ()))
            users |= found or self.env["res.users"]
        # A warning that nobody gets is none.
        role = self.env["aftersales.role"]
        return users.filtered("active") or role._get_last_resort(self.company_id)

    def _of_unit(self, holders):
        """Users of holders who answer for this clock's unit."""
        path = self.unit_id.parent_path or ""
        users = self.env["res.users"]
        for holder in holders:
            if not holder.unit_id or path.startswith(holder.unit_id.parent_path):
                users |= holder.user_id
        return users

    def _get_role_users(self):
        """{(role id, company id): holders in office}; one search."""
        role_ids = set(self.role_id.ids)
        role_ids |= {role for clock in self for _p, role in clock.ladder or [] if role}
        day = self.company_id._aftersales_reached
        domain = Domain("role_id", "in", list(role_ids))
        domain &= Domain("company_id", "in", self.company_id.ids)
        domain &= Domain("date_from", "=", False) | day("date_from")
        domain &= Domain("date_to", "=", False) | day("date_to", ">=")
        found = {}
        # sudo: runs for everybody, also where roles may not be read
        for holder in self.env["aftersales.role.holder"].sudo().search(domain):
            key = (holder.role_id.id, holder.company_id.id)
            found[key] = found.get(key, holder.browse()) | holder
        return found

    def _prepare_activity(self, document, user, passed):
        clock = self.with_context(lang=user.lang)
        percent = passed[-1][0]
        return {
            "res_model_id": self.env["ir.model"]._get_id(self.res_model),
            "res_id": self.res_id,
            "user_id": user.id,
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                "mail.mail_activity_data_todo"
            ),
            "date_deadline": self.company_id._aftersales_day(self.due_at),
            "summary": clock.env._(
                "%(percent)s %% of “%(name)s”: due %(due)s",
                percent=percent,
                name=clock.name,
                due=format_datetime(
                    clock.env, self.due_at, tz=user.tz or self.company_id.aftersales_tz
                ),
            ),
        }
