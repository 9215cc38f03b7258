from odoo import api, fields, models

from ...groups import STAFF


class Disposition(models.Model):
    _inherit = "aftersales.disposition"

    def _begin_repair(self):
        """返修: core's repair order, with the machine staying where it is. Product source
        and destination are both custody, or core would book it as ours."""
        self.line_id.custody_ids._start_work()
        repairs = self.env["repair.order"].create(
            [disposition._prepare_repair() for disposition in self]
        )
        for disposition, repair in zip(self, repairs, strict=True):
            disposition._in_flow().repair_id = repair
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


class Custody(models.Model):
    """One line may be split: it is worked on until its last repair is over."""

    _inherit = "aftersales.custody"

    def _start_work(self):
        """Into the workshop, if it is not there already."""
        here = self._get_open()
        here.filtered(lambda c: c.state != "in_repair").action_start_repair()

    def _is_in_work(self):
        """Whether something of the line is still in the workshop or at its maker."""
        work = self.line_id.disposition_ids.filtered(lambda d: d.state == "decided")
        # sudo: who decides need not be able to read repairs
        repairs = work.sudo().repair_id
        going = repairs.filtered(lambda r: r.state not in ("done", "cancel"))
        reworked = work.filtered(lambda d: d.action == "rework")
        return bool(going or reworked or self.line_id._get_maker_quantity())


class RepairOrder(models.Model):
    _inherit = "repair.order"

    aftersales_disposition_id = fields.Many2one(
        "aftersales.disposition",
        "Disposition",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        groups=STAFF,
    )

    def action_repair_done(self):
        """Repaired: the director looks at it next (extends core)."""
        result = super().action_repair_done()
        # sudo: the workshop repairs, the service department owns the custody
        lines = self.sudo().aftersales_disposition_id.line_id
        here = lines.custody_ids.filtered(lambda c: c.state == "in_repair")
        here.filtered(lambda c: not c._is_in_work()).action_ready()
        return result


class Portal(models.AbstractModel):
    """What a repair of returned goods costs is answered on the page of the return."""

    _inherit = "aftersales.portal"

    @api.model
    def _get_return_quotations(self, record):
        """Those of the repairs, too (extends)."""
        repairs = record.disposition_ids.repair_id
        return super()._get_return_quotations(record) | repairs.sale_order_id
