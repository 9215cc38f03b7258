"""Rows with fingerprints: their JSON as moulds, and hashes over what these moulds cast."""

from .moulds import mark_id, to_fingerprint, to_sql


def prepare(plan, table):
    """Extend the expressions of ``table`` by its JSON and its fingerprints."""
    if table.name in PREPARERS:
        PREPARERS[table.name](plan, table)


def _prepare_decision(plan, table):
    decisions = plan.env["aftersales.decision"].browse(_get_ids(table)).sorted("id")
    facts, hashes, before, chains = {}, {}, {}, {}
    for decision in decisions:
        cast = plan.casters[_get_cell(plan, table, decision)]
        earlier = chains.get(decision.order_id, [])
        mould = cast.make(_mark_content(plan, decision._get_content()))
        chains[decision.order_id] = chain = [*earlier, mould]
        facts[decision.id] = _to_json(cast.make(_mark_facts(plan, decision.facts)))
        hashes[decision.id] = to_fingerprint(chain)
        before[decision.id] = to_fingerprint(earlier)
    table.cast("facts", facts)
    table.cast("hash", hashes)
    table.cast("previous_hash", before)


def _mark_content(plan, content):
    return content | {
        "device": _mark(plan, "aftersales_device", content["device"]),
        "order": _mark(plan, "aftersales_order", content["order"]),
        "facts": _mark_facts(plan, content["facts"]),
        "lines": [_mark_line(plan, line) for line in content["lines"]],
    }


def _mark_facts(plan, facts):
    covers = [
        cover | {"key": _mark(plan, "aftersales_coverage", cover["key"])}
        for cover in facts["covers"]
    ]
    return facts | {"covers": covers}


def _mark_line(plan, line):
    return line | {
        "coverage": _mark(plan, "aftersales_coverage", line["coverage"]),
        "lost": _mark_lost(plan, line["lost"]),
    }


def _mark_lost(plan, lost):
    return lost and [[_mark(plan, "aftersales_coverage", k), why] for k, why in lost]


def _mark(plan, name, number):
    copied = number and number > plan.cuts[name][0]
    return mark_id(number, plan.apart[name]) if copied else number


def _prepare_line(plan, table):
    found = {}
    for line in plan.env["aftersales.decision.line"].browse(_get_ids(table)):
        if line.lost:
            cast = plan.casters[_get_cell(plan, table, line)]
            found[line.id] = _to_json(cast.make(_mark_lost(plan, line.lost)))
    table.cast("lost", found, "t.lost")


def _prepare_visit(plan, table):
    """What the customer signed is kept as it was hashed."""
    found, hashes = {}, {}
    for visit in plan.env["aftersales.visit"].browse(_get_ids(table)):
        if visit.signed_content:
            cast = plan.casters[_get_cell(plan, table, visit)]
            mould = cast.make(visit.signed_content)
            found[visit.id], hashes[visit.id] = _to_json(mould), to_fingerprint([mould])
    table.cast("signed_content", found)
    table.cast("signature_hash", hashes)


def _to_json(mould):
    return f"({to_sql(mould)})::jsonb"


def _get_ids(table):
    return [
        row for (row,) in table.execute(f"SELECT id FROM {table.moulds}").fetchall()
    ]


def _get_cell(plan, table, record):
    query = f"SELECT cell FROM {table.moulds} WHERE id = %s"
    return table.execute(query, record.id).fetchone()[0]


PREPARERS = {
    "aftersales_decision": _prepare_decision,
    "aftersales_decision_line": _prepare_line,
    "aftersales_visit": _prepare_visit,
}
