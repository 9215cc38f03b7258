from datetime import timedelta

from pytz import timezone, utc

from odoo import fields, models

from ..const import SERVICE_KINDS, UNITS
from ..kernel.deadline import china_day, due_date

EVENTS = [
    ("order_submitted", "Order Submitted"),
    ("order_sms", "SMS Sent"),
    ("order_bureau", "Order with the Authority"),
    ("real_name", "Domain Real Name Verified"),
    ("service_filed", "Service Filed"),
    ("service_opened", "Service Opened"),
    ("psb_filed", "Public-Security Number Given"),
    ("change_planned", "Change Planned"),
    ("data_wrong", "Data Found Wrong"),
    ("service_end", "Service Ended"),
    ("recheck_notice", "Re-Check Notice"),
    ("licence_applied", "Licence Applied For"),
    ("licence_expiry", "Licence Expires"),
    ("licence_changed", "Registry Data Changed"),
    ("annual_due", "Annual Report Due"),
    ("stop_planned", "Business Will Stop"),
    ("incident_found", "Prohibited Content Found"),
    ("bureau_order", "Stop Order of the Authority"),
    ("domain_expiry", "Domain Expires"),
    ("person_expiry", "Certificate of a Person Expires"),
    ("resource_expiry", "Server Resource Expires"),
    ("preapproval_expiry", "Pre-Approval Expires"),
    ("yearly", "Every Year"),
    ("app_published", "APP or Mini-Program Runs Without Filing"),
    ("log_written", "Log Written"),
]
CALENDAR = "resource_calendar_makeup.calendar_china"


class IcpRule(models.Model):
    """A dated rule: after this event, within this term, because of this article (§4)."""

    _name = "aftersales.icp.rule"
    _description = "ICP Rule"
    _inherit = ["aftersales.icp.validity.mixin"]
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True)
    name = fields.Char(string="Duty", required=True, translate=True)
    event = fields.Selection(EVENTS, required=True, index=True)
    offset = fields.Integer(help="Negative: before the event.")
    unit = fields.Selection(UNITS, required=True, default="day")
    reminder_days = fields.Char(
        string="Reminders", help="Days before the due day, parted by commas."
    )
    law_id = fields.Many2one("aftersales.icp.law", index="btree_not_null")
    province_id = fields.Many2one(
        "aftersales.icp.province",
        index="btree_not_null",
        help="Only there; empty: everywhere.",
    )
    service_kind = fields.Selection(SERVICE_KINDS, help="Only for these services.")
    tells_customer = fields.Boolean(
        help="The customer reads it in the portal and is written to."
    )

    def _due_on(self, base, company):
        self.ensure_one()
        return due_date(base, self.offset, self.unit, company._icp_plan_working_days)

    def _applies(self, subject, service):
        self.ensure_one()
        kind = not self.service_kind or service.kind == self.service_kind
        return kind and self.province_id in (
            subject.province_id,
            self.env["aftersales.icp.province"],
        )


class ResCompany(models.Model):
    _inherit = "res.company"

    def _icp_plan_working_days(self, day, count):
        """The last of ``count`` working days after ``day``, make-up days included."""
        # sudo: an incident or a portal upload may plan duties, too
        calendar = self.env.ref(CALENDAR).sudo()
        start = fields.Datetime.to_datetime(day)
        moment = _china_midnight(start, 1 if count > 0 else 0)
        planned = calendar.plan_days(count, moment, compute_leaves=True)
        if not planned:
            return due_date(day, count * 7 // 5, "day")
        return china_day(_as_utc(planned))


def _china_midnight(start, days):
    """The beginning of a day in China, as an aware moment."""
    return timezone("Asia/Shanghai").localize(start + timedelta(days=days))


def _as_utc(moment):
    return moment.astimezone(utc).replace(tzinfo=None)
