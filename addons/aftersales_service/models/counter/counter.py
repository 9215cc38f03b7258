from collections import defaultdict

from odoo import api, models

from ...exceptions import MoveRefused, PartRefused
from ...groups import WAREHOUSE

_ISSUING = ("approved", "issued", "in_use")
_RETURNING = ("issued", "in_use", "signed")
QUEUE = 80  # requisitions shown at once; the search finds the others


class IssueCounter(models.AbstractModel):
    """What the issue counter (发料台) asks the server; see `static/src/counter`.

    Every method is for warehouse keepers, every refusal a typed error whose words the
    screen shows big; nothing is decided in the browser.
    """

    _name = "aftersales.issue.counter"
    _description = "Issue Counter"

    @api.model
    def get_queue(self):
        """What waits: [{id, name, urgent, state, technician, device, due, parts, …}],
        vehicles that stand still first, then by when the parts are needed."""
        self._check_keeper()
        found = self.env["aftersales.requisition"].search(
            self._get_queue_domain(), limit=QUEUE
        )
        scanned = found._get_open_scans("issue").requisition_id
        rows = [requisition._prepare_queue_row(scanned) for requisition in found]
        rows.sort(key=lambda row: (not row["urgent"], row["due"] or "9", row["id"]))
        return rows

    @api.model
    def _get_queue_domain(self):
        """To issue: approved, or partly issued with a transfer that waits; to take back:
        signed with parts that the technician still holds."""
        return [
            ("company_id", "in", self.env.companies.ids),
            "|",
            ("state", "in", ("approved", "signed")),
            "&",
            ("state", "in", ("issued", "in_use")),
            ("picking_ids.state", "not in", ("done", "cancel")),
        ]

    @api.model
    def get_board(self, requisition_id):
        """The opened requisition with its lines and what was scanned so far."""
        self._check_keeper()
        return self._get_requisition(requisition_id)._prepare_board()

    @api.model
    def get_shortage(self, line_id):
        """{places, substitutes} for a line that is short (P-23)."""
        self._check_keeper()
        line = self._get_line(line_id)
        return {"places": line._get_places(), "substitutes": line._get_substitutes()}

    @api.model
    def hand_over(
        self, requisition_id, technician_id=False, deputy=False, reason=False
    ):
        """Post what was scanned; {picking_ids, board}."""
        self._check_keeper()
        requisition = self._get_requisition(requisition_id)
        technician = self.env["aftersales.technician"].browse(technician_id).exists()
        pickings = requisition._hand_over(technician, deputy, reason)
        return {"picking_ids": pickings.ids, "board": requisition._prepare_board()}

    @api.model
    def take_back(self, requisition_id):
        """Post what was scanned as brought back; {picking_ids, board}."""
        self._check_keeper()
        requisition = self._get_requisition(requisition_id)
        pickings = requisition._take_back(requisition._get_open_scans("return"))
        return {"picking_ids": pickings.ids, "board": requisition._prepare_board()}

    @api.model
    def set_bin(self, requisition_id, name):
        """Picked before he comes: what was scanned waits in the bin ``name`` (备料)."""
        self._check_keeper()
        requisition = self._get_requisition(requisition_id)
        requisition.bin = (name or "").strip()
        return requisition._prepare_board()

    @api.model
    def unscan(self, line_id, step):
        """Take the last open scan of a line back."""
        self._check_keeper()
        line = self._get_line(line_id)
        scans = line.requisition_id._get_open_scans(step)
        scans.filtered(lambda s: s.line_id == line)[-1:].unlink()
        return line.requisition_id._prepare_board()

    @api.model
    def substitute(self, line_id, product_id, quantity):
        """Issue a listed substitute instead; at another price it waits for approval."""
        self._check_keeper()
        line = self._get_line(line_id)
        product = self.env["product.product"].browse(product_id)
        line._substitute(product, quantity)
        return line.requisition_id._prepare_board()

    @api.model
    def fetch_from(self, line_id, location_id, quantity):
        """Ask for a transfer from another place; returns its number."""
        self._check_keeper()
        place = self.env["stock.location"].browse(location_id)
        return self._get_line(line_id)._fetch_from(place, quantity).name

    @api.model
    def replenish(self, line_id, quantity):
        """Ask core's replenishment for the part."""
        self._check_keeper()
        self._get_line(line_id)._replenish(quantity)
        return True

    @api.model
    def _check_keeper(self):
        self.env["aftersales.requisition"]._require_group(WAREHOUSE)

    @api.model
    def _get_requisition(self, requisition_id):
        requisition = self.env["aftersales.requisition"].browse(requisition_id).exists()
        if not requisition:
            raise PartRefused(self.env._("This requisition no longer exists."))
        requisition.check_access("write")
        return requisition

    @api.model
    def _get_line(self, line_id):
        line = self.env["aftersales.requisition.line"].browse(line_id).exists()
        if not line:
            raise PartRefused(self.env._("This line no longer exists."))
        line.check_access("write")
        return line


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def action_open_counter(self):
        """The issue counter with this requisition open."""
        return {
            "type": "ir.actions.client",
            "tag": "aftersales_issue_counter",
            "name": self.env._("Issue Counter"),
            "params": {"requisition_id": self.id},
        }

    def _prepare_queue_row(self, scanned):
        due = self._get_due_at()
        return {
            "id": self.id,
            "name": self.name,
            "urgent": self.urgent,
            "state": self.state,
            "state_label": self._state_label(self.state),
            "technician": self.technician_id.name or self.env._("Nobody sent yet"),
            "order": self.order_id.name,
            "due": due and due.isoformat(" ", "seconds"),
            "bin": self.bin or "",
            "ready": self in scanned,
            "take_back": self.state == "signed",
            "parts": len(self.line_ids),
        }

    def _prepare_board(self):
        """Everything that the right half shows, in a fixed number of queries."""
        scans = self._get_open_scans("issue") | self._get_open_scans("return")
        scanned, lots = defaultdict(float), defaultdict(list)
        for scan in scans:
            scanned[scan.line_id.id, scan.step] += scan.quantity
            if scan.lot_id:
                lots[scan.line_id.id, scan.step].append(scan.lot_id.name)
        lines = self.line_ids
        waiting = lines._get_open_quantities()
        device = self.order_id.device_id
        own = self.env.user in (self.requested_by_id, self.user_id)
        return self._prepare_queue_row(scans.requisition_id) | {
            "device": device.display_name or "",
            "customer": self.order_id.partner_id.name or "",
            "note": self.note or "",
            "explanation": (self.urgent and self.explanation) or "",
            "requested_by": self.requested_by_id.name or "",
            "issued_by": self.issued_by_id.name or "",
            "technician_id": self.technician_id.id,
            "may_issue": self.state in _ISSUING and any(waiting.values()),
            "may_return": self.state in _RETURNING and bool(self._get_held_lines()),
            "own": own and not self.company_id.aftersales_same_person_may_issue,
            "lines": [
                line._prepare_board_row(waiting[line], scanned, lots) for line in lines
            ],
        }

    def _check_step(self, step):
        """:raises MoveRefused: when nothing is issued or taken back in this state"""
        if self.state not in (_ISSUING if step == "issue" else _RETURNING):
            raise MoveRefused(
                self.env._(
                    "%(name)s is “%(state)s”: there is nothing to issue or take back now.",
                    name=self.name,
                    state=self._state_label(self.state),
                )
            )


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _get_open_quantities(self):
        """{line: quantity that waits to be issued}, in one query."""
        # sudo: as in `_compute_quantities`
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [
                    ("aftersales_requisition_line_id", "in", self.ids),
                    ("aftersales_step", "=", "issue"),
                    ("state", "not in", ("done", "cancel")),
                ],
                ["aftersales_requisition_line_id"],
                ["product_uom_qty:sum", "quantity:sum"],
            )
        )
        waiting = dict.fromkeys(self, (0.0, 0.0))
        for line, asked, reserved in groups:
            waiting[self.browse(line.id)] = (asked, reserved)
        return _Waiting(waiting)

    def _prepare_board_row(self, waiting, scanned, lots):
        asked, reserved = waiting
        return {
            "id": self.id,
            "product": self.product_id.display_name,
            "product_id": self.product_id.id,
            "barcode": self.product_id.barcode or "",
            "tracking": self.product_id.tracking,
            "unit": self.uom_id.name,
            "requested": self.quantity,
            "open": asked,
            "short": max(asked - reserved, 0.0),
            "issued": self.issued_quantity,
            "used": self.used_quantity,
            "returned": self.returned_quantity,
            "held": self.held_quantity,
            "scanned": scanned[self.id, "issue"],
            "back": scanned[self.id, "return"],
            "lots": lots[self.id, "issue"],
            "back_lots": lots[self.id, "return"],
            "waits": self.waits,
            "tool": self.is_tool,
            "instead_of": self.replaces_id.product_id.display_name or "",
        }


class _Waiting(dict):
    """{line: (asked, reserved)} with ``any`` over the asked quantities."""

    def values(self):
        return [asked for asked, _reserved in super().values()]
