"""Machines sold month by month, jobs on them, and what those cost."""

import datetime

from odoo import Command

from ...kernel.dates import add_months
from ..device.life_case import LifeCase

JANUARY = datetime.date(2025, 1, 1)


class ReserveCommon(LifeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What other tests and the demo left behind is not looked at.
        cls.env.cr.execute(
            "UPDATE aftersales_device SET delivery_date = NULL, ship_date = NULL"
        )
        cls.env.invalidate_all()
        cls.number = 0

    @classmethod
    def make_model(cls, name, **vals):
        """Another product that is sold as a device."""
        common = {
            "is_storable": True,
            "tracking": "serial",
            "aftersales_is_device": True,
        }
        return cls.env["product.product"].create(common | {"name": name} | vals)

    def sell_machines(self, month, count=1, product=None, day=10, **vals):
        """Devices sold in the month so many after January 2025, with two years' warranty."""
        sold = add_months(JANUARY, month).replace(day=day)
        devices = self.env["aftersales.device"]
        for _n in range(count):
            type(self).number += 1
            devices |= self.make_device(
                f"RES{self.number:05}",
                product_id=(product or self.machine).id,
                delivery_date=sold,
                coverage={"months": 24, "start_date": sold},
                **vals,
            )
        return devices

    def spend(self, device, month, amount, kind="labour", day=20, order=None, **vals):
        """A job on the device so many months after January 2025, and a cost of it."""
        called = add_months(JANUARY, month).replace(day=day)
        order = order or self.make_order(
            device, called_at=datetime.datetime.combine(called, datetime.time(2))
        )
        self.add_cost(order, called, amount, kind, **vals)
        return order

    def add_cost(self, order, day, amount, kind="labour", **vals):
        return (
            self.env["aftersales.cost"]
            .with_user(self.accountant)
            .create(
                {
                    "order_id": order.id,
                    "name": "外协",
                    "kind": kind,
                    "date": day,
                    "amount": amount,
                    "reason": "单据",
                }
                | vals
            )
        )

    def make_reserve(self, at=11, reckon=True, **vals):
        """The reserve at the end of the month so many after January 2025."""
        reserve = (
            self.env["aftersales.reserve"]
            .with_user(self.accountant)
            .create({"month": add_months(JANUARY, at)} | vals)
        )
        if reckon:
            reserve.action_reckon()
        return reserve

    def get_cells(self, reserve):
        """{(months after January 2025, age): (jobs, cost)}, empty cells left out"""
        return {
            (self.get_month(cell.sale_month), cell.age): (cell.claims, cell.cost)
            for cell in reserve.cell_ids
            if cell.claims or cell.cost
        }

    def get_units(self, reserve):
        """{(months after January 2025, second-hand): units}"""
        units = {}
        for cell in reserve.cell_ids.filtered("units"):
            key = self.get_month(cell.sale_month), cell.second_hand
            units[key] = units.get(key, 0) + cell.units
        return units

    @staticmethod
    def get_month(day):
        return (day.year - 2025) * 12 + day.month - 1

    def sum_ledger(self, orders):
        groups = self.env["aftersales.cost"]._read_group(
            [("order_id", "in", orders.ids)], [], ["amount:sum"]
        )
        return groups[0][0] or 0.0

    @classmethod
    def keep_books(cls):
        """企业会计准则: the accounts that the company names."""
        make = cls.env["account.account"].create
        common = {"company_ids": [Command.link(cls.company.id)]}
        cls.expense = make(
            common | {"name": "主营业务成本-质保", "code": "640199", "account_type": "expense_direct_cost"}
        )  # fmt: skip
        cls.liability = make(
            common | {"name": "预计负债-产品质量保证", "code": "280199", "account_type": "liability_current"}
        )  # fmt: skip
        cls.journal = cls.env["account.journal"].create(
            {"name": "质保计提", "code": "ZBJT", "type": "general"}
        )
        cls.company.write(
            {
                "aftersales_reserve_books": True,
                "aftersales_reserve_cost_account_id": cls.expense.id,
                "aftersales_reserve_account_id": cls.liability.id,
                "aftersales_reserve_journal_id": cls.journal.id,
            }
        )
