from odoo import fields, models, tools

from ..sla.selections import SERVICE_TYPES


class Margin(models.Model):
    """Income and cost of service by type, product, technician and month (F-20): what of
    the fees others settle or are to settle, beside the rows of what jobs cost. What was
    waived, borne by us or charged elsewhere is no income of that share."""

    _name = "aftersales.margin"
    _description = "Margin of Service"
    _auto = False
    _order = "date desc, id"
    _rec_name = "order_id"

    order_id = fields.Many2one("aftersales.order", "Service Order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(readonly=True)
    service_type = fields.Selection(SERVICE_TYPES, readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_categ_id = fields.Many2one(
        "product.category", "Product Family", readonly=True
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    technician_id = fields.Many2one("aftersales.technician", readonly=True)
    kind = fields.Char(readonly=True)
    income = fields.Monetary(readonly=True)
    cost = fields.Monetary("Cost to Us", readonly=True)
    margin = fields.Monetary(readonly=True)

    def init(self):
        """The view; fees in a foreign currency are left to the form of the job."""
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            """
            CREATE VIEW aftersales_margin AS
            SELECT 2 * s.id AS id, o.id AS order_id, o.company_id,
                s.create_date::date AS date, o.service_type, o.product_id,
                o.product_categ_id, o.partner_id, f.technician_id, f.kind,
                s.open_net + s.invoiced_amount AS income, 0.0 AS cost,
                s.open_net + s.invoiced_amount AS margin
            FROM aftersales_fee_share s
            JOIN aftersales_fee f ON f.id = s.fee_id
            JOIN aftersales_order o ON o.id = s.order_id
            JOIN res_company company ON company.id = o.company_id
            WHERE s.payer <> 'company' AND s.currency_id = company.currency_id
            UNION ALL
            SELECT 2 * c.id + 1, o.id, o.company_id, c.date, o.service_type,
                o.product_id, o.product_categ_id, o.partner_id,
                c.technician_id, c.kind, 0.0, c.amount, -c.amount
            FROM aftersales_cost c
            JOIN aftersales_order o ON o.id = c.order_id
            """
        )
