from odoo import api, fields, models

from ...exceptions import MoveRefused
from ..courier.parcel_line import ParcelLine as BaseLine


class Parcel(models.Model):
    """客户商品 on the same way: what a technician took along and sends to the workshop."""

    _inherit = "aftersales.parcel"

    def _get_rows_back(self):
        """And the customers' goods that he took along (extends)."""
        custodies = self.env["aftersales.custody"].search(self._get_custody_domain())
        rows = [
            {"custody_id": custody.id, "quantity": custody.line_id.quantity}
            for custody in custodies
        ]
        return super()._get_rows_back() + rows

    def _get_custody_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "taken"),
            ("return_id.visit_id.technician_id", "=", self.technician_id.id or 0),
        ]


class ParcelLine(models.Model):
    """On the road they are a real quantity of their owner, outside our value. Arrived, they
    are counted by two people like everything that is brought in."""

    _inherit = "aftersales.parcel.line"
    _standing_fields = BaseLine._standing_fields | {"custody_id"}

    custody_id = fields.Many2one(
        "aftersales.custody",
        "Customer's Goods",
        index="btree_not_null",
        ondelete="restrict",
    )

    def _get_thing(self):
        return super()._get_thing() or self.custody_id

    @api.depends("custody_id")
    def _compute_thing(self):
        return super()._compute_thing()

    def _get_order(self):
        """The job of the goods (extends)."""
        return self.custody_id.return_id.order_id or super()._get_order()

    def _get_visit(self):
        return super()._get_visit() or self.custody_id.return_id.visit_id

    def _get_codes(self):
        codes = [self.custody_id.name, self.custody_id.serial]
        return super()._get_codes() | self._make_keys(codes)

    def _check_there(self):
        """Only what this technician has under an open receipt (extends).

        :raises MoveRefused: for goods that are in the store, or on the road already
        """
        result = super()._check_there()
        for line in self.filtered("custody_id"):
            # sudo: whoever sends reads no custodies of others
            known = line.custody_id.sudo()
            mine = known.filtered_domain(line.parcel_id._get_custody_domain())
            lines = self.sudo().search(
                [("custody_id", "=", known.id)]
            )  # sudo: as above
            if not mine or any(lines.mapped("road_quantity")):
                raise MoveRefused(
                    self.env._(
                        "%s is not with this technician, or is on the road already.",
                        known.display_name,
                    )
                )
        return result

    def _post(self, step, quantities):
        """From the customer to the road and, as soon as it is there, to who counts (extends)."""
        result = super()._post(step, quantities)
        for line in self.filtered(lambda p: p.custody_id and quantities.get(p)):
            line._post_custody(step, quantities[line])
        return result

    def _post_custody(self, step, quantity):
        goods, company = self.custody_id.line_id, self.company_id
        goods._ensure_lots()
        road = company._aftersales_get_road_others_location()
        outside = self.env.ref("stock.stock_location_customers")
        source, place = (outside, road) if step == "sent" else (road, outside)
        if step == "lost":
            place = company._aftersales_get_loss_location()
        vals = goods._prepare_move(source, place) | {
            "aftersales_return_line_id": False,
            "aftersales_parcel_line_id": self.id,
            "aftersales_parcel_step": step,
            "product_uom_qty": quantity,
        }
        detail = goods._prepare_move_line(source, place) | {
            "aftersales_return_line_id": False,
            "quantity": quantity,
        }
        move = self.env["stock.move"].create(vals | {"move_line_ids": [(0, 0, detail)]})
        move._action_confirm(merge=False)
        move.picked = True
        move._action_done()
        if step in ("broken", "lost"):
            self.custody_id.return_id.message_post(body=self._get_fate_words(step))

    def _get_fate_words(self, step):
        return self.env._(
            "%(goods)s: %(what)s (%(parcel)s)",
            goods=self.custody_id.display_name,
            what=dict(
                self.env["stock.move"]
                ._fields["aftersales_parcel_step"]
                ._description_selection(self.env)
            )[step],
            parcel=self.parcel_id.display_name,
        )
