from odoo import fields, models

from ...exceptions import PartRefused, TooMany, UnknownCode, WrongSerial
from ...groups import WAREHOUSE


class PartStatement(models.Model):
    """盘车: a van is counted by scanning what lies in it; what differs is answered for on
    the line, as always."""

    _inherit = "aftersales.part.statement"

    counting = fields.Boolean("Counted by Scan", readonly=True, copy=False)
    scan = fields.Char(
        "Scan the Van", store=False, compute="_compute_scan", inverse="_inverse_scan"
    )

    def _compute_scan(self):
        self.scan = False

    def action_count_by_scan(self):
        """Count from nothing: each scan is one piece, each serial number itself."""
        self._require_group(WAREHOUSE)
        for statement in self:
            statement.check_access("write")
            statement._check_draft()
            statement.line_ids.counted = 0
        self._in_flow().counting = True

    def _inverse_scan(self):
        for statement in self.filtered("scan"):
            statement._require_group(WAREHOUSE)
            statement._check_draft()
            if not statement.counting:
                raise PartRefused(
                    self.env._("Press “Count by Scan” first: it begins from nothing.")
                )
            statement._count_scanned(statement.scan.strip())

    def _count_scanned(self, code):
        """One piece more of what was scanned; what the books do not know is added.

        :raises ScanRefused: for an unknown code, or a serial number that was counted
        """
        product, lot, quantity = self._recognise_in_van(code)
        line = self.line_ids.filtered(
            lambda row: row.product_id == product and row.lot_id == lot
        )
        if product.tracking == "serial" and line.counted:
            raise TooMany(self.env._("%s is counted already.", lot.name))
        if line:
            line.counted += quantity
            return
        vals = {"product_id": product.id, "lot_id": lot.id, "counted": quantity}
        self._in_flow().line_ids = [(0, 0, vals)]

    def _recognise_in_van(self, code):
        """(part, lot, quantity); a number that the books know in this van comes first."""
        known = self.line_ids.filtered(lambda row: row.lot_id.name == code)[:1]
        if known:
            return known.product_id, known.lot_id, 1.0
        counter = self.env["aftersales.issue.counter"]
        found = counter._recognise(code, self.env["aftersales.requisition"])
        if not found:
            raise UnknownCode(self.env._("“%s” is not a part or serial number.", code))
        if found.product.tracking != "none" and not found.lot:
            raise WrongSerial(
                self.env._(
                    "%s: scan the serial number, not the part number.",
                    found.product.display_name,
                )
            )
        return found
