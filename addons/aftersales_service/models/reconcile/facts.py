from odoo import api, models

from ..old_part.old_part import OUTSIDE

# One row for each share, counted from the tables of the documents themselves. Money is
# with tax; what of a document was paid, or stands on a 发票, is a part between 0 and 1, so
# that an invoice in another currency is right, too.
_QUERY = """
WITH zone AS (
    SELECT * FROM unnest(%(companies)s, %(zones)s) AS z (company_id, tz)
), s AS (
    SELECT s.id, s.fee_id, s.order_id, s.company_id, s.currency_id, s.payer,
        COALESCE(s.partner_id, CASE WHEN s.payer = 'customer' THEN f.partner_id END)
            AS partner_id, s.percent, s.taken_amount, s.sale_line_id, s.receivable_move_id,
        f.kind, f.visit_id, f.requisition_line_id, f.quantity, f.technician_id,
        f.told_amount, f.signed, zone.tz,
        (s.create_date AT TIME ZONE 'UTC' AT TIME ZONE zone.tz)::date AS made_on
    FROM aftersales_fee_share s
    JOIN aftersales_fee f ON f.id = s.fee_id
    JOIN zone ON zone.company_id = s.company_id
    WHERE s.id = ANY(%(shares)s)
), moved AS (
    SELECT m.share_id, min(m.day) AS first_on,
        sum(net + tax) FILTER (WHERE m.kind = 'shared') AS shared,
        sum(net + tax) FILTER (WHERE m.kind = 'quoted') AS quoted,
        sum(net + tax) FILTER (WHERE m.kind = 'invoiced') AS invoiced,
        sum(CASE WHEN m.kind = 'shared' THEN net + tax
            WHEN m.kind IN ('invoiced', 'waived', 'borne', 'elsewhere', 'written_off')
            THEN -net - tax ELSE 0 END) AS left_open
    FROM aftersales_fee_movement m WHERE m.share_id = ANY(%(shares)s)
    GROUP BY m.share_id
), stock AS (
    SELECT m.aftersales_requisition_line_id AS line_id,
        sum(m.quantity) FILTER (WHERE m.aftersales_step = 'issue') AS issued,
        sum(m.quantity) FILTER (WHERE m.aftersales_step = 'use') AS used,
        sum(m.quantity) FILTER (WHERE m.aftersales_step = 'return') AS returned,
        sum(m.quantity) FILTER (WHERE m.aftersales_step = 'lost') AS lost,
        max(m.date) FILTER (WHERE m.aftersales_step = 'issue') AS issued_at
    FROM stock_move m
    WHERE m.state = 'done' AND m.aftersales_requisition_line_id IN (
        SELECT requisition_line_id FROM s WHERE requisition_line_id IS NOT NULL)
    GROUP BY 1
), old AS (
    SELECT p.requisition_line_id AS line_id, count(*) AS total,
        count(*) FILTER (WHERE {unsettled}) AS out,
        min(COALESCE(p.deadline, p.opened_on)) FILTER (WHERE {unsettled}) AS due
    FROM aftersales_old_part p
    WHERE p.requisition_line_id IN (
        SELECT requisition_line_id FROM s WHERE requisition_line_id IS NOT NULL)
    GROUP BY 1
), charged AS (
    SELECT s.id AS share_id, l.move_id, sum(
        CASE WHEN a.move_type = 'out_refund' THEN -l.price_total ELSE l.price_total END
    ) AS weight, FALSE AS whole
    FROM s
    JOIN sale_order_line_invoice_rel r ON r.order_line_id = s.sale_line_id
    JOIN account_move_line l ON l.id = r.invoice_line_id
    JOIN account_move a ON a.id = l.move_id AND a.state = 'posted'
    GROUP BY 1, 2
    UNION ALL
    SELECT s.id, a.id, 1, TRUE FROM s
    JOIN account_move a ON a.id = s.receivable_move_id AND a.state = 'posted'
    UNION ALL
    SELECT s.id, a.id, sum(t.accepted_net), TRUE FROM s
    JOIN aftersales_settlement_line t ON t.share_id = s.id
    JOIN account_move_line l ON l.id = t.move_line_id
    JOIN account_move a ON a.id = l.move_id AND a.state = 'posted'
    GROUP BY 1, 2
), document AS (
    SELECT a.id, a.invoice_date, COALESCE(a.invoice_date_due, a.invoice_date, a.date)
            AS due, a.date,
        CASE WHEN a.move_type = 'entry' THEN (
            SELECT 1 - sum(abs(l.amount_residual)) / NULLIF(sum(abs(l.balance)), 0)
            FROM account_move_line l JOIN account_account c ON c.id = l.account_id
            WHERE l.move_id = a.id AND c.reconcile AND l.partner_id IS NOT NULL
        ) ELSE 1 - a.amount_residual / NULLIF(a.amount_total, 0) END AS paid,
        (SELECT abs(sum(k.amount * {fapiao_rate})) FROM aftersales_fapiao_link k
            JOIN aftersales_fapiao p ON p.id = k.fapiao_id AND p.state = 'registered'
            WHERE k.move_id = a.id) / NULLIF(a.amount_total, 0) AS fapiao,
        (SELECT abs(sum(n.amount_total)) FROM account_move n
            WHERE n.reversed_entry_id = a.id AND n.state = 'posted')
            / NULLIF(abs(a.amount_total), 0) AS credited
    FROM account_move a JOIN res_company company ON company.id = a.company_id
    WHERE a.id IN (SELECT move_id FROM charged)
), part AS (
    SELECT c.share_id, c.weight, d.due, d.invoice_date, d.date, d.fapiao,
        CASE WHEN c.whole AND d.credited > 0
            THEN 1 - LEAST((1 - d.paid) / NULLIF(1 - d.credited, 0), 1)
            ELSE d.paid END AS paid
    FROM charged c JOIN document d ON d.id = c.move_id
), settled AS (
    SELECT share_id, min(COALESCE(invoice_date, date)) AS first_on,
        min(due) FILTER (WHERE COALESCE(paid, 0) < 1 AND weight > 0) AS due,
        sum(weight * COALESCE(paid, 0)) / NULLIF(sum(weight), 0) AS paid,
        sum(weight * COALESCE(fapiao, 0)) / NULLIF(sum(weight), 0) AS fapiao,
        CASE sum(weight) WHEN 0 THEN sum(weight * COALESCE(fapiao, 0)) END AS left_fapiao
    FROM part GROUP BY 1
), claim AS (
    SELECT DISTINCT ON (t.share_id) t.share_id, t.net + COALESCE(t.tax, 0) AS claimed,
        COALESCE(t.accepted_net * (1 + COALESCE(t.tax, 0) / t.net), 0) AS accepted,
        d.state, d.date_due, t.answered_at
    FROM aftersales_settlement_line t
    JOIN aftersales_settlement d ON d.id = t.settlement_id AND d.state <> 'cancelled'
    WHERE t.share_id = ANY(%(shares)s)
    ORDER BY t.share_id, t.id DESC
), dropped AS (
    SELECT min(x.id) AS share_id,
        min(s.signed) - COALESCE(sum(x.amount) FILTER (WHERE x.payer = 'customer'), 0)
            AS amount
    FROM s JOIN aftersales_fee_share x ON x.fee_id = s.fee_id
    WHERE s.signed > 0 AND s.id = (
        SELECT min(one.id) FROM aftersales_fee_share one WHERE one.fee_id = s.fee_id)
    GROUP BY s.fee_id
    HAVING min(s.signed) > COALESCE(sum(x.amount) FILTER (WHERE x.payer = 'customer'), 0)
)
SELECT s.id AS share_id, s.company_id, s.currency_id, s.order_id, s.visit_id, s.payer,
    s.partner_id, s.kind,
    COALESCE(s.technician_id, worked.technician_id) AS technician_id,
    COALESCE(q.quantity, 0) AS requested, COALESCE(stock.issued, 0) AS issued,
    COALESCE(stock.used, 0) AS used, COALESCE(stock.returned, 0) AS returned,
    COALESCE(stock.lost, 0) AS lost, COALESCE(s.quantity, 0) AS quantity,
    COALESCE(old.total, 0) AS old_count, COALESCE(old.out, 0) AS old_open,
    COALESCE(moved.shared, 0) AS fee,
    CASE WHEN s.payer <> 'customer' THEN 0
        WHEN COALESCE(s.told_amount, 0) <> 0 AND COALESCE(s.taken_amount, 0) = 0
        THEN ROUND((s.told_amount * s.percent / 100)::numeric, c.decimal_places)
        WHEN sale.state = 'sale' THEN COALESCE(moved.quoted, 0) ELSE 0 END AS told,
    COALESCE(moved.quoted, 0) AS quoted, COALESCE(moved.invoiced, 0) AS invoiced,
    ROUND(COALESCE(moved.invoiced * settled.fapiao, settled.left_fapiao, 0),
        c.decimal_places) AS fapiao,
    ROUND(COALESCE(moved.invoiced * settled.paid, 0), c.decimal_places) AS paid,
    COALESCE(claim.claimed, 0) AS claimed,
    ROUND(COALESCE(claim.accepted, 0), c.decimal_places) AS settled,
    COALESCE(moved.left_open, 0) AS open, COALESCE(dropped.amount, 0) AS dropped,
    COALESCE(moved.first_on, s.made_on) AS begun_on,
    (COALESCE(worked.ended_at, job.closed_at) AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date
        AS done_on,
    (stock.issued_at AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date AS issued_on,
    settled.first_on AS invoiced_on, settled.due AS due_on, old.due AS old_due,
    claim.state AS claim_state, claim.date_due AS claim_due,
    (claim.answered_at AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date AS answered_on,
    known.reasoned_key, known.reason_id
FROM s
JOIN res_currency c ON c.id = s.currency_id
JOIN aftersales_order job ON job.id = s.order_id
LEFT JOIN moved ON moved.share_id = s.id
LEFT JOIN aftersales_requisition_line q ON q.id = s.requisition_line_id
LEFT JOIN stock ON stock.line_id = s.requisition_line_id
LEFT JOIN old ON old.line_id = s.requisition_line_id
LEFT JOIN settled ON settled.share_id = s.id
LEFT JOIN claim ON claim.share_id = s.id
LEFT JOIN dropped ON dropped.share_id = s.id
LEFT JOIN sale_order_line sale ON sale.id = s.sale_line_id
LEFT JOIN aftersales_reconcile_line known ON known.share_id = s.id
LEFT JOIN LATERAL (
    SELECT v.technician_id, v.ended_at FROM aftersales_visit v
    WHERE v.ended_at IS NOT NULL AND v.order_id = s.order_id
        AND (s.visit_id IS NULL OR v.id = s.visit_id)
    ORDER BY v.ended_at DESC, v.id DESC LIMIT 1
) worked ON TRUE
"""


def core_rate(currency, day):
    """SQL of the rate of ``currency`` on ``day``, as core finds it for ``company``."""
    rates = f"""SELECT rate FROM res_currency_rate
        WHERE currency_id = {currency} AND (company_id IS NULL
            OR company_id = split_part(company.parent_path, '/', 1)::int)"""
    return f"""COALESCE(
        ({rates} AND name <= {day} ORDER BY company_id, name DESC LIMIT 1),
        ({rates} ORDER BY company_id, name LIMIT 1), 1.0)"""


# A fapiao in the currency of the invoice needs no rate.
_FAPIAO_RATE = f"""CASE WHEN p.currency_id = a.currency_id THEN 1
    ELSE {core_rate("a.currency_id", "p.date")} / {core_rate("p.currency_id", "p.date")} END"""
# Wanted back, and neither back, nor waived, nor judged: see `_get_unsettled`.
_UNSETTLED = """p.wanted AND p.waived_at IS NULL AND p.judged_at IS NULL
    AND (p.missing OR p.state = ANY(%(outside)s))"""


class ReconcileLine(models.Model):
    """What the documents say of shares, in one query however many they are."""

    _inherit = "aftersales.reconcile.line"

    @api.model
    def _read_facts(self, share_ids):
        """[{fact: value}] of these shares; those that are gone are left out."""
        self.env.flush_all()
        # sudo: shares of all companies are counted together
        companies = self.env["res.company"].sudo().search_fetch([])
        self.env.cr.execute(
            _QUERY.format(unsettled=_UNSETTLED, fapiao_rate=_FAPIAO_RATE),
            {
                "shares": list(share_ids),
                "companies": companies.ids,
                "zones": [company._aftersales_zone().key for company in companies],
                "outside": [*OUTSIDE, "left"],
            },
        )
        return self.env.cr.dictfetchall()
