"""Rows with fingerprints: their JSON as moulds, and hashes over what these moulds cast."""

import json

from .moulds import mark_id


def prepare(plan, table):
    """Extend the expressions of ``table`` by its JSON and its fingerprints."""
    if table.name in PREPARERS:
        PREPARERS[table.name](plan, table)


def _prepare_decision(plan, table):
    decisions = plan.env["aftersales.decision"].browse(_get_ids(table)).sorted("id")
    facts, chains, before = {}, {}, {}
    for decision in decisions:
        cast = plan.casters[_get_cell(plan, table, decision)]
        contents = before.get(decision.order_id, [])
        mould = cast.make(_mark_content(plan, decision._get_content()))
        before[decision.order_id] = chain = [*contents, mould]
        facts[decision.id] = cast.make(_mark_facts(plan, decision.facts))
        chains[decision.id] = json.dumps(chain)
    table.cast("facts", facts, "fill_cast(t.{}, k.copy, k.days, k.new)::jsonb")
    chain = "fill_chain({}, k.copy, k.days, k.new)"
    table.cast("hash", chains, chain.format("t.{}"), "jsonb")
    table.expressions["previous_hash"] = chain.format('t."m_hash" - -1')


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
            found[line.id] = cast.make(_mark_lost(plan, line.lost))
    if found:
        table.cast("lost", found, "fill_cast(t.{}, k.copy, k.days, k.new)::jsonb")


def _prepare_visit(plan, table):
    """What the customer signed is kept as it was hashed."""
    found, chains = {}, {}
    for visit in plan.env["aftersales.visit"].browse(_get_ids(table)):
        if visit.signed_content:
            cast = plan.casters[_get_cell(plan, table, visit)]
            found[visit.id] = mould = cast.make(visit.signed_content)
            chains[visit.id] = json.dumps([mould])
    cast = "fill_cast(t.{}, k.copy, k.days, k.new)::jsonb"
    table.cast("signed_content", found, cast)
    chain = "fill_chain(t.{}, k.copy, k.days, k.new)"
    table.cast("signature_hash", chains, chain, "jsonb")


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
