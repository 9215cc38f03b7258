import re

from odoo import api, models
from odoo.fields import Domain

from ...kernel.text import serial_key
from .parcel import OPEN

_LINK = re.compile(r"/aftersales\.parcel/(\d+)")
_SAME = 8  # parcels with one waybill, of different carriers


class IssueCounter(models.AbstractModel):
    """发料台: what was scanned goes to the courier instead of into somebody's hands, and
    a parcel that comes is opened by its number or its waybill."""

    _inherit = "aftersales.issue.counter"

    @api.model
    def pack_parcel(self, requisition_id):
        """The form of a parcel with what was scanned, else with what is reserved."""
        self._check_keeper()
        return self._get_requisition(requisition_id).action_pack_parcel()

    @api.model
    def _get_queue_domain(self):
        """What a courier has altogether waits for nobody here (extends)."""
        here = Domain("state", "!=", "approved")
        here |= Domain("line_ids.parcel_line_ids", "=", False)
        here |= Domain("picking_ids.state", "not in", ("done", "cancel"))
        return list(Domain(super()._get_queue_domain()) & here)

    @api.model
    def _scan_other(self, code):
        """The form of the parcel, where its pieces are counted (extends)."""
        parcel = self._find_parcel(code)
        if not parcel:
            return super()._scan_other(code)
        return {
            "kind": "parcel",
            "words": parcel.display_name,
            "detail": f"{parcel._get_other_end()} · {parcel._state_label(parcel.state)}",
            "action": parcel.get_formview_action(),
        }

    @api.model
    def _find_parcel(self, code):
        """By its number, its waybill or the link of its slip; one on the road first."""
        parcels = self.env["aftersales.parcel"]
        if not self.env["res.groups"]._aftersales_uses("courier"):
            return parcels
        if link := _LINK.search(code):
            known = Domain("id", "=", int(link[1]))
        else:
            known = Domain("name", "=", code)
            known |= Domain("tracking_key", "=", serial_key(code))
        known &= Domain("company_id", "in", self.env.companies.ids)
        found = parcels.search(known, limit=_SAME)
        return found.sorted(lambda p: p.state not in OPEN)[:1]


class Requisition(models.Model):
    _inherit = "aftersales.requisition"

    def _prepare_board(self):
        """Whether the counter offers the courier (extends)."""
        uses = self.env["res.groups"]._aftersales_uses("courier")
        return super()._prepare_board() | {"courier": uses}


class RequisitionLine(models.Model):
    _inherit = "aftersales.requisition.line"

    def _prepare_board_row(self, waiting, scanned, lots):
        """With what is on its way to the technician (extends)."""
        row = super()._prepare_board_row(waiting, scanned, lots)
        return row | {"road": self.road_quantity}
