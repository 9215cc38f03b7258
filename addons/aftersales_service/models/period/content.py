import base64
import hashlib
import json

from odoo import api, fields, models

from .fact import as_money

KINDS = {
    "fee": "aftersales.fee",
    "share": "aftersales.fee.share",
    "movement": "aftersales.fee.movement",
    "collection": "aftersales.collection",
    "handin": "aftersales.handin",
    "settlement": "aftersales.settlement",
    "fapiao": "aftersales.fapiao",
    "cost": "aftersales.cost",
    "late": "aftersales.period.late",
}


class Period(models.Model):
    """Everything that counts in a month, as plain values, and its fingerprint."""

    _inherit = "aftersales.period"

    content = fields.Binary(
        "Values as They Were Closed", attachment=True, readonly=True, copy=False
    )

    @api.model
    def _get_sources(self):
        """{kind: model} of what counts in a month; rooms above add theirs."""
        return KINDS

    def _find_facts(self, model):
        # sudo: the month counts everything, whoever closes it
        return (
            self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("period_day", ">=", self.month),
                    ("period_day", "<=", self.last_day),
                ],
                order="id",
            )
        )

    def _read_content(self):
        """{kind: {id: [plain values]}}, each with what it was worth in this month."""
        return {
            kind: self._read_facts(self._find_facts(model))
            for kind, model in self._get_sources().items()
        }

    def _read_facts(self, facts):
        late = self.env["aftersales.period.late"].sudo()  # sudo: as above
        changed = late._sum_by_document(facts._name, facts.ids)
        return {
            str(fact.id): fact._as_plain(changed.get(fact.id, 0.0)) for fact in facts
        }

    @api.model
    def _make_fingerprint(self, content):
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _prepare_filing(self):
        content = self._read_content()
        workbook = self._make_workbook()
        text = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return {
            "fingerprint": self._make_fingerprint(content),
            "content": base64.b64encode(text.encode()),
            "workbook": base64.b64encode(workbook),
            "workbook_name": f"{self.company_id.name} {self.display_name}.xlsx",
            "workbook_hash": hashlib.sha256(workbook).hexdigest(),
            "difference": False,
        }

    def _get_totals(self):
        """[(kind, currency, count, sum)] of the month."""
        totals = {}
        for kind, model in self._get_sources().items():
            facts = self._find_facts(model)
            late = self.env["aftersales.period.late"].sudo()  # sudo: as above
            changed = late._sum_by_document(model, facts.ids)
            for fact in facts:
                key = (kind, fact._get_fact_currency())
                count, amount = totals.get(key, (0, 0.0))
                more = fact._get_fact_amount() - changed.get(fact.id, 0.0)
                totals[key] = (count + 1, amount + more)
        return [
            (kind, currency, count, currency.round(amount))
            for (kind, currency), (count, amount) in totals.items()
        ]


class PeriodLate(models.Model):
    _inherit = "aftersales.period.late"

    def _get_fact_currency(self):
        return self.currency_id

    def _get_fact_amount(self):
        return self.amount

    def _as_plain(self, changed=0.0):
        return [
            str(self.period_day),
            str(self.late_of),
            self.res_model,
            str(self.res_id),
            as_money(self.amount),
        ]

    def _get_fact_words(self):
        return self.env["ir.model"]._get(self._name).sudo().name  # sudo: its name only

    def _say_plain(self, values):
        return values
