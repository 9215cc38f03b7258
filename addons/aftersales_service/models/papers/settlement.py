from odoo import models


class Settlement(models.Model):
    """The claim or the statement, as it was sent; its link leads on to the answers."""

    _name = "aftersales.settlement"
    _inherit = ["aftersales.settlement", "aftersales.letter.mixin"]

    def _get_aftersales_papers(self):
        if self.state in ("draft", "cancelled"):
            return super()._get_aftersales_papers()
        # The button “Print” knows which paper suits this direction.
        report = self.action_print()["report_name"]
        forms = self.env["aftersales.form"]
        return forms.search([("report_id.report_name", "=", report)])

    def _get_aftersales_paper_words(self, _form):
        words = self.env._(
            "%(cases)s cases, %(amount)s with tax.",
            cases=self.line_count,
            amount=self.currency_id.format(self.claimed_amount),
        )
        if self.state == "sent" and self.date_due:
            until = self.env._("Please answer until %s.", self.date_due)
            return f"{words}\n{until}"
        return words

    def _get_aftersales_paper_link(self, _form):
        return self._get_answer_url()
