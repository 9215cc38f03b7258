from odoo import api, models

from .consent_proof import AFAR


class TechnicianDay(models.AbstractModel):
    _inherit = "aftersales.technician.day"

    @api.model
    def _prepare_card(self, visit):
        """Which answers of the customer need a file (extends)."""
        card = super()._prepare_card(visit)
        wanted = card["needs_consent"] and visit.wants_consent_proof
        # sudo: how many there are, whoever added them
        files = visit.sudo().consent_proof_ids if wanted else ()
        return card | {
            "consent_proof": list(AFAR) if wanted else [],
            "consent_files": len(files),
        }
