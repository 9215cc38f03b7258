from ...kernel.clock import DISTANCE
from .rule import EQUAL


class Rulebook:
    """Which rules an event begins, for a batch of documents: each policy is read once, and
    documents that its rules cannot tell apart are matched once.

    :param versions: {document: version that it follows, maybe empty}
    :param known: {document: as `_get_sla_facts`}, where they are known
    """

    def __init__(self, versions, known=None):
        self.versions = versions
        self.known = known or {}
        self.days = {}
        self.stacks = {}
        self.begun = {}
        self.matched = {}
        self.copied = {}

    def match(self, document, event, moment):
        """Rules of the document's policy, and of those beside it, that ``event`` begins."""
        version = self.versions[document]
        if not version:
            return []
        found = {}
        for each in self._get_stack(version, document.company_id, moment):
            found |= dict.fromkeys(self._match(each, document, event))
        return list(found)

    def _get_stack(self, version, company, moment):
        if (company, moment) not in self.days:
            self.days[company, moment] = company._aftersales_day(moment)
        day = self.days[company, moment]
        if (version, day) not in self.stacks:
            self.stacks[version, day] = version._get_stack(day)
        return self.stacks[version, day]

    def _match(self, version, document, event):
        rules, names = self._get_begun(version, event)
        if not rules:
            return rules
        if document not in self.known:
            self.known[document] = document._get_sla_facts()
        facts = self.known[document]
        key = (version, event, *(facts.get(name) for name in names))
        if key not in self.matched:
            self.matched[key] = rules._match(event, facts)
        return self.matched[key]

    def _get_begun(self, version, event):
        """(rules that begin with ``event``, names of the facts that they look at)"""
        if (version, event) not in self.begun:
            rules = version.rule_ids.filtered(lambda r: r.start_event_id.code == event)
            names = [name for name in EQUAL if any(rules.mapped(name))]
            names += ["supplier_needed"] if any(rules.mapped("supplier_needed")) else []
            names += ["categ_id"] if rules.categ_id else []
            banded = any(rules.mapped("km_from")) or any(rules.mapped("km_to"))
            names += [DISTANCE] if banded else []
            self.begun[version, event] = (rules, names)
        return self.begun[version, event]

    def prepare(self, rule):
        """Values that a clock copies of its rule; a dictionary of its own."""
        if rule not in self.copied:
            self.copied[rule] = rule._prepare_clock()
        return dict(self.copied[rule])
