from odoo import models
from odoo.tools import SQL

from .statement_line import TEXTS


class BankFile(models.Model):
    """A checked file becomes lines of the account, all of them in one transaction."""

    _inherit = "aftersales.bank.file"

    def action_read(self):
        """Create the lines that are new; a second time creates nothing.

        Whoever reads another file of the account at the same moment begins anew: both
        write the journal, and he then knows what this one brought.
        """
        self._check_may_read()
        if self.state == "done":
            return True
        self._lock_journal()
        lines = self._check_file()
        if lines is not None:
            self._after_read(self._enter(lines))
        return True

    def _lock_journal(self):
        self.env.cr.execute(
            SQL(
                "SELECT id FROM account_journal WHERE id = %s FOR NO KEY UPDATE",
                self.journal_id.id,
            ),
            log_exceptions=False,  # two at once is nothing to report
        )
        # sudo: that a statement was read is all that is written on the journal
        self.journal_id.sudo().aftersales_read_at = self._now()
        self.env.flush_all()

    def _after_read(self, lines):
        """Hook: ``lines`` are new."""

    def _enter(self, lines):
        known = self._find_known(lines)
        self._move_to("done", user_id=self.env.uid, read_at=self._now())
        # sudo: an accountant of ours reads statements in, and cannot otherwise write lines
        entered = (
            self.env["account.bank.statement.line"]
            .sudo()
            .with_company(self.company_id)
            .with_context(tracking_disable=True)
            .create(self._prepare_lines([n for n in lines if n.key not in known]))
        )
        self.row_ids.sudo().unlink()  # sudo: as in a check; the lines themselves are there
        return entered

    def _find_known(self, lines):
        """The keys of ``lines`` that the account knows already."""
        # sudo: also lines that a rule of others hides are there
        found = (
            self.env["account.bank.statement.line"]
            .sudo()
            .search_fetch(
                [
                    ("journal_id", "=", self.journal_id.id),
                    ("aftersales_key", "in", [line.key for line in lines]),
                ],
                ["aftersales_key"],
            )
        )
        return set(found.mapped("aftersales_key"))

    def _prepare_lines(self, lines):
        """A movement of a closed month is booked on the first day that is open."""
        journal = self.journal_id
        days = self.company_id._aftersales_find_open_days(
            {(line.date, journal) for line in lines}
        )
        return [
            self._prepare_line(line) | {"date": days[line.date, journal]}
            for line in lines
        ]

    def _prepare_line(self, line):
        texts = {f"aftersales_{name}": getattr(line, name) or False for name in TEXTS}
        return texts | {
            "journal_id": self.journal_id.id,
            "amount": line.amount / 100,
            "payment_ref": line.memo or line.number or line.payer or line.trade or "/",
            "partner_name": line.payer or False,
            "account_number": not line.is_channels and line.account,
            "aftersales_key": line.key,
            "aftersales_source": line.source,
            "aftersales_day": line.date,
            "aftersales_time": line.time and line.time.isoformat(),
            "aftersales_fee": line.fee / 100,
            "aftersales_balance": (line.balance or 0) / 100,
            "aftersales_file_id": self.id,
        }
