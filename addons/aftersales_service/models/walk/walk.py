from odoo import api, fields, models

from ...exceptions import MoveRefused, PartRefused
from ...groups import WAREHOUSE

STATES = [("open", "Picking"), ("done", "Finished"), ("cancelled", "Broken Off")]
MOST = 10  # requisitions on one walk: as many boxes as a trolley carries


class Walk(models.Model):
    """拣货单: one way through the store for several requisitions, a numbered box for each.

    What is picked are the scans of the requisitions, as at the counter; what becomes of it
    is their own hand-over. The walk only knows which boxes go together.
    """

    _name = "aftersales.walk"
    _number_code = "aftersales.walk"
    _description = "Picking Walk"
    _inherit = ["aftersales.flow.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _transitions = {"open": ("done", "cancelled"), "done": (), "cancelled": ()}
    _flow_models = ("aftersales.walk.box",)

    name = fields.Char(
        "Number", default="/", readonly=True, copy=False, index="trigram"
    )
    state = fields.Selection(
        STATES, default="open", required=True, readonly=True, copy=False, index=True
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True, check_company=True
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Warehouse Keeper", required=True, readonly=True, index=True
    )
    # Every step of a walk writes this first, so two keepers on it meet on its row.
    picked_at = fields.Datetime("Last Picked", readonly=True, copy=False)
    box_ids = fields.One2many(
        "aftersales.walk.box", "walk_id", "Boxes", readonly=True, copy=False
    )

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This number is already taken."
    )

    def _get_number_company(self, vals):
        return self.env["stock.warehouse"].browse(vals.get("warehouse_id")).company_id

    @api.model
    def _start(self, requisitions):
        """A walk over ``requisitions``, each with the lowest box that is free.

        :raises PartRefused: for too many, of several warehouses, or on another walk
        :raises MoveRefused: when nothing of one is to be issued
        """
        self._require_group(WAREHOUSE)
        requisitions._touch_picked()
        requisitions._check_walk()
        warehouse = requisitions.warehouse_id
        # sudo: walks are written by their flow alone, which checked group and company
        boxes = self.env["aftersales.walk.box"].sudo()
        numbers = boxes._get_free_numbers(warehouse, len(requisitions))
        ordered = requisitions.sorted(lambda r: (not r.urgent, r.id))
        rows = [
            (0, 0, {"number": number, "requisition_id": requisition.id})
            for number, requisition in zip(numbers, ordered, strict=True)
        ]
        vals = {"warehouse_id": warehouse.id, "user_id": self.env.uid, "box_ids": rows}
        walk = self.sudo()._in_flow().create(vals)  # sudo: as above
        return walk.sudo(False)._out_of_flow()

    def _touch(self):
        """Meet whoever else is on this walk. :raises MoveRefused: when it is over"""
        self._require_group(WAREHOUSE)
        self.check_access("read")
        # sudo: as `_start`
        self.sudo()._in_flow().picked_at = self.env.cr.now()
        self.flush_recordset(["picked_at"])
        if self.state != "open":
            raise MoveRefused(
                self.env._(
                    "%(walk)s of %(keeper)s is over: “%(state)s”. Start another walk.",
                    walk=self.name,
                    keeper=self.user_id.name,
                    state=self._state_label(self.state),
                )
            )

    def _follow_boxes(self):
        """A walk is over with its last box."""
        for walk in self.filtered(lambda w: w.state == "open"):
            states = set(walk.box_ids.mapped("state"))
            if "open" not in states:
                walk._move_to("cancelled" if states == {"emptied"} else "done")


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _touch_picked(self):
        """Meet whoever else picks or hands over the same requisitions."""
        # sudo: written by flows that checked group and company. The moment is to the
        # microsecond, so two within one second both write.
        self.sudo()._in_flow().picked_at = self.env.cr.now()
        self.flush_recordset(["picked_at"])

    def _check_walk(self):
        if not 0 < len(self) <= MOST:
            raise PartRefused(
                self.env._(
                    "Choose one to %(most)s requisitions for a walk, not %(count)s.",
                    most=MOST,
                    count=len(self),
                )
            )
        if len(self.warehouse_id) > 1:
            raise PartRefused(
                self.env._(
                    "These requisitions wait at several warehouses: %s. Walk through one of them.",
                    ", ".join(self.warehouse_id.mapped("name")),
                )
            )
        taken = self._get_open_boxes()[:1]
        if taken:
            raise PartRefused(taken._get_taken_text())
        waiting = self.line_ids._find_issues().aftersales_requisition_line_id
        for requisition in self:
            requisition._check_step("issue")
            requisition._check_issuer_may_scan()
            if not waiting & requisition.line_ids:
                raise MoveRefused(
                    self.env._("%s: nothing waits to be issued.", requisition.name)
                )
