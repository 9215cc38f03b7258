def migrate(cr, version):
    """Every share gets its row of the board with the next counts, and documents that carry
    fees are known."""
    cr.execute(
        """
        INSERT INTO aftersales_reconcile_mark (source, number)
        SELECT 'aftersales.fee.share', s.id FROM aftersales_fee_share s
        WHERE NOT EXISTS (
            SELECT FROM aftersales_reconcile_line l WHERE l.share_id = s.id)
        """
    )
    cr.execute(
        """
        UPDATE account_move a SET aftersales_carries_fees = TRUE
        WHERE a.aftersales_carries_fees IS NOT TRUE AND a.id IN (
            SELECT l.move_id FROM aftersales_fee_share s
            JOIN sale_order_line_invoice_rel r ON r.order_line_id = s.sale_line_id
            JOIN account_move_line l ON l.id = r.invoice_line_id
            UNION SELECT receivable_move_id FROM aftersales_fee_share
            WHERE receivable_move_id IS NOT NULL
            UNION SELECT l.move_id FROM aftersales_settlement_line t
            JOIN account_move_line l ON l.id = t.move_line_id)
        """
    )
