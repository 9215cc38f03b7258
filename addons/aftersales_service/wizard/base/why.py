from odoo import api, fields, models


class Why(models.TransientModel):
    """Answers “why can't I”: one line per thing that is missing (★19)."""

    _name = "aftersales.why"
    _description = "What Is Missing"

    name = fields.Char("Question", readonly=True)
    line_ids = fields.One2many("aftersales.why.line", "why_id", "Missing")
    is_free = fields.Boolean(
        "Nothing Is Missing",
        compute="_compute_is_free",
        help="The step can be done now.",
    )

    @api.depends("line_ids")
    def _compute_is_free(self):
        for why in self:
            why.is_free = not why.line_ids

    @api.model
    def _show(self, title, blockers):
        """A window with the ``blockers`` (list of `Blocker`)."""
        lines = [
            fields.Command.create(self._prepare_line(blocker)) for blocker in blockers
        ]
        why = self.create({"name": title, "line_ids": lines})
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": why.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _prepare_line(self, blocker):
        document = blocker.document
        return {
            "text": blocker.text,
            "who": blocker.who,
            # sudo: the name of the document is said even to those who may not open it
            "document": document and document.sudo().display_name,
            "res_model": document and document._name,
            "res_id": document and document.id,
        }


class WhyLine(models.TransientModel):
    _name = "aftersales.why.line"
    _description = "One Thing That Is Missing"
    _inherit = "document.window.mixin"
    _rec_name = "text"

    why_id = fields.Many2one(
        "aftersales.why", required=True, index=True, ondelete="cascade"
    )
    text = fields.Char("What Is Missing", readonly=True)
    document = fields.Char(readonly=True)
    who = fields.Char("Who Can Fix It", readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        "Document ID", model_field="res_model", readonly=True
    )

    def action_open(self):
        """Open the document; its own access rules answer who may."""
        self.ensure_one()
        self.env[self.res_model].browse(self.res_id).check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
