from odoo import fields, models

from ..models.aftersales_icp_evidence import RESULTS, SOURCES


class IcpProve(models.TransientModel):
    """Do a duty: by the evidence for it."""

    _name = "aftersales.icp.prove"
    _description = "Prove a Duty"
    _inherit = "document.window.mixin"

    obligation_id = fields.Many2one("aftersales.icp.obligation", required=True)
    source = fields.Selection(SOURCES, required=True, default="letter")
    result = fields.Selection(RESULTS, required=True, default="found")
    query = fields.Char(string="Query or Address")
    file = fields.Binary(string="Screenshot or Document")
    filename = fields.Char()
    text = fields.Text(string="Words Seen")

    def action_prove(self):
        """Keep the evidence and close the duty with it."""
        duty = self.obligation_id
        evidence = self.env["aftersales.icp.evidence"].create(
            {
                "name": duty.display_name,
                "source": self.source,
                "result": self.result,
                "query": self.query,
                "file": self.file,
                "filename": self.filename,
                "text": self.text,
                "subject_id": duty.subject_id.id,
                "service_id": duty.service_id.id,
                "company_id": duty.company_id.id,
            }
        )
        duty._prove(evidence)
        return {"type": "ir.actions.act_window_close"}


class IcpWaive(models.TransientModel):
    """A duty that does not hold here, and why."""

    _name = "aftersales.icp.waive"
    _description = "Waive a Duty"
    _inherit = "document.window.mixin"

    obligation_id = fields.Many2one("aftersales.icp.obligation", required=True)
    reason = fields.Char(required=True)

    def action_waive(self):
        """Waive it with the reason."""
        self.obligation_id.action_waive(self.reason)
        return {"type": "ir.actions.act_window_close"}


class IcpObligationWizards(models.Model):
    _inherit = "aftersales.icp.obligation"

    def action_prove(self):
        """Ask for the evidence."""
        return self._open_wizard("aftersales.icp.prove", self.env._("Evidence"))

    def action_ask_waive(self):
        """Ask for the reason."""
        return self._open_wizard("aftersales.icp.waive", self.env._("Waive"))

    def _open_wizard(self, model, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_obligation_id": self.id},
        }

    def action_document(self):
        """The record that the duty belongs to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
