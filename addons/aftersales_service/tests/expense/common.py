import base64
from itertools import count

from odoo import Command

from ..fees.common import CashCommon

_NUMBERS = count(1)


class TravelCommon(CashCommon):
    """A technician on his way to 青岛, with accounts, rules and whoever holds the roles."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.env["account.account"]
        cls.staff = account.create(
            {"name": "员工往来", "code": "X122101", "account_type": "asset_current"}
        )
        cls.travel = account.create(
            {"name": "差旅费", "code": "X660201", "account_type": "expense"}
        )
        cls.company.write(
            {
                "aftersales_staff_account_id": cls.staff.id,
                "aftersales_travel_account_id": cls.travel.id,
            }
        )
        for code, user in (
            ("accountant", cls.accountant),
            ("service_director", cls.director),
        ):
            cls.env["aftersales.role.holder"].create(
                {
                    "role_id": cls.env["aftersales.role"]._get_by_code(code).id,
                    "user_id": user.id,
                    "company_id": cls.company.id,
                }
            )
        cls.customer.city = "青岛市"
        cls.rule = cls.env["aftersales.travel.rule"].create(
            [
                {"kind": "allowance", "amount": 80, "valid_from": "2020-01-01"},
                {"kind": "hotel", "amount": 260, "valid_from": "2020-01-01"},
            ]
        )

    @classmethod
    def picture(cls):
        """Another file each time."""
        return base64.b64encode(f"receipt {next(_NUMBERS)}".encode()).decode()

    def spend(self, kind="ticket", amount=0.0, **vals):
        vals = {"place": "济南西—青岛北"} | vals
        if kind != "allowance":
            vals.setdefault("receipt", self.picture())
        found = self.visit.action_spend(kind, amount, **vals)
        return self.env["aftersales.travel.line"].browse(found)

    def submit(self, *spent, **vals):
        """A claim over amounts of tickets, submitted."""
        lines = [self.spend("ticket", amount, **vals) for amount in spent]
        claim = lines[0].claim_id.with_user(self.technician)
        claim.action_submit()
        return claim

    def approve(self, claim):
        claim.with_user(self.dispatcher).action_audit()
        claim.with_user(self.accountant).action_approve()
        return claim

    def advance(self, amount):
        self.visit.trip_advance = amount
        self.visit.action_ask_advance()
        money = self.visit.sudo().travel_money_ids.filtered(
            lambda m: m.state == "asked"
        )
        money.approval_ids.with_user(self.director).action_agree()
        money.with_user(self.accountant).action_pay_cash()
        return money

    def owed(self):
        technician = self.li.sudo()
        return technician._get_travel_balances()[technician]

    def cash(self):
        """What the cash account shows."""
        journal = self.company._aftersales_get_collection_journal("cash")
        groups = self.env["account.move.line"]._read_group(
            [
                ("account_id", "=", journal.default_account_id.id),
                ("parent_state", "=", "posted"),
            ],
            [],
            ["balance:sum"],
        )
        return groups[0][0] or 0.0

    def link(self, user, role):
        group = self.env.ref(f"aftersales_service.aftersales_service_group_{role}")
        user.group_ids = [Command.link(group.id)]
