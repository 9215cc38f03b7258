from dataclasses import replace
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..bank.journal import CHANNELS
from .open_item import OpenItem, to_fen
from .propose import STATEMENT_LINE

# No payout holds lines from longer ago.
_LONGEST = timedelta(days=60)


class BankProposal(models.Model):
    """What a look for proposals reads: lines, items, and what was confirmed before."""

    _inherit = "aftersales.bank.proposal"

    @api.model
    def _lock_proposing(self, company):
        """Whoever proposes for the company at this moment is waited for; this one is then
        repeated, and knows what that one proposed."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET aftersales_proposed_at = now() AT TIME ZONE 'UTC' WHERE id = %s",
                company.id,
            ),
            log_exceptions=False,  # two at once is nothing to report
        )
        company.invalidate_recordset(["aftersales_proposed_at"], flush=False)

    @api.model
    def _get_waiting_lines(self, company):
        """Lines that nothing was said of, but for those put off and chosen by hand."""
        kept = [("state", "!=", "open"), ("by_hand", "=", True)]
        kept = self._search([("company_id", "=", company.id), "|", *kept])
        lines = self.env[STATEMENT_LINE]
        return lines.search(
            [
                *lines._aftersales_get_waiting(company),
                ("id", "not in", kept.subselect("statement_line_id")),
            ]
        ).filtered(lambda line: not line._aftersales_get_odd_currency())

    @api.model
    def _get_received_lines(self, company, waiting):
        """Lines of channels that were confirmed and wait for their payout."""
        lines = self.env[STATEMENT_LINE]
        if not waiting:
            return lines
        said = self._search([*self._of(company), ("state", "=", "confirmed")])
        held = self.env["aftersales.bank.proposal.item"]._search(
            [
                ("company_id", "=", company.id),
                ("res_model", "=", STATEMENT_LINE),
                ("proposal_id.state", "=", "confirmed"),
            ]
        )
        return lines.search(
            [
                *self._of(company),
                ("date", ">=", min(waiting.mapped("date")) - _LONGEST),
                ("aftersales_source", "in", CHANNELS),
                ("state", "=", "posted"),
                ("id", "not in", waiting.ids),
                ("id", "not in", held.subselect("res_id")),
                "|",
                ("is_reconciled", "=", True),
                ("id", "in", said.subselect("statement_line_id")),
            ]
        )

    @api.model
    def _of(self, company):
        return [("company_id", "=", company.id)]

    @api.model
    def _read_unreserved(self, company):
        """[`OpenItem`], less what people chose for other lines and did not confirm yet."""
        items = self.env["aftersales.open.item"]._read_open(company)
        rows = self.env["aftersales.bank.proposal.item"].search(
            [
                ("company_id", "=", company.id),
                ("proposal_id.state", "=", "open"),
                ("proposal_id.by_hand", "=", True),
            ]
        )
        held = {}
        for row in rows:
            held[row._get_ref()] = held.get(row._get_ref(), 0) + to_fen(row.amount)
        left = [(item, item.amount - held.get(item.ref, 0)) for item in items]
        return [replace(i, amount=fen) for i, fen in left if fen * i.amount > 0]

    @api.model
    def _read_paid(self, company, waiting):
        """{their number: what a line of a channel confirmed before was, and how much of it
        was not given back yet}, for the refunds among ``waiting``."""
        wanted = set(waiting.mapped("aftersales_refund_of")) - {False}
        if not wanted:
            return {}
        confirmed = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "confirmed"),
                "|",
                ("statement_line_id.aftersales_trade", "in", list(wanted)),
                ("statement_line_id.aftersales_refund_of", "in", list(wanted)),
            ]
        )
        back = {}
        for line in confirmed.statement_line_id.filtered("aftersales_refund_of"):
            trade = line.aftersales_refund_of
            back[trade] = back.get(trade, 0) + to_fen(line.amount)
        payments = confirmed.filtered(lambda p: p.statement_line_id.amount > 0)
        return {
            (trade := one.statement_line_id.aftersales_trade): one._as_paid(
                back.get(trade, 0)
            )
            for one in payments
            if len(one.line_ids) == 1 and one.line_ids.res_model != STATEMENT_LINE
        }

    def _as_paid(self, back):
        row, line = self.line_ids, self.statement_line_id
        return OpenItem(
            f"{row.res_model},{row.res_id}",
            "receipt",
            row.partner or "",
            to_fen(row.amount) + back,
            line.date,
            row.name or "",
            line.aftersales_channel or "",
            row.res_model,
            row.res_id,
            self.currency_id.id,
        )
