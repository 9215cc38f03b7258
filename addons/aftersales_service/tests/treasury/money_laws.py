"""Sums of money that hold whatever was done with it; each term is read from a table of its
own. What is true of fees alone is `settlement/conservation`, of lines `matching/histories`."""

from ..fees.cash_histories import get_cash_faults
from ..matching.histories import get_broken
from ..settlement.conservation import CLOSING, get_faults

_BILLED = """
    SELECT share.id AS share_id, sum(CASE item.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
               * item.price_subtotal) AS net,
           sum(CASE item.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
               * (item.price_total - item.price_subtotal)) AS tax
      FROM aftersales_fee_share share
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = share.sale_line_id
      JOIN (SELECT one.*, move.move_type FROM account_move_line one
              JOIN account_move move ON move.id = one.move_id) item
        ON item.id = rel.invoice_line_id AND item.parent_state = 'posted'
     WHERE share.fee_id IN %(fees)s AND share.payer = 'customer' GROUP BY share.id
"""
# Of each payer and currency: what was shared out is what became of it.
_PAYERS = """
    SELECT share.payer || ' ' || share.currency_id, sum({worth}),
           sum(coalesce(CASE share.payer WHEN 'customer' THEN billed.{name}
                        ELSE moved.invoiced END, 0)
               + coalesce(moved.closed, 0) + share.open_{name})
      FROM aftersales_fee_share share
      LEFT JOIN (SELECT share_id, sum({name}) FILTER (WHERE kind = 'shared') AS shared,
                        sum({name}) FILTER (WHERE kind = 'invoiced') AS invoiced,
                        sum({name}) FILTER (WHERE kind IN %(closing)s
                                            AND kind <> 'invoiced') AS closed
                   FROM aftersales_fee_movement GROUP BY share_id) moved
        ON moved.share_id = share.id
      LEFT JOIN ({billed}) billed ON billed.share_id = share.id
     WHERE share.fee_id IN %(fees)s GROUP BY share.payer, share.currency_id
"""
_LAWS = {
    "of each payer, shares are invoiced, given up, charged elsewhere or open": _PAYERS.format(
        name="net",
        worth="share.amount - coalesce(share.taken_amount, 0)",
        billed=_BILLED,
    ),
    "of each payer, the same of tax": _PAYERS.format(
        name="tax", worth="coalesce(moved.shared, 0)", billed=_BILLED
    ),
    "nobody is paid more than his invoice": """
        SELECT name, 0, amount_residual FROM account_move
         WHERE state = 'posted' AND move_type <> 'entry'
           AND (amount_residual < 0 OR amount_residual > amount_total)
    """,
    "entries are balanced": """
        SELECT move_id, 0, sum(balance) FROM account_move_line
         WHERE parent_state = 'posted' GROUP BY move_id HAVING sum(balance) <> 0
    """,
    "the books are balanced": """
        SELECT company_id, 0, sum(balance) FROM account_move_line
         WHERE parent_state = 'posted' GROUP BY company_id
    """,
    "an account holds what its statements say, less what a channel kept and paid out": """
        SELECT journal.id, coalesce(sum(line.amount), 0)
                 - coalesce((SELECT sum(told.aftersales_fee)
                       FROM account_bank_statement_line told
                       JOIN aftersales_bank_proposal one ON one.statement_line_id = told.id
                        AND one.state = 'confirmed'
                      WHERE told.journal_id = journal.id), 0)
                 - coalesce((SELECT sum(part.amount) FROM aftersales_bank_proposal_item part
                       JOIN aftersales_bank_proposal one ON one.id = part.proposal_id
                        AND one.state = 'confirmed'
                       JOIN account_bank_statement_line told ON told.id = part.res_id
                      WHERE part.res_model = 'account.bank.statement.line'
                        AND told.journal_id = journal.id), 0),
               (SELECT coalesce(sum(item.balance), 0) FROM account_move_line item
                 WHERE item.account_id = journal.default_account_id
                   AND item.parent_state = 'posted')
          FROM account_journal journal
          LEFT JOIN account_bank_statement_line line ON line.journal_id = journal.id
         WHERE journal.id IN %(journals)s GROUP BY journal.id
    """,
    "what nobody matched waits in suspense, to the fen": """
        SELECT journal.company_id, -(SELECT coalesce(sum(item.balance), 0)
                   FROM account_move_line item WHERE item.account_id IN %(suspense)s
                    AND item.parent_state = 'posted'),
               sum(CASE WHEN one.state <> 'confirmed' OR one.state IS NULL THEN line.amount
                        WHEN one.account_id IS NULL THEN one.rest ELSE 0 END)
          FROM account_bank_statement_line line
          JOIN account_journal journal ON journal.id = line.journal_id
          LEFT JOIN aftersales_bank_proposal one ON one.statement_line_id = line.id
         WHERE journal.id IN %(journals)s GROUP BY journal.company_id
    """,
    "a line is matched once it is confirmed, and not before": """
        SELECT line.id, 1, 0 FROM account_bank_statement_line line
          LEFT JOIN aftersales_bank_proposal one ON one.statement_line_id = line.id
         WHERE line.journal_id IN %(journals)s AND line.is_reconciled
           AND coalesce(one.state, 'none') <> 'confirmed'
           AND line.aftersales_waiting_account_id IS NULL
    """,
    "of each payer and means, what was handed in arrived or is under way": """
        SELECT taken.partner_id || ' ' || taken.method, sum(taken.amount),
               coalesce(sum(arrived.amount), 0) + coalesce(sum(cash.amount), 0)
                 + coalesce(sum(way.amount), 0)
          FROM aftersales_collection taken
          JOIN account_payment pay ON pay.id = taken.payment_id
          JOIN account_move move ON move.id = pay.move_id AND move.state = 'posted'
          LEFT JOIN LATERAL (SELECT sum(part.amount) AS amount
               FROM account_partial_reconcile part
               JOIN account_move_line mine ON mine.id = part.debit_move_id
               JOIN account_journal journal ON journal.id = mine.journal_id
                AND journal.default_account_id <> mine.account_id
              WHERE mine.move_id = move.id
                AND mine.account_id = pay.outstanding_account_id) arrived ON TRUE
          LEFT JOIN LATERAL (SELECT sum(item.balance) AS amount FROM account_move_line item
               JOIN account_journal journal ON journal.id = item.journal_id
              WHERE item.move_id = move.id
                AND item.account_id = journal.default_account_id) cash ON TRUE
          LEFT JOIN LATERAL (SELECT sum(item.amount_residual) AS amount
               FROM account_move_line item JOIN account_journal journal
                 ON journal.id = item.journal_id
              WHERE item.move_id = move.id AND item.account_id = pay.outstanding_account_id
                AND item.account_id <> journal.default_account_id) way ON TRUE
         WHERE taken.state = 'posted' GROUP BY taken.partner_id, taken.method
    """,
    "of each technician, what he took he has, or somebody received it": """
        SELECT taken.technician_id, sum(taken.amount),
               coalesce((SELECT sum(mine.amount) FROM aftersales_collection mine
                   JOIN aftersales_handin sheet ON sheet.id = mine.handin_id
                    AND sheet.state = 'received'
                  WHERE mine.technician_id = taken.technician_id), 0)
               + coalesce((SELECT sum(mine.amount) FROM aftersales_collection mine
                   LEFT JOIN aftersales_handin sheet ON sheet.id = mine.handin_id
                  WHERE mine.technician_id = taken.technician_id
                    AND mine.state IN ('held', 'handed')
                    AND coalesce(sheet.state, 'draft') = 'draft'), 0)
          FROM aftersales_collection taken WHERE taken.state NOT IN ('later', 'void')
         GROUP BY taken.technician_id
    """,
    "a handed-in receipt has its payment": """
        SELECT id, 1, 0 FROM aftersales_collection
         WHERE state = 'posted' AND payment_id IS NULL
    """,
    "the board adds up to the shares": """
        SELECT line.payer, sum(line.open_amount), sum(share.open_net + share.open_tax)
          FROM aftersales_reconcile_line line
          JOIN aftersales_fee_share share ON share.id = line.share_id
         WHERE share.fee_id IN %(fees)s GROUP BY line.payer
    """,
    "the board knows every share": """
        SELECT 'shares', (SELECT count(*) FROM aftersales_reconcile_line line
                   JOIN aftersales_fee_share share ON share.id = line.share_id
                  WHERE share.fee_id IN %(fees)s),
               (SELECT count(*) FROM aftersales_fee_share WHERE fee_id IN %(fees)s)
    """,
}


def get_money_faults(world):
    """[(law, what it is about, one side, the other side)] of what does not agree."""
    env, lines = world.env, world.env["aftersales.reconcile.line"]
    while lines._refresh():
        pass
    env.flush_all()
    journals = env["account.journal"].union(*world.journals.values())
    pending = world.company.aftersales_pending_account_id
    values = {
        "fees": tuple(world.fees.ids),
        "closing": CLOSING,
        "journals": tuple(journals.ids),
        "suspense": tuple((journals.suspense_account_id | pending).ids),
    }
    faults = get_faults(world) + get_cash_faults(world) + get_month_faults(world)
    faults += [(law, rows, 0, 0) for law, rows in get_broken(env).items()]
    for law, query in _LAWS.items():
        env.cr.execute(query, values)
        faults += [
            (law, key, float(one or 0), float(other or 0))
            for key, one, other in env.cr.fetchall()
            if abs(float(one or 0) - float(other or 0)) > 0.004
        ]
    told = lines._compare(world.fees.share_ids.ids)
    faults += [("the board says what documents say", *row) for row in told]
    return faults + get_statement_faults(world) + get_dashboard_faults(world)


def get_statement_faults(world):
    """Each movement of a bank or a channel is there once, whatever files told of it."""
    faults = []
    for source, shown in world.shown.items():
        there = world.lines.search([("journal_id", "=", world.journals[source].id)])
        moved = sorted(world.moves[source][place].amount for place in shown)
        if (read := sorted(round(a * 100) for a in there.mapped("amount"))) != moved:
            faults.append(("a movement is there once", source, read, moved))
    return faults


def get_month_faults(world):
    """What was closed stands."""
    faults = []
    for period, fingerprint in world.closed.items():
        if period.fingerprint != fingerprint:
            faults.append(("fingerprint", period.display_name, fingerprint, 0))
        if told := period.sudo()._find_differences():
            faults.append(("a closed month stands", period.display_name, told, 0))
    return faults


def get_dashboard_faults(world):
    """Figures of the dashboard against the tables that they are from."""
    env = world.env
    groups = env["aftersales.treasury.item"]._read_group(
        [("company_id", "=", world.company.id), ("kind", "in", ("held", "to_invoice"))],
        ["kind"],
        ["amount:sum"],
    )
    shares = env["aftersales.fee.share"].search([("payer", "=", "customer")])
    held = env["aftersales.collection"].search([("state", "in", ("held", "handed"))])
    sources = {
        "held": sum(held.mapped("amount")),
        "to_invoice": sum(s.open_net + s.open_tax for s in shares),
    }
    told = dict(groups)
    return [
        ("the dashboard adds up", kind, told.get(kind, 0.0), amount)
        for kind, amount in sources.items()
        if abs(told.get(kind, 0.0) - amount) > 0.004
    ]
