from zoneinfo import ZoneInfo

from odoo import models

from ...kernel.paging import cut, lines_of

# Pixels of a landscape sheet of A4 as wkhtmltopdf lays `paperformat_register` out: width
# of the table, height for rows on the first sheet and on later ones, type, line and row.
_WIDTH, _FIRST, _LATER = 1300, 640, 780
_TYPE, _LINE, _ROW = 15, 21, 36

# Columns of a register: key, share of the width in percent. What they are called is in
# `_get_labels`, where the reader's language is known.
CALLS = (
    ("time", 6),
    ("customer", 15),
    ("address", 15),
    ("phone", 10),
    ("model", 9),
    ("fault", 15),
    ("voucher", 9),
    ("technician", 6),
    ("arrived", 6),
    ("closed", 9),
)
INFORMATION = (
    ("moment", 10),
    ("customer", 15),
    ("address", 17),
    ("phone", 10),
    ("product", 11),
    ("purchased", 8),
    ("fault", 15),
    ("answer", 7),
    ("taken_by", 7),
)
REGISTRATION = (
    ("moment", 10),
    ("number", 9),
    ("customer", 17),
    ("phone", 10),
    ("model", 10),
    ("fault", 20),
    ("service_type", 9),
    ("taken_by", 7),
    ("closed", 8),
)


class RegisterPaper(models.AbstractModel):
    """Registers: lists of service orders, the same on paper and in a workbook.

    Lines are plain dictionaries, so a list costs the same number of queries whatever its
    length: everything is read before the first line is made.
    """

    _name = "aftersales.register.paper"
    _inherit = ["aftersales.order.paper"]
    _description = "Register Values"

    _record_model = "aftersales.register.print"
    _register_columns = ()
    _foot = 0  # pixels below the table

    def _get_number(self, record):
        return record.display_name

    def _make_qr(self, record, form):
        """The list of calls: a question in a wizard is gone when the code is scanned."""
        base = record.get_base_url()
        return form._make_qr_of(
            f"{base}/odoo/action-aftersales_service.aftersales_order_action"
        )

    def _get_columns(self):
        """[(key, heading, percent of the width)]"""
        labels = self._get_labels()
        return [(key, labels[key], width) for key, width in self._register_columns]

    def _get_labels(self):
        return {
            "day": self.env._("Date"),
            "unit": self.env._("Service Unit"),
            "time": self.env._("Call Time"),
            "moment": self.env._("Call Time"),
            "channel": self.env._("Channel"),
            "number": self.env._("Service Order"),
            "customer": self.env._("Customer"),
            "address": self.env._("Address"),
            "phone": self.env._("Telephone"),
            "product": self.env._("Product Type"),
            "model": self.env._("Product Model"),
            "purchased": self.env._("Purchase Date"),
            "fault": self.env._("Symptom"),
            "voucher": self.env._("Voucher Number"),
            "technician": self.env._("Technician"),
            "arrived": self.env._("Arrived At"),
            "closed": self.env._("Closed in Register On"),
            "answer": self.env._("Handling"),
            "taken_by": self.env._("Taken By"),
            "service_type": self.env._("Service Type"),
        }

    def _get_rows(self, record, form, blank):
        """Lines of the sheet; a blank or short one has empty lines to write on."""
        lines = [] if blank else self._get_lines(record._find_calls())
        wanted = form.blank_rows if blank or not lines else 0
        return lines + [None] * max(0, wanted - len(lines))

    def _get_pages(self, record, form, blank):
        """Lines of each sheet, so that headings and whole rows are on every one."""
        rows = self._get_rows(record, form, blank)
        heights = [self._get_height(row) for row in rows]
        sheets = cut(heights, _FIRST, _LATER)
        begin, end = sheets[-1]
        room = (_LATER if len(sheets) > 1 else _FIRST) - self._foot
        if end - begin > 1 and sum(heights[begin:end]) > room:
            # Names and dates below a table never stand on a sheet alone.
            sheets[-1:] = [(begin, end - 1), (end - 1, end)]
        return [rows[begin:end] for begin, end in sheets]

    def _get_height(self, row):
        """Estimated pixels of a line."""
        if not row or "group" in row:
            return _ROW
        lines = [
            lines_of(row[key], _WIDTH * width / 100 - 10, _TYPE)
            for key, width in self._register_columns
        ]
        return max(_ROW, max(lines) * _LINE + 8)

    def _get_lines(self, orders):
        """[{key: text}] for ``orders``; {"group": text} begins a group."""
        return [self._prepare_line(order) for order in orders]

    def _prepare_line(self, order):
        """Every column that any register knows, as text."""
        return {
            **self._prepare_line_times(order),
            **self._prepare_line_device(order),
            "unit": order.unit_id.name or "",
            "channel": self._label(order, "channel"),
            "number": order.name,
            "customer": self._get_customer(order),
            "address": self._get_address(order),
            "phone": order.contact_phone or "",
            "fault": order.fault or "",
            "technician": "、".join(order.visit_ids.technician_id.mapped("name")),
            "answer": self._get_answer(order),
            "taken_by": order.first_contact_user_id.name or "",
            "service_type": self._label(order, "service_type"),
        }

    def _prepare_line_times(self, order):
        arrived = min(
            order.visit_ids.filtered("arrived_at").mapped("arrived_at"), default=None
        )
        closed = self._local(order, order.closed_at, "%Y-%m-%d")
        return {
            "day": self._local(order, order.called_at, "%Y-%m-%d"),
            "time": self._local(order, order.called_at, "%H:%M"),
            "moment": self._local(order, order.called_at, "%Y-%m-%d %H:%M"),
            "arrived": self._local(order, arrived, "%m-%d %H:%M"),
            "closed": self._state(order) if order.state == "cancelled" else closed,
        }

    def _prepare_line_device(self, order):
        device = order.device_id
        bought = device.delivery_date or device.ship_date or device.invoice_date
        return {
            "product": order.product_id.name or "",
            "model": order.product_id.default_code or order.product_id.name or "",
            "purchased": str(bought or ""),
            "voucher": device.voucher_number or "",
        }

    def _get_customer(self, order):
        """The firm, and who called for it."""
        names = [order.commercial_partner_id.name or order.partner_id.name]
        if order.contact_name and order.contact_name not in names:
            names.append(order.contact_name)
        return " ".join(names)

    def _get_answer(self, order):
        """How the call was answered: on the telephone, or by a job and where it is."""
        if order.solution_place == "phone":
            return self._label(order, "solution_place")
        return self._state(order)

    def _state(self, order):
        return self._label(order, "state")

    def _local(self, order, moment, spelling):
        """``moment`` where the company works; nothing for nothing."""
        if not moment:
            return ""
        zone = order.company_id._aftersales_zone()
        return (
            moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).strftime(spelling)
        )


class CallRegister(models.AbstractModel):
    """服表002 叫修登记簿: one sheet per unit and day (B-02)."""

    _name = "report.aftersales_service.report_call_register"
    _inherit = ["aftersales.register.paper"]
    _description = "Call-Repair Register"

    _record_model = "aftersales.register.day"
    _register_columns = CALLS
    _foot = 80

    def _make_qr(self, record, form):
        return form._make_qr(record)

    def _get_rows(self, record, form, blank):
        """A day's sheet always has room for a call that comes in late."""
        lines = [] if blank else self._get_lines(record.order_ids)
        return lines + [None] * max(0, form.blank_rows - len(lines))


class InformationBook(models.AbstractModel):
    """信息记录本: every call of the hotline, also those answered at once (B-15)."""

    _name = "report.aftersales_service.report_information_book"
    _inherit = ["aftersales.register.paper"]
    _description = "Hotline Record Book"

    _register_columns = INFORMATION


class ServiceRegistration(models.AbstractModel):
    """售后服务登记: calls and letters by the way they came in (B-36, S-16)."""

    _name = "report.aftersales_service.report_service_registration"
    _inherit = ["aftersales.register.paper"]
    _description = "After-Sales Service Registration"

    _register_columns = REGISTRATION

    def _get_lines(self, orders):
        lines = []
        channels = dict(orders._fields["channel"]._description_selection(self.env))
        for channel, label in channels.items():
            found = orders.filtered(lambda o, wanted=channel: o.channel == wanted)
            if found:
                lines.append({"group": f"{label} ({len(found)})"})
                lines += super()._get_lines(found)
        return lines
