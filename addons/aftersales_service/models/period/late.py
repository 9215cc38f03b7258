from odoo import api, fields, models


class PeriodLate(models.Model):
    """What changed of something in a closed month: the difference, in the next open one."""

    _name = "aftersales.period.late"
    _description = "Late Change"
    _inherit = ["document.ledger.mixin"]
    _order = "id desc"
    _rec_name = "name"
    _is_closed_ledger = True

    name = fields.Char("What", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True)
    period_day = fields.Date("Counts On", required=True, index=True)
    late_of = fields.Date("Belongs to", required=True)
    amount = fields.Monetary("Difference", required=True)
    user_id = fields.Many2one(
        "res.users", "Entered By", required=True, index="btree_not_null"
    )
    res_model = fields.Char("Document Model", required=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", index="btree_not_null"
    )

    _document_idx = models.Index("(res_model, res_id)")

    @api.model
    def _record(self, before):
        """Rows for what differs now from ``before`` ({fact: amount})."""
        if not before:
            return self
        days = self._find_days({fact.company_id for fact in before})
        rows = []
        for fact, amount in before.items():
            currency = fact._get_fact_currency()
            more = currency.round(fact._get_fact_amount() - amount)
            if currency.is_zero(more):
                continue
            rows.append(
                {
                    "name": f"{fact._get_fact_words()} {fact.display_name}",
                    "company_id": fact.company_id.id,
                    "currency_id": currency.id,
                    "period_day": days[fact.company_id],
                    "late_of": fact.period_day,
                    "amount": more,
                    "user_id": self.env.uid,
                    "res_model": fact._name,
                    "res_id": fact.id,
                }
            )
        # sudo: whoever changes something need not know of months
        return self.sudo()._in_flow().create(rows)

    @api.model
    def _find_days(self, companies):
        """{company: today, or the first day that is open}"""
        wanted = {(company, company._aftersales_today()) for company in companies}
        found = self.env["aftersales.period"]._find_open_days(wanted)
        return {company: day for (company, _today), day in found.items()}

    @api.model
    def _sum_by_document(self, model, ids):
        """{id: what changed of it after its month was closed}"""
        groups = self._read_group(
            [("res_model", "=", model), ("res_id", "in", ids)],
            ["res_id"],
            ["amount:sum"],
        )
        return dict(groups)

    def action_open_document(self):
        self.ensure_one()
        self.check_access("read")
        document = self.env[self.res_model].browse(self.res_id).exists()
        return document.get_formview_action() if document else None
