from odoo import api, fields, models

from ...exceptions import MoveRefused
from ...kernel.parcel import DIGITS
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
        left = found.sudo()._get_parcel_quantities()  # sudo: numbers
        return [
            {"custody_id": custody.id, "quantity": left[custody.id]}
            for custody in found
            if left[custody.id] > 0
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

    def _get_parcel_quantities(self):
        """{id: what can still be sent}: without what a courier has, brought to where it is
        counted, or lost. What he brought back unopened goes again."""
        contents = self.parcel_line_ids._get_contents()
        left = {}
        for custody in self:
            direction = "back" if custody.state == "taken" else "out"
            gone = sum(
                contents[line].sent - contents[line].back
                for line in custody.parcel_line_ids
                if line.parcel_id.direction == direction
            )
            whole = custody.kept_quantity or custody.line_id.quantity
            left[custody.id] = round(whole - gone, DIGITS)
        return left


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
        check_company=True,
        ondelete="restrict",
    )

    def _get_things(self):
        return [*super()._get_things(), self.custody_id]

    def _get_number(self):
        """Its serial, else its receipt (extends)."""
        custody = self.custody_id
        return custody.serial or custody.name or super()._get_number()

    @api.depends("custody_id.return_id.order_id")
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
            left = known._get_parcel_quantities()[known.id]
            if not mine or left <= 0 or line.uom_id.compare(line.quantity, left):
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
            self._tell_fate(step)

    def _tell_fate(self, step):
        """Whoever answers for the parcel has to see to goods that are broken, lost, or here
        again although their owner was given them back."""
        goods, user = self.custody_id.return_id, self.parcel_id._get_alarmed()
        goods.message_post(body=self._get_fate_words(step))
        goods.activity_schedule(
            "mail.mail_activity_data_todo",
            self.company_id._aftersales_today(),
            summary=self.with_context(lang=user.lang)._get_fate_words(step),
            user_id=user.id,
        )

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
