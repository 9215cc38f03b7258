from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..decision.selections import COST_LABELS
from .selections import BECOMES, RHYTHMS, SINCE, UNITS


class SettlementTerm(models.Model):
    """What was agreed with a payer from a day on: which costs he bears and how much of
    them, how often it is settled, until when it must be claimed and answered."""

    _name = "aftersales.settlement.term"
    _description = "Terms of Settlement"
    _inherit = ["aftersales.version.mixin"]
    _order = "policy_id, valid_from desc, id desc"
    _lines = "line_ids"

    policy_id = fields.Many2one(
        "aftersales.settlement.policy",
        "Agreement",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    payer = fields.Selection(related="policy_id.payer")
    rhythm = fields.Selection(RHYTHMS, required=True, default="monthly")
    claim_number = fields.Integer(
        "Claim Within", help="0: it may be claimed at any time."
    )
    claim_unit = fields.Selection(UNITS, required=True, default="day")
    claim_since = fields.Selection(
        SINCE, "Counted From", required=True, default="caused"
    )
    answer_days = fields.Integer(
        "Answer Within (Working Days)",
        default=10,
        help="Counted from the day after it was sent; 0: no deadline.",
    )
    needs_split = fields.Boolean(
        "Quality Splits First",
        help="A fee is settled when the quality department has confirmed who bears which part of it.",
    )
    line_ids = fields.One2many(
        "aftersales.settlement.term.line", "version_id", "Costs", copy=True
    )
    split_ids = fields.One2many(
        "aftersales.settlement.term.split",
        "version_id",
        "Split Between",
        copy=True,
        help="Who bears it together. Nobody here: the partner of the share alone.",
    )

    _numbers_positive = models.Constraint(
        "CHECK (claim_number >= 0 AND answer_days >= 0)",
        "A deadline cannot be negative.",
    )

    def _get_text_fields(self):
        return super()._get_text_fields() | {
            "rhythm",
            "claim_number",
            "claim_unit",
            "claim_since",
            "answer_days",
            "needs_split",
            "split_ids",
        }

    @api.constrains("split_ids")
    def _check_split(self):
        for term in self.filtered("split_ids"):
            if round(sum(term.split_ids.mapped("percent")), 2) != 100:
                raise ValidationError(
                    self.env._("The parts of the partners must sum to 100 percent.")
                )

    def _get_line(self, kind):
        """What was agreed for a kind of cost; nothing: he does not bear it."""
        return self.line_ids.filtered(lambda line: line.kind == kind)


class SettlementTermLine(models.Model):
    """One kind of cost: how much of it the payer bears, and what that becomes."""

    _name = "aftersales.settlement.term.line"
    _description = "Cost in Terms of Settlement"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, id"
    _check_company_auto = True
    _rec_name = "kind"

    version_id = fields.Many2one(
        "aftersales.settlement.term", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="version_id.currency_id")
    kind = fields.Selection(COST_LABELS, "Cost", required=True)
    basis = fields.Selection(
        [("percent", "Percent"), ("fixed", "Fixed Sum per Case")],
        required=True,
        default="percent",
    )
    percent = fields.Float(digits=(5, 2), default=100.0)
    fixed_amount = fields.Monetary("Fixed Sum", help="Without tax.")
    becomes = fields.Selection(BECOMES, required=True, default="compensation")
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        check_company=True,
        help="What stands on the credit note or the invoice; its accounts and taxes are used where none is named here.",
    )
    account_id = fields.Many2one(
        "account.account", index="btree_not_null", check_company=True
    )
    journal_id = fields.Many2one(
        "account.journal", index="btree_not_null", check_company=True
    )
    tax_ids = fields.Many2many("account.tax", string="Taxes", check_company=True)

    _kind_unique = models.Constraint(
        "UNIQUE (version_id, kind)", "This kind of cost stands in the terms already."
    )
    _percent_range = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100 AND fixed_amount >= 0)",
        "He bears between 0 and 100 percent, and no sum below zero.",
    )

    def _get_part(self, amount, currency, day):
        """How much of ``amount`` he bears."""
        if self.basis == "percent":
            return currency.round(amount * self.percent / 100)
        fixed = self.currency_id._convert(
            self.fixed_amount, currency, self.company_id, day
        )
        return min(fixed, amount)

    def _is_bought(self):
        """Whether its document is one of our purchases."""
        return self.becomes == "price_cut"

    def _get_taxes(self, partner):
        """Taxes of the document, as core would choose them for this partner."""
        if self.becomes == "compensation":
            return self.env["account.tax"]
        product = self.product_id
        bought = self._is_bought()
        taxes = self.tax_ids or (
            product.supplier_taxes_id if bought else product.taxes_id
        ).filtered(lambda tax: tax.company_id in self.company_id.parent_ids)
        if not taxes:
            return taxes
        positions = self.env["account.fiscal.position"].with_company(self.company_id)
        return positions._get_fiscal_position(partner).map_tax(taxes)


class SettlementTermSplit(models.Model):
    _name = "aftersales.settlement.term.split"
    _description = "Partner in Terms of Settlement"
    _inherit = ["aftersales.version.line.mixin"]
    _order = "version_id, id"
    _check_company_auto = True
    _rec_name = "partner_id"

    version_id = fields.Many2one(
        "aftersales.settlement.term", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, check_company=True
    )
    percent = fields.Float(digits=(5, 2), required=True)

    _percent_positive = models.Constraint(
        "CHECK (percent > 0 AND percent <= 100)", "Each bears more than nothing."
    )
