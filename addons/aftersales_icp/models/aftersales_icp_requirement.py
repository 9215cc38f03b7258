from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..const import ORDER_TYPES


class IcpRequirement(models.Model):
    """A line of a check-list: material of an order, or a lasting commitment.

    I-60 to I-76 (licence), I-10 (filing), I-80 to I-88 (commitments): data, by type of
    order, province and nature of the organiser.
    """

    _name = "aftersales.icp.requirement"
    _description = "ICP Check-List Item"
    _inherit = ["aftersales.icp.validity.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    # Not translated: the name of the form as the authority prints it.
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("material", "Material of an Order"),
            ("commitment", "Lasting Commitment"),
            ("system", "System to Have"),
        ],
        required=True,
        default="material",
    )
    order_types = fields.Char(
        help="Codes of order types, parted by commas; empty: none, it is a commitment."
    )
    province_ids = fields.Many2many("aftersales.icp.province")
    nature_ids = fields.Many2many("aftersales.icp.code", string="Natures")
    is_optional = fields.Boolean(string="Only If It Applies")
    is_personal = fields.Boolean(
        string="Personal Data", help="Only compliance officers read such documents."
    )
    law_id = fields.Many2one("aftersales.icp.law", index="btree_not_null")

    @api.model
    def _for_order(self, order):
        """The materials that this order needs."""
        found = self._valid_on(order._today(), [("kind", "=", "material")])
        return found.filtered(lambda one: one._fits(order))

    def _fits(self, order):
        types = [code.strip() for code in (self.order_types or "").split(",")]
        subject = order.subject_id
        provinces = not self.province_ids or subject.province_id in self.province_ids
        natures = not self.nature_ids or subject.unit_nature_id in self.nature_ids
        return order.kind in types and provinces and natures

    @api.constrains("order_types")
    def _check_order_types(self):
        known = {code for code, _label in ORDER_TYPES}
        for one in self:
            codes = {code.strip() for code in (one.order_types or "").split(",")}
            wrong = codes - known - {""}
            if wrong:
                raise ValidationError(
                    self.env._("There is no order type “%s”.", ", ".join(sorted(wrong)))
                )


class IcpDocument(models.Model):
    """One item of a check-list at work: the files, or why it does not apply."""

    _name = "aftersales.icp.document"
    _description = "ICP Document"
    _order = "sequence, id"
    _check_company_auto = True

    subject_id = fields.Many2one(
        "aftersales.icp.subject",
        string="Filing Subject",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="subject_id.company_id", store=True, index=True
    )
    order_id = fields.Many2one(
        "aftersales.icp.order",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    requirement_id = fields.Many2one(
        "aftersales.icp.requirement", string="Item", index="btree_not_null"
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    sequence = fields.Integer(related="requirement_id.sequence", store=True)
    is_personal = fields.Boolean(
        compute="_compute_is_personal", store=True, readonly=False, precompute=True
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    file_count = fields.Integer(compute="_compute_is_complete")
    not_applicable = fields.Char(
        string="Does Not Apply Because", help="Why this item is not needed here."
    )
    is_complete = fields.Boolean(compute="_compute_is_complete")

    @api.depends("requirement_id")
    def _compute_name(self):
        for document in self:
            document.name = document.requirement_id.name or document.name

    @api.depends("requirement_id")
    def _compute_is_personal(self):
        for document in self:
            document.is_personal = document.requirement_id.is_personal

    @api.depends("attachment_ids", "not_applicable")
    def _compute_is_complete(self):
        for document in self:
            document.file_count = len(document.attachment_ids)
            document.is_complete = bool(
                document.attachment_ids or (document.not_applicable or "").strip()
            )
