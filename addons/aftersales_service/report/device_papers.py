from odoo import api, models


class DevicePaper(models.AbstractModel):
    """What papers about a device share: its voucher's number and its history."""

    _name = "aftersales.device.paper"
    _inherit = ["aftersales.paper"]
    _description = "Device Paper Values"

    _record_model = "aftersales.device"

    def _get_number(self, record):
        return record.voucher_number

    def _get_orders(self, device):
        """Every job of the device, oldest first.

        sudo: the history belongs to the device, whichever technician prints it; the
        papers show what was wrong and what was done, no customer and no internal note.
        """
        return device.sudo().order_ids.filtered(lambda o: o.state != "cancelled")[::-1]

    def _get_history(self, device, form, blank):
        """Jobs for a table, filled up with empty lines to write on."""
        orders = [] if blank else list(self._get_orders(device))
        return orders + [None] * max(0, form.blank_rows - len(orders))

    def _get_done(self, order):
        """What was found and done: the last visit that says it."""
        return order.visit_ids.sorted("id").filtered("action_taken")[-1:]

    def _get_coverages(self, device, blank):
        """Warranties in words, at least three lines."""
        coverages = device.coverage_ids.sorted("start_date")
        words = [] if blank else [c._get_words() for c in coverages]
        return words + [None] * max(0, 3 - len(words))

    def _get_site(self, device):
        return device.site_id or device.user_partner_id or device.partner_id


class PublicPaper(models.AbstractModel):
    """Papers that a customer keeps: their QR code opens without login."""

    _name = "aftersales.public.paper"
    _inherit = ["aftersales.device.paper"]
    _description = "Customer's Device Paper Values"

    def _make_qr(self, record, form):
        return form._make_qr_of(record._get_public_url())


class WarrantyCard(models.AbstractModel):
    _name = "report.aftersales_service.report_warranty_card"
    _inherit = ["aftersales.public.paper"]
    _description = "Warranty Card"


class ServiceVoucher(models.AbstractModel):
    _name = "report.aftersales_service.report_service_voucher"
    _inherit = ["aftersales.public.paper"]
    _description = "Service Voucher"

    def _get_blocks(self, device, form, blank):
        """One block per job and one empty one for the next."""
        orders = [] if blank else list(self._get_orders(device))
        return orders + [None] * (form.blank_rows if blank else 1)


class UserRegistration(models.AbstractModel):
    _name = "report.aftersales_service.report_user_registration"
    _inherit = ["aftersales.device.paper"]
    _description = "User Registration Form"


class QualityCard(models.AbstractModel):
    _name = "report.aftersales_service.report_quality_card"
    _inherit = ["aftersales.device.paper"]
    _description = "Quality Tracking Card"


class CustomerBag(models.AbstractModel):
    """Cover sheet of a customer's bag: which devices, which vouchers lie in it."""

    _name = "report.aftersales_service.report_customer_bag"
    _inherit = ["aftersales.paper"]
    _description = "Customer Document Bag"

    _record_model = "res.partner"

    def _get_number(self, record):
        return record.ref

    def _get_rows(self, record, form, blank):
        """The firm's devices, whichever of its contacts they were registered with."""
        devices = [] if blank else list(self._get_devices(record))
        return devices + [None] * max(0, form.blank_rows - len(devices))

    @api.model
    def _get_devices(self, partner):
        firm = partner.commercial_partner_id
        return self.env["aftersales.device"].search(
            [("commercial_partner_id", "=", firm.id)], order="id"
        )
