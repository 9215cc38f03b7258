from odoo import api, fields, models

from ...models.mail.mail import DISCARDED


class MailDiscard(models.TransientModel):
    """Asks why nothing is done about held mails; one answer for all that were chosen."""

    _name = "aftersales.mail.discard"
    _description = "Do Not Pursue"
    _inherit = "document.window.mixin"

    mail_ids = fields.Many2many("aftersales.mail", string="E-Mails", required=True)
    reason = fields.Selection(
        DISCARDED, "Why Not", required=True, default=DISCARDED[0][0]
    )
    note = fields.Char()

    @api.model
    def default_get(self, fields):
        """The mails that were chosen in the list, or the one that is open."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "aftersales.mail":
            values["mail_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    def action_discard(self):
        """Discard them; the mails themselves check who may and whether somebody was
        faster."""
        self.ensure_one()
        self.mail_ids.action_discard(self.reason, self.note)
        return {"type": "ir.actions.act_window_close"}
