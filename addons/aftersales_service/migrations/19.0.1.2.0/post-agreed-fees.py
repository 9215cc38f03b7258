"""Fees whose price and payer were agreed stand from now on, whatever is decided later."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE aftersales_fee fee
           SET is_agreed = TRUE
         WHERE is_agreed IS NOT TRUE
           AND (
               (fee.kind = 'inspection' AND fee.visit_id IS NULL)
               OR EXISTS (
                   SELECT FROM aftersales_fee_share share
                    WHERE share.fee_id = fee.id
                      AND share.receivable_move_id IS NOT NULL
               )
           )
        """
    )
