from odoo import api, fields, models

from ..settlement.selections import UNITS
from .selections import BECOMES


class ChargebackAgreement(models.Model):
    """What was agreed about claims on us: until when we answer, who approves, and what that
    becomes which we accept. One with the claimant goes before the one for everybody."""

    _name = "aftersales.chargeback.agreement"
    _description = "Agreement on Chargebacks"
    _order = "partner_id, id"
    _check_company_auto = True
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Claimant",
        index="btree_not_null",
        check_company=True,
        help="Empty: everybody who claims.",
    )
    answer_number = fields.Integer(
        "Answer Within",
        default=5,
        help="Counted from the day after the list came; 0: no deadline.",
    )
    answer_unit = fields.Selection(UNITS, required=True, default="day")
    needs_old_part = fields.Boolean(
        "Old Part First",
        help="Nothing is accepted before its old part was looked at together.",
    )
    approver_role_id = fields.Many2one(
        "aftersales.role",
        "Approving Role",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._get_default_approver(),
        help="The responsible manager, who approves what the service centre decided.",
    )
    becomes = fields.Selection(BECOMES, required=True, default="credit_note")
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        check_company=True,
        help="What stands on the document; its accounts and taxes are used where none is named here.",
    )
    account_id = fields.Many2one(
        "account.account", index="btree_not_null", check_company=True
    )
    journal_id = fields.Many2one(
        "account.journal", index="btree_not_null", check_company=True
    )
    tax_ids = fields.Many2many("account.tax", string="Taxes", check_company=True)
    note = fields.Text("Text of the Agreement")

    _partner_unique = models.UniqueIndex(
        "(company_id, COALESCE(partner_id, 0)) WHERE active",
        "There is an agreement with this claimant already.",
    )
    _number_positive = models.Constraint(
        "CHECK (answer_number >= 0)", "A deadline cannot be negative."
    )

    @api.model
    def _get_default_approver(self):
        return self.env["aftersales.role"]._get_by_code("deputy_general_manager")

    @api.depends("partner_id")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = agreement.partner_id.display_name or self.env._(
                "Everybody"
            )

    @api.model
    def _find(self, partners, company):
        """{partner: his agreement, else the one for everybody}"""
        # sudo: deadlines and approvers are the same whoever registers a list
        found = self.sudo().search([("company_id", "=", company.id)])
        by_partner = {a.partner_id.commercial_partner_id: a for a in found}
        common = by_partner.get(self.env["res.partner"], self.browse())
        return {p: by_partner.get(p.commercial_partner_id, common) for p in partners}

    def _get_taxes(self, partner):
        """Taxes of the document, as core would choose them for this partner."""
        if self.becomes == "entry":
            return self.env["account.tax"]
        product, bought = self.product_id, self.becomes == "bill"
        taxes = self.tax_ids or (
            product.supplier_taxes_id if bought else product.taxes_id
        ).filtered(lambda tax: tax.company_id in self.company_id.parent_ids)
        if not taxes:
            return taxes
        positions = self.env["account.fiscal.position"].with_company(self.company_id)
        return positions._get_fiscal_position(partner).map_tax(taxes)

    def _get_account(self):
        """The account that is charged; empty where core finds it from the product."""
        product = self.product_id.with_company(self.company_id)
        if self.account_id or not product:
            return self.account_id
        sold = self.becomes == "credit_note"
        return product._get_product_accounts()["income" if sold else "expense"]


class Approval(models.Model):
    _inherit = "aftersales.approval"

    kind = fields.Selection(
        selection_add=[
            ("chargeback", "Chargeback"),
            ("chargeback_ruling", "Contested Chargeback"),
        ],
        ondelete={"chargeback": "cascade", "chargeback_ruling": "cascade"},
    )
