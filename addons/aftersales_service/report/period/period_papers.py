from odoo import models


class MonthPaper(models.AbstractModel):
    """服务费月报: what counted in a month, by kind and by payer."""

    _name = "report.aftersales_service.report_period"
    _inherit = ["aftersales.paper"]
    _description = "Month Sheet"

    _record_model = "aftersales.period"

    def _get_number(self, record):
        return record.display_name

    def _get_kinds(self, record):
        """[(what, count, sum, currency)]"""
        models_of = record._get_sources()
        kinds = self.env["ir.model"].sudo()  # sudo: what a thing is called
        return [
            (kinds._get(models_of[kind]).name, count, amount, currency)
            for kind, currency, count, amount in record._get_totals()
            if kind not in ("share", "movement")
        ]

    def _get_payers(self, record):
        """[(payer, {kind: net}, currency)] of the movements."""
        rows = record._find_facts("aftersales.fee.movement")
        found = {}
        for row in rows:
            sums = found.setdefault((row.share_id.payer, row.currency_id), {})
            sums[row.kind] = sums.get(row.kind, 0.0) + row.net
        share = self.env["aftersales.fee.share"]
        words = dict(share._fields["payer"]._description_selection(self.env))
        return [
            (words.get(payer, payer), sums, currency)
            for (payer, currency), sums in found.items()
        ]

    def _get_late(self, record):
        """Sentences of what came in late."""
        facts = (
            record._find_facts(model)
            for kind, model in record._get_sources().items()
            if kind in ("fee", "collection", "fapiao", "cost")
        )
        told = [
            f"{fact.display_name}: {fact.period_origin}"
            for rows in facts
            for fact in rows.filtered("late_of")
        ]
        late = record._find_facts("aftersales.period.late")
        return told + [f"{row.name} ({row.late_of}): {row.amount:.2f}" for row in late]

    def _get_reasoned(self, record):
        return record.exception_ids.filtered(lambda row: not row.is_settled)
