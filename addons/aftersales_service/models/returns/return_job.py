from odoo import api, models
from odoo.fields import Domain

from ...exceptions import MoveRefused
from ...kernel.text import serial_key
from ..scan.scan import Kind


class ReturnOrder(models.Model):
    """Goods that came without a job get one as soon as it matters who pays."""

    _inherit = "aftersales.return"

    def action_open_job(self):
        """A service order with what the return knows; its decision says who pays.

        :raises MoveRefused: when there is one already, or the return is over
        """
        self.ensure_one()
        if self.order_id or self.state in ("closed", "cancelled"):
            raise MoveRefused(
                self.env._("%s no longer needs a service order.", self.name)
            )
        self.order_id = self.env["aftersales.order"].create(self._prepare_job())
        return self.order_id.get_formview_action()

    def _prepare_job(self):
        line = self.line_ids[:1]
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "device_id": line.device_id.id,
            "fault": line.fault or self.reason,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
        } | ({} if line.device_id else {"product_id": line.product_id.id})


class Scan(models.AbstractModel):
    """Return orders by their number, the waybill of the customer or the QR code."""

    _inherit = "aftersales.scan"

    @api.model
    def _get_kinds(self, read):
        known = Domain("name", "in", read.names)
        known |= Domain("tracking_ref", "in", read.names)
        known |= Domain("id", "=", read.get_id("aftersales.return"))
        label = self.env._("Return Order")
        return [
            *super()._get_kinds(read),
            Kind("return", "aftersales.return", label, known),
        ]

    @api.model
    def _get_screen_kinds(self, screen, read):
        """By the serial number: the return that is not over."""
        kinds = super()._get_screen_kinds(screen, read)
        if screen == "aftersales.return":
            numbers = read.serials or read.names
            keys = [*map(serial_key, numbers)]
            known = Domain("line_ids.serial", "in", numbers)
            known |= Domain("line_ids.device_id.serial_key", "in", keys)
            known &= Domain("state", "not in", ("closed", "cancelled"))
            kinds.append(Kind("return", screen, self.env._("Return Order"), known))
        return kinds
