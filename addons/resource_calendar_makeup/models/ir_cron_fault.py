import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

_logger = logging.getLogger(__name__)

# A little less than a day: a daily job meets the record again on its next run.
_REST = timedelta(hours=20)
_KEPT = timedelta(days=30)


class IrCronFault(models.Model):
    """A record that a scheduled job could not work on: put aside, told, tried again."""

    _name = "ir.cron.fault"
    _description = "Record Put Aside by a Scheduled Job"
    _order = "id desc"
    _rec_name = "document_name"

    cron_id = fields.Many2one(
        "ir.cron",
        "Scheduled Job",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    res_model = fields.Char("Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char("Document", readonly=True)
    message = fields.Text("What Is Wrong", readonly=True)
    count = fields.Integer("Attempts", readonly=True, default=1)
    retry_at = fields.Datetime("Next Attempt", required=True, readonly=True)
    user_ids = fields.Many2many("res.users", string="Told", readonly=True)

    _once = models.UniqueIndex(
        "(cron_id, res_model, res_id)", "This record is put aside already."
    )

    # --- for `ir.cron`

    @api.model
    def _is_expected(self, error):
        """Whether ``error`` is a sentence for people, such as a missing setting."""
        return isinstance(error, UserError)

    def _get_domain(self, model):
        """Records of ``model`` that are not put aside just now."""
        now = fields.Datetime.now()
        aside = self.filtered(
            lambda fault: fault.res_model == model._name and fault.retry_at > now
        )
        return Domain("id", "not in", aside.mapped("res_id"))

    def _of(self, records):
        ids = set(records.ids)
        return self.filtered(
            lambda fault: fault.res_model == records._name and fault.res_id in ids
        )

    def _forget(self, records):
        """They went well this time."""
        if self:
            self._of(records).unlink()

    @api.model
    def _add(self, cron, record, error):
        """Put ``record`` aside; a person is told when it is the first time."""
        known = cron.fault_ids._of(record)
        message = self._get_message(error)
        retry_at = fields.Datetime.now() + _REST
        if known:
            known.write(
                {"count": known.count + 1, "retry_at": retry_at, "message": message}
            )
        elif cron:
            known = self.sudo().create(  # sudo: whoever lets the job run
                {
                    "cron_id": cron.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "document_name": self._get_name(record),
                    "message": message,
                    "retry_at": retry_at,
                }
            )
            known._tell(record)
        if cron.nextcall and cron.nextcall > retry_at:
            cron._trigger(retry_at)  # a monthly job would let it rest for a month

    @api.model
    def _get_message(self, error):
        if self._is_expected(error):
            return str(error)
        return f"{type(error).__name__}: {error}"

    @api.model
    def _get_name(self, record):
        """Its name, as far as it can say it: this very record is the one that fails."""
        try:
            with self.env.cr.savepoint():
                return record.display_name or str(record)
        except Exception:  # noqa: BLE001
            return str(record)

    # --- telling

    def _tell(self, record):
        """A task on the document where it can carry one, else on the list of somebody."""
        if "mail.activity" not in self.env:
            return
        for carries_it in (True, False):
            try:
                with self.env.cr.savepoint():
                    users = self._get_people(record)
                    target = carries_it and self._get_target(record)
                    self._create_tasks(users, target)
                    self.user_ids = users
                return
            except Exception:
                # Whatever is wrong with the document may keep it from carrying a task.
                _logger.exception("nobody could be told of %s on %s", self, record)

    def _get_target(self, record):
        """Hook: the document that carries the task; none when it cannot."""
        can = {"activity_ids", "message_ids"} <= set(record._fields)
        return record if can else None

    def _get_people(self, record):
        """Hook: users who are told of a failing ``record``; the administrators."""
        company = record.company_id if "company_id" in record._fields else None
        return self._get_administrators(company)

    @api.model
    def _get_administrators(self, company=None):
        """Those of ``company``, where it has some of its own."""
        # sudo: whoever lets the job run, somebody must be told
        group = self.env.ref("base.group_system").sudo()
        people = group.all_user_ids.filtered(
            lambda user: user.active and not user.share
        )
        there = people.filtered(lambda user: company and company in user.company_ids)
        return there or people

    def _create_tasks(self, users, target):
        # No mail for each: the list of tasks is where people look.
        tasks = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        tasks.create([self._prepare_task(user, target) for user in users])

    def _prepare_task(self, user, target):
        fault = self.with_context(lang=user.lang)
        summary = fault.env._(
            "%(job)s: cannot be done for %(document)s",
            job=fault.cron_id.name,
            document=fault.document_name,
        )
        again = fault.env._(
            "Everything else was done. This one is tried again every day; mend what is wrong, or ask the administrator, who finds it under Scheduled Actions."
        )
        vals = {
            "user_id": user.id,
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": summary,
            "note": plaintext2html(f"{fault.message}\n\n{again}"),
        }
        if target:
            model = self.env["ir.model"]._get_id(target._name)
            vals |= {"res_model_id": model, "res_id": target.id}
        return vals

    # --- people

    def action_open(self):
        """Open the record that was put aside."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def action_retry(self):
        """Tried again by the next run, which comes at once."""
        self.check_access("write")
        self.write({"retry_at": fields.Datetime.now()})
        for cron in self.cron_id:
            cron._trigger()

    @api.autovacuum
    def _gc(self):
        """What no run met again for a month was mended, finished or deleted."""
        limit = fields.Datetime.now() - _KEPT
        self.search([("retry_at", "<", limit)], limit=1000).unlink()
