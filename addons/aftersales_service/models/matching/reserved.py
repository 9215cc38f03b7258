from dataclasses import replace

from odoo import api, models

from .open_item import OpenItem, to_fen
from .propose import STATEMENT_LINE


class BankProposal(models.Model):
    """What proposals made or confirmed before leave for others."""

    _inherit = "aftersales.bank.proposal"

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
