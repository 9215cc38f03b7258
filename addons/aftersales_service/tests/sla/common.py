"""A company with the service policy of a preset or of rules of its own."""

import datetime
from zoneinfo import ZoneInfo

from odoo import Command

from ..common import AfterSalesCommon

CHINA = ZoneInfo("Asia/Shanghai")


def utc(*moment):
    """A moment on a Chinese clock, as Odoo stores it."""
    local = datetime.datetime(*moment, tzinfo=CHINA)
    return local.astimezone(datetime.UTC).replace(tzinfo=None)


def local(moment):
    """A stored moment on a Chinese clock."""
    return moment.replace(tzinfo=datetime.UTC).astimezone(CHINA).replace(tzinfo=None)


class SlaCommon(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env.ref("resource_calendar_makeup.calendar_china")
        cls.table = cls.env.ref("resource_calendar_makeup.table_china")

    @classmethod
    def event(cls, code):
        event = cls.env["aftersales.sla.event"]
        return event.browse(event._get_id(code))

    @classmethod
    def make_rule(cls, start="called", stop="arrived", **vals):
        """Values of a rule; events by code."""
        return {
            "code": "T-21",
            "name": "到达",
            "start_event_id": cls.event(start).id,
            "stop_event_id": cls.event(stop).id,
            "amount": 6,
            "unit": "working_hour",
            "calendar_id": cls.calendar.id,
        } | vals

    @classmethod
    def make_sla(cls, rules, approve=True, version=None, **vals):
        policy = cls.env["aftersales.sla.policy"].create(
            {"name": "服务政策", "company_id": cls.company.id} | vals
        )
        made = cls.env["aftersales.sla.version"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2020-01-01",
                "calendar_id": cls.calendar.id,
                "rule_ids": [Command.create(rule) for rule in rules],
            }
            | (version or {})
        )
        if approve:
            made.with_user(cls.director).action_approve()
        return made
