from odoo import fields, models
from odoo.tools import SQL


class PeriodException(models.Model):
    _inherit = "aftersales.period.exception"

    kind = fields.Selection(
        selection_add=[
            ("under_way", "Money That No Statement Shows"),
            ("taken_back", "Receipt Taken Back After Its Hand-In"),
            ("gap", "Statement With a Gap"),
            ("signed", "Signed for and Not Charged"),
        ],
        ondelete=dict.fromkeys(("under_way", "taken_back", "gap", "signed"), "cascade"),
    )


class Period(models.Model):
    """Money that is in the books and may be nowhere: handed in as paid to our accounts and
    never seen there, or booked out again; and drafts that belong to no sale of a job."""

    _inherit = "aftersales.period"

    def _search_handed_in(self, *domain):
        return self._search_mine(
            "aftersales.collection",
            ("state", "=", "posted"),
            ("period_day", "<=", self.last_day),
            *domain,
        )

    def _find_under_way(self):
        """Receipts of means whose statements are read, which no statement shows: the
        technician may have taken cash."""
        rows = self._search_handed_in(
            ("method", "not in", ("cash", "later")),
            ("payment_id.journal_id.aftersales_read_at", "!=", False),
            ("payment_id.is_matched", "=", False),
            ("payment_id.move_id.state", "=", "posted"),
        )
        for row in rows:
            yield self._prepare_exception(
                "under_way", row, row.display_name, row.amount, row.technician_id.name
            )

    def _find_taken_back(self):
        """Handed in, and its payment is none any more: of cash somebody has to say where
        it went."""
        rows = self._search_handed_in(
            ("payment_id.state", "in", ("draft", "canceled", "rejected"))
        )
        rows |= self._search_handed_in(
            ("payment_id.move_id.reversal_move_ids.state", "=", "posted")
        )
        for row in self._drop_reasoned("taken_back", rows):
            yield self._prepare_exception(
                "taken_back", row, row.display_name, row.amount
            )

    def _find_signed(self):
        """What a customer signed for, and is not asked for any more: somebody made the fee
        smaller, or somebody else its payer."""
        missing = dict(self._read_signed())
        fees = self.env["aftersales.fee"].browse(missing)
        for fee in self._drop_reasoned("signed", fees):
            name, who = f"{fee.order_id.name}: {fee.name}", self.env._("Dispatcher")
            yield self._prepare_exception("signed", fee, name, missing[fee.id], who)

    def _read_signed(self):
        """[(fee id, how much less than he signed for his shares are)], in one query."""
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT fee.id, (fee.signed - coalesce(sum(share.amount), 0))::float
                  FROM aftersales_fee fee
                  LEFT JOIN aftersales_fee_share share
                    ON share.fee_id = fee.id AND share.payer = 'customer'
                 WHERE fee.company_id = %s AND fee.period_day <= %s AND fee.signed > 0
                 GROUP BY fee.id HAVING fee.signed - coalesce(sum(share.amount), 0) >= 0.005
                 ORDER BY fee.id
                """,
                self.company_id.id,
                self.last_day,
            )
        )

    def _drop_reasoned(self, kind, records):
        """What lasts is explained once: a month that was closed with it has the reason."""
        known = self._search_mine(
            "aftersales.period.exception",
            ("kind", "=", kind),
            ("period_id", "!=", self.id),
            ("reason", "!=", False),
            ("res_id", "in", records.ids),
        )
        return records - records.browse(known.mapped("res_id"))

    def _find_gaps(self):
        """Days of a statement that were not read, or a line that is not the bank's."""
        journals = self._search_mine("account.journal", ("type", "=", "bank"))
        gaps = journals._aftersales_find_gaps(self.last_day)
        for line in self._drop_reasoned("gap", gaps):
            text = self.env._(
                "%(account)s, %(day)s: the balance before %(amount)s is that after no other line.",
                account=line.journal_id.name,
                day=line.aftersales_day,
                amount=line.currency_id.format(line.amount),
            )
            yield self._prepare_exception("gap", line, text, line.amount)

    def _find_other_drafts(self):
        """Credit notes of jobs and of goods that came back, bills of dealers, claims."""
        drafts = self._search_mine(
            "aftersales.disposition", ("refund_id.state", "=", "draft")
        ).refund_id
        drafts |= self._search_mine(
            "aftersales.dealer.claim", ("bill_id.state", "=", "draft")
        ).bill_id
        drafts |= self._search_mine(
            "account.move",
            ("state", "=", "draft"),
            "|",
            ("aftersales_chargeback_id", "!=", False),
            (
                "reversed_entry_id.line_ids.sale_line_ids.order_id.aftersales_order_id",
                "!=",
                False,
            ),
        )
        for move in drafts:
            if move.date <= self.last_day:
                yield self._prepare_exception(
                    "invoice", move, move.display_name, move.amount_total_signed
                )
