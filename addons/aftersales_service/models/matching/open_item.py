from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from ...kernel.matching import Item

LINE, RECEIPT = "account.move.line", "aftersales.collection"
KINDS = ("invoice", "receipt", "handin", "settlement", "deposit", "debit")
_SALES = ("out_invoice", "out_refund", "out_receipt", "in_invoice", "in_receipt")


@dataclass(frozen=True, slots=True)
class OpenItem(Item):
    """A kernel item, and the record it is: an item of the ledger, or a receipt that has
    no payment yet."""

    model: str = LINE
    res_id: int = 0
    currency: int = 0
    partner_id: int = 0

    @property
    def ref(self):
        return self.model, self.res_id


class OpenItems(models.AbstractModel):
    """What is open in a company, and may come or go by a line of a statement.

    Amounts are core's residuals. Each kind is one query, however much is open; callers
    have checked that their user may know it.
    """

    _name = "aftersales.open.item"
    _description = "Open Items"

    @api.model
    def _read_open(self, company):
        """[`OpenItem`] of all kinds."""
        self.env.flush_all()
        items = []
        for kind in KINDS:
            items += getattr(self, f"_open_{kind}")(company)
        return items

    # --- kinds

    @api.model
    def _open_invoice(self, company):
        """Of customers and suppliers, but for what settlements and credit notes say; and
        what entries say that somebody owes or is owed: opening balances, travel, freight."""
        where = SQL(
            """%s AND move.aftersales_settlement_id IS NULL
               AND (move.move_type IN %s OR move.move_type = 'entry'
                    AND move.origin_payment_id IS NULL
                    AND move.statement_line_id IS NULL AND line.partner_id IS NOT NULL)""",
            self._on_partners(company),
            _SALES,
        )
        return self._read_lines("invoice", company, where)

    @api.model
    def _open_settlement(self, company):
        """Claims and statements that were booked."""
        where = SQL(
            "%s AND move.move_type <> 'in_refund' AND move.aftersales_settlement_id IS NOT NULL",
            self._on_partners(company),
        )
        return self._read_lines("settlement", company, where)

    @api.model
    def _open_debit(self, company):
        """What suppliers give back by credit notes."""
        where = SQL("%s AND move.move_type = 'in_refund'", self._on_partners(company))
        return self._read_lines("debit", company, where)

    @api.model
    def _open_handin(self, company):
        """Money that left one account of ours and has not reached the other."""
        where = SQL("line.account_id = %s", company.transfer_account_id.id or 0)
        return self._read_lines("handin", company, where)

    @api.model
    def _open_deposit(self, company):
        account = company.aftersales_deposit_account_id.id or 0
        where = SQL(
            "%s AND pay.destination_account_id = %s", self._outstanding(), account
        )
        return self._read_lines("deposit", company, where)

    @api.model
    def _open_receipt(self, company):
        """Payments that no statement shows yet, and receipts that have no payment: the
        money is at our bank or channel before the technician hands the receipt in."""
        account = company.aftersales_deposit_account_id.id or 0
        where = SQL(
            "%s AND pay.destination_account_id IS DISTINCT FROM %s",
            self._outstanding(),
            account,
        )
        paid = self._select_lines("receipt", company, where)
        return self._make(
            "receipt",
            company,
            SQL("%s UNION ALL %s", paid, self._select_receipts(company)),
        )

    # --- queries

    @api.model
    def _on_partners(self, company):
        """Employees owe on an account of their own where the company has one."""
        return SQL(
            "(account.account_type IN ('asset_receivable', 'liability_payable') OR account.id = %s)",
            company.aftersales_staff_account_id.id or 0,
        )

    @api.model
    def _outstanding(self):
        """Not cash, which has arrived when it was paid in."""
        return SQL(
            "line.account_id = pay.outstanding_account_id AND line.account_id <> journal.default_account_id"
        )

    @api.model
    def _read_lines(self, kind, company, where):
        return self._make(kind, company, self._select_lines(kind, company, where))

    @api.model
    def _select_lines(self, kind, company, where):
        return SQL(
            """
            SELECT %(model)s, line.id, coalesce(owner.name, ''),
                   line.amount_residual_currency,
                   coalesce(move.invoice_date, move.date),
                   coalesce(taken.name, %(number)s, ''),
                   coalesce(taken.method, ''), line.currency_id, owner.id, move.journal_id
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              JOIN account_journal journal ON journal.id = move.journal_id
              JOIN account_account account ON account.id = line.account_id
              LEFT JOIN account_payment pay ON pay.move_id = move.id
              LEFT JOIN aftersales_collection taken ON taken.payment_id = pay.id
              LEFT JOIN res_partner partner ON partner.id = line.partner_id
              LEFT JOIN res_partner owner ON owner.id = partner.commercial_partner_id
             WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
               AND account.reconcile AND line.reconciled IS NOT TRUE
               AND line.amount_residual_currency <> 0
               AND %(where)s
            """,
            model=LINE,
            number=SQL("move.ref") if kind == "settlement" else SQL("move.name"),
            company=company.id,
            where=where,
        )

    @api.model
    def _select_receipts(self, company):
        """Cash is with the technician and never comes by a statement."""
        return SQL(
            """
            SELECT %(model)s, taken.id, coalesce(owner.name, ''), taken.amount,
                   (taken.taken_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
                   coalesce(taken.name, ''), taken.method, %(currency)s, owner.id, NULL
              FROM aftersales_collection taken
              LEFT JOIN res_partner partner ON partner.id = taken.partner_id
              LEFT JOIN res_partner owner ON owner.id = partner.commercial_partner_id
             WHERE taken.company_id = %(company)s AND taken.payment_id IS NULL
               AND taken.state IN ('held', 'handed')
               AND taken.method NOT IN ('cash', 'later')
            """,
            model=RECEIPT,
            zone=str(company._aftersales_zone()),
            currency=company.currency_id.id,
            company=company.id,
        )

    @api.model
    def _make(self, kind, company, query):
        """Amounts become fen; a payment into a channel's journal is one of the channel."""
        channels = {
            company.aftersales_wechat_journal_id.id: "wechat",
            company.aftersales_alipay_journal_id.id: "alipay",
        }
        channels.pop(False, None)
        return [
            OpenItem(
                f"{model},{record}",
                kind,
                partner,
                to_fen(amount),
                day,
                number,
                method or channels.get(journal, ""),
                model,
                record,
                currency,
                owner or 0,
            )
            for model, record, partner, amount, day, number, method, currency, owner, journal in (
                self.env.execute_query(query)
            )
        ]


def to_fen(amount):
    """Hundredths, as the kernel counts.

    >>> to_fen(0.29), to_fen(-1130.4)
    (29, -113040)
    """
    return round(float(amount) * 100)
