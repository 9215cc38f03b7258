from psycopg2.extras import execute_values

from odoo import api, models

from ...kernel.reconcile import (
    COUNTS,
    DAYS,
    MONEY,
    QUANTITIES,
    find_faults,
    get_key,
    is_complete,
    judge,
)
from .line import COPIED

_RANKS = {"red": 3, "amber": 1, "green": 0}  # explained: 2
_CHUNK = 2000
# Columns of a row that bear another name than the fact.
AMOUNTS = {f"{name}_amount": name for name in MONEY}


def as_kernel(row):
    """Facts as the kernel wants them: money in hundredths, pieces in thousandths."""
    facts = {name: round(float(row[name]) * 1000) for name in QUANTITIES}
    facts |= {name: int(row[name]) * 1000 for name in COUNTS}
    facts |= {name: round(float(row[name]) * 100) for name in MONEY}
    rest = (*DAYS, "payer", "partner_id", "claim_state")
    return facts | {name: row[name] or None for name in rest}


class ReconcileLine(models.Model):
    """Rows are counted together: one query reads, one statement writes."""

    _inherit = "aftersales.reconcile.line"

    @api.model
    def _refresh(self, limit=_CHUNK):
        """Count what was marked, and what turned with the day; returns whether more waits.

        Called when the board is opened: it costs a fixed number of statements.
        """
        marks = self.env["aftersales.reconcile.mark"]
        (count, taken), turned = marks._take(limit), self._find_turned(limit)
        self._recount({*taken, *turned})
        # Marks that somebody else is taking are his: whoever finds no others has done.
        return len(turned) == limit or (bool(count) and marks._is_left())

    @api.model
    def _find_turned(self, limit):
        """Shares whose state is another one today."""
        # sudo: rows of all companies are counted together
        days = {
            c._aftersales_today()
            for c in self.env["res.company"].sudo().search_fetch([])
        }
        found = self.sudo().search_fetch(
            [("turns_on", "<=", min(days))], ["share_id"], limit=limit, order="id"
        )
        return found.share_id.ids

    @api.model
    def _recount(self, share_ids):
        """Rows of these shares as the documents are now."""
        share_ids = sorted(share_ids)
        rules = self.env["aftersales.reconcile.rule"]._get_rules() if share_ids else {}
        today = self._get_todays() if share_ids else {}
        for start in range(0, len(share_ids), _CHUNK):
            facts = self._read_facts(share_ids[start : start + _CHUNK])
            rows = [self._prepare_row(row, rules, today) for row in facts]
            self._store_rows(rows)
        self.invalidate_model()

    @api.model
    def _get_todays(self):
        # sudo: as above
        companies = self.env["res.company"].sudo().search_fetch([])
        return {company.id: company._aftersales_today() for company in companies}

    @api.model
    def _prepare_row(self, row, rules, today):
        """Values of a row: what the documents say, and what is wrong with it."""
        facts = as_kernel(row)
        day = today[row["company_id"]]
        faults = find_faults(facts, rules)
        state, due, turns_on = judge(faults, day, is_complete(facts))
        key = get_key(due) or None
        explained = bool(key and row["reason_id"] and key == row["reasoned_key"])
        first = due[0].code if due else None
        found = [record.id for rule, record in rules.items() if rule.code == first]
        values = {name: row[source] for name, source in AMOUNTS.items()}
        return (
            {name: row[name] for name in row if name in COPIED}
            | values
            | {
                "share_id": row["share_id"],
                "month": row["begun_on"].replace(day=1),
                "state": state,
                "rule_id": found[0] if found else None,
                "fault_key": key,
                "turns_on": turns_on,
                "keeps_open": state == "red" and not explained,
                "rank": 2 if explained else _RANKS[state],
            }
        )

    @api.model
    def _store_rows(self, rows):
        """Insert, or write over what is there; a reason for something else is no reason."""
        if not rows:
            return
        columns = ("share_id", *COPIED)
        news = ", ".join(f"{name} = EXCLUDED.{name}" for name in COPIED)
        keeps = """CASE WHEN aftersales_reconcile_line.reasoned_key = EXCLUDED.fault_key
            THEN aftersales_reconcile_line.{0} END"""
        kept = ", ".join(
            f"{name} = {keeps.format(name)}"
            for name in ("reason_id", "reason_note", "reasoned_key")
        )
        execute_values(
            self.env.cr._obj,
            f"INSERT INTO aftersales_reconcile_line ({', '.join(columns)}) VALUES %s"
            f" ON CONFLICT (share_id) DO UPDATE SET {news}, {kept}",
            [tuple(row[name] for name in columns) for row in rows],
            page_size=len(rows),
        )

    # --- the job

    @api.model
    def _cron_count(self):
        """Count everything that was marked, in batches."""
        cron = self.env["ir.cron"]
        while self._refresh():
            if not cron._commit_batch(_CHUNK, 1):
                return
