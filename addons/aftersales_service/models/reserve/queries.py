"""What happened, read by one statement: the parts of it, from sales to rows of facts."""

# Which decided cost a cost of ours belongs to; what is not named is “other”.
DECIDED_AS = {
    "part": "part",
    "labour": "labour",
    "contractor": "labour",
    "travel": "travel",
    "expense": "travel",
    "loaner": "other",
}

# The lives of a device: from each sale, or exchange, to the next. What was exchanged under
# warranty goes on with the sale of what it replaces, so no unit counts twice.
LIVES = """
mark AS (
    SELECT e.device_id, e.id AS event_id, e.day,
        CASE WHEN e.kind = 'replaces' THEN e.other_device_id END AS origin_id
    FROM aftersales_device_event e
    WHERE e.company_id = %(company)s AND e.day <= %(until)s
        AND (e.kind = 'replaces' OR e.kind = 'sold' AND NOT EXISTS (
            SELECT FROM aftersales_device_event r
            WHERE r.device_id = e.device_id AND r.kind = 'replaces' AND r.day = e.day))
    UNION ALL
    SELECT d.id, 0, COALESCE(d.delivery_date, d.ship_date), NULL
    FROM aftersales_device d
    WHERE d.company_id = %(company)s AND COALESCE(d.delivery_date, d.ship_date) <= %(until)s
        AND NOT EXISTS (
            SELECT FROM aftersales_device_event e
            WHERE e.device_id = d.id AND e.kind IN ('sold', 'replaces'))
),
graded AS (
    SELECT device_id, min(id) AS first, max(id) AS last
    FROM aftersales_device_event
    WHERE company_id = %(company)s AND kind = 'graded'
    GROUP BY device_id
),
life AS (
    SELECT m.device_id, m.event_id, m.origin_id, m.day AS begun, d.product_id,
        CASE WHEN lag(m.day) OVER w IS NULL THEN '-infinity' ELSE m.day END AS since,
        lead(m.day) OVER w AS next_day, lead(m.event_id) OVER w AS next_id,
        -- A date that was corrected later stands on the device.
        CASE WHEN lead(m.day) OVER w IS NULL AND d.delivery_date <= %(until)s
            THEN d.delivery_date ELSE m.day END AS day,
        CASE WHEN lead(m.day) OVER w IS NULL
                AND (g.last IS NULL OR g.last < m.event_id)
            THEN d.grade IS NOT NULL
            ELSE COALESCE(g.first < m.event_id, FALSE) END AS second_hand
    FROM mark m
    JOIN aftersales_device d ON d.id = m.device_id
    LEFT JOIN graded g ON g.device_id = m.device_id
    WINDOW w AS (PARTITION BY m.device_id ORDER BY m.day, m.event_id)
),
chain AS (
    SELECT device_id, event_id, origin_id, begun, event_id AS root_event,
        device_id AS root_device, 0 AS steps
    FROM life WHERE origin_id IS NOT NULL
    UNION ALL
    SELECT c.device_id, c.event_id, o.origin_id, o.begun, o.event_id, o.device_id,
        c.steps + 1
    FROM chain c
    JOIN life o ON o.device_id = c.origin_id AND c.begun >= o.since
        AND (o.next_day IS NULL OR c.begun < o.next_day)
    WHERE c.origin_id IS NOT NULL AND c.steps < 20
),
home AS (
    SELECT l.device_id, l.event_id, l.since, l.next_day, r.second_hand, t.categ_id,
        CASE WHEN %(by_product)s THEN r.product_id END AS product_id,
        (EXTRACT(YEAR FROM r.day) * 12 + EXTRACT(MONTH FROM r.day))::int - 1 AS month
    FROM life l
    LEFT JOIN chain c ON c.device_id = l.device_id AND c.event_id = l.event_id
        AND c.origin_id IS NULL
    JOIN life r ON r.device_id = COALESCE(c.root_device, l.device_id)
        AND r.event_id = COALESCE(c.root_event, l.event_id) AND r.origin_id IS NULL
    JOIN product_product p ON p.id = r.product_id
    JOIN product_template t ON t.id = p.product_tmpl_id
),
back AS (
    -- Taken back for good and not exchanged: its warranty ended with the sale.
    SELECT DISTINCT l.device_id, l.event_id
    FROM aftersales_device_event e
    JOIN life l ON l.device_id = e.device_id AND l.origin_id IS NULL
        AND (l.begun, l.event_id) < (e.day, e.id)
        AND (l.next_day IS NULL OR (e.day, e.id) < (l.next_day, l.next_id))
    WHERE e.company_id = %(company)s AND e.kind = 'ours' AND e.day <= %(until)s
        AND NOT EXISTS (
            SELECT FROM aftersales_device_event r
            WHERE r.other_device_id = e.device_id AND r.kind = 'replaces'
                AND r.day >= e.day AND (l.next_day IS NULL OR r.day < l.next_day))
)
"""

# Jobs with what the last decision, or the clerk's own choice, leaves to us. What a contract
# bears and what is free by telephone is no warranty.
JOBS = """
decided AS (
    SELECT DISTINCT ON (order_id) id, order_id, labour_result, facts
    FROM aftersales_decision
    WHERE company_id = %(company)s AND order_id IS NOT NULL
    ORDER BY order_id, id DESC
),
job AS (
    SELECT o.id, o.device_id, d.id AS decision_id, o.service_type = 'c' AS chosen,
        o.state <> 'cancelled' AND o.merged_into_id IS NULL AS counts,
        (o.called_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
        o.service_type = CASE
            WHEN o.internal_kind IS NOT NULL THEN 'd'
            WHEN d.labour_result = 'contract' THEN 'b'
            WHEN d.labour_result IN ('free', 'agent', 'supplier') THEN 'c'
            ELSE 'a' END AS follows,
        jsonb_path_exists(d.facts, '$.covers[*].product ? (@ != null)') AS by_part
    FROM aftersales_order o
    JOIN decided d ON d.order_id = o.id
    WHERE o.company_id = %(company)s
),
answer AS (
    SELECT DISTINCT ON (l.decision_id, l.cost_kind) l.decision_id, l.cost_kind, l.rule,
        CASE WHEN l.result = 'free' AND l.rule <> 'W-10' THEN (
            SELECT COALESCE(sum((share ->> 1)::numeric), 0)
            FROM jsonb_array_elements(l.shares) share WHERE share ->> 0 = 'company'
        ) ELSE 0 END AS percent
    FROM aftersales_decision_line l
    JOIN decided d ON d.id = l.decision_id
    WHERE l.product_id IS NULL AND COALESCE(l.part_class, 'ordinary') = 'ordinary'
    ORDER BY l.decision_id, l.cost_kind, l.id
),
warranted AS (
    SELECT j.id, j.device_id, j.day, j.counts, j.follows, j.by_part, j.decision_id,
        CASE WHEN j.follows THEN EXISTS (
            SELECT FROM answer a WHERE a.decision_id = j.decision_id AND a.percent > 0
        ) ELSE j.chosen END AS ours,
        j.chosen, h.product_id, h.categ_id, h.second_hand, h.month,
        (EXTRACT(YEAR FROM j.day) * 12 + EXTRACT(MONTH FROM j.day))::int - 1 AS call_month
    FROM job j
    LEFT JOIN home h ON h.device_id = j.device_id AND j.day >= h.since
        AND (h.next_day IS NULL OR j.day < h.next_day)
),
spent AS (
    SELECT w.id, w.product_id, w.categ_id, w.second_hand, w.month, w.ours, w.counts, w.call_month,
        (EXTRACT(YEAR FROM c.date) * 12 + EXTRACT(MONTH FROM c.date))::int - 1 AS cost_month,
        c.amount, w.decision_id, c.part_id,
        CASE WHEN w.follows THEN a.percent WHEN w.chosen THEN 100 ELSE 0 END AS percent,
        -- Other classes of parts, and parts with a warranty of their own, are asked singly.
        w.follows AND c.kind = 'part' AND a.rule IS DISTINCT FROM 'override' AND (
            w.by_part OR COALESCE(t.aftersales_part_class, 'ordinary') <> 'ordinary'
        ) AS singly
    FROM aftersales_cost c
    JOIN warranted w ON w.id = c.order_id
    LEFT JOIN (VALUES %(kinds)s) AS decided_as (kind, cost_kind)
        ON decided_as.kind = c.kind
    LEFT JOIN answer a ON a.decision_id = w.decision_id
        AND a.cost_kind = COALESCE(decided_as.cost_kind, 'other')
    LEFT JOIN product_product p ON p.id = c.part_id
    LEFT JOIN product_template t ON t.id = p.product_tmpl_id
    WHERE c.company_id = %(company)s AND c.date <= %(until)s
)
"""

# One row per product, month of sale and age; -1 is a month before those looked at.
FACTS = """
SELECT 'sold', h.product_id, h.categ_id, h.second_hand, h.month, 0 AS age,
    count(*) - count(b.device_id), 0.0, NULL::int, NULL::int, NULL::int, 0
FROM home h
JOIN life l ON l.device_id = h.device_id AND l.event_id = h.event_id
    AND l.origin_id IS NULL
LEFT JOIN back b ON b.device_id = h.device_id AND b.event_id = h.event_id
WHERE h.month >= %(first)s
GROUP BY h.product_id, h.categ_id, h.second_hand, h.month
UNION ALL
SELECT 'job', product_id, categ_id, second_hand, month, GREATEST(call_month - month, 0),
    count(*), 0.0, NULL, NULL, NULL, 0
FROM warranted
WHERE ours AND counts AND day <= %(until)s AND month >= %(first)s
GROUP BY product_id, categ_id, second_hand, month, GREATEST(call_month - month, 0)
UNION ALL
SELECT 'cost', product_id, categ_id, second_hand, month, age,
    0, sum(round(amount * percent / 100, %(digits)s)), NULL, NULL, NULL, 0
FROM (
    SELECT CASE WHEN month >= %(first)s THEN product_id END AS product_id,
        CASE WHEN month >= %(first)s THEN categ_id END AS categ_id,
        month >= %(first)s AND second_hand AS second_hand,
        CASE WHEN month < %(first)s THEN -1 ELSE month END AS month,
        CASE WHEN month >= %(first)s THEN GREATEST(cost_month - month, 0) END AS age,
        amount, percent
    FROM spent WHERE NOT singly AND percent > 0
) AS plain
GROUP BY product_id, categ_id, second_hand, month, age
UNION ALL
SELECT 'part', product_id, categ_id, second_hand,
    CASE WHEN month < %(first)s THEN -1 ELSE month END, GREATEST(cost_month - month, 0),
    0, amount, decision_id, part_id, CASE WHEN counts AND NOT ours THEN id END,
    GREATEST(call_month - month, 0)
FROM spent WHERE singly
"""
