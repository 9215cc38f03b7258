from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import FilingRefused
from ..visit.visit import OVER
from ..visit.visit_event import OFFICE

# How long the portal shows visits that are over.
_SHOWN_DAYS = 60


class Visit(models.Model):
    """Visits that another firm makes for us: it takes them, or says why not."""

    _inherit = "aftersales.visit"

    def action_refuse(self, reason=None, note=None):
        """A refusal of another firm: the office looks for somebody else (extends)."""
        result = super().action_refuse(reason, note)
        # sudo: whose man it is, is asked whoever refuses
        for visit in self.filtered(lambda v: v.sudo().technician_id.kind != "own"):
            visit._tell(
                OFFICE,
                self.env._(
                    "%(firm)s refused %(visit)s: %(reason)s",
                    firm=visit.sudo().technician_id.employer_id.display_name,
                    visit=visit.name,
                    reason=visit.refusal_text,
                ),
            )
        return result

    @api.model
    def _get_outside_domain(self):
        """What the portal login may see: open visits, and what was done of late."""
        late = fields.Datetime.now() - timedelta(days=_SHOWN_DAYS)
        told = Domain("state", "not in", OVER) | Domain("planned_start", ">=", late)
        return (
            self.env["aftersales.technician"]._get_outside_domain()
            & told
            & Domain("state", "!=", "cancelled")
        )

    @api.model
    def _find_outside(self, visit_id):
        """The visit with that id, where the portal login may see it."""
        # sudo: found by the login
        return self.sudo().search(
            self._get_outside_domain() & Domain("id", "=", visit_id)
        )

    def _answer_outside(self, accepted, reason=""):
        """The firm takes the visit, or refuses it with a reason.

        :raises FilingRefused: for a refusal without a reason
        """
        self.ensure_one()
        if accepted:
            self.action_accept()
        elif (reason or "").strip():
            self.action_refuse(note=reason.strip())
        else:
            raise FilingRefused(self.env._("Please write why you refuse the visit."))
