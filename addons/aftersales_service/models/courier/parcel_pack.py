from odoo import models

from ...exceptions import PartRefused, ProofMissing
from ...groups import MANAGER, WAREHOUSE
from ...kernel.money import share_out

_WAITING = ("approved", "issued", "in_use")


class Parcel(models.Model):
    """What goes into a parcel, and its way to the courier."""

    _inherit = "aftersales.parcel"

    def action_load(self):
        """Everything that waits for the other end: parts to be issued to the technician;
        or what he holds unused and his old parts."""
        for parcel in self:
            parcel._check_may_pack()
            parcel._check_packing()
            rows = parcel._get_rows_out() if parcel.direction == "out" else []
            if parcel.direction == "back":
                rows = parcel._get_rows_back()
            parcel.line_ids = [(0, 0, row) for row in parcel._leave_out(rows)]

    def _check_may_pack(self):
        """Who sends it packs it, or throws it away; so does the director.

        :raises GroupRefused:
        """
        if self.env.user.has_group(MANAGER):
            self.check_access("write")
        else:
            self._check_may_send()

    def _check_packing(self):
        if self.state != "draft":
            raise self._get_move_refusal("sent")

    def _leave_out(self, rows):
        """Without what lies in this parcel already."""
        known = {line._get_key() for line in self.line_ids}
        lines = self.env["aftersales.parcel.line"]
        return [row for row in rows if lines.new(row)._get_key() not in known]

    def _get_rows_out(self):
        """Hook: what waits in the store for the other end."""
        if not self.technician_id:
            return []
        requisitions = self.env["aftersales.requisition"].search(
            [
                ("technician_id", "=", self.technician_id.id),
                ("warehouse_id", "=", self.warehouse_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "in", _WAITING),
            ]
        )
        return requisitions._get_parcel_rows()

    def _get_rows_back(self):
        """Hook: what the other end has to send to the store: unused parts, old parts."""
        # sudo: what he holds, also for a visit that is a colleague's meanwhile
        lines = self.env["aftersales.requisition.line"].sudo()
        lines = lines.search(
            [
                # His own, or what a courier brought him for a visit that was his.
                "|",
                ("requisition_id.technician_id", "=", self.technician_id.id or 0),
                (
                    "parcel_line_ids.parcel_id.technician_id",
                    "=",
                    self.technician_id.id or 0,
                ),
                ("requisition_id.warehouse_id", "=", self.warehouse_id.id),
                # Of what is back already a courier may have brought some again.
                "|",
                ("requisition_id.state", "in", (*_WAITING[1:], "signed")),
                "&",
                ("requisition_id.state", "=", "returned"),
                ("parcel_line_ids", "!=", False),
            ]
        )
        held = lines.filtered(lambda r: r.uom_id.compare(r.held_quantity, 0) > 0)
        rows = [
            {"requisition_line_id": line.id, **detail}
            for line in held
            for detail in line._split_by_lot(line.held_quantity)
        ]
        return rows + self._get_old_part_rows()

    def action_send(self):
        """寄出: the courier has it. From now on its pieces are on the road.

        :raises ProofMissing: without carrier, waybill or contents
        :raises PartRefused: for what is not there to be sent
        """
        for parcel in self:
            parcel._check_may_send()
            parcel._check_move("sent")
            parcel._check_papers()
            # sudo: what is sent is checked; stock is moved for whoever sends
            parcel.sudo()._send()

    def _check_may_send(self):
        """Who sends to the store is the one at the other end; all else is the keeper's."""
        self.check_access("write")
        mine = self.direction == "back" and self.technician_user_id == self.env.user
        if not mine:
            self._require_group(WAREHOUSE)

    def _check_papers(self):
        if not (self.courier_id and (self.tracking_ref or "").strip()):
            raise ProofMissing(
                self.env._(
                    "%s: choose the carrier and write the waybill number first.",
                    self.name,
                )
            )
        if not self.line_ids:
            raise ProofMissing(
                self.env._("%s is empty. Load what is to be sent.", self.name)
            )

    def _send(self):
        lines = self.line_ids
        lines._check_single()
        lines._check_there()
        # What was uploaded before the parcel was saved belongs to it, and stands with it.
        loose = self.photo_ids.filtered(lambda photo: not photo.res_id)
        loose.write({"res_model": self._name, "res_id": self.id})
        self._move_to(
            "sent",
            sent_by_id=self.env.uid,
            sent_at=self._now(),
            user_id=self.user_id.id or self.env.uid,
            date_expected=self.date_expected or self._get_usual_day(),
        )
        lines._post("sent", {line: line.quantity for line in lines})
        self._on_sent()
        self._on_freight()

    def _get_usual_day(self):
        """A parcel of which nobody said when it is there is late some day all the same."""
        company = self.company_id
        days = max(company.aftersales_parcel_days, 1)
        return company._aftersales_count(
            days, "working_day", company._aftersales_today()
        )

    def _share_freight(self):
        """{job: its part of the freight}, shared out equally."""
        orders = self.line_ids.order_id
        if not orders:
            return {}
        parts = share_out(self.cost, [1] * len(orders), self.currency_id.rounding)
        return dict(zip(orders, map(float, parts), strict=True))

    def _on_sent(self):
        """Hook: fees take over the freight that a customer pays."""

    def _on_freight(self):
        """Hook: what the freight costs us is known, or known better; costs take it down."""


class ParcelLine(models.Model):
    _inherit = "aftersales.parcel.line"

    def _get_key(self):
        thing = self._get_thing()
        return thing._name, thing._origin.id or thing.id, self.lot_id.id

    def _check_single(self):
        """One thing stands on one line only, and what has numbers names them.

        :raises PartRefused:
        """
        keys = [line._get_key() for line in self]
        for line, key in zip(self, keys, strict=True):
            tracking = line.product_id.tracking
            numbered = bool(line.requisition_line_id) and tracking != "none"
            wrong = (
                len([thing for thing in line._get_things() if thing]) != 1
                or keys.count(key) > 1
                or (numbered and not line.lot_id)
                or (line.lot_id and line.lot_id.product_id != line.product_id)
                or (numbered and tracking == "serial" and line.quantity != 1)
                or (line.old_part_id and line.quantity != line.old_part_id.quantity)
            )
            if wrong:
                raise PartRefused(
                    self.env._(
                        "%s: each line is one requested part with its serial or lot number, or one old part, and stands in the parcel once.",
                        line.product_id.display_name or self.env._("A line"),
                    )
                )

    def _check_there(self):
        """Hook: what is sent is there to be sent. :raises PartRefused, MoveRefused:"""
        self.filtered("old_part_id")._check_old_parts()
        parts = self.filtered("requisition_line_id")
        if self.parcel_id.direction == "out":
            parts._check_asked()
            parts._check_on_shelf()
        else:
            parts._check_held()

    def _check_asked(self):
        """Only what waits to be issued to this technician is sent to him."""
        waiting = self.requisition_line_id._get_open_quantities()
        for requisition in self.requisition_id:
            requisition._check_issuer()
        for part, own in self.grouped("requisition_line_id").items():
            strange = own._is_strange()
            packed = sum(own.mapped("quantity"))
            if strange or part.uom_id.compare(packed, waiting[part][0]) > 0:
                raise PartRefused(
                    self.env._(
                        "%(part)s: %(packed)g packed, but %(open)g wait to be issued on %(requisition)s. Load the parcel again.",
                        part=part.product_id.display_name,
                        packed=packed,
                        open=0 if strange else waiting[part][0],
                        requisition=part.requisition_id.name,
                    )
                )

    def _is_strange(self):
        """Whether it is for another technician, or of another warehouse, than the parcel."""
        parcel, requisition = self.parcel_id, self.requisition_id
        people = requisition.technician_id
        if parcel.direction == "back":
            brought = self.requisition_line_id.parcel_line_ids.parcel_id
            people |= brought.filtered(lambda p: p.direction == "out").technician_id
        return (
            parcel.technician_id not in people
            or parcel.warehouse_id != requisition.warehouse_id
        )

    def _check_on_shelf(self):
        """What is packed lies in the warehouse, as far as the books know."""
        stock = self.requisition_id.warehouse_id.lot_stock_id
        groups = self.env["stock.quant"]._read_group(
            [
                ("product_id", "in", self.product_id.ids),
                ("location_id", "child_of", stock.ids),
            ],
            ["product_id", "lot_id"],
            ["quantity:sum"],
        )
        left = {(product, lot): quantity for product, lot, quantity in groups}
        for line in self:
            key = line.product_id, line.lot_id
            left[key] = left.get(key, 0.0) - line.quantity
            line._refuse_short(left[key])

    def _check_held(self):
        """Nothing comes back that the technician does not hold."""
        for (part, lot), own in self.grouped(
            lambda line: (line.requisition_line_id, line.lot_id)
        ).items():
            left = part._get_held_of(lot) - sum(own.mapped("quantity"))
            own[0]._refuse_short(-1 if own._is_strange() else left)

    def _refuse_short(self, rest):
        if self.uom_id.compare(rest, 0) < 0:
            raise PartRefused(
                self.env._(
                    "%s is not there to be sent: the books hold less. Count first, or pack less.",
                    self.lot_id.display_name or self.product_id.display_name,
                )
            )
