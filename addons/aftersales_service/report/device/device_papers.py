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
        coverages = device._get_coverages().sorted("start_date")
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

    def _get_visits(self, order):
        """Visits of a job that took place or will, oldest first."""
        return order.visit_ids.filtered(lambda v: v.state != "cancelled").sorted("id")

    def _get_visit_days(self, order):
        """Days on which somebody was there, where the company works."""
        there = self._get_visits(order).filtered("arrived_at")
        days = [order.company_id._aftersales_day(v.arrived_at) for v in there]
        return "、".join(str(day) for day in dict.fromkeys(days))

    def _get_hours(self, order):
        """Hours worked; what is only planned does not count."""
        done = self._get_visits(order).filtered("ended_at")
        return "%g" % sum(done.mapped("labour_hours")) if done else ""

    def _get_parts(self, order):
        used = self._get_visits(order).part_line_ids.filtered("used_quantity")
        return "、".join(
            f"{line.product_id.display_name} × {line.used_quantity:g}" for line in used
        )

    def _get_fee(self, order):
        """What the customer pays for the job, with its currency."""
        shares = order.fee_ids.share_ids.filtered(lambda s: s.payer == "customer")
        amount = sum(shares.mapped("amount"))
        return order.company_id.currency_id.format(amount) if amount else ""

    def _get_bills(self, order):
        """Numbers of the posted invoices of the job's fees."""
        lines = order.fee_ids.share_ids.sale_line_id.invoice_lines
        moves = lines.move_id.filtered(lambda m: m.state == "posted")
        return "、".join(moves.mapped("name"))


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
