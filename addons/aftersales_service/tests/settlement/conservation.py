"""Sums that hold whatever was done with fees; each term is read from its own table."""

CLOSING = ("invoiced", "waived", "borne", "elsewhere", "written_off")
FEN = 0.004

SHARES = """
    SELECT fee.id, fee.amount, sum(share.amount - coalesce(share.taken_amount, 0))
      FROM aftersales_fee fee JOIN aftersales_fee_share share ON share.fee_id = fee.id
     WHERE fee.id IN %(fees)s GROUP BY fee.id
"""
SHARED_OUT = """
    SELECT fee.id, fee.amount, sum(row.net)
      FROM aftersales_fee fee JOIN aftersales_fee_movement row ON row.fee_id = fee.id
     WHERE fee.id IN %(fees)s AND row.kind = 'shared' GROUP BY fee.id
"""
ELSEWHERE = """
    SELECT fee_id, 0, sum(net) FROM aftersales_fee_movement
     WHERE fee_id IN %(fees)s AND kind = 'elsewhere' GROUP BY fee_id
"""
OPEN = """
    SELECT share.id, {share}, coalesce(sum(CASE WHEN row.kind = 'shared' THEN row.{row}
                WHEN row.kind IN %(closing)s THEN -row.{row} END), 0)
      FROM aftersales_fee_share share
      LEFT JOIN aftersales_fee_movement row ON row.share_id = share.id
     WHERE share.fee_id IN %(fees)s GROUP BY share.id
"""
BELOW = """
    SELECT share.id, 0, share.open_net FROM aftersales_fee_share share
     WHERE share.fee_id IN %(fees)s AND share.payer <> 'customer' AND share.open_net < 0
"""
TWICE = """
    SELECT share_id, 1, count(*) FROM aftersales_settlement_line
     WHERE is_open GROUP BY share_id HAVING count(*) > 1
"""
STRANGE = """
    SELECT line.id, share.id, 0 FROM aftersales_settlement_line line
      JOIN aftersales_settlement doc ON doc.id = line.settlement_id
      JOIN aftersales_fee_share share ON share.id = line.share_id
     WHERE doc.partner_id <> share.partner_id OR doc.payer <> share.payer
        OR doc.currency_id <> share.currency_id OR line.order_id <> share.order_id
"""
# By payer: what his shares say was charged, and what the books of settlements say.
BOOKS_NET = """
    SELECT coalesce(told.payer, booked.payer), coalesce(told.net, 0), coalesce(booked.net, 0)
      FROM (SELECT share.payer, sum(row.net) AS net FROM aftersales_fee_movement row
              JOIN aftersales_fee_share share ON share.id = row.share_id
             WHERE row.kind = 'invoiced' AND share.payer IN %(payers)s
               AND share.fee_id IN %(fees)s GROUP BY share.payer) told
      FULL JOIN (SELECT doc.payer, -sum(item.balance) AS net
              FROM aftersales_settlement doc
              JOIN account_move first ON first.aftersales_settlement_id = doc.id
              JOIN account_move move ON first.id IN (move.id, move.reversed_entry_id)
              JOIN account_move_line item ON item.move_id = move.id
             WHERE move.state = 'posted' AND {books} AND doc.id IN %(documents)s
             GROUP BY doc.payer) booked ON booked.payer = told.payer
"""
CUSTOMERS = """
    SELECT share.id, coalesce(told.net, 0), coalesce(billed.net, 0)
      FROM aftersales_fee_share share
      LEFT JOIN (SELECT share_id, sum(net) AS net FROM aftersales_fee_movement
             WHERE kind = 'invoiced' GROUP BY share_id) told ON told.share_id = share.id
      LEFT JOIN (SELECT rel.order_line_id, -sum(item.balance) AS net
              FROM sale_order_line_invoice_rel rel
              JOIN account_move_line item ON item.id = rel.invoice_line_id
             WHERE item.parent_state = 'posted' GROUP BY rel.order_line_id) billed
             ON billed.order_line_id = share.sale_line_id
     WHERE share.fee_id IN %(fees)s AND share.payer = 'customer'
"""
LAWS = {
    "shares sum to their fee": SHARES,
    "what was shared out is the fee": SHARED_OUT,
    "what one payer left another took": ELSEWHERE,
    "open without tax": OPEN.format(share="share.open_net", row="net"),
    "open tax": OPEN.format(share="share.open_tax", row="tax"),
    "nobody is charged more than his share": BELOW,
    "a share stands on one open document": TWICE,
    "lines are shares of their partner": STRANGE,
    "charged by settlements": BOOKS_NET.format(
        books="item.account_id = %(relief)s AND item.tax_line_id IS NULL"
    ),
    "tax of settlements": BOOKS_NET.replace("row.net", "row.tax").format(
        books="item.tax_line_id IS NOT NULL"
    ),
    "charged to customers": CUSTOMERS,
}
TOTALS = """
    SELECT share.payer, row.kind, sum(row.net), sum(row.tax)
      FROM aftersales_fee_movement row
      JOIN aftersales_fee_share share ON share.id = row.share_id
     WHERE share.fee_id IN %(fees)s GROUP BY share.payer, row.kind
"""


def get_faults(histories):
    """[(law, what it is about, one side, the other side)] of what does not agree."""
    env, fees = histories.env, histories.fees
    env.flush_all()
    documents = fees.share_ids.settlement_line_ids.settlement_id
    values = {
        "fees": tuple(fees.ids),
        "closing": CLOSING,
        "payers": ("supplier", "agent", "carrier", "manufacturer"),
        "documents": tuple(documents.ids or (0,)),
        "relief": histories.relief.id,
    }
    faults = []
    for law, query in LAWS.items():
        env.cr.execute(query, values)
        faults += [
            (law, key, float(one or 0), float(other or 0))
            for key, one, other in env.cr.fetchall()
            if abs(float(one or 0) - float(other or 0)) > FEN
        ]
    return faults


def get_totals(histories):
    """{payer: {kind: (net, tax)}} of the ledger."""
    histories.env.cr.execute(TOTALS, {"fees": tuple(histories.fees.ids)})
    totals = {}
    for payer, kind, net, tax in histories.env.cr.fetchall():
        totals.setdefault(payer, {})[kind] = (float(net), float(tax))
    return totals
