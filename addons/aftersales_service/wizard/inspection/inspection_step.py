from odoo import fields, models

from ...models.inspection.inspection_party import CONCLUSIONS


class InspectionSign(models.TransientModel):
    """Asks a party what it found and whether it agrees, and signs for it: one signature,
    however many goods were inspected (R-22)."""

    _name = "aftersales.inspection.sign"
    _description = "Sign a Joint Inspection"
    _inherit = "document.window.mixin"

    party_ids = fields.Many2many(
        "aftersales.inspection.party",
        "aftersales_inspection_sign_party_rel",
        string="Goods",
        required=True,
    )
    finding = fields.Text(required=True)
    agrees = fields.Selection(CONCLUSIONS, "Conclusion", required=True)

    def action_sign(self):
        self.ensure_one()
        self.party_ids.action_sign(self.finding, self.agrees)
        return {"type": "ir.actions.act_window_close"}


class InspectionTell(models.TransientModel):
    """Asks how, to whom and what the customer was told."""

    _name = "aftersales.inspection.tell"
    _description = "Tell the Customer"
    _inherit = "document.window.mixin"

    inspection_id = fields.Many2one(
        "aftersales.inspection", required=True, index=True, ondelete="cascade"
    )
    how = fields.Selection(
        [
            ("phone", "Telephone"),
            ("message", "Message"),
            ("letter", "Letter"),
            ("visit", "In Person"),
        ],
        required=True,
        default="phone",
    )
    to = fields.Char("Told To", required=True, default=lambda self: self._get_contact())
    text = fields.Text("What Was Said", required=True)

    def _get_contact(self):
        inspection = self.env["aftersales.inspection"].browse(
            self.env.context.get("default_inspection_id")
        )
        return inspection.return_id.contact_name

    def action_tell(self):
        self.ensure_one()
        labels = dict(self._fields["how"]._description_selection(self.env))
        self.inspection_id.action_tell(labels[self.how], self.to, self.text)
        return {"type": "ir.actions.act_window_close"}


class InspectionWithdraw(models.TransientModel):
    """Asks why signatures are withdrawn."""

    _name = "aftersales.inspection.withdraw"
    _description = "Withdraw Signatures"
    _inherit = "document.window.mixin"

    inspection_id = fields.Many2one(
        "aftersales.inspection", required=True, index=True, ondelete="cascade"
    )
    reason = fields.Char("What Must Be Changed", required=True)

    def action_withdraw(self):
        self.inspection_id.action_withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}


class MeasureStep(models.TransientModel):
    """Asks for the sentence that goes with a step of a measure."""

    _name = "aftersales.inspection.measure.step"
    _description = "Step of a Measure"
    _inherit = "document.window.mixin"

    measure_id = fields.Many2one(
        "aftersales.inspection.measure", required=True, index=True, ondelete="cascade"
    )
    step = fields.Selection(
        [("done", "Done"), ("verified", "Verified"), ("again", "Did Not Help")],
        required=True,
    )
    note = fields.Char(required=True)

    def action_apply(self):
        self.ensure_one()
        steps = {
            "done": self.measure_id.action_done,
            "verified": self.measure_id.action_verified,
            "again": self.measure_id.action_again,
        }
        steps[self.step](self.note)
        return {"type": "ir.actions.act_window_close"}
