from odoo import api, fields, models

_KEPT = ("estimate", "told", "signed")
FIGURES = ("estimated_total", "told_total", "signed_total", "charged_total")


class Fee(models.Model):
    """What was estimated, told, signed and charged: four numbers, kept apart and shown
    together (F-26, F-29). Each is what the customer pays, and is written once it is known.
    """

    _inherit = "aftersales.fee"
    _flow_fields = frozenset(_KEPT)

    estimate = fields.Monetary("Estimated without Tax", readonly=True, copy=False)
    told = fields.Monetary("Told without Tax", readonly=True, copy=False)
    signed = fields.Monetary("Signed without Tax", readonly=True, copy=False)
    estimated_total = fields.Monetary(
        "Estimated",
        compute="_compute_figures",
        help="What the customer was expected to pay when the fee came up, tax included.",
    )
    told_total = fields.Monetary(
        "Told",
        compute="_compute_figures",
        help="What the customer was told before he agreed, tax included.",
    )
    signed_total = fields.Monetary(
        "Signed",
        compute="_compute_figures",
        help="What he signed for, on the quotation or after the work, tax included.",
    )
    charged_total = fields.Monetary(
        "Charged Amount",
        compute="_compute_figures",
        help="What invoices ask for, less credit notes, tax included.",
    )

    def _keep_estimate(self):
        """What was estimated first stays known; what was agreed before was told."""
        for fee in self:
            net = fee._get_customer_net()
            told = {"told": net} if fee.told_amount else {}
            if net:
                fee._in_flow().write({"estimate": net} | told)

    def _get_customer_net(self):
        # sudo: of the customer's share, whoever causes the fee
        shares = self.sudo().share_ids.filtered(lambda s: s.payer == "customer")
        return sum(shares.mapped("amount"))

    def _keep(self, name):
        """Write down what the customer pays now as what he was told, or signed."""
        for fee in self:
            net = fee._get_customer_net()
            if fee[name] != net:
                fee._in_flow()[name] = net

    @api.depends("estimate", "told", "signed", "share_ids.sale_line_id.state")
    def _compute_figures(self):
        for fee in self:
            figures = fee._get_figures()
            for name, amount in zip(FIGURES, figures, strict=True):
                fee[name] = amount

    def _get_figures(self):
        # sudo: technicians and dispatchers see the amounts, not the documents
        fee = self.sudo()
        lines = fee.share_ids.filtered(lambda s: s.payer == "customer").sale_line_id
        quoted = lines.filtered(lambda line: line.state in ("sent", "sale"))
        agreed = lines.filtered(lambda line: line.state == "sale")
        billed = lines._aftersales_get_live_invoice_lines()
        return (
            fee._with_tax(fee.estimate),
            sum(quoted.mapped("price_total")) or fee._with_tax(fee.told),
            sum(agreed.mapped("price_total")) or fee._with_tax(fee.signed),
            sum(
                -line.price_total
                if line.move_type == "out_refund"
                else line.price_total
                for line in billed
            ),
        )

    def _with_tax(self, net):
        if not net:
            return 0.0
        order = self.order_id
        charge = order._prepare_charge(
            self.product_id, 1.0, self.currency_id, price_unit=net
        )
        return order._sum_charges([charge]).total


class Visit(models.Model):
    _inherit = "aftersales.visit"

    def _keep_told(self):
        """Whoever agreed was told what stands there."""
        # sudo: the technician tells prices, he does not write them
        self.filtered("consent_name").sudo().fee_ids._keep("told")

    def action_sign(self):
        """The customer signs for what it costs, too (extends)."""
        result = super().action_sign()
        self.sudo().fee_ids._keep("signed")  # sudo: as above
        return result


class ServiceOrder(models.Model):
    _inherit = "aftersales.order"

    estimated_total = fields.Monetary("Estimated", compute="_compute_figures")
    told_total = fields.Monetary("Told", compute="_compute_figures")
    signed_total = fields.Monetary("Signed", compute="_compute_figures")
    charged_total = fields.Monetary("Charged Amount", compute="_compute_figures")

    def _compute_figures(self):
        for order in self:
            for name in FIGURES:
                # sudo: whoever sees the job may see what its customer pays
                order[name] = sum(order.sudo().fee_ids.mapped(name))
