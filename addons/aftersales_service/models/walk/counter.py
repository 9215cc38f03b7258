from odoo import api, models
from odoo.fields import Domain

from ...exceptions import AlreadyIssued, MoveRefused, PartRefused, UnknownCode
from .box import STANDING


class IssueCounter(models.AbstractModel):
    """What the screen of a walk asks the server; see `static/src/walk`."""

    _inherit = "aftersales.issue.counter"

    @api.model
    def get_walks(self):
        """{waiting: requisitions to choose from, walks: that are under way, boxes: that
        stand ready or have to be put back}"""
        self._check_keeper()
        boxes = self.env["aftersales.walk.box"].search(
            [("state", "in", STANDING), ("company_id", "in", self.env.companies.ids)]
        )
        ways, _scans = boxes._get_box_ways()
        requisitions = self.env["aftersales.requisition"]
        waiting = {row["id"]: row for row in self.get_queue() if not row["take_back"]}
        taken = set(boxes.requisition_id.ids)
        found = requisitions.browse([key for key in waiting if key not in taken])
        return {
            "waiting": [
                waiting[each.id]
                | {
                    "warehouse_id": each.warehouse_id.id,
                    "warehouse": each.warehouse_id.name,
                }
                for each in found
            ],
            "walks": [
                {"id": walk.id, "name": walk.name, "keeper": walk.user_id.name}
                for walk in boxes.walk_id.filtered(lambda w: w.state == "open")
            ],
            "boxes": [
                box._prepare_box(ways)
                for box in boxes
                if box.state == "ready" or box._get_problem(ways)
            ],
        }

    @api.model
    def start_walk(self, requisition_ids):
        """A walk over the chosen requisitions; what the screen shows of it."""
        self._check_keeper()
        requisitions = self.env["aftersales.requisition"].browse(requisition_ids)
        requisitions = requisitions.exists()
        requisitions.check_access("write")
        return self.env["aftersales.walk"]._start(requisitions)._prepare_walk()

    @api.model
    def get_walk(self, walk_id):
        self._check_keeper()
        return self._get_walk(walk_id)._prepare_walk()

    @api.model
    def finish_walk(self, walk_id):
        """Every box that may leave is ready, what is short goes on waiting."""
        self._check_keeper()
        walk = self._get_walk(walk_id)
        walk._touch()
        # sudo: the boxes of a walk that its keeper may read
        boxes = walk.sudo().box_ids.filtered(lambda box: box.state == "open")
        boxes._make_ready()
        return walk._prepare_walk()

    @api.model
    def put_back(self, box_id):
        """Everything in the box lies on its shelf again; it is free."""
        self._check_keeper()
        box = self._get_standing_box(box_id)
        box.sudo()._in_flow()._empty()  # sudo: as `aftersales.walk._start`
        return self.get_walks()

    @api.model
    def place_box(self, box_id, place):
        """Where the box stands until the technician comes."""
        self._check_keeper()
        box = self._get_standing_box(box_id)
        box.requisition_id.bin = (place or "").strip()
        return box.walk_id._prepare_walk()

    @api.model
    def _get_walk(self, walk_id):
        walk = self.env["aftersales.walk"].browse(walk_id).exists()
        if not walk:
            raise PartRefused(self.env._("This walk no longer exists."))
        walk.check_access("read")
        return walk

    @api.model
    def _get_standing_box(self, box_id):
        """The box, after meeting whoever else works on its requisition.

        :raises MoveRefused: when it was handed over or emptied meanwhile
        """
        box = self.env["aftersales.walk.box"].browse(box_id).exists()
        if not box:
            raise PartRefused(self.env._("This box is not in use."))
        box.check_access("read")
        box.requisition_id.check_access("write")
        box.requisition_id._touch_picked()
        if box.state not in STANDING:
            raise MoveRefused(box._get_gone_text())
        return box

    # --- the counter

    @api.model
    def get_queue(self):
        """Which of them lie in a box (extends)."""
        rows = super().get_queue()
        requisitions = self.env["aftersales.requisition"]
        boxes = requisitions.browse([row["id"] for row in rows])._get_open_boxes()
        known = {box.requisition_id.id: box for box in boxes}
        for row in rows:
            box = known.get(row["id"])
            row["box"] = box.number if box else 0
            row["ready"] = row["ready"] and not (box and box.state == "open")
        return rows

    @api.model
    def _get_queue_domain(self):
        """What was cancelled and still lies in a box waits to be put back (extends)."""
        back = Domain("company_id", "in", self.env.companies.ids)
        boxes = self.env["aftersales.walk.box"]._search([("state", "in", STANDING)])
        requisitions = Domain("walk_box_ids", "in", boxes)
        back &= Domain("state", "=", "cancelled") & requisitions
        return list(Domain(super()._get_queue_domain()) | back)

    @api.model
    def _scan_requisition(self, code, requisition):
        """A box: what lies ready in it is handed over by this one scan (extends)."""
        box = self.env["aftersales.walk.box"]._find_code(code)
        if box is None:
            return super()._scan_requisition(code, requisition)
        if not box:
            raise UnknownCode(self.env._("This box is not in use."))
        if box.state not in STANDING:
            raise AlreadyIssued(box._get_gone_text())
        found = self._get_requisition(box.requisition_id.id)
        if box.state == "open":
            board = found._prepare_board()
            return {"kind": "requisition", "words": box.display_name, "board": board}
        pickings = found._hand_over()
        return {
            "kind": "handed",
            "words": found.technician_id.name,
            "picking_ids": pickings.ids,
            "board": found._prepare_board(),
        }
