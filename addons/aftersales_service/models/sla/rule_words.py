from odoo import api, fields, models

_LABELLED = (
    "order_kind",
    "area",
    "severity",
    "fault_area",
    "service_type",
    "life_stage",
)
_RECORDS = ("categ_id", "partner_id", "contract_id")


class SlaRule(models.Model):
    """When a rule holds, in one line: a list of ten empty columns tells nobody."""

    _inherit = "aftersales.sla.rule"

    condition_words = fields.Char("Only If", compute="_compute_condition_words")

    @api.depends(*_LABELLED, *_RECORDS, "km_from", "km_to", "supplier_needed")
    @api.depends_context("lang")
    def _compute_condition_words(self):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in _LABELLED
        }
        supplier = self._fields["supplier_needed"]._description_string(self.env)
        for rule in self:
            words = [labels[name].get(rule[name]) for name in _LABELLED]
            words.append(rule._get_band_words())
            words.append(supplier if rule.supplier_needed else "")
            words += [rule[name].display_name for name in _RECORDS]
            rule.condition_words = " · ".join(filter(None, words))

    def _get_band_words(self):
        """The distance band with its closed upper end (T-72)."""
        if self.km_from and self.km_to:
            return self.env._(
                "> %(above)s, ≤ %(limit)s km",
                above=f"{self.km_from:g}",
                limit=f"{self.km_to:g}",
            )
        if self.km_to:
            return self.env._("≤ %s km", f"{self.km_to:g}")
        if self.km_from:
            return self.env._("> %s km", f"{self.km_from:g}")
        return ""
