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
    ("freight", "Freight"),
    ("other", "Other"),
]
# What makes two rows rows of one cause.
_CAUSE = ("kind", "visit_id", "technician_id", "move_id", "loan_id", "repair_id")
_CAUSE += ("order_id", "parcel_id")


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
    move_id = fields.Many2one(
        "stock.move", "Part Move", readonly=True, index="btree_not_null"
    )
    loan_id = fields.Many2one("aftersales.loan", readonly=True, index="btree_not_null")
    repair_id = fields.Many2one("repair.order", readonly=True, index="btree_not_null")
    parcel_id = fields.Many2one(
        "aftersales.parcel", readonly=True, index="btree_not_null", check_company=True
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
    part_id = fields.Many2one("product.product", index="btree_not_null")
    lot_id = fields.Many2one("stock.lot", "Batch or Serial", index="btree_not_null")
    reason = fields.Char(help="Why the row was entered by hand.")

    # What the job says today: nothing is written here when it changes.
    device_id = fields.Many2one(related="order_id.device_id")
    product_id = fields.Many2one(related="order_id.product_id")
    service_type = fields.Selection(related="order_id.service_type")
    fault_cause = fields.Selection(
        related="order_id.cause", string="Cause of the Fault"
    )
    policy_id = fields.Many2one(
        related="order_id.sla_version_id", string="Service Policy"
    )

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

        :param wanted: [values of a row]; the fields of `_CAUSE` say what it is about
        """
        ledger = self.sudo()._in_flow()  # sudo: whoever causes costs does not see them
        if not wanted:
            return ledger
        known = ledger._sum_by_cause({vals["order_id"] for vals in wanted})
        rows = []
        for vals in wanted:
            cause = tuple(vals.get(name) or False for name in _CAUSE)
            amount, quantity = known.get(cause, (0.0, 0.0))
            amount = round(vals["amount"] - amount, 2)
            if amount:
                quantity = round(vals["quantity"] - quantity, 2)
                rows.append(vals | {"amount": amount, "quantity": quantity})
        return ledger.create(rows)

    @api.model
    def _sum_by_cause(self, orders):
        """{cause: (amount, quantity)} of what was not entered by hand."""
        groups = self._read_group(
            [("order_id", "in", list(orders)), ("reason", "=", False)],
            _CAUSE,
            ["amount:sum", "quantity:sum"],
        )
        return {
            (kind, *(record.id for record in records)): (amount, quantity)
            for kind, *records, amount, quantity in groups
        }
