from odoo import api, fields, models

from ...exceptions import GroupRefused, MoveRefused, ProofMissing
from ...groups import FINANCE
from ..decision.selections import COST_LABELS


class OwedExtra(models.Model):
    """What no rate says: parts that the contractor brought himself, a sum that was agreed,
    a deduction with its reason. Entered by finance, once."""

    _name = "aftersales.owed.extra"
    _description = "Extra of What We Owe"
    _inherit = ["document.ledger.mixin"]
    _order = "id desc"
    _rec_name = "reason"
    _check_company_auto = True
    _is_typed = True

    work_id = fields.Many2one(
        "aftersales.owed.work",
        "Work of a Visit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="work_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(COST_LABELS, "Cost", required=True, default="part")
    product_id = fields.Many2one(
        "product.product",
        "Own Part",
        index="btree_not_null",
        check_company=True,
        help="A part that he brought himself.",
    )
    quantity = fields.Float(digits="Product Unit", default=1.0)
    price = fields.Float(
        digits="Product Price",
        aggregator=None,
        required=True,
        help="For one, without tax. Below zero: a deduction.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    reason = fields.Char(required=True)

    @api.depends("quantity", "price")
    def _compute_amount(self):
        for extra in self:
            extra.amount = extra.currency_id.round(extra.quantity * extra.price)

    @api.model_create_multi
    def create(self, vals_list):
        """For work that stands on no document yet (extends).

        :raises GroupRefused, ProofMissing, MoveRefused:
        """
        extras = super().create(vals_list)
        if not self.env.su:
            self.env["aftersales.order"]._require_group(FINANCE)
        for extra in extras:
            extra._check_extra()
        # sudo: of a step of finance
        extras.sudo().work_id._reckon_again()
        return extras

    def _check_extra(self):
        work = self.work_id
        if not (self.reason or "").strip():
            raise ProofMissing(self.env._("Please write the reason."))
        if work.technician_id.user_id == self.env.user:
            raise GroupRefused(
                self.env._("Somebody else enters what you are paid yourself.")
            )
        if work.term_id and not work.term_id._get_line(self.kind):
            raise ProofMissing(
                self.env._("By “%s” this kind of cost is not paid.", work.term_id.name)
            )
        if work._is_fixed(self.kind):
            raise MoveRefused(
                self.env._(
                    "%(work)s stands on %(document)s already. Take it back first, or write it at another visit.",
                    work=work.display_name,
                    document=work._get_document(self.kind).display_name,
                )
            )
