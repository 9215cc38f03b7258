"""Shares of fees get the movements that price, quotation and invoices tell of them."""

from odoo import SUPERUSER_ID, api

_CHUNK = 1000


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        """
        SELECT id FROM aftersales_fee_share share
         WHERE NOT EXISTS (
             SELECT FROM aftersales_fee_movement WHERE share_id = share.id
         )
         ORDER BY id
        """
    )
    ids = [share for (share,) in cr.fetchall()]
    for start in range(0, len(ids), _CHUNK):
        shares = env["aftersales.fee.share"].browse(ids[start : start + _CHUNK])
        for share in shares._get_nameless():
            fee = share.fee_id
            share.partner_id = fee.order_id._get_payer_partner(
                share.payer, fee.kind, fee.product_id
            )
        for share in shares:
            share._follow(share._get_standing())
        env.flush_all()
        env.invalidate_all()
