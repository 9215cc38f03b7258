from odoo import fields, models

from ...exceptions import ProofMissing
from ...models.decision.device_dates import EVIDENCED
from ...models.grade.grade import GRADES

STEPS = [
    ("resell", "Resold by Its Owner"),
    ("date", "Enter a Date"),
    ("grade", "Set the Condition Grade"),
    ("lose", "Got Lost"),
    ("find", "Found Again"),
    ("scrap", "Scrap"),
]
_LABELS = {
    "purchase": "Bought On",
    "invoice": "Invoice Date",
    "installation": "Installation Date",
    "acceptance": "Final Acceptance",
    "registration": "Registration Date",
}


class DeviceStep(models.TransientModel):
    """Asks for what an event in the life of a device needs: owner, day, evidence, reason."""

    _name = "aftersales.device.step"
    _description = "Event of a Device"
    _inherit = "document.window.mixin"

    device_id = fields.Many2one(
        "aftersales.device", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="device_id.company_id")
    step = fields.Selection(STEPS, required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "New Owner", index="btree_not_null", ondelete="cascade"
    )
    site_id = fields.Many2one(
        "res.partner", "Installed At", index="btree_not_null", ondelete="cascade"
    )
    date_kind = fields.Selection(
        [("card", "Warranty Card"), *((name, _LABELS[name]) for name in EVIDENCED)],
        "Date or Paper",
    )
    day = fields.Date("On", default=lambda self: self.env.company._aftersales_today())
    reference = fields.Char(
        "Document No.",
        help="Number of the invoice, report or certificate that says so.",
    )
    evidence = fields.Binary()
    filename = fields.Char("File Name")
    grade = fields.Selection(GRADES, "Condition Grade", help="Empty: new.")
    reason = fields.Char()

    def action_apply(self):
        """Write the event; the device checks who may."""
        self.ensure_one()
        getattr(self, f"_apply_{self.step}")(self.device_id)
        return {"type": "ir.actions.act_window_close"}

    def _apply_resell(self, device):
        if not self.partner_id:
            raise ProofMissing(self.env._("Please choose the new owner."))
        device.action_resell(self.partner_id, self.reason, self.site_id)

    def _apply_date(self, device):
        if not (self.date_kind and self.day):
            raise ProofMissing(
                self.env._("Please choose which date it is, and the day.")
            )
        if not (self.reference or self.evidence):
            raise ProofMissing(
                self.env._("Please name the document that says so, or attach it.")
            )
        if self.date_kind == "card":
            device._take_card(self.reference, self.evidence, self.filename)
            return
        device._date_with_evidence(
            self.date_kind, self.day, self.reference, self.evidence, self.filename
        )

    def _apply_grade(self, device):
        device.action_grade(self.grade, self.reason)

    def _apply_lose(self, device):
        device.action_lose(self.reason)

    def _apply_find(self, device):
        device.action_find(self.reason)

    def _apply_scrap(self, device):
        device.action_scrap(self.reason)
