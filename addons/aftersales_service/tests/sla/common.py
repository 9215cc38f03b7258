"""A company with the service policy of a preset or of rules of its own."""

import datetime
from zoneinfo import ZoneInfo

from odoo import Command
from odoo.tests import freeze_time

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
                "grace_minutes": 15,
                "rule_ids": [Command.create(rule) for rule in rules],
            }
            | (version or {})
        )
        if approve:
            made.with_user(cls.director).action_approve()
        return made

    @classmethod
    def make_five(cls, **vals):
        """A policy with five deadlines a job, so that few jobs make many clocks."""
        stops = ("arrived", "answered", "contacted", "finished", "signed")
        rules = [cls.make_rule(stop=stop, code=stop, **vals) for stop in stops]
        return cls.make_sla(rules, partner_id=cls.customer.id)

    def make_clocks(self, count, called_at):
        """``count`` clocks under `make_five`, of jobs that the dispatcher took."""
        vals = {
            "partner_id": self.customer.id,
            "fault": "异响",
            "called_at": called_at,
        }
        with freeze_time(called_at):
            orders = (
                self.env["aftersales.order"]
                .with_user(self.dispatcher)
                .create([dict(vals) for _n in range(count // 5)])
            )
        self.env.flush_all()
        return orders.sudo()
