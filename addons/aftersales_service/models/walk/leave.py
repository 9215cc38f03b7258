from odoo import fields, models

from ...groups import WAREHOUSE
from .box import STANDING


class Requisition(models.Model):
    """A box is empty when its parts are handed over, sent, or no longer asked for."""

    _inherit = "aftersales.requisition"

    walk_box_ids = fields.One2many(
        "aftersales.walk.box",
        "requisition_id",
        "Boxes",
        readonly=True,
        groups=WAREHOUSE,
    )

    def _hand_over(self, technician=None, deputy=None, reason=None):
        """Two keepers who hand over the same parts meet on the requisition (extends)."""
        self._require_group(WAREHOUSE)
        self._touch_picked()
        return super()._hand_over(technician, deputy, reason)

    def _lay_scans_down(self, lines, picking):
        """What went into a parcel lies in no box (extends)."""
        result = super()._lay_scans_down(lines, picking)
        self._leave_boxes("handed")
        return result

    def _after_move(self, state):
        """An empty box of a requisition that was cancelled is free; what lies in one is
        put back first (extends)."""
        result = super()._after_move(state)
        if state == "cancelled":
            self._leave_boxes("emptied")
        return result

    def _leave_boxes(self, state):
        boxes = self._get_open_boxes()
        if not boxes:
            return
        left = boxes.requisition_id._get_open_scans("issue").requisition_id
        gone = boxes.filtered(lambda box: box.requisition_id not in left)
        gone.requisition_id._in_flow().bin = False
        gone._in_flow()._move_to(state)
        gone.walk_id._in_flow()._follow_boxes()


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        """What was picked and is issued from another screen lies in no box (extends)."""
        result = super()._action_done()
        # sudo: the boxes follow the transfer, whoever was allowed to validate it
        issued = self.sudo().filtered("aftersales_requisition_id")
        for picking in issued.filtered(lambda p: p.state == "done"):
            picking._aftersales_lay_scans_down()
        return result

    def _aftersales_lay_scans_down(self):
        requisition = self.aftersales_requisition_id
        scans = requisition._get_open_scans("issue")
        if not scans:
            return
        gone = {
            (line.move_id.aftersales_requisition_line_id, line.lot_id)
            for line in self.move_line_ids
            if line.move_id.aftersales_step == "issue"
        }
        scans.filtered(lambda s: (s.line_id, s.lot_id) in gone).picking_id = self
        requisition._leave_boxes("handed")


class WalkBox(models.Model):
    _inherit = "aftersales.walk.box"

    def _get_gone_text(self):
        """Why nothing can be done with this box here."""
        if self.state in STANDING:
            return self._get_taken_text()
        if self.state == "emptied":
            return self.env._("Box %s is empty and not in use.", self.number)
        return self.env._(
            "Box %(box)s: %(requisition)s was handed over already.",
            box=self.number,
            requisition=self.requisition_id.name,
        )
