import re
from itertools import count, islice

from odoo import api, fields, models

STATES = [
    ("open", "Being Picked"),
    ("ready", "Ready"),
    ("handed", "Handed Over"),
    ("emptied", "Emptied"),
]
STANDING = ("open", "ready")
CODE = re.compile(r"^BOX-(?P<warehouse>.+)-(?P<number>\d{1,3})$", re.IGNORECASE)


class WalkBox(models.Model):
    """箱: what is picked for one requisition, until it is handed over or put back.

    The boxes are things with a number of their own on them: a number is free again when
    its box was emptied, so the labels are printed once.
    """

    _name = "aftersales.walk.box"
    _description = "Box of a Picking Walk"
    _inherit = ["aftersales.flow.mixin"]
    _order = "walk_id, number, id"
    _rec_name = "number"
    _check_company_auto = True
    _transitions = {
        "open": ("ready", "handed", "emptied"),
        "ready": ("handed", "emptied"),
        "handed": (),
        "emptied": (),
    }

    walk_id = fields.Many2one(
        "aftersales.walk", required=True, readonly=True, index=True, ondelete="cascade"
    )
    number = fields.Integer("Box", required=True, readonly=True)
    state = fields.Selection(
        STATES, default="open", required=True, readonly=True, copy=False, index=True
    )
    requisition_id = fields.Many2one(
        "aftersales.requisition", required=True, readonly=True, index=True
    )
    warehouse_id = fields.Many2one(
        related="walk_id.warehouse_id", store=True, index=True
    )
    company_id = fields.Many2one(related="walk_id.company_id", store=True, index=True)
    ready_at = fields.Datetime("Picked On", readonly=True, copy=False)
    _stamps = {"ready": "ready_at"}

    _requisition_once = models.UniqueIndex(
        "(requisition_id) WHERE state IN ('open', 'ready')",
        "This requisition is on a walk already.",
    )
    _number_once = models.UniqueIndex(
        "(warehouse_id, number) WHERE state IN ('open', 'ready')",
        "This box is in use already.",
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for box in self:
            box.display_name = self.env._("Box %s", box.number)

    @api.model
    def _get_free_numbers(self, warehouse, wanted):
        """The lowest ``wanted`` numbers of boxes that nothing lies in."""
        used = self.search_fetch(
            [("warehouse_id", "=", warehouse.id), ("state", "in", STANDING)], ["number"]
        )
        taken = set(used.mapped("number"))
        return list(islice((n for n in count(1) if n not in taken), wanted))

    def _get_code(self):
        """What is printed on the box."""
        return f"BOX-{self.warehouse_id.code}-{self.number}"

    @api.model
    def _find_code(self, code):
        """The standing box of a scanned ``code``, else the one that left it last; None when
        it is no code of a box."""
        match = CODE.match(code)
        if not match:
            return None
        boxes = self.search(
            [
                ("number", "=", int(match["number"])),
                ("warehouse_id.code", "=ilike", match["warehouse"]),
                ("company_id", "in", self.env.companies.ids),
            ],
            order="id desc",
            limit=20,
        )
        return boxes.filtered(lambda box: box.state in STANDING)[:1] or boxes[:1]

    def _get_taken_text(self):
        return self.env._(
            "%(requisition)s lies in box %(box)s of %(walk)s, picked by %(keeper)s.",
            requisition=self.requisition_id.name,
            box=self.number,
            walk=self.walk_id.name,
            keeper=self.walk_id.user_id.name,
        )

    def _empty(self):
        """Nothing is in it any more, or all was put back on its shelf."""
        scans = self.requisition_id._get_open_scans("issue")
        scans.unlink()
        self.requisition_id._in_flow().bin = False
        self._move_to("emptied")
        self.walk_id._follow_boxes()


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    box_text = fields.Char(
        "Box",
        compute="_compute_box_text",
        help="The box in which its parts are picked or lie ready, and where it stands.",
    )

    @api.depends_context("lang")
    def _compute_box_text(self):
        boxes = self._get_open_boxes().grouped("requisition_id")
        for requisition in self:
            box = boxes.get(requisition._origin)
            words = (box.display_name, box._state_label(box.state)) if box else ()
            requisition.box_text = " · ".join(
                filter(None, (*words, requisition.bin if box else False))
            )

    def _get_open_boxes(self):
        # sudo: who asked is told where his parts are, without any right on walks
        boxes = self.env["aftersales.walk.box"].sudo()
        return boxes.search(
            [("requisition_id", "in", self.ids), ("state", "in", STANDING)]
        )
