from odoo import api, fields, models

from .stock_picking_type import CODE


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    aftersales_issue_type_id = fields.Many2one(
        "stock.picking.type",
        "Part Issue",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )
    aftersales_use_type_id = fields.Many2one(
        "stock.picking.type",
        "Part Use",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )
    aftersales_return_type_id = fields.Many2one(
        "stock.picking.type",
        "Part Return",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """New warehouses issue spare parts at once (overrides `create`)."""
        warehouses = super().create(vals_list)
        warehouses._create_aftersales_picking_types()
        return warehouses

    def _create_aftersales_picking_types(self):
        for warehouse in self.filtered(lambda w: not w.aftersales_issue_type_id):
            warehouse.company_id._create_aftersales_locations()
            names = warehouse._prepare_aftersales_picking_types()
            # sudo: whoever makes a warehouse need not be able to make operation types
            types = self.env["stock.picking.type"].sudo().create(list(names.values()))
            warehouse.sudo().write(dict(zip(names, types.ids, strict=True)))
            warehouse._translate_aftersales_picking_types(types)

    def _translate_aftersales_picking_types(self, types):
        """Names in every installed language: they are data, but not of a data file."""
        for code, _name in self.env["res.lang"].get_installed():
            values = (
                self.with_context(lang=code)
                ._prepare_aftersales_picking_types()
                .values()
            )
            for picking_type, vals in zip(types, values, strict=True):
                picking_type.with_context(lang=code).name = vals["name"]

    def _prepare_aftersales_picking_type(self):
        """What our types have in common. They stand behind those of core in every list."""
        last = self.env["stock.picking.type"].search(
            [("sequence", "!=", False)], order="sequence desc", limit=1
        )
        return {
            "code": CODE,
            "warehouse_id": self.id,
            "company_id": self.company_id.id,
            "sequence": last.sequence + 1,
            "use_create_lots": False,
            "use_existing_lots": True,
        }

    def _prepare_aftersales_picking_types(self):
        """{field: values} of the operation types of a warehouse."""
        self.ensure_one()
        root = self.company_id.aftersales_location_id
        common = self._prepare_aftersales_picking_type()
        stock = self.lot_stock_id.id
        return {
            "aftersales_issue_type_id": {
                **common,
                "name": self.env._("Part Issue"),
                "sequence_code": "FL",
                "default_location_src_id": stock,
                "default_location_dest_id": root.id,
            },
            "aftersales_use_type_id": {
                **common,
                "name": self.env._("Part Use"),
                "sequence_code": "YL",
                "default_location_src_id": root.id,
                "default_location_dest_id": self.env.ref(
                    "stock.stock_location_customers"
                ).id,
            },
            "aftersales_return_type_id": {
                **common,
                "name": self.env._("Part Return"),
                "sequence_code": "TL",
                "default_location_src_id": root.id,
                "default_location_dest_id": stock,
            },
        }

    def _get_aftersales_picking_types(self):
        return self.env["stock.picking.type"].union(
            *(
                self.mapped(name)
                for name in self[:1]._prepare_aftersales_picking_types()
            )
        )
