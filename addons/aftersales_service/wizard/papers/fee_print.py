from collections import namedtuple
from datetime import UTC, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...exceptions import ProofMissing

_PRINTED = 3000  # jobs that a sheet of paper can sensibly hold
_REPORTS = {"day": "fee_day", "month": "fee_month"}
# Kinds of cost that have a column of their own.
_COLUMNS = ("labour", "part", "travel")
# What one job caused in the days of the sheet, in the currency of the company.
Row = namedtuple("Row", "order technician day labour part travel other customer taken")


class FeePrint(models.TransientModel):
    """服务费日报 and the 费用结算单 of a month: what service caused from when to when, by
    department and technician, or of one payer (O-01, F-32)."""

    _name = "aftersales.fee.print"
    _description = "Service Fees of a Time"
    _inherit = ["document.window.mixin", "aftersales.letter.mixin"]
    _check_company_auto = True

    kind = fields.Selection(
        [("day", "Daily Report of Service Fees"), ("month", "Settlement of a Month")],
        required=True,
        default="day",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    unit_ids = fields.Many2many(
        "aftersales.unit",
        string="Service Units",
        check_company=True,
        help="Empty: every unit.",
    )
    technician_ids = fields.Many2many(
        "aftersales.technician",
        string="Technicians",
        check_company=True,
        help="Empty: everybody.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Who Settles",
        index=True,
        check_company=True,
        help="Only what this partner settles; empty: everything, whoever settles it.",
    )
    date_from = fields.Date(
        "From",
        required=True,
        compute="_compute_days",
        store=True,
        precompute=True,
        readonly=False,
    )
    date_to = fields.Date(
        "To",
        required=True,
        compute="_compute_days",
        store=True,
        precompute=True,
        readonly=False,
    )

    @api.constrains("company_id")
    def _check_own_company(self):
        """:raises ProofMissing: for another company, whose sheet could be sent out as superuser"""
        if self.company_id - self.env.companies:
            raise ProofMissing(
                self.env._("Please choose a company of yours and a period.")
            )

    @api.depends("kind", "company_id")
    def _compute_days(self):
        """Today; of a month the last one that is over."""
        for window in self:
            today = window.company_id._aftersales_today()
            first = today.replace(day=1) - relativedelta(months=1)
            last = today.replace(day=1) - timedelta(days=1)
            daily = window.kind == "day"
            window.date_from, window.date_to = (today,) * 2 if daily else (first, last)

    @api.depends("date_from", "date_to", "partner_id")
    def _compute_display_name(self):
        for window in self:
            days = dict.fromkeys(
                str(d) for d in (window.date_from, window.date_to) if d
            )
            who = window.partner_id.name if window.kind == "month" else ""
            window.display_name = " ".join(filter(None, (" – ".join(days), who)))

    # --- buttons

    def action_print(self):
        """The sheet as PDF."""
        self._check_found()
        name = f"aftersales_service.action_report_{_REPORTS[self.kind]}"
        return self.env.ref(name).report_action(self, config=False)

    def action_view(self):
        """The same fees as a list on the screen."""
        fees = self._check_found()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "aftersales_service.aftersales_fee_action_time"
        )
        return action | {
            "domain": [("id", "in", fees.ids)],
            "context": {"search_default_by_technician": self.kind == "day"},
        }

    def _check_found(self):
        """:raises ProofMissing: for days without fees, or too many of them"""
        self.ensure_one()
        if self.date_from > self.date_to:
            raise ProofMissing(
                self.env._("The first day lies after the last one. Change the dates.")
            )
        fees = self._find_fees()
        if not fees and not self._find_taken():
            raise ProofMissing(
                self.env._(
                    "Service caused no fee in these days. Choose other ones; an empty sheet is printed under Configuration ▸ Paper Forms."
                )
            )
        if len(fees.order_id) > _PRINTED:
            raise ProofMissing(
                self.env._(
                    "More than %s jobs are too many for paper. Choose fewer days or units, or press “Show as List”.",
                    _PRINTED,
                )
            )
        return fees

    # --- what is on it

    def _get_bounds(self):
        """First moment of the first day and of the day after the last (UTC)."""
        zone = self.company_id._aftersales_zone()
        return [
            datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)
            for day in (self.date_from, self.date_to + timedelta(days=1))
        ]

    def _find_fees(self):
        """Fees by the day on which the work ended, else on which they arose."""
        begin, end = self._get_bounds()
        ended = fields.Domain("visit_id.ended_at", ">=", begin)
        ended &= fields.Domain("visit_id.ended_at", "<", end)
        arose = fields.Domain("visit_id", "=", False)
        arose |= fields.Domain("visit_id.ended_at", "=", False)
        arose &= fields.Domain("create_date", ">=", begin)
        arose &= fields.Domain("create_date", "<", end)
        domain = fields.Domain("company_id", "=", self.company_id.id)
        domain &= fields.Domain("amount", "!=", 0) & (ended | arose)
        if self.unit_ids:
            domain &= fields.Domain("order_id.unit_id", "in", self.unit_ids.ids)
        if self.technician_ids:
            domain &= fields.Domain("technician_id", "in", self.technician_ids.ids)
        if self.kind == "month" and self.partner_id:
            domain &= fields.Domain(
                "share_ids.partner_id", "child_of", self.partner_id.id
            )
        return self.env["aftersales.fee"].search(domain, order="order_id, kind, id")

    def _find_taken(self):
        """Receipts of these days that the reader may see; a settlement of a month tells
        nothing of them."""
        receipts = self.env["aftersales.collection"]
        if self.kind == "month":
            return receipts
        begin, end = self._get_bounds()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("taken_at", ">=", begin),
            ("taken_at", "<", end),
            ("state", "!=", "void"),
        ]
        if self.unit_ids:
            domain.append(("order_id.unit_id", "in", self.unit_ids.ids))
        if self.technician_ids:
            domain.append(("technician_id", "in", self.technician_ids.ids))
        return receipts.search(domain)

    def _get_fee_rows(self):
        """[:class:`Row`]: one for each technician and job, by department and technician."""
        sums = {}
        for fee in self._find_fees():
            key = (fee.order_id, fee.technician_id or self._get_last_technician(fee))
            cell = sums.setdefault(key, self._make_cell())
            column = fee.kind if fee.kind in _COLUMNS else "other"
            for share in self._get_counted(fee):
                amount = self._in_company_currency(share, share.amount)
                cell[column] += amount
                if share.payer == "customer":
                    cell["customer"] += amount
            cell["day"] = min(cell.get("day") or self.date_to, self._get_day(fee))
        for receipt in self._find_taken():
            key = (receipt.order_id, receipt.technician_id)
            cell = sums.setdefault(key, self._make_cell())
            cell["taken"] += receipt.amount
            cell.setdefault("day", self.company_id._aftersales_day(receipt.taken_at))
        rows = [Row(order, who, **cell) for (order, who), cell in sums.items()]
        return sorted(rows, key=self._get_place)

    def _make_cell(self):
        return dict.fromkeys(Row._fields[3:], 0.0)

    def _get_counted(self, fee):
        """Shares of the partner whose sheet it is; else all."""
        if self.kind == "day" or not self.partner_id:
            return fee.share_ids
        firm = self.partner_id
        return fee.share_ids.filtered(
            lambda share: firm
            in (share.partner_id, share.partner_id.commercial_partner_id)
        )

    def _get_last_technician(self, fee):
        return fee.order_id.visit_ids.sorted("id")[-1:].technician_id

    def _get_day(self, fee):
        return self.company_id._aftersales_day(fee.visit_id.ended_at or fee.create_date)

    def _get_place(self, row):
        if self.kind == "month":
            return (row.day, row.order.name)
        unit, who = row.order.unit_id, row.technician
        return (unit.name or "", unit.id, who.name or "", who.id, row.order.name)

    def _in_company_currency(self, share, amount):
        company = self.company_id
        return share.currency_id._convert(
            amount, company.currency_id, company, self.date_to
        )

    # --- sent to whoever settles

    def _get_aftersales_papers(self):
        if self.kind == "month" and self.partner_id:
            return self._find_aftersales_form("fee_month")
        return super()._get_aftersales_papers()

    def _get_aftersales_paper_words(self, _form):
        rows = self._get_fee_rows()
        total = sum(sum(row[3:7]) for row in rows)
        return self.env._(
            "%(begin)s – %(end)s: %(jobs)s jobs, %(total)s.",
            begin=self.date_from,
            end=self.date_to,
            jobs=len({row.order for row in rows}),
            total=self.company_id.currency_id.format(total),
        )
