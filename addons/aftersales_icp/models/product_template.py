from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import REQUIREMENTS


class ProductTemplate(models.Model):
    _inherit = "product.template"

    icp_requirement = fields.Selection(
        REQUIREMENTS,
        string="ICP Requirement",
        required=True,
        default="none",
        help="What the law asks before this is opened, delivered or goes live.",
    )
    icp_provider_id = fields.Many2one(
        "res.partner",
        string="ICP Access Provider",
        index="btree_not_null",
        help="Who gives the access; empty: our own company.",
    )
    icp_class_id = fields.Many2one(
        "aftersales.icp.code",
        string="Needed Licence Class",
        index="btree_not_null",
        domain=[("category", "=", "licence_class")],
        help="The class of our own licence without which this may not be sold.",
    )
    icp_service_count = fields.Integer(
        string="ICP Services Covered",
        compute="_compute_icp_service_count",
        compute_sudo=True,
    )

    @api.constrains("icp_requirement", "icp_class_id")
    def _check_icp_class(self):
        for product in self:
            if product.icp_requirement == "access_cn" and not product.icp_class_id:
                raise ValidationError(
                    self.env._(
                        "%s gives access in mainland China: choose the licence class"
                        " that selling it needs, such as B11 or B14.",
                        product.display_name,
                    )
                )

    def _compute_icp_service_count(self):
        # sudo: the number alone tells nothing; opening the list checks access
        lines = self.env["sale.order.line"].sudo()
        counts = lines._read_group(
            [
                ("product_id.product_tmpl_id", "in", self.ids),
                ("icp_service_id", "!=", False),
            ],
            ["product_id"],
            ["icp_service_id:count_distinct"],
        )
        by_template = {}
        for product, count in counts:
            template = product.product_tmpl_id.id
            by_template[template] = by_template.get(template, 0) + count
        for product in self:
            product.icp_service_count = by_template.get(product.id, 0)

    def action_icp_services(self):
        """The services that were sold with this product."""
        self.ensure_one()
        lines = self.env["sale.order.line"].search(
            [
                ("product_id.product_tmpl_id", "=", self.id),
                ("icp_service_id", "!=", False),
            ]
        )
        return lines.icp_service_id._action_open()
