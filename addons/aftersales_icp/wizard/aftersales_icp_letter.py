from odoo import api, fields, models


class IcpLetter(models.TransientModel):
    _name = "aftersales.icp.letter"
    _description = "ICP Letter"
    _inherit = "document.window.mixin"

    subject_id = fields.Many2one("aftersales.icp.subject", required=True)
    template_id = fields.Many2one("aftersales.icp.letter.template", required=True)
    body = fields.Text(compute="_compute_body", store=True, readonly=False)

    @api.depends("template_id", "subject_id")
    def _compute_body(self):
        for letter in self.filtered("template_id"):
            letter.body = letter.template_id._fill(letter.subject_id)

    def _title(self):
        """The first line where it is the name of the document, such as 授权书."""
        first = (self.body or "").strip().split("\n")[0].strip()
        return first if first and first in self.template_id.name else ""

    def _words(self):
        """The letter without its title."""
        body = (self.body or "").strip()
        return body.removeprefix(self._title()).lstrip("\n")

    def action_print(self):
        """The letter as PDF."""
        return self.env.ref("aftersales_icp.action_report_letter").report_action(self)
