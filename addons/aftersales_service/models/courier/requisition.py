from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import MoveRefused, ProofMissing
from ...groups import WAREHOUSE


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    parcel_line_ids = fields.One2many(
        "aftersales.parcel.line", "requisition_line_id", "Parcels", readonly=True
    )
    road_quantity = fields.Float(
        "On the Road", compute="_compute_road_quantity", digits="Product Unit"
    )

    @api.depends("parcel_line_ids.move_ids.state")
    def _compute_road_quantity(self):
        """What a courier is bringing to the technician."""
        lines = self._find_travelling()
        contents = lines._get_contents()
        roads = dict.fromkeys(self.ids, 0.0)
        for line in lines:
            roads[line.requisition_line_id.id] += contents[line].road
        for part in self:
            part.road_quantity = roads.get(part._origin.id, 0.0)

    def _find_travelling(self, direction="out"):
        # sudo: where parts are is told to whoever sees who asked for them
        lines = self.env["aftersales.parcel.line"].sudo()
        domain = lines._get_travelling_domain(direction)
        return lines.search(domain & Domain("requisition_line_id", "in", self.ids))


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    road_until = fields.Date(
        "On the Road Until",
        compute="_compute_road_until",
        help="When the last parcel with parts of this requisition is expected.",
    )
    parcel_count = fields.Integer("Parcels", compute="_compute_parcel_count")
    called_off = fields.Boolean(
        readonly=True,
        copy=False,
        help="Nobody waits for these parts any more; what a courier still has arrives all the same.",
    )

    @api.depends("line_ids.parcel_line_ids.state")
    def _compute_road_until(self):
        lines = self.line_ids._find_travelling()._get_travelling()
        groups = lines.grouped("requisition_id")
        for requisition in self:
            own = groups.get(requisition._origin.sudo(), lines.browse())
            days = [day for day in own.parcel_id.mapped("date_expected") if day]
            requisition.road_until = max(days, default=False)

    @api.depends("line_ids.parcel_line_ids")
    def _compute_parcel_count(self):
        # sudo: only the number
        rows = (
            self.env["aftersales.parcel.line"]
            .sudo()
            ._read_group(
                [("requisition_id", "in", self.ids)],
                ["requisition_id"],
                ["parcel_id:count_distinct"],
            )
        )
        counts = {requisition.id: count for requisition, count in rows}
        for requisition in self:
            requisition.parcel_count = counts.get(requisition._origin.id, 0)

    def action_view_parcels(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_parcel_action"
        )
        domain = [("line_ids.requisition_id", "in", self.ids)]
        return action | {"domain": domain, "context": {}}

    def action_pack_parcel(self):
        """A parcel with what lies ready for these requisitions of one technician.

        :raises ProofMissing: when nothing is there to be sent
        """
        self._require_group(WAREHOUSE)
        self.check_access("write")
        for requisition in self:
            requisition._check_sent()
        rows = self._get_parcel_rows()
        if not rows:
            raise ProofMissing(
                self.env._(
                    "%s: nothing is ready to be sent. Scan the parts, or receive them first.",
                    ", ".join(self.mapped("name")),
                )
            )
        parcel = self.env["aftersales.parcel"].create(
            {
                "technician_id": self[:1].technician_id.id,
                "warehouse_id": self[:1].warehouse_id.id,
                "company_id": self[:1].company_id.id,
                "line_ids": [(0, 0, row) for row in rows],
            }
        )
        return parcel.get_formview_action()

    def _get_parcel_rows(self):
        """What was laid aside at the counter, else what is reserved."""
        scans = self._get_open_scans("issue")
        rows = []
        for (part, lot), own in scans.grouped(lambda s: (s.line_id, s.lot_id)).items():
            rows.append(_row(part, lot, sum(own.mapped("quantity"))))
        moves = (self - scans.requisition_id)._get_waiting("issue").move_ids
        reserved = moves.move_line_ids.grouped(
            lambda m: (m.move_id.aftersales_requisition_line_id, m.lot_id)
        )
        for (part, lot), own in reserved.items():
            if part and sum(own.mapped("quantity_product_uom")) > 0:
                rows.append(_row(part, lot, sum(own.mapped("quantity_product_uom"))))
        return rows

    def _is_short(self):
        """What is on the road is not here yet, as long as somebody waits for it (extends)."""
        waited = not self.called_off
        return super()._is_short() or (waited and self._is_travelling())

    def _is_with_store(self):
        return super()._is_with_store() and not self._is_travelling()

    def _is_travelling(self):
        # sudo: as in `_find_travelling`; read with the lines of the whole batch
        lines = self.sudo().line_ids.parcel_line_ids
        lines = lines.filtered_domain(lines._get_travelling_domain())
        return bool(lines and lines._get_travelling())

    def _is_back(self):
        """Nor with a courier who brings it to the technician (extends)."""
        return super()._is_back() and not self._is_travelling()

    def _check_transfer(self, picking):
        """Whoever takes parts out of a parcel was not the one who issues them: that was
        asked when it was sent (extends)."""
        if picking.move_ids.aftersales_parcel_line_id:
            return None
        return super()._check_transfer(picking)

    def action_cancel(self):
        """What is on the road arrives all the same: such a requisition waits for it, and
        only what was not sent is called off (extends)."""
        self.check_access("write")
        travelling = self.filtered(
            lambda r: r.state == "approved" and r._is_travelling()
        )
        result = super(Requisition, self - travelling).action_cancel()
        travelling._call_off()
        return result

    def _call_off(self):
        """Nobody waits for it any more, so what does not arrive is not sent again."""
        self._withdraw_approvals("part_substitute")
        self._get_waiting("issue").action_cancel()
        self._in_flow().write({"called_off": True})

    def _mark_used(self):
        """The work is done without what is still on the road (extends)."""
        result = super()._mark_used()
        self.filtered(lambda r: r._is_travelling())._call_off()
        return result

    def _follow_transfers(self):
        """One that was called off is cancelled when nothing of it came (extends)."""
        result = super()._follow_transfers()
        over = self.filtered(lambda r: r.called_off and r.state == "approved")
        over.filtered(lambda r: not r._is_travelling()).action_cancel()
        return result

    def action_reconcile(self):
        """Nothing of it is on the road, in neither direction (extends).

        :raises MoveRefused: naming the parcels
        """
        self._require_group(WAREHOUSE)
        self.check_access("write")
        lines = self.line_ids
        away = (
            lines._find_travelling() | lines._find_travelling("back")
        )._get_travelling()
        if away:
            raise MoveRefused(
                self.env._(
                    "Parts are still on the road: %s. Receive the parcel first.",
                    ", ".join(away.parcel_id.mapped("name")),
                )
            )
        return super().action_reconcile()


def _row(part, lot, quantity):
    return {
        "requisition_line_id": part.id,
        "lot_id": lot.id,
        "quantity": quantity,
    }
