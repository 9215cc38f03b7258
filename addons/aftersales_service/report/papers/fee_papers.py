from odoo import models

_MONEY = ("labour", "part", "travel", "other", "total", "customer", "taken")
# Columns of a sheet: key and share of the width in percent.
_DAY = (
    ("number", 13),
    ("customer_name", 18),
    ("device", 17),
    ("labour", 8),
    ("part", 8),
    ("travel", 7),
    ("other", 7),
    ("total", 8),
    ("customer", 7),
    ("taken", 7),
)
_MONTH = (
    ("day", 9),
    ("number", 12),
    ("customer_name", 17),
    ("device", 16),
    ("technician", 8),
    ("labour", 8),
    ("part", 8),
    ("travel", 7),
    ("other", 6),
    ("total", 9),
)


class FeeTimePaper(models.AbstractModel):
    """Fees of some days as a register with sums: cut into sheets, headings on each."""

    _name = "aftersales.fee.paper"
    _inherit = ["aftersales.register.paper"]
    _description = "Fees of a Time as Paper"

    _record_model = "aftersales.fee.print"
    _foot = 20  # most of the room that the heights above leave is for the sums

    def _get_labels(self):
        return super()._get_labels() | {
            "day": self.env._("Date"),
            "number": self.env._("Service Order"),
            "customer_name": self.env._("Customer"),
            "device": self.env._("Machine"),
            "technician": self.env._("Technician"),
            "labour": self.env._("Labour Fee"),
            "part": self.env._("Parts Fee"),
            "travel": self.env._("Travel"),
            "other": self.env._("Other"),
            "total": self.env._("Total"),
            "customer": self.env._("Customer Pays"),
            "taken": self.env._("Taken from the Customer"),
        }

    def _make_qr(self, record, form):
        """Of the letter; else the list of fees, because the window is gone when the code
        is scanned."""
        base = record.get_base_url()
        address = f"{base}/odoo/action-aftersales_service.aftersales_fee_action_time"
        return form._make_qr_of(self._get_letter_link(record) or address)

    def _is_number(self, key):
        return key in _MONEY

    def _prepare_fee_line(self, row):
        """{key: text or amount} of one :class:`Row`."""
        order = row.order.sudo()  # sudo: names of a job that may be read
        machine = filter(None, (order.product_id.name, order.device_id.serial))
        return {
            "day": str(row.day or ""),
            "number": order.name,
            "customer_name": order.commercial_partner_id.name or "",
            "device": " ".join(machine),
            "technician": row.technician.name or "",
            "total": sum(row[3:7]),
            **{name: getattr(row, name) for name in _MONEY if name != "total"},
        }

    def _sum_lines(self, lines, label):
        """A line of sums, printed in bold."""
        sums = {name: sum(line[name] for line in lines) for name in _MONEY}
        first = self._register_columns[0][0]
        return (
            dict.fromkeys(dict(self._register_columns), "")
            | sums
            | {
                first: label,
                "sum": True,
            }
        )

    def _get_total(self, record):
        """Of the whole sheet."""
        return sum(sum(row[3:7]) for row in record._get_fee_rows())

    def _get_height(self, row):
        """Amounts take one line (extends)."""
        if not row or "group" in row:
            return super()._get_height(row)
        return super()._get_height(
            {key: "" if self._is_number(key) else row[key] for key in row}
        )


class FeeDayPaper(models.AbstractModel):
    """服务费日报: by department and technician, with sums."""

    _name = "report.aftersales_service.report_fee_day"
    _inherit = ["aftersales.fee.paper"]
    _description = "Daily Report of Service Fees"

    _register_columns = _DAY

    def _get_rows(self, record, form, blank):
        """Jobs of each technician, his sum, that of his department, that of all."""
        if blank:
            return [None] * form.blank_rows
        rows, lines, everything = record._get_fee_rows(), [], []
        for unit, mine in self._group(rows, lambda row: row.order.unit_id):
            lines.append({"group": unit.complete_name or self.env._("No Department")})
            department = []
            for who, jobs in self._group(mine, lambda row: row.technician):
                told = [self._prepare_fee_line(row) for row in jobs]
                name = who.name or self.env._("No Technician")
                lines += [*told, self._sum_lines(told, self.env._("Sum of %s", name))]
                department += told
            total = self.env._("Sum of %s", unit.name or self.env._("No Department"))
            lines.append(self._sum_lines(department, total))
            everything += department
        return [*lines, self._sum_lines(everything, self.env._("Total"))]

    def _group(self, rows, key):
        """[(key, rows)] in the order in which they come."""
        groups = {}
        for row in rows:
            groups.setdefault(key(row), []).append(row)
        return groups.items()


class FeeMonthPaper(models.AbstractModel):
    """费用结算单 of a month: what one payer, or everybody, settles."""

    _name = "report.aftersales_service.report_fee_month"
    _inherit = ["aftersales.fee.paper"]
    _description = "Settlement of Fees of a Month"

    _register_columns = _MONTH

    def _get_rows(self, record, form, blank):
        if blank:
            return [None] * form.blank_rows
        lines = [self._prepare_fee_line(row) for row in record._get_fee_rows()]
        return [*lines, self._sum_lines(lines, self.env._("Total"))]
