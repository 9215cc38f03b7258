from odoo import api, fields, models

from .selections import DIRECTION_OF

_THINGS = ("lot_id", "product_tmpl_id", "categ_id")


class SettlementPolicy(models.Model):
    """With whom a settlement was agreed, and for which things; what was agreed lies in
    dated versions, the terms.

    An agreement with a partner goes before one with everybody of his kind; within these,
    serial number goes before product, product before category.
    """

    _name = "aftersales.settlement.policy"
    _description = "Agreement on Settlements"
    _inherit = ["aftersales.policy.mixin"]
    _order = "payer, level, name, id"
    _check_company_auto = True
    _levels = ("partner_id", *_THINGS)
    _version_model = "aftersales.settlement.term"

    payer = fields.Selection(
        "_get_payers", "Who Settles", required=True, default="supplier"
    )
    partner_id = fields.Many2one(
        string="Settling Partner", help="Empty: everybody of this kind."
    )
    lot_id = fields.Many2one(
        "stock.lot", "Lot or Serial Number", index="btree_not_null", check_company=True
    )
    version_ids = fields.One2many("aftersales.settlement.term", "policy_id", "Terms")

    @api.model
    def _get_payers(self):
        labels = self.env["aftersales.fee.share"]._fields["payer"]
        return [
            (code, label)
            for code, label in labels._description_selection(self.env)
            if code in DIRECTION_OF
        ]

    @api.depends(lambda self: self._levels)
    def _compute_level(self):
        """The partner weighs more than all things together (overrides)."""
        for policy in self:
            named = [i for i, name in enumerate(_THINGS) if policy[name]]
            thing = named[0] if named else len(_THINGS)
            policy.level = thing if policy.partner_id else thing + len(_THINGS) + 1

    @api.model
    def _get_level_values(self, record):
        """How far a share of a fee reaches: its part, else the device of its job."""
        fee, job = record.fee_id, record.order_id
        part = fee.product_id if fee.kind == "part" else job.product_id
        product = part or fee.product_id
        return {
            "company_id": record.company_id,
            "payer": record.payer,
            "partner_id": record.partner_id.commercial_partner_id,
            "lot_id": job.device_id.lot_id,
            "product_tmpl_id": product.product_tmpl_id,
            "categ_id": product.categ_id,
        }

    def _reaches(self, name, value):
        """A contact belongs to his company (extends)."""
        if name == "partner_id":
            return self.partner_id.commercial_partner_id == value
        return super()._reaches(name, value)

    @api.model
    def _find_terms(self, shares):
        """{share: the most special term that was in force on the day of its cause}.

        One search for all; equal shares (same payer, thing and day) are looked up once.
        """
        empty = self.env[self._version_model]
        if not shares:
            return {}
        days = {share: share._get_cause_day() for share in shares}
        ranked = self._search_versions(
            shares.company_id, min(days.values()), max(days.values())
        )
        rows = [(v, v.policy_id.payer, v.policy_id.partner_id) for v in ranked]
        by_payer, known, found = {}, {}, {}
        for share in shares:
            reached = self._get_level_values(share)
            who = (share.payer, reached["partner_id"])
            if who not in by_payer:
                by_payer[who] = [
                    version
                    for version, payer, partner in rows
                    if payer == who[0]
                    and (not partner or partner.commercial_partner_id == who[1])
                ]
            key = (*reached.values(), days[share])
            if key not in known:
                known[key] = next(
                    (v for v in by_payer[who] if v._applies(reached, days[share])),
                    empty,
                )
            found[share] = known[key]
        return found
