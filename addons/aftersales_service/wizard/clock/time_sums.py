from datetime import timedelta

from odoo import api, fields, models

from ...kernel import ledger
from ...models.sla.selections import OWNERS


class TimeSums(models.TransientModel):
    """Whose time a month was (C7): the ledgers of jobs and returns, summed for each party.
    Worked out when asked, so that a changed calendar or a late entry is in it."""

    _name = "aftersales.time.sums"
    _description = "Whose Time It Was"
    _inherit = "document.window.mixin"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date("Until", required=True, default=fields.Date.context_today)
    unit_id = fields.Many2one(
        "aftersales.unit",
        "Service Unit",
        domain="[('company_id', '=', company_id)]",
    )

    _period = models.Constraint(
        "CHECK (date_to >= date_from)", "A period ends after it begins."
    )

    @api.model
    def _default_date_from(self):
        """The whole month before, and what there is of this one."""
        first = fields.Date.context_today(self).replace(day=1)
        return (first - timedelta(days=1)).replace(day=1)

    def action_show(self):
        """One row for each document, month and party."""
        self.ensure_one()
        self.env["aftersales.time.sums.line"].create(self._prepare_lines())
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_time_sums_line_action"
        )
        return action | {"domain": [("sums_id", "=", self.id)]}

    def _prepare_lines(self):
        zone, now = self.company_id._aftersales_zone(), fields.Datetime.now()
        found = []
        for month, begin, end in ledger.months(self.date_from, self.date_to, zone):
            for documents in self._find_documents(begin, end):
                found += self._sum_month(documents, month, begin, min(end, now))
        return found

    def _find_documents(self, begin, end):
        mixin = self.env.registry["aftersales.sla.mixin"]
        for name in self.env.registry:
            model = self.env[name]
            if issubclass(self.env.registry[name], mixin) and not model._abstract:
                domain = model._get_time_domain(begin, end)
                if domain.is_false():
                    continue
                domain &= fields.Domain("company_id", "=", self.company_id.id)
                yield model.search(domain).filtered(self._is_of_unit)

    def _is_of_unit(self, document):
        """Of the chosen unit or one below it; without a choice of any."""
        unit = document["unit_id"] if "unit_id" in document._fields else self.unit_id
        wanted = self.unit_id.parent_path or ""
        return (unit.parent_path or "").startswith(wanted)

    def _sum_month(self, documents, month, begin, end):
        spans = [
            (
                document,
                max(begin, document._get_sla_start()),
                min(end, document._get_sla_end() or end),
            )
            for document in documents
        ]
        return [
            {
                "sums_id": self.id,
                "month": month,
                "owner": owner,
                "hours": seconds / 3600,
                "res_model": document._name,
                "res_id": document.id,
                "name": document.display_name,
                "unit_id": "unit_id" in document._fields and document["unit_id"].id,
            }
            for (document, _begin, _end), sums in zip(
                spans, documents._sum_spans(spans), strict=True
            )
            for owner, seconds in sums.items()
        ]


class TimeSumsLine(models.TransientModel):
    _name = "aftersales.time.sums.line"
    _description = "Whose Time It Was, of One Document"
    _inherit = "document.window.mixin"
    _order = "month, owner, name, id"

    sums_id = fields.Many2one(
        "aftersales.time.sums", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Document", readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    unit_id = fields.Many2one("aftersales.unit", "Service Unit", readonly=True)
    month = fields.Date(readonly=True)
    owner = fields.Selection(
        [*OWNERS, (ledger.OFF, "Outside Working Hours")], "With", readonly=True
    )
    hours = fields.Float(readonly=True, aggregator="sum")

    def action_open_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
