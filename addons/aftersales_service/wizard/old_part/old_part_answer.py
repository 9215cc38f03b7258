from odoo import fields, models

from ...models.old_part.old_part import JUDGEMENTS


class OldPartAnswer(models.TransientModel):
    """Judge old parts, or waive them, with a reason that stands (P-19, W-32)."""

    _name = "aftersales.old.part.answer"
    _description = "Judge or Waive Old Parts"
    _inherit = "document.window.mixin"

    old_part_ids = fields.Many2many("aftersales.old.part", string="Old Parts")
    kind = fields.Selection(
        [("judge", "Judge"), ("waive", "Waive")], required=True, default="judge"
    )
    judgement = fields.Selection(JUDGEMENTS)
    note = fields.Text("Reason", required=True)

    def action_confirm(self):
        """Write the answer to all chosen parts."""
        self.ensure_one()
        if self.kind == "judge":
            self.old_part_ids.action_judge(self.judgement, self.note)
        else:
            self.old_part_ids.action_waive(self.note)
