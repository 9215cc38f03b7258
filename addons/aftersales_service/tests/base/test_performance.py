from odoo import Command

from ..common import AfterSalesCommon


class TestListQueries(AfterSalesCommon):
    """Opening a list of N costs a number of queries that does not grow with N."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boards = [cls.make_part(f"配件{i}", 10 + i, 4, stock=50) for i in range(5)]

    def make_jobs(self, count):
        devices = self.env["aftersales.device"]._register_batch(
            [
                {
                    "serial": f"Q-{index}",
                    "product_id": self.machine.id,
                    "partner_id": self.customer.id,
                    "coverage": {"months": 12, "start_date": "2026-01-01"},
                }
                for index in range(count)
            ]
        )
        orders = self.env["aftersales.order"].create(
            [
                {"device_id": device.id, "fault": "异响", "service_type": "a"}
                for device in devices
            ]
        )
        visits = self.env["aftersales.visit"].create(
            [{"order_id": order.id, "technician_id": self.li.id} for order in orders]
        )
        requisitions = self.env["aftersales.requisition"].create(
            [
                {
                    "visit_id": visit.id,
                    "line_ids": [
                        Command.create({"product_id": part.id, "quantity": 1})
                        for part in self.boards[:2]
                    ],
                }
                for visit in visits
            ]
        )
        requisitions.action_submit()
        requisitions.with_user(self.keeper).action_issue()
        return orders

    def count(self, model, domain, view, user):
        """Queries of what the web client asks for when it opens a list."""
        records = self.env[model].with_user(user)
        arch = self.env.ref(f"aftersales_service.{view}").arch
        names = [name for name in records._fields if f'name="{name}"' in arch]
        spec = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].relational
            else {}
            for name in names
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records.web_search_read(domain, spec, limit=80)
        return self.env.cr.sql_log_count - before

    LISTS = (
        ("aftersales.device", "aftersales_device_view_list"),
        ("aftersales.order", "aftersales_order_view_list"),
        ("aftersales.visit", "aftersales_visit_view_list"),
        ("aftersales.requisition", "aftersales_requisition_view_list"),
        ("aftersales.fee.share", "aftersales_fee_share_view_list"),
    )

    def test_lists_do_not_grow(self):
        few = self.make_jobs(3)
        small = {}
        domains = {
            "aftersales.device": lambda o: [("id", "in", o.device_id.ids)],
            "aftersales.order": lambda o: [("id", "in", o.ids)],
        }
        default = lambda o: [("order_id", "in", o.ids)]  # noqa: E731
        for user in (self.inspector, self.accountant):
            for model, view in self.LISTS:
                domain = domains.get(model, default)(few)
                small[user, model] = self.count(model, domain, view, user)
        self.env["aftersales.device"].search([("serial", "like", "Q-")]).write(
            {"serial": False}
        )
        many = self.make_jobs(40)
        for user in (self.inspector, self.accountant):
            for model, view in self.LISTS:
                domain = domains.get(model, default)(many)
                big = self.count(model, domain, view, user)
                self.assertLessEqual(
                    big - small[user, model], 2, f"{model} as {user.login}"
                )
