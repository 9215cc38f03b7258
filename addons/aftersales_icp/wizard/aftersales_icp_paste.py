from odoo import fields, models

from ..exceptions import IcpImportWrong
from ..kernel.icp_number import parse as parse_number
from ..kernel.paste import parse


class IcpPaste(models.TransientModel):
    """The text of the authority's result page, pasted: a record and its evidence."""

    _name = "aftersales.icp.paste"
    _description = "Paste a Result Page"
    _inherit = "document.window.mixin"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    text = fields.Text(required=True)
    organiser = fields.Char(help="If the text does not name it.")

    def action_take(self):
        """Organiser, services and the pasted words as evidence."""
        bounds = self.env["aftersales.icp.service"]._icp_bounds()
        found = parse(self.text, bounds=bounds)
        organiser = found.organiser or (self.organiser or "").strip()
        if not found.number:
            raise IcpImportWrong(self.env._("No filing number was found in this text."))
        if not organiser:
            raise IcpImportWrong(
                self.env._("The text does not name the organiser: enter it below.")
            )
        rows = [self._row(organiser, one, bounds) for one in found.services]
        rows = rows or [self._row(organiser, found, bounds)]
        self.env["aftersales.icp.intake"]._take(rows, self.company_id)
        return self._keep(found)

    def _row(self, organiser, one, bounds):
        return {
            "organiser": organiser,
            "parsed": parse_number(one.number, bounds=bounds),
            "number": one.number,
            "name": getattr(one, "name", ""),
            "domain": getattr(one, "domain", ""),
            "filed_on": one.passed_on,
            "line": 1,
        }

    def _keep(self, found):
        subject = self.env["aftersales.icp.subject"].search(
            [("number", "=", found.number), ("company_id", "=", self.company_id.id)],
            limit=1,
        )
        self.env["aftersales.icp.evidence"].create(
            {
                "name": found.number,
                "source": "miit_manual",
                "text": self.text,
                "number_seen": found.number,
                "organiser_seen": found.organiser,
                "filed_on_seen": found.passed_on,
                "subject_id": subject.id,
                "company_id": self.company_id.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": subject._name,
            "res_id": subject.id,
            "view_mode": "form",
        }
