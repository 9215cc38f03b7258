from odoo import api, models
from odoo.fields import Domain

from ..scan.scan import Kind
from .parcel import OPEN


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
    def _get_readers(self):
        return super()._get_readers() | {"parcel": self._scan_parcel}

    @api.model
    def _scan_parcel(self, parcels, _requisition):
        """The form of the parcel, where its pieces are counted; of several with one
        waybill that which is on the road."""
        parcel = parcels.sorted(lambda p: p.state not in OPEN)[:1]
        return {
            "kind": "parcel",
            "words": parcel.display_name,
            "detail": f"{parcel._get_other_end()} · {parcel._state_label(parcel.state)}",
            "action": parcel.get_formview_action(),
        }


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


class Scan(models.AbstractModel):
    """Parcels by their number, their waybill or the QR code of the slip."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        if not self.env["res.groups"]._aftersales_uses("courier"):
            return super()._get_kinds(read)
        known = Domain("name", "in", read.names)
        if read.key:
            known |= Domain("tracking_key", "=", read.key)
        known |= Domain("id", "=", read.get_id("aftersales.parcel"))
        label = self.env._("Parcel")
        return [
            *super()._get_kinds(read),
            Kind("parcel", "aftersales.parcel", label, known),
        ]
