from odoo import fields, models


class Disposition(models.Model):
    _inherit = "aftersales.disposition"

    def _begin_repair(self):
        """返修: core's repair order, with the machine staying where it is. Product source
        and destination are both custody, or core would book it as ours."""
        self.line_id.custody_ids._get_open().action_start_repair()
        repairs = self.env["repair.order"].create(
            [disposition._prepare_repair() for disposition in self]
        )
        for disposition, repair in zip(self, repairs, strict=True):
            disposition.repair_id = repair
        repairs._action_repair_confirm()

    def _prepare_repair(self):
        record, line = self.return_id, self.line_id
        custody = record.company_id.aftersales_custody_location_id
        return {
            "product_id": line.product_id.id,
            "lot_id": line.lot_id.id,
            "product_qty": self.quantity,
            "partner_id": record.commercial_partner_id.id,
            "company_id": record.company_id.id,
            "picking_type_id": record.warehouse_id.repair_type_id.id,
            "product_location_src_id": custody.id,
            "product_location_dest_id": custody.id,
            "internal_notes": self.reason,
            "aftersales_disposition_id": self.id,
        }


class RepairOrder(models.Model):
    _inherit = "repair.order"

    aftersales_disposition_id = fields.Many2one(
        "aftersales.disposition",
        "Disposition",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def action_repair_done(self):
        """Repaired: the director looks at it next (extends core)."""
        result = super().action_repair_done()
        # sudo: the workshop repairs, the service department owns the custody
        lines = self.sudo().aftersales_disposition_id.line_id
        lines.custody_ids.filtered(lambda c: c.state == "in_repair").action_ready()
        return result
