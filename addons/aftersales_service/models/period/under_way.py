from odoo import fields, models


class PeriodException(models.Model):
    _inherit = "aftersales.period.exception"

    kind = fields.Selection(
        selection_add=[
            ("under_way", "Money That No Statement Shows"),
            ("taken_back", "Receipt Taken Back After Its Hand-In"),
        ],
        ondelete=dict.fromkeys(("under_way", "taken_back"), "cascade"),
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
        rows = self._search_handed_in(("payment_id.move_id.state", "!=", "posted"))
        rows |= self._search_handed_in(
            ("payment_id.move_id.reversal_move_ids.state", "=", "posted")
        )
        for row in rows:
            yield self._prepare_exception(
                "taken_back", row, row.display_name, row.amount
            )

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
