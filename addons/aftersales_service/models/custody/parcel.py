from odoo import api, fields, models

from ...exceptions import MoveRefused
from ..courier.parcel_line import ParcelLine as BaseLine


class Parcel(models.Model):
    """客户商品 on the same way: what a technician took along and sends to the workshop, and
    what goes back to its owner."""

    _inherit = "aftersales.parcel"

    def _get_rows_out(self):
        """And the goods of the customer at the other end (extends)."""
        return super()._get_rows_out() + self._get_custody_rows()

    def _get_rows_back(self):
        """And the customers' goods that he took along (extends)."""
        return super()._get_rows_back() + self._get_custody_rows()

    def _get_custody_rows(self):
        found = self.env["aftersales.custody"].search(self._get_custody_domain())
        travelled = found.sudo().filtered(lambda c: c._get_parcel_lines())  # sudo: ids
        return [
            {"custody_id": custody.id, "quantity": custody._get_parcel_quantity()}
            for custody in found - travelled.sudo(False)
        ]

    def _get_custody_domain(self):
        """To the store: taken along and not counted yet. Out: ready to be given back."""
        ours = ("company_id", "=", self.company_id.id)
        if self.direction == "out":
            owner = self.partner_id.commercial_partner_id.id or 0
            return [
                ours,
                ("state", "=", "inspected"),
                ("partner_id.commercial_partner_id", "=", owner),
            ]
        return [
            ours,
            ("state", "=", "taken"),
            ("return_id.visit_id.technician_id", "=", self.technician_id.id or 0),
        ]


class Custody(models.Model):
    _inherit = "aftersales.custody"

    parcel_line_ids = fields.One2many(
        "aftersales.parcel.line", "custody_id", "Parcels", readonly=True
    )

    def _get_parcel_lines(self):
        """Lines of parcels that carry it, or brought it to where it is counted."""
        away = self.parcel_line_ids.filtered(
            lambda p: p.road_quantity or p.arrived_quantity or p.broken_quantity
        )
        direction = "back" if self.state == "taken" else "out"
        return away.filtered(lambda p: p.parcel_id.direction == direction)

    def _get_parcel_quantity(self):
        return self.kept_quantity or self.line_id.quantity


class ParcelLine(models.Model):
    """On the road they are a real quantity of their owner, outside our value. Arrived, they
    are counted by two people like everything that is brought in. Sent to their owner, they
    are given back as by the counter, and he says what arrived."""

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

    def _get_number(self):
        """Its serial, else its receipt (extends)."""
        custody = self.custody_id
        return custody.serial or custody.name or super()._get_number()

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
        """Only what this technician has under an open receipt; out, only what may be given
        back to this customer (extends).

        :raises MoveRefused: for goods that are elsewhere, or on the road already
        """
        result = super()._check_there()
        for line in self.filtered("custody_id"):
            # sudo: whoever sends reads no custodies of others
            known = line.custody_id.sudo()
            mine = known.filtered_domain(line.parcel_id._get_custody_domain())
            whole = line.quantity == known._get_parcel_quantity()
            if not (mine and whole) or known._get_parcel_lines():
                raise MoveRefused(
                    self.env._(
                        "%s is not there to be sent with this parcel as a whole, or is on the road already.",
                        known.display_name,
                    )
                )
        return result

    def _post(self, step, quantities):
        """From the customer to the road and, as soon as it is there, to who counts (extends)."""
        result = super()._post(step, quantities)
        goods = self.filtered(lambda p: p.custody_id and quantities.get(p))
        if step == "sent" and self.parcel_id.direction == "out":
            goods._give_back()
        for line in goods:
            line._post_custody(step, quantities[line])
        return result

    def _give_back(self):
        """The receipt is void and the card sealed, as when the counter sends them."""
        if self:
            parcel = self.parcel_id
            self.custody_id.action_give_back(
                parcel._get_other_end(),
                carrier=parcel.courier_id.name,
                tracking_ref=parcel.tracking_ref,
            )

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
        if step in ("broken", "lost", "back"):
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
