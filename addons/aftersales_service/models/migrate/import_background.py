import logging
import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...exceptions import ImportBusy

_logger = logging.getLogger(__name__)
CRON = "aftersales_service.cron_import"
# Beyond the ten seconds that core plans for a job, and well below the two minutes after
# which a worker is ended: reading the file again costs more than a longer turn.
_LONGER = 40


class ImportStop(models.Model):
    """Somebody wants a running import to stop.

    A row of its own: the import's own row is written by the run, and whoever presses
    the button must not wait for it.
    """

    _name = "aftersales.import.stop"
    _description = "Wish to Stop an Import"
    _inherit = ["document.default.mixin"]

    import_id = fields.Many2one(
        "aftersales.import", required=True, index=True, ondelete="cascade"
    )


class ImportRegister(models.Model):
    """Long registers: imported by a scheduled action, so that nobody waits.

    What is finished is committed, so a machine that fails loses at most one chunk, and
    the next turn of the job goes on behind it.
    """

    _inherit = "aftersales.import"

    user_id = fields.Many2one(
        "res.users",
        "Started By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    problem = fields.Text("What Went Wrong", readonly=True, copy=False)
    progress = fields.Integer("Progress (%)", compute="_compute_progress")

    @api.depends("good_count", "error_count", "row_count", "done_row")
    def _compute_progress(self):
        for record in self:
            done = record.good_count + record.error_count if record.done_row else 0
            # Until the end the rows are estimated where nobody checked the file.
            record.progress = min(100 * done // (record.row_count or 1), 100)

    def _start_in_background(self, rows):
        """Two people who press at once, or one who presses twice, start one run."""
        if self.state != "running":
            self._lock()
            self._get_stops().unlink()
            vals = {"user_id": self.env.uid, "problem": False}
            if self.state != "stopped":
                vals |= {"done_row": 0, "row_count": rows}
            self._move_to("running", **vals)
        # sudo: only that the job runs soon
        self.env.ref(CRON).sudo()._trigger()
        return True

    def action_stop(self):
        """Let a running import stop behind the rows that are under way."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "running" and not self._get_stops():
            # sudo: who may write the import may stop it
            self.env["aftersales.import.stop"].sudo().create({"import_id": self.id})
            self.env.ref(CRON).sudo()._trigger()  # sudo: see `_start_in_background`
        return True

    def _get_stops(self):
        # sudo: see `action_stop`
        stops = self.env["aftersales.import.stop"].sudo()
        return stops.search([("import_id", "in", self.ids)])

    @api.model
    def _cron_import(self):
        """Work at running imports, the oldest first, until the turn is over."""
        end = self.env.context.get("cron_end_time", float("inf")) + _LONGER
        waiting = self.search([("state", "=", "running")], order="id")
        for record in waiting:
            if time.monotonic() >= end:
                self.env["ir.cron"]._commit_batch(0, len(waiting))
                return
            mine = record._as_starter().with_context(aftersales_import_until=end)
            mine._run_in_background()
        left = self.search_count([("state", "=", "running")])
        self.env["ir.cron"]._commit_batch(len(waiting) - left, left)

    def _as_starter(self):
        """With the rights, the language and the company of who started it."""
        user = self.user_id or self.create_uid
        return (
            self.with_user(user)
            .with_company(self.company_id)
            .with_context(
                lang=user.lang, tz=user.tz, allowed_company_ids=self.company_id.ids
            )
        )

    def _run_in_background(self):
        """One record cannot keep the job from the others: what fails is told."""
        try:
            self._lock()
            if not self.done_row:
                self._reset()
            self._import_rows(*self._read())
        except (ImportBusy, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            # Somebody was faster; the next turn meets what he did.
            self.env.cr.rollback()
            return
        except Exception as error:
            self.env.cr.rollback()
            if not isinstance(error, UserError):
                _logger.exception("Import %s failed", self.id)
            # sudo: what failed may be the rights of whoever started it
            self.sudo()._move_to("stopped", problem=str(error))
        if self.state != "running":
            self._tell()
        self.env["ir.cron"]._commit_progress(1)

    def _is_told_to_stop(self):
        stops = self._get_stops()
        if stops:
            stops.unlink()
            self._move_to("stopped")
        return bool(stops)

    def _is_turn_over(self):
        end = self.env.context.get("aftersales_import_until", float("inf"))
        return time.monotonic() >= end

    def _tell(self):
        """Whoever started it learns how it ended, also when he is elsewhere by now."""
        texts = {
            "done": self.env._(
                "“%(name)s” is imported: %(created)s created, %(present)s already there, %(errors)s rows with errors.",
                name=self.filename or "",
                created=self.created_count,
                present=self.present_count,
                errors=self.error_count,
            ),
            "stopped": self.env._(
                "The import of “%(name)s” was stopped after %(done)s of %(all)s rows. %(problem)s",
                name=self.filename or "",
                done=self.good_count + self.error_count,
                all=self.row_count,
                problem=self.problem or "",
            ),
        }
        text = texts[self.state]
        # sudo: a message of the system to the person himself
        self.env["mail.thread"].sudo().message_notify(
            author_id=self.env.ref("base.partner_root").id,
            partner_ids=self.env.user.partner_id.ids,
            subject=self.env._("Register Import"),
            body=text,
            model=self._name,
            res_id=self.id,
        )
        self.env.user._bus_send(
            "simple_notification", {"type": "info", "message": text}
        )
