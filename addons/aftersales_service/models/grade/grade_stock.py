from odoo import fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused
from .grade import GRADES


class StockLocation(models.Model):
    _inherit = "stock.location"

    aftersales_grade = fields.Selection(
        GRADES, "Holds Goods of Condition", readonly=True, index="btree_not_null"
    )


class StockWarehouse(models.Model):
    """Goods that are not new lie beside the stock, one place for each condition: in the
    warehouse and of value, but no order for new goods can reserve them (R7)."""

    _inherit = "stock.warehouse"

    def _aftersales_get_graded_location(self, grade):
        """The place of this condition; made when the first piece comes."""
        self.ensure_one()
        # sudo: who decides about goods need not have rights on places
        location = self.env["stock.location"].sudo()
        parent = self.sudo().view_location_id  # as above
        known = location.search(
            [("aftersales_grade", "=", grade), ("location_id", "=", parent.id)], limit=1
        )
        language = self.company_id.partner_id.lang
        labels = location.with_context(lang=language)._fields["aftersales_grade"]
        named = location.with_context(lang=language)
        return known or named.create(
            {
                "name": dict(labels._description_selection(named.env))[grade],
                "usage": "internal",
                "location_id": parent.id,
                "company_id": self.company_id.id,
                "aftersales_grade": grade,
            }
        )


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _get_gather_domain(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
    ):
        """Nobody who asks for goods gets a graded serial number, wherever it lies, unless
        he asks for that very one or in the place of its condition (extends core)."""
        domain = super()._get_gather_domain(
            product_id, location_id, lot_id, package_id, owner_id, strict
        )
        asks = strict or lot_id or location_id.aftersales_grade
        if asks or product_id.tracking != "serial":
            return domain
        graded = Domain("aftersales_grade", "!=", False)
        return domain & Domain("lot_id", "not any!", graded)


class StockMove(models.Model):
    _inherit = "stock.move"

    aftersales_grade = fields.Selection(
        GRADES,
        "Condition Grade",
        readonly=True,
        help="The condition that was sold; empty: new.",
    )

    def _action_done(self, cancel_backorder=False):
        """Nothing second-hand leaves as new (extends core)."""
        self._aftersales_check_grades()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _aftersales_sells_goods(self):
        """Whether this move hands over what somebody bought."""
        self.ensure_one()
        return bool(self.sale_line_id) and self.location_dest_id.usage == "customer"

    def _aftersales_check_grades(self):
        for move in self.filtered(lambda m: m._aftersales_sells_goods()):
            wrong = move.move_line_ids.lot_id.filtered(
                lambda lot, move=move: lot.product_id.tracking == "serial"
                and lot.aftersales_grade
                and lot.aftersales_grade != move.aftersales_grade
            )
            if wrong:
                raise MoveRefused(
                    self.env._(
                        "%(serial)s is graded “%(grade)s”, but the order %(order)s asks for another condition. Take another serial number, or change the condition on the order line.",
                        serial=wrong[0].name,
                        grade=self.env["aftersales.device"]._get_grade_label(
                            wrong[0].aftersales_grade
                        ),
                        order=move.sale_line_id.sudo().order_id.name,
                    )
                )

    def _prepare_merge_moves_distinct_fields(self):
        return [*super()._prepare_merge_moves_distinct_fields(), "aftersales_grade"]


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        """The condition rides along every step of a delivery (extends core's list)."""
        return [*super()._get_custom_move_fields(), "aftersales_grade"]

    def _get_stock_move_values(self, *args):
        """Second-hand goods are taken from the place of their condition (extends core)."""
        vals = super()._get_stock_move_values(*args)
        grade = vals.get("aftersales_grade")
        warehouse = self.warehouse_id or self.picking_type_id.warehouse_id
        if grade and self.location_src_id == warehouse.lot_stock_id:
            vals["location_id"] = warehouse._aftersales_get_graded_location(grade).id
        return vals
