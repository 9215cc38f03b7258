from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales_service.groups import AUDITOR, FINANCE, MANAGER, any_of

SEES = any_of(FINANCE, MANAGER, AUDITOR)


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def _add_supplier_to_product(self):
        """What a visit was worth is nobody's price list (extends core)."""
        others = self.filtered(lambda o: not o._aftersales_get_works())
        return super(PurchaseOrder, others)._add_supplier_to_product()

    def _aftersales_get_works(self):
        # sudo: buyers need not see what contractors earn to be told from others
        return self.sudo().order_line.aftersales_work_id

    @api.constrains("state")
    def _check_aftersales_once(self):
        """An order that was cancelled does not come again over what was settled or ordered
        otherwise."""
        self.order_line._check_aftersales_once()

    def action_aftersales_open_visits(self):
        """The visits that this order pays."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_owed_work_action"
        )
        works = self._aftersales_get_works()
        return action | {"domain": [("id", "in", works.ids)], "context": {}}


class PurchaseOrderLine(models.Model):
    """One kind of cost of a person's work at a visit: one of it is ordered, and received when
    the customer has signed."""

    _inherit = "purchase.order.line"

    aftersales_work_id = fields.Many2one(
        "aftersales.owed.work",
        "Work of a Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups=SEES,
    )
    aftersales_kind = fields.Char(readonly=True, copy=False, groups=SEES)

    _aftersales_one = models.Constraint(
        "CHECK (aftersales_work_id IS NULL OR (product_qty <= 1 AND COALESCE(qty_received, 0) <= 1))",
        "A visit is ordered and received once.",
    )

    def _compute_qty_invoiced(self):
        """A visit is billed when it was received, whatever its product says (extends core)."""
        result = super()._compute_qty_invoiced()
        for line in self:
            if line.sudo().aftersales_work_id:  # sudo: as in `_aftersales_get_works`
                bought = line.order_id.state == "purchase"
                left = line.qty_received - line.qty_invoiced
                line.qty_to_invoice = left if bought else 0.0
        return result

    def _is_aftersales_live(self):
        return self.order_id.state != "cancel" and self.product_qty > 0

    @api.constrains("product_qty", "aftersales_work_id")
    def _check_aftersales_once(self):
        """:raises ValidationError: when another document pays the same"""
        # sudo: as in `_aftersales_get_works`
        for line in self.sudo().filtered("aftersales_work_id"):
            if not line._is_aftersales_live():
                continue
            work, kind = line.aftersales_work_id, line.aftersales_kind
            ordered = work._get_purchase_lines(kind) - line
            settled = work._get_settled(kind)
            if document := ordered.order_id or settled:
                line._aftersales_refuse(document[:1])

    def _aftersales_refuse(self, document):
        raise ValidationError(
            self.env._(
                "%(work)s stands on %(document)s already.",
                work=self.aftersales_work_id.display_name,
                document=document.display_name,
            )
        )

    def _get_aftersales_billed(self):
        """What posted bills say, less what was given back, in our own currency."""
        items = self.invoice_lines.filtered(lambda item: item.parent_state == "posted")
        return sum(items.mapped("balance"))
