from odoo import api, fields, models

from ...exceptions import ProofMissing
from ...groups import FINANCE

KINDS = [
    ("part", "Parts"),
    ("labour", "Labour"),
    ("travel", "Travel"),
    ("contractor", "Contractor"),
    ("loaner", "Loaner"),
    ("expense", "Expense"),
    ("other", "Other"),
]


class Cost(models.Model):
    """What a job costs us (O-05, F-20): one row for each cause, written once. What turns
    out to be another amount is a further row with the difference.

    Customers and technicians never see it.
    """

    _name = "aftersales.cost"
    _description = "Cost of a Service Job"
    _inherit = ["document.ledger.mixin"]
    _order = "date desc, id desc"
    _rec_name = "name"
    _check_company_auto = True
    _is_typed = True

    name = fields.Char("Description", required=True)
    order_id = fields.Many2one(
        "aftersales.order",
        "Service Order",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    visit_id = fields.Many2one(
        "aftersales.visit", index="btree_not_null", check_company=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    kind = fields.Selection(KINDS, required=True, default="contractor", index=True)
    quantity = fields.Float(digits="Product Unit", default=1.0)
    amount = fields.Monetary(required=True)
    cause_key = fields.Char(
        "Caused By",
        readonly=True,
        help="What the row is about, so that it counts once.",
    )
    move_id = fields.Many2one(
        "stock.move", "Part Move", readonly=True, index="btree_not_null"
    )
    technician_id = fields.Many2one(
        "aftersales.technician", index="btree_not_null", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Contractor or Supplier", index="btree_not_null"
    )
    bill_id = fields.Many2one(
        "account.move",
        "Vendor Bill",
        index="btree_not_null",
        check_company=True,
        domain="[('move_type', 'in', ('in_invoice', 'in_refund')), ('company_id', '=', company_id)]",
    )
    part_id = fields.Many2one("product.product", "Part", index="btree_not_null")
    lot_id = fields.Many2one("stock.lot", "Batch or Serial", index="btree_not_null")
    reason = fields.Char(help="Why the row was entered by hand.")

    device_id = fields.Many2one(
        related="order_id.device_id", store=True, index="btree_not_null"
    )
    product_id = fields.Many2one(
        related="order_id.product_id", store=True, index="btree_not_null"
    )
    service_type = fields.Selection(related="order_id.service_type", store=True)
    fault_cause = fields.Selection(
        related="order_id.cause", string="Cause of the Fault", store=True
    )
    policy_id = fields.Many2one(
        related="order_id.sla_version_id",
        string="Service Policy",
        store=True,
        index="btree_not_null",
    )

    _cause_index = models.Index("(cause_key) WHERE cause_key IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """Rows by hand are finance's, with a reason (extends)."""
        costs = super().create(vals_list)
        if not (self.env.su or self._is_flowing()):
            self.env["aftersales.order"]._require_group(FINANCE)
            for cost in costs:
                if not (cost.reason or "").strip():
                    raise ProofMissing(
                        self.env._("“%s”: please write the reason.", cost.name)
                    )
        return costs

    @api.model
    def _record(self, wanted):
        """Bring the rows of these causes to what is wanted, by rows of the difference.

        :param wanted: [values with ``cause_key``]
        """
        ledger = self.sudo()._in_flow()  # sudo: whoever causes costs does not see them
        keys = [vals["cause_key"] for vals in wanted]
        groups = ledger._read_group(
            [("cause_key", "in", keys)], ["cause_key"], ["amount:sum", "quantity:sum"]
        )
        known = {key: (amount, quantity) for key, amount, quantity in groups}
        rows = []
        for vals in wanted:
            amount, quantity = known.get(vals["cause_key"], (0.0, 0.0))
            amount = round(vals["amount"] - amount, 2)
            if amount:
                quantity = round(vals["quantity"] - quantity, 2)
                rows.append(vals | {"amount": amount, "quantity": quantity})
        return ledger.create(rows)
