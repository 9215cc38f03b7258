from odoo import api, models

from ...kernel import decision as kernel
from ...kernel.responsibility import find


class Decision(models.Model):
    """From a device and what is known of a fault to a stored decision."""

    _inherit = "aftersales.decision"

    @api.model
    def _make_facts(self, device, day, **known):
        """The kernel's facts of ``device`` on ``day``; ``known`` as `kernel.Facts`."""
        covers = tuple(device._get_coverages().sorted("id")._as_covers())
        origin = known.pop("origin", None) or device._get_decision_origin()
        return kernel.Facts(day, origin=origin, covers=covers, **known)

    @api.model
    def _decide(self, device, day, previous=None, link=None, seen=None, **known):
        """Decide, store and chain a version.

        :param previous: the job's last version
        :param link: values that tie the decision to its job
        :param seen: as in `_get_warning_codes`
        :param known: facts beside the device's own, as `kernel.Facts`
        """
        facts = self._make_facts(device, day, **known)
        vals = self._prepare_warnings(device, facts, seen) | (link or {})
        return self._store(device, facts, kernel.decide(facts), previous, **vals)

    @api.model
    def _store(self, device, facts, answers, previous=None, **vals):
        return self._store_all(
            [self._prepare_version(device, facts, answers, previous, **vals)]
        )

    @api.model
    def _store_all(self, vals_list):
        """Versions as `_prepare_version` makes their values, sealed."""
        # sudo: whoever works the job makes the engine decide; nobody writes decisions
        decisions = self.sudo()._in_flow().create(vals_list)
        decisions._adopt_evidence()
        for decision in decisions:
            decision.hash = decision._compute_hash()
        return decisions.with_env(self.env)

    def _adopt_evidence(self):
        """Fresh uploads become files of the version that rests on them."""
        for decision in self.filtered("evidence_ids"):
            fresh = decision.evidence_ids.filtered(lambda a: not a.res_id)
            fresh.write({"res_model": decision._name, "res_id": decision.id})

    @api.model
    def _prepare_version(self, device, facts, answers, previous=None, **vals):
        previous = previous or self.browse()
        company = device.company_id or self.env.company
        lines = [_line_vals(a) | {"company_id": company.id} for a in answers]
        return {
            "device_id": device.id,
            "company_id": company.id,
            "version": previous.version + 1,
            "previous_hash": previous.hash,
            "day": facts.day,
            "cause": facts.cause,
            "facts": _plain(facts),
            "labour_result": _get_result(answers, "labour"),
            "line_ids": [(0, 0, line) for line in lines],
        } | vals

    @api.model
    def _preview(self, device, facts):
        """Lines of a decision that nobody stores, for looking at a device."""
        answers = kernel.decide(facts)
        decision = self.new(
            {"device_id": device.id, "day": facts.day, "cause": facts.cause}
        )
        lines = self.env["aftersales.decision.line"]
        for answer in answers:
            lines += lines.new({"decision_id": decision.id} | _line_vals(answer))
        return lines

    def _get_warning_codes(self, device, facts, seen=None):
        """Codes of what is missing.

        :param seen: evidence that is not written on the device yet, by its field names;
            ``proof_seen``: something else that shows the purchase
        """
        seen = seen or {}
        card = seen.get("has_warranty_card") or device._has_card()
        bought = seen.get("invoice_number") or seen.get("proof_seen")
        bought = bought or device.invoice_number or device.sale_line_id
        limits = {c.distance_of for c in facts.covers if c.distance_limit}
        return kernel.warnings(facts, bool(card), bool(bought), limits)

    def _prepare_warnings(self, device, facts, seen=None):
        return {"warning_codes": " ".join(self._get_warning_codes(device, facts, seen))}

    def _get_warnings(self):
        """Sentences of what a person must still do or know before the job (W-01, W-07, W-16)."""
        self.ensure_one()
        texts = {
            "no_card": self.env._("The warranty card was not seen."),
            "no_invoice": self.env._("The purchase invoice is not known."),
            "notify_agent": self.env._(
                "Sold by an agent: tell the agent before the service."
            ),
            "register": self.env._(
                "No device is registered: ask for model, serial, factory date and time in use."
            ),
            "inspect": self.env._(
                "The cause is not known yet: decided provisionally, decide again after inspection."
            ),
            "whose": self.env._(
                "Nobody could tell on the spot whether it is our product: ask the manufacturer."
            ),
            "no_distance": self.env._(
                "The warranty ends with the kilometres: enter the way to the customer."
            ),
            "no_mileage": self.env._(
                "The warranty ends with the kilometres: enter the mileage."
            ),
        }
        return [texts[code] for code in (self.warning_codes or "").split()]

    def _get_facts(self):
        """The stored facts, to answer for further cost lines by the same rules."""
        self.ensure_one()
        return _read(self.facts)

    def _get_responsibility(self):
        """Who answers for the fault by this version (W-19)."""
        self.ensure_one()
        return find(self._get_facts(), self.line_ids) if self.facts else "unknown"

    def _answer(self, kind, product=None):
        """The answer for one cost, by the facts that this decision was made of.

        An override decides for its kind of cost whatever the product is.
        """
        self.ensure_one()
        stored = self.line_ids.filtered(lambda line: line.cost_kind == kind)[:1]
        if stored.rule == "override":
            shares = tuple((payer, percent) for payer, percent in stored.shares)
            return kernel.Answer(kernel.Line(kind), shares, stored.result, "override")
        line = kernel.Line(
            kind,
            (product and product.aftersales_part_class) or "ordinary",
            product.id if product else None,
        )
        facts = self._get_facts()
        return kernel.decide(kernel.Facts(**{**facts.__dict__, "lines": (line,)}))[0]


class Device(models.Model):
    _inherit = "aftersales.device"

    def _get_decision_origin(self):
        """Where the device comes from, as the decision asks it (W-06, W-14 a)."""
        if not self:
            return "unregistered"
        made = self.product_id.aftersales_origin
        return "agent" if made == "own" and self.agent_id else made


class Coverage(models.Model):
    _inherit = "aftersales.coverage"

    def _as_covers(self):
        for coverage in self.filtered("start_date"):
            kinds = (coverage.cost_kinds or "").split()
            yield kernel.Cover(
                key=coverage.id,
                kind=coverage.kind,
                start=coverage.start_date,
                end=coverage.end_date,
                cost_kinds=frozenset(kinds or kernel.COST_KINDS),
                part_classes=frozenset((coverage.part_classes or "").split()),
                percent=coverage.percent,
                payer=coverage.payer,
                voided_on=coverage.voided_on or None,
                suspended_on=coverage.suspended_on or None,
                product=coverage.product_id.id or None,
                distance_limit=coverage.distance_limit,
                distance_of=coverage.distance_of,
                visits_left=coverage._get_visits_left()
                if coverage.visit_limit
                else None,
                free_causes=coverage.free_causes or "",
            )

    def _get_visits_left(self):
        """Hook: visits of a limited coverage that are not used yet."""
        return


def _get_result(answers, kind):
    return next((a.result for a in answers if a.line.kind == kind), False)


def _line_vals(answer):
    return {
        "cost_kind": answer.line.kind,
        "part_class": answer.line.part_class if answer.line.kind == "part" else False,
        "product_id": answer.line.product,
        "result": answer.result,
        "rule": answer.rule,
        "shares": [list(share) for share in answer.shares],
        "coverage_id": answer.cover,
        "lost": [list(loser) for loser in answer.lost],
        "is_preferential": answer.preferential,
        "is_provisional": answer.provisional,
    }


def _plain(facts):
    """Facts as JSON keeps them."""
    data = dict(facts.__dict__, day=str(facts.day))
    data["lines"] = [dict(line.__dict__) for line in facts.lines]
    data["covers"] = [
        {
            name: sorted(value)
            if isinstance(value, frozenset)
            else str(value)
            if name in _DATES and value
            else value
            for name, value in cover.__dict__.items()
        }
        for cover in facts.covers
    ]
    return data


def _read(data):
    """Facts from JSON: the inverse of `_plain`."""
    import datetime

    day = datetime.date.fromisoformat
    covers = []
    for stored in data["covers"]:
        vals = dict(stored)
        for name in _DATES:
            vals[name] = vals[name] and day(vals[name])
        for name in ("cost_kinds", "part_classes"):
            vals[name] = frozenset(vals[name])
        covers.append(kernel.Cover(**vals))
    lines = tuple(kernel.Line(**line) for line in data["lines"])
    return kernel.Facts(
        **{**data, "day": day(data["day"]), "covers": tuple(covers), "lines": lines}
    )


_DATES = ("start", "end", "voided_on", "suspended_on")
