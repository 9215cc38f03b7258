"""A fee card in force and visits at given hours of Shanghai."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command

from ..common import AfterSalesCommon

SHANGHAI = timedelta(hours=8)


class RateCommon(AfterSalesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"aftersales_tz": "Asia/Shanghai"})
        table = cls.env["resource.makeup.table"].search(
            [("country_id.code", "=", "CN")], limit=1
        )
        calendar = cls.make_calendar(range(5), (8, 12), (13, 17))
        calendar.makeup_table_id = table
        cls.company.resource_calendar_id = calendar
        cls.travel = cls.env["product.product"].create(
            {"name": "差旅费", "type": "service", "list_price": 1, "taxes_id": False}
        )

    @classmethod
    def make_card(cls, *rates, kind="standard", **vals):
        """A card in force since 2020; ``rates`` are values of rates. Returns its version."""
        card_vals = {n: vals.pop(n) for n in ("partner_id", "categ_id") if n in vals}
        card = cls.env["aftersales.fee.card"].create(
            {"name": f"收费标准卡 {kind}", "kind": kind, "company_id": cls.company.id}
            | card_vals
        )
        version = cls.env["aftersales.fee.card.version"].create(
            {
                "policy_id": card.id,
                "valid_from": "2020-01-01",
                "night_from": 18.5,
                "night_to": 8,
                "rate_ids": [
                    Command.create({"name": "工时费", "sequence": n} | rate)
                    for n, rate in enumerate(rates)
                ],
            }
            | vals
        )
        version.with_user(cls.director).action_approve()
        return version

    def make_visit_at(self, start, hours=1.0, order=None, **vals):
        """A visit planned at ``start`` (local, “2026-03-02 09:00”), called in before."""
        with freeze_time(self.utc(start) - timedelta(hours=2)):
            order = order or self.make_order(self.make_device(), service_type="a")
            visit = self.env["aftersales.visit"].with_user(self.dispatcher)
            values = {
                "order_id": order.id,
                "technician_id": self.li.id,
                "planned_start": self.utc(start),
                "labour_hours": hours,
            }
            return visit.create(values | vals).with_user(self.technician)

    def utc(self, text):
        return datetime.strptime(text, "%Y-%m-%d %H:%M") - SHANGHAI

    def work(self, visit, start, stop, arrived=None, consent="王经理"):
        """The visit from ``arrived`` to ``stop``, stamped as a phone tells them."""
        visit.consent_name = consent
        steps = (
            ("action_contact", arrived or start),
            ("action_leave", arrived or start),
            ("action_arrive", arrived or start),
            ("action_start", start),
        )
        for method, moment in steps:
            self.at(visit, moment, method)
        visit.write(
            {
                "cause": "轴承磨损",
                "action_taken": "更换轴承",
                "tested": True,
                "instructed": True,
                "is_ours": "yes",
                "found_cause": "material",
            }
        )
        self.at(visit, stop, "action_finish")

    def at(self, visit, text, method):
        """A step at a moment of Shanghai."""
        with freeze_time(self.utc(text)):
            getattr(visit, method)()

    def tell(self, visit):
        """[(name, quantity, price, amount)] of what the visit is charged."""
        fees = visit.sudo().fee_ids.sorted("id")
        return [(f.name, f.quantity, f.price_unit, f.amount) for f in fees]
