from odoo import models


class Coverage(models.Model):
    """Which costs a warranty bears, in the words of the decision."""

    _inherit = "aftersales.coverage"

    def _get_words(self):
        return super()._get_words() | {"costs": self._get_cost_words()}

    def _get_cost_words(self):
        """“Parts, Labour”; every kind when the warranty names none."""
        field = self.env["aftersales.decision.line"]._fields["cost_kind"]
        labels = dict(field._description_selection(self.env))
        codes = (self.cost_kinds or "").split()
        if not codes:
            return self.env._("All Costs")
        return ", ".join(labels.get(code, code) for code in codes)
