import logging

from odoo import api, models
from odoo.tools import plaintext2html

from .line import COPIED

_logger = logging.getLogger(__name__)
_CHUNK = 2000
_PLACE = "aftersales_service.reconcile_compared"
# How many differences are told in words.
_MOST = 50
# Another day or another rule makes another state of the same facts.
_JUDGED = ("state", "rule_id", "fault_key", "turns_on", "keeps_open", "rank")
_COMPARED = tuple(name for name in COPIED if name not in _JUDGED)


class ReconcileLine(models.Model):
    """Every night all rows are compared with the documents they were counted from."""

    _inherit = "aftersales.reconcile.line"

    @api.model
    def _cron_compare(self):
        """What differs is told first and mended then; see `_compare`. A run that had no
        time for all goes on where it stopped."""
        cron, told = self.env["ir.cron"], []
        # sudo: a job keeps its place
        place = self.env["ir.config_parameter"].sudo()
        self._cron_count()
        last = int(place.get_param(_PLACE) or 0)
        while shares := self._get_next_shares(last):
            last = shares[-1]
            told += self._compare(shares)
            if not cron._commit_batch(len(shares), 1):
                break
        place.set_param(_PLACE, last if shares else False)
        if told:
            self._tell_differences(told)
        if not shares:
            cron._commit_batch(0, 0)  # nothing is left for tonight
        return told

    @api.model
    def _get_next_shares(self, last):
        self.env.cr.execute(
            "SELECT id FROM aftersales_fee_share WHERE id > %s ORDER BY id LIMIT %s",
            [last, _CHUNK],
        )
        return [number for (number,) in self.env.cr.fetchall()]

    @api.model
    def _compare(self, share_ids):
        """[(company id, share id, {name: (in the row, by the documents)})] of rows that are
        not what the documents say, which are counted anew.

        A share without a row, and a change that is marked but not counted yet, are none.
        """
        waiting = self.env["aftersales.reconcile.mark"]._get_waiting_shares()
        stored = self._read_rows(share_ids)
        rules = self.env["aftersales.reconcile.rule"]._get_rules()
        today = self._get_todays()
        wrong, stale = [], set(share_ids) - stored.keys()
        for facts in self._read_facts(share_ids):
            row = self._prepare_row(facts, rules, today)
            known = stored.get(row["share_id"])
            if not known or row["share_id"] in waiting:
                continue
            news = self._get_news(known, row)
            if news:
                wrong.append((row["company_id"], row["share_id"], news))
            if news or any(known[name] != row[name] for name in _JUDGED):
                stale.add(row["share_id"])
        self._recount(stale)
        return wrong

    @api.model
    def _get_news(self, known, row):
        """{name: (in the row, by the documents)} of what differs."""
        return {
            name: (known[name], row[name])
            for name in _COMPARED
            if self._is_other(known[name], row[name])
        }

    @api.model
    def _read_rows(self, share_ids):
        """{share id: row} as it is stored."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM aftersales_reconcile_line WHERE share_id = ANY(%s)",
            [list(share_ids)],
        )
        return {row["share_id"]: row for row in self.env.cr.dictfetchall()}

    @api.model
    def _is_other(self, stored, counted):
        if isinstance(stored, (int, float)) and not isinstance(stored, bool):
            return abs(float(stored) - float(counted or 0)) > 1e-4
        if hasattr(counted, "quantize") or isinstance(counted, (int, float)):
            return abs(float(stored or 0) - float(counted)) > 1e-4
        return (stored or None) != (counted or None)

    @api.model
    def _tell_differences(self, told):
        """One task for the accountants of each company, with every difference."""
        companies = {}
        for company_id, share_id, news in told:
            companies.setdefault(company_id, []).append((share_id, news))
        for company_id, rows in companies.items():
            _logger.info("reconciliation: %s rows differ from documents", len(rows))
            # sudo: a job tells it
            company = self.env["res.company"].sudo().browse(company_id)
            shares = self.env["aftersales.fee.share"].sudo()
            shares = shares.browse(share_id for share_id, _news in rows[:_MOST])
            text = self._describe_differences(shares, dict(rows))
            shares[0].order_id._tell_differences(company, text)

    @api.model
    def _describe_differences(self, shares, rows):
        """A line for each row: the job, the fee, and each value with what it should be."""
        lines = []
        for share in shares:
            values = ", ".join(
                f"{self._fields[name]._description_string(self.env)}: {a} → {b}"
                for name, (a, b) in rows[share.id].items()
            )
            lines.append(f"{share.order_id.name} · {share.fee_id.name}: {values}")
        if more := len(rows) - len(shares):
            lines.append(self.env._("… and %s rows more", more))
        return plaintext2html("\n".join(lines))


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    def _tell_differences(self, company, text):
        """Rows of the board were not what the documents say."""
        role = self.env["aftersales.role"]._get_by_code("accountant")
        people = role._get_holders(company) or self.env.user
        text = plaintext2html(text)
        self.message_post(body=text, partner_ids=people.partner_id.ids)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            company._aftersales_today(),
            self.env._("The board differed from the documents and was counted anew"),
            note=text,
            user_id=people[:1].id,
        )
