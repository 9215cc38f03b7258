from odoo import fields, models

from ...models.order.promise import TOLD_HOW


class QuestionStep(models.TransientModel):
    """Asks for the sentence that goes with a step of a question passed up."""

    _name = "aftersales.question.step"
    _description = "Step of a Question Passed Up"
    _inherit = "document.window.mixin"

    question_id = fields.Many2one(
        "aftersales.question", required=True, index=True, ondelete="cascade"
    )
    step = fields.Selection(
        [
            ("answer", "Write the Answer"),
            ("tell", "Tell the Customer"),
            ("again", "Ask Again"),
            ("withdraw", "Withdraw"),
        ],
        required=True,
    )
    answer = fields.Text("What the Owner Answers", related="question_id.answer")
    words = fields.Text("In Words")
    told_how = fields.Selection(TOLD_HOW, "Customer Told By", default="phone")
    told_to = fields.Char()

    def action_apply(self):
        """The question itself checks whether the step may be done."""
        self.ensure_one()
        question = self.question_id
        if self.step == "tell":
            question.action_tell(self.told_how, self.told_to)
        else:
            steps = {
                "answer": question.action_answer,
                "again": question.action_ask_again,
                "withdraw": question.action_withdraw,
            }
            steps[self.step](self.words)
        return {"type": "ir.actions.act_window_close"}
