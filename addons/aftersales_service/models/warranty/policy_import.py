from collections import namedtuple

from odoo import Command, fields, models

from ...kernel.dates import ImpossibleDate, read_date
from ...kernel.register import Fault
from ...kernel.text import clean
from .policy_words import (
    COSTS,
    EVENTS,
    LEVELS,
    PAYERS,
    SCOPES,
    UNITS,
    read_percent,
    read_period,
)

Known = namedtuple("Known", "targets seen")
# Where the name of a level is looked up: model, field, whether it is a company's own.
TARGETS = {
    "contract_id": ("sale.order", "name"),
    "partner_id": ("res.partner", "name"),
    "product_tmpl_id": ("product.template", "default_code"),
    "categ_id": ("product.category", "name"),
    "brand_id": ("aftersales.brand", "name"),
    "state_id": ("res.country.state", "name"),
}


class ImportPolicies(models.Model):
    """Registers of warranty policies (保修政策): one row is one term of one policy.

    They arrive as drafts: what counts is what the general manager approves (O-08).
    """

    _inherit = "aftersales.import"

    kind = fields.Selection(
        selection_add=[("policy", "Warranty Policies")], ondelete={"policy": "cascade"}
    )

    def _get_fault_texts(self):
        return super()._get_fault_texts() | {
            "policy_missing": self.env._("The name of the policy is missing."),
            "level_unknown": self.env._(
                "The level is none of: contract, customer, product, category, brand, region, company."
            ),
            "target_unknown": self.env._(
                "No contract, customer, product code, category, brand or region has this name."
            ),
            "target_differs": self.env._(
                "Rows above apply the policy of this name to something else."
            ),
            "cost_unknown": self.env._(
                "A kind of cost is none of: parts, labour, travel, freight, inspection, other."
            ),
            "scope_unknown": self.env._(
                "The scope is none of: whole machine, main parts, everything."
            ),
            "period_wrong": self.env._(
                "The duration must be a whole number, 1 or more, and its unit days, months or years."
            ),
            "event_unknown": self.env._("The start event is not known."),
            "percent_wrong": self.env._(
                "The covered share must be a number above 0 and up to 100."
            ),
            "payer_unknown": self.env._(
                "The payer is none of: company, manufacturer, agent, supplier."
            ),
        }

    def _get_fault_fields(self):
        return super()._get_fault_fields() | {
            "policy_missing": "policy",
            "level_unknown": "level",
            "target_unknown": "target",
            "target_differs": "policy",
            "cost_unknown": "costs",
            "scope_unknown": "scope",
            "period_wrong": "amount",
            "event_unknown": "start_event",
            "percent_wrong": "percent",
            "payer_unknown": "payer",
        }

    def _prepare_policy(self, rows, earlier=None):
        """{(level, name): id} of all that the rows name: one search for each level."""
        names = {}
        for row in rows:
            level = LEVELS.get(clean(row.get("level")).lower())
            if level and level != "company":
                names.setdefault(level, set()).add(clean(row.get("target")))
        targets = {}
        for level, wanted in names.items():
            for record, name in self._find_targets(level, wanted):
                targets.setdefault((level, name), record.id)
        return Known(targets, earlier.seen if earlier else {})

    def _find_targets(self, level, names):
        model, field = TARGETS[level]
        domain = [(field, "in", list(names - {""}))]
        if "company_id" in self.env[model]._fields:
            domain.append(("company_id", "in", [False, self.company_id.id]))
        return [(r, r[field]) for r in self.env[model].search(domain, order="id")]

    def _parse_policy(self, values, known):
        """(values of policy, version and term; [fault codes])."""
        vals, faults = self._parse_policy_target(values, known)
        term, more = self._parse_term(values)
        try:
            vals["valid_from"] = read_date(values.get("valid_from"))
        except ImpossibleDate:
            faults.append(Fault("date_impossible", "valid_from"))
        return vals | {"term": term}, faults + more

    def _parse_policy_target(self, values, known):
        name, faults = clean(values.get("policy")), []
        if not name:
            faults.append("policy_missing")
        text = clean(values.get("level")).lower()
        level = LEVELS.get(text) if text else "company"
        target = known.targets.get((level, clean(values.get("target"))))
        if not level:
            faults.append("level_unknown")
        elif level != "company" and not target:
            faults.append("target_unknown")
        elif known.seen.setdefault(name, (level, target)) != (level, target):
            faults.append("target_differs")
        return {"name": name, "level": level, "target": target}, faults

    def _parse_term(self, values):
        faults = []
        term = {"name": clean(values.get("term")) or clean(values.get("policy"))}
        costs = [COSTS.get(word) for word in _words(values.get("costs"))]
        if None in costs:
            faults.append("cost_unknown")
        # A term without kinds bears every kind.
        term["costs"] = [] if "all" in costs else sorted(set(costs) - {None})
        for field, words, default, fault in _CHOICES:
            text = clean(values.get(field)).lower()
            term[field] = words.get(text) if text else default
            if not term[field]:
                faults.append(fault)
        term["amount"], term["unit"] = read_period(
            values.get("amount"), values.get("unit")
        )
        if not term["amount"] or term["unit"] not in UNITS.values():
            faults.append("period_wrong")
        term["percent"] = read_percent(values.get("percent"))
        if not term["percent"]:
            faults.append("percent_wrong")
        return term, faults

    def _create_policy(self, rows):
        """[True where a term was added, False where the policy has it already]."""
        costs = self.env["aftersales.cost.kind"].search([("code", "!=", False)])
        codes = {kind.code: kind.id for kind in costs}
        policies = self._find_or_create_policies(rows)
        created = []
        for row in rows:
            policy, term = policies[row["name"]], dict(row["term"])
            created.append(
                term["name"] not in policy.version_ids.term_ids.mapped("name")
            )
            if created[-1]:
                kinds = [Command.set([codes[code] for code in term.pop("costs")])]
                term = Command.create(term | {"cost_kind_ids": kinds})
                _get_draft(policy, row["valid_from"]).term_ids = [term]
        return created

    def _find_or_create_policies(self, rows):
        """{name: policy}"""
        policy = self.env["aftersales.warranty.policy"]
        names = {row["name"]: row for row in reversed(rows)}
        found = policy.search(
            [("name", "in", list(names)), ("company_id", "=", self.company_id.id)]
        )
        policies = {p.name: p for p in found}
        missing = [row for name, row in names.items() if name not in policies]
        created = policy.create([self._prepare_policy_vals(row) for row in missing])
        return policies | {p.name: p for p in created}

    def _prepare_policy_vals(self, row):
        vals = {"name": row["name"], "company_id": self.company_id.id}
        return vals | ({row["level"]: row["target"]} if row["target"] else {})


def _get_draft(policy, valid_from):
    """The draft that takes new terms; where all is approved, a copy of the latest."""
    draft = policy.version_ids.filtered(lambda v: v.state == "draft")[:1]
    vals = {"valid_from": valid_from} if valid_from else {}
    if draft:
        return draft
    if policy.version_ids:
        return policy.version_ids[:1].copy(vals)
    return policy.version_ids.create({"policy_id": policy.id} | vals)


def _words(value):
    text = clean(value).lower()
    for mark in "、;+/，":
        text = text.replace(mark, ",")
    return [word.strip() for word in text.split(",") if word.strip()]


_CHOICES = (
    ("scope", SCOPES, "machine", "scope_unknown"),
    ("start_event", EVENTS, "delivery_date", "event_unknown"),
    ("payer", PAYERS, "company", "payer_unknown"),
)
