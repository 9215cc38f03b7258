from odoo import models


class MonthlyStatement(models.Model):
    """The customer looks at his statement and confirms it: in the portal, or on the link
    that was sent to him."""

    _inherit = "aftersales.monthly.statement"

    _portal_fields = frozenset(
        {"id", "display_name", "name", "state", "date_to", "date_due", "access_url"}
    )

    def _answer_on_portal(self, answers, who):
        """Answers of the customer; all of them or none.

        :param answers: {id of a line: (confirmed or not, reason)}
        :raises FilingRefused: for lines that are not on this statement, or none at all
        """
        told = self._find_answered(answers)
        self._get_waiting()._take_answers(told, who)
        self._tell_answer(len(told), who)
