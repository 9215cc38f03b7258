from odoo import fields, models

from ...kernel.claim_index import stored_keys

# What is looked up here; days, devices and parts stand on visits and requisitions.
KINDS = ("picture", "shape", "signature", "ink", "serial", "built_in", "invoice")


class ClaimKey(models.Model):
    """Under what a checked visit is found again: a number however it is spelled, a piece
    of a picture. No more than an index of what other rows say."""

    _name = "aftersales.claim.key"
    _description = "Key of a Checked Claim"
    _inherit = ["document.ledger.mixin"]
    _rec_name = "key"
    _check_company_auto = True
    _is_closed_ledger = True

    visit_id = fields.Many2one(
        "aftersales.visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="visit_id.company_id", store=True, index=True)
    kind = fields.Char(required=True)
    key = fields.Char(required=True)

    _place = models.Index("(kind, key, company_id)")

    def _keep(self, claims):
        """Keys of claims that have none yet."""
        known = self.search([("visit_id", "in", [c.key for c in claims])]).visit_id.ids
        self._in_flow().create(
            [
                {"visit_id": claim.key, "kind": kind, "key": str(key)}
                for claim in claims
                if claim.key not in known
                for kind in KINDS
                for key in stored_keys(kind, claim)
            ]
        )
