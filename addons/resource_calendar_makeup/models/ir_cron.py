import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

# Somebody else writes the same rows: nothing is wrong with the record.
_PASSING = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)


class IrCron(models.Model):
    """Jobs over many records of which no single one can stop the others.

    `_work_off` is the loop that every job of this suite runs through: batches with a
    commit behind each; what fails is halved until the record is found that fails. That
    one is put aside (`ir.cron.fault`), a person is told once, and it is tried again on
    the next day.
    """

    _inherit = "ir.cron"

    fault_ids = fields.One2many(
        "ir.cron.fault", "cron_id", "Records Put Aside", groups="base.group_system"
    )

    @api.model
    def _work_off(self, job, model, domain, work, order="id", size=100):
        """Call ``work(records)`` for every record of ``domain``, in batches.

        :param job: external id of the scheduled job; what it put aside is left out
        :param model: empty recordset in the environment that ``work`` is to have
        :param work: each call is a savepoint; it must bear to be repeated for a part
        :return: whether nothing is left; False when the time of the job is over
        """
        cron = self._get_job(job)
        domain = Domain(domain) & cron.fault_ids._get_domain(model)
        ids = model.search(domain, order=order).ids
        for start in range(0, len(ids), size):
            chunk = Domain("id", "in", ids[start : start + size])
            # Whatever was committed meanwhile may have made some of them fit no more.
            cron._attempt(model.search(domain & chunk, order=order), work)
            left = max(len(ids) - start - size, 0)
            if not self._commit_batch(len(ids[start : start + size]), left):
                return not left
        return True

    @api.model
    def _get_job(self, job):
        """The job, for those too who may not read jobs; none when somebody deleted it."""
        number = self.env["ir.model.data"]._xmlid_to_res_id(job)
        return self.sudo().browse(number or ())  # sudo: as the docstring says

    @api.model
    def _commit_batch(self, done, left):
        """Commit inside a job, and say whether there is time for more. Whoever calls the
        job's method himself keeps his transaction."""
        if not self.env.context.get("ir_cron_progress_id"):
            return True
        return self.env["ir.cron"]._commit_progress(done, remaining=left) > 0

    def _attempt(self, records, work):
        """``work(records)``, or as much of it as can be done."""
        if not records:
            return
        try:
            with self.env.cr.savepoint():
                work(records)
        except psycopg2.InterfaceError:
            raise  # the connection is gone, and with it every other record
        except Exception as error:  # noqa: BLE001 - whatever it is, others must go on
            self._isolate(records, work, error)
        else:
            self.fault_ids._forget(records)

    def _isolate(self, records, work, error):
        """Both halves on their own, until a single record is left.

        What it says is for people, so it fails in the company's language at last: the
        user of a job has none.
        """
        half = len(records) // 2
        if not records.env.lang:
            lang = self.env.company.partner_id.lang or "en_US"
            self._attempt(records.with_context(lang=lang), work)
        elif half:
            self._attempt(records[:half], work)
            self._attempt(records[half:], work)
        elif isinstance(error, _PASSING):
            _logger.info(
                "%s: %s comes with the next run: %s", self.name, records, error
            )
        else:
            self._put_aside(records, error)

    def _put_aside(self, record, error):
        """Keep one failing record out of the next runs and tell somebody, once."""
        expected = self.env["ir.cron.fault"]._is_expected(error)
        _logger.log(
            logging.WARNING if expected else logging.ERROR,
            "%s: %s is put aside: %s", self.name, record, error,
            exc_info=None if expected else error,
        )  # fmt: skip
        self.fault_ids._add(self, record, error)
