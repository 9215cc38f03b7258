from odoo import api, fields, models

# How many shares are counted while somebody waits for the board.
_AT_ONCE = 2000
# Shares behind the marks that ``taken`` holds.
_SHARES = """
    SELECT number FROM taken WHERE source = 'aftersales.fee.share'
    UNION SELECT other.id FROM taken
        JOIN aftersales_fee_share s ON s.id = taken.number
        JOIN aftersales_fee_share other ON other.fee_id = s.fee_id
        WHERE source = 'aftersales.fee.share'
    UNION SELECT s.id FROM taken
        JOIN aftersales_fee f ON f.requisition_line_id = taken.number
        JOIN aftersales_fee_share s ON s.fee_id = f.id
        WHERE source = 'aftersales.requisition.line'
    UNION SELECT s.id FROM taken
        JOIN aftersales_fee_share s ON s.order_id = taken.number
        WHERE source = 'aftersales.order'
    UNION SELECT s.id FROM taken
        JOIN account_move_line l ON l.move_id = taken.number
        JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
        JOIN aftersales_fee_share s ON s.sale_line_id = r.order_line_id
        WHERE source = 'account.move'
    UNION SELECT s.id FROM taken
        JOIN aftersales_fee_share s ON s.receivable_move_id = taken.number
        WHERE source = 'account.move'
    UNION SELECT t.share_id FROM taken
        JOIN account_move_line l ON l.move_id = taken.number
        JOIN aftersales_settlement_line t ON t.move_line_id = l.id
        WHERE source = 'account.move' AND t.share_id IS NOT NULL
"""
_WAITING = f"""
WITH taken AS (SELECT source, number FROM aftersales_reconcile_mark)
{_SHARES}
"""


class ReconcileMark(models.Model):
    """What changed since its rows of the board were counted: a name and a number, added
    and taken away again, never changed."""

    _name = "aftersales.reconcile.mark"
    _description = "Mark of What Is to Be Counted"
    _inherit = ["document.default.mixin"]
    _log_access = False

    source = fields.Char(required=True)
    number = fields.Integer("Document ID", required=True)

    @api.model
    def _mark(self, records):
        """The rows behind these records are to be counted; one statement."""
        ids = records.ids
        if ids:
            # sudo: whoever changes a document causes a count
            self.sudo().create([{"source": records._name, "number": i} for i in ids])

    @api.model
    def _mark_all(self):
        """Every share of every fee, in the background."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            INSERT INTO aftersales_reconcile_mark (source, number)
            SELECT 'aftersales.fee.share', id FROM aftersales_fee_share
            """
        )
        cron = self.env.ref("aftersales_service.cron_reconcile_count", False)
        if cron:
            cron.sudo()._trigger()  # sudo: the finance manager may not start jobs

    @api.model
    def _take(self, limit=_AT_ONCE):
        """(how many of the oldest marks are gone now, the share ids behind them).

        Marks that somebody else is taking at this moment are left to him.
        """
        self.env.flush_all()
        self.env.cr.execute(
            f"""
            WITH taken AS (
                DELETE FROM aftersales_reconcile_mark WHERE id IN (
                    SELECT id FROM aftersales_reconcile_mark ORDER BY id LIMIT %s
                    FOR UPDATE SKIP LOCKED)
                RETURNING source, number)
            SELECT (SELECT count(*) FROM taken),
                array(SELECT number FROM ({_SHARES}) share)
            """,
            [limit],
        )
        return self.env.cr.fetchone()

    @api.model
    def _get_waiting_shares(self):
        """Share ids behind all marks, which stay."""
        self.env.flush_all()
        self.env.cr.execute(_WAITING)
        return {number for (number,) in self.env.cr.fetchall()}

    @api.model
    def _is_left(self):
        return bool(self.sudo().search([], limit=1))  # sudo: a question about a job
