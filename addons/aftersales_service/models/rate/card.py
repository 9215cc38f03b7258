from odoo import api, fields, models
from odoo.tools import ormcache

KINDS = [
    ("standard", "Standard"),
    ("preferential", "Preferential"),
    ("contract", "Contract Service"),
    ("agent", "Agents"),
]


class FeeCard(models.Model):
    """收费标准卡: what service costs, and whom it is for (B-19, F-25). What it says lies in
    dated versions that finance drafts (O-05) and the general manager approves.

    Standard cards are for everybody, preferential ones for a customer or for parts after
    misuse inside the warranty (W-05), contract cards for contract service (F-12), agents'
    for what an agent bears.
    """

    _name = "aftersales.fee.card"
    _description = "Fee Card"
    _order = "level, name, id"
    _inherit = ["aftersales.policy.mixin", "aftersales.remembered.mixin"]
    _check_company_auto = True
    _levels = ("partner_id", "product_tmpl_id", "categ_id")
    _version_model = "aftersales.fee.card.version"

    kind = fields.Selection(
        KINDS,
        required=True,
        default="standard",
        index=True,
        help="Contract cards decide before agents' cards, these before preferential and standard ones.",
    )
    partner_id = fields.Many2one(
        string="Customer or Agent", help="Empty: for everybody."
    )
    version_ids = fields.One2many("aftersales.fee.card.version", "policy_id", "Prices")

    @api.model
    @ormcache("company_id")
    def _get_version_ids(self, company_id):
        """Versions that are or were in force: read once, they no longer change."""
        versions = self.env[
            self._version_model
        ].sudo()  # sudo: whoever is charged by it
        found = versions.search(
            [
                ("state", "in", ("approved", "superseded")),
                ("company_id", "=", company_id),
                ("policy_id.active", "=", True),
            ]
        )
        return tuple(found.ids)

    @api.model
    def _get_level_values(self, record):
        """Of a job; for an agents' card its agent counts, see `_fits_job`."""
        return super()._get_level_values(record) | {
            "partner_id": record.partner_id.commercial_partner_id,
            "product_tmpl_id": record.product_id.product_tmpl_id,
        }

    def _fits_job(self, reached, agent):
        """Whether this card is for a job of these levels, whoever its agent is."""
        if self.kind == "agent":
            reached = reached | {"partner_id": agent}
        return self._fits(reached)
