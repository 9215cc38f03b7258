-- Rows of the board over three years, payers, partners, technicians, states, rules and
-- reasons. Every number is taken from the id by a prime of its own, so that no two go
-- together; facts, state and rule of a row fit each other.
WITH partner AS (
    SELECT array_agg(id) AS ids FROM (SELECT id FROM res_partner ORDER BY id LIMIT 5000) p
), technician AS (
    SELECT array_agg(id) AS ids FROM aftersales_technician
), reason AS (
    SELECT array_agg(id) AS ids FROM aftersales_reconcile_reason
), drawn AS (
    SELECT l.id,
        (date '2026-11-01' - make_interval(months => (l.id::bigint * 7919 % 36)::int))::date AS month,
        (10 + l.id::bigint * 104729 % 99700 / 100.0)::numeric(12, 2) AS fee,
        p.ids[1 + l.id::bigint * 15485863 % cardinality(p.ids)] AS partner_id,
        t.ids[1 + l.id::bigint * 32452843 % cardinality(t.ids)] AS technician_id,
        r.ids[1 + l.id::bigint * 7 % cardinality(r.ids)] AS reason_id,
        CASE WHEN l.id::bigint * 611953 % 100 < 55 THEN 'green'
            WHEN l.id::bigint * 611953 % 100 < 75 THEN 'amber' ELSE 'red' END AS state,
        (ARRAY['not_quoted', 'not_invoiced', 'not_paid', 'no_fapiao', 'not_claimed',
            'not_answered', 'still_held'])[1 + l.id::bigint * 49979687 % 7] AS code,
        l.id::bigint * 86028121 % 3 = 0 AS reasoned
    FROM aftersales_reconcile_line l, partner p, technician t, reason r
), told AS (
    SELECT d.*, rule.id AS rule_id,
        state = 'red' AND reasoned AS explained,
        CASE WHEN code = 'not_claimed' THEN 'supplier'
            WHEN code = 'not_answered' THEN 'agent' ELSE 'customer' END AS payer,
        state = 'red' AND code IN ('not_quoted', 'not_invoiced', 'not_claimed', 'not_answered')
            OR state = 'amber' AS is_open
    FROM drawn d JOIN aftersales_reconcile_rule rule USING (code)
)
UPDATE aftersales_reconcile_line l SET
    month = told.month, begun_on = told.month + 2, done_on = told.month + 4,
    payer = told.payer, partner_id = told.partner_id, technician_id = told.technician_id,
    fee_amount = told.fee, told_amount = told.fee, settled_amount = 0,
    quoted_amount = CASE WHEN told.code = 'not_quoted' THEN 0 ELSE told.fee END,
    open_amount = CASE WHEN is_open THEN told.fee ELSE 0 END,
    invoiced_amount = CASE WHEN is_open THEN 0 ELSE told.fee END,
    invoiced_on = CASE WHEN NOT is_open THEN told.month + 9 END,
    due_on = CASE WHEN NOT is_open THEN told.month + 25 END,
    paid_amount = CASE WHEN is_open OR told.state = 'red' AND told.code = 'not_paid'
        THEN 0 ELSE told.fee END,
    fapiao_amount = CASE WHEN is_open OR told.state = 'red' AND told.code = 'no_fapiao'
        THEN 0 ELSE told.fee END,
    claimed_amount = CASE WHEN told.code = 'not_answered' THEN told.fee ELSE 0 END,
    claim_state = CASE WHEN told.code = 'not_answered' THEN 'sent' END,
    claim_due = told.month + 40,
    requested = CASE WHEN told.code = 'still_held' THEN 1 ELSE 0 END,
    issued = CASE WHEN told.code = 'still_held' THEN 1 ELSE 0 END,
    used = CASE WHEN told.code = 'still_held' AND told.state <> 'red' THEN 1 ELSE 0 END,
    issued_on = told.month + 3, returned = 0, lost = 0, old_count = 0, old_open = 0,
    quantity = 1, state = told.state, turns_on = NULL,
    rule_id = CASE WHEN told.state = 'red' THEN told.rule_id END,
    fault_key = CASE WHEN told.state = 'red' THEN told.code || ':' || told.fee * 100 END,
    keeps_open = told.state = 'red' AND NOT explained,
    rank = CASE WHEN explained THEN 2 WHEN told.state = 'red' THEN 3
        WHEN told.state = 'amber' THEN 1 ELSE 0 END,
    reason_id = CASE WHEN explained THEN told.reason_id END,
    reasoned_key = CASE WHEN explained THEN told.code || ':' || told.fee * 100 END
FROM told WHERE told.id = l.id
