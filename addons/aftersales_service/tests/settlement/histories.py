"""Random histories of fees: what people do with them, many at a time, refused or not.

`scripts/bench conservation` runs thousands of them, the suite a few. Knows no test case, so
that both can use it; the sums that must hold are in `conservation`.
"""

import random
from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import UserError

from ..common import GROUP

# {payer: percent} of a fee; the customer pays by quotation, we bear at once.
SPLITS = (
    {"supplier": 100},
    {"agent": 100},
    {"carrier": 100},
    {"manufacturer": 70, "company": 30},
    {"agent": 33.33, "supplier": 66.67},
    {"customer": 50, "agent": 50},
    {"customer": 12.5, "manufacturer": 37.5, "supplier": 50},
    {"customer": 100},
    {"company": 100},
)
# What a settlement becomes by payer, and how much of the fee he bears.
TERMS = {
    "supplier": ("price_cut", 100),
    "agent": ("service", 100),
    "manufacturer": ("service", 80),
    "carrier": ("compensation", 90),
}
PARTNERS = 3


class People:
    """Who does it, with whom, and what was agreed."""

    def __init__(self, env, seed):
        self.env = env(context=dict(env.context, tracking_disable=True, lang="en_US"))
        self.random = random.Random(seed)
        self.done, self.refused = Counter(), Counter()
        self.company = self.env.company
        names = ("finance", "manager", "dispatcher", "technician")
        self.finance, self.boss, self.desk, self.user = map(self.make_user, names)
        self.env["aftersales.role.holder"].create(
            {
                "role_id": self.env["aftersales.role"]._get_by_code("finance_manager").id,
                "user_id": self.boss.id,
                "company_id": self.company.id,
            }
        )  # fmt: skip
        self.relief = self.make_account("income_other")
        self.taxes = {kind: self.make_tax(kind) for kind in ("sale", "purchase")}
        self.work = self.make_work()
        self.partners = {
            payer: self.make_partners(payer) for payer in (*TERMS, "customer")
        }
        for payer, told in TERMS.items():
            self.make_term(payer, *told)

    def make_user(self, role):
        groups = self.env.ref("base.group_user") | self.env.ref(GROUP + role)
        return (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": role,
                    "login": f"history_{role}",
                    "email": f"{role}@example.com",
                    "group_ids": [Command.set(groups.ids)],
                }
            )
        )

    def make_account(self, kind):
        return self.env["account.account"].create(
            {
                "name": kind,
                "code": "6059990",
                "account_type": kind,
                "company_ids": [Command.link(self.company.id)],
            }
        )

    def make_tax(self, kind):
        return self.env["account.tax"].create(
            {"name": f"13% {kind}", "amount": 13, "type_tax_use": kind}
        )

    def make_work(self):
        return self.env["product.product"].create(
            {
                "name": "Work",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": [Command.set(self.taxes["sale"].ids)],
            }
        )

    def make_partners(self, payer):
        return self.env["res.partner"].create(
            [{"name": f"{payer} {n}", "is_company": True} for n in range(PARTNERS)]
        )

    def make_term(self, payer, becomes, percent):
        taxes = self.taxes["purchase" if becomes == "price_cut" else "sale"]
        policy = self.env["aftersales.settlement.policy"].create(
            {"name": payer, "payer": payer}
        )
        term = self.env["aftersales.settlement.term"].create(
            {
                "policy_id": policy.id,
                "valid_from": "2020-01-01",
                "rhythm": "monthly",
                "line_ids": [
                    Command.create(
                        {
                            "kind": "labour",
                            "account_id": self.relief.id,
                            "becomes": becomes,
                            "percent": percent,
                            "tax_ids": taxes.ids if payer != "carrier" else [],
                        }
                    )
                ],
            }
        )
        term.with_user(self.boss).action_approve()

    # --- chance

    def some(self, records, chance):
        return records.filtered(lambda _record: self.random.random() < chance)

    def part(self, amount):
        return round(amount * self.random.choice((1, 1, 0.5, 0.333, 0.01)), 2)

    def attempt(self, step, call, count=1):
        """What is refused changes nothing."""
        try:
            with self.env.cr.savepoint():
                call()
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all()
            self.refused[step] += count
        else:
            self.done[step] += count


class Histories(People):
    """Fees of as many jobs, each of which goes a way of its own."""

    def begin(self, count):
        orders = self.env["aftersales.order"].with_user(self.desk).create(
            [
                {"partner_id": partner.id, "fault": "x", "service_type": "a"}
                for partner in self.random.choices(self.partners["customer"], k=count)
            ]
        )  # fmt: skip
        fees = self.env["aftersales.fee"].create(
            [self.prepare_fee(order) for order in orders.sudo()]
        )
        self.env.flush_all()
        month = self.env.company._aftersales_today() - relativedelta(
            months=self.random.randint(1, 2)
        )
        self.env.cr.execute(
            "UPDATE aftersales_fee SET create_date = %s WHERE id IN %s",
            [month, tuple(fees.ids)],
        )
        self.env.invalidate_all()
        self.fees = fees
        return fees

    def prepare_fee(self, order):
        split = self.random.choice(SPLITS)
        return {
            "name": "Work",
            "order_id": order.id,
            "product_id": self.work.id,
            "kind": "labour",
            "quantity": self.random.choice((1, 1, 2, 2.5, 3)),
            "price_unit": self.random.randint(1, 99999) / 100,
            "share_ids": [
                Command.create(
                    {
                        "payer": payer,
                        "percent": percent,
                        "partner_id": self.choose_partner(payer, order).id,
                    }
                )
                for payer, percent in split.items()
            ],
        }

    def choose_partner(self, payer, order):
        if payer == "company":
            return self.company.partner_id
        if payer == "customer":
            return order.partner_id
        return self.random.choice(self.partners[payer])

    def step(self):
        """Every history goes on, or waits."""
        for name in ("gather", "send", "answer", "choose", "settle", "undo", "decide"):
            getattr(self, name)()
        self.serve_customers()
        self.work_longer()

    # --- settlements

    @property
    def shares(self):
        return self.fees.share_ids

    def find(self, *states):
        found = self.shares.settlement_line_ids.settlement_id
        return found.filtered(lambda s: s.state in states).with_user(self.finance)

    def gather(self):
        wanted = self.shares.filtered_domain(self.shares._get_unsettled_domain())
        wanted = self.some(wanted, 0.6).with_user(self.finance)
        if wanted:
            self.attempt("gathered", wanted.action_gather, len(wanted))

    def send(self):
        for document in self.some(self.find("draft"), 0.8):
            self.attempt("sent", document.action_send, len(document.line_ids))
        for document in self.some(self.find("draft", "sent"), 0.05):
            self.attempt("cancelled", document.action_cancel, len(document.line_ids))

    def answer(self):
        for document in self.some(self.find("sent"), 0.9):
            lines = document.line_ids.filtered(lambda ln: ln.state == "waiting")
            told = {
                line: (self.part(line.net) * self.random.choice((1, 1, 0)), "not ours")
                for line in self.some(lines, 0.9)
            }
            self.attempt("answered", lambda t=told: self.take(t), len(told))
        for document in self.some(self.find("answered"), 0.1):
            lines = self.some(document.line_ids, 0.3)
            self.attempt("reopened", lines.action_reopen, len(lines))

    def take(self, answers):
        lines = self.env["aftersales.settlement.line"].union(*answers)
        lines.with_user(self.finance)._take_answers(answers, "partner")

    def choose(self):
        """What becomes of the rests."""
        for document in self.find("answered"):
            for line in document.line_ids.filtered("rest_net"):
                way = self.random.choice(("bear", "elsewhere", "elsewhere", "again"))
                self.attempt(way, lambda ln=line, w=way: getattr(self, f"do_{w}")(ln))

    def do_bear(self, line):
        line.remainder_reason = "no proof"
        line.action_ask_bearing()
        question = line.sudo().approval_ids[-1:]
        question.with_user(self.boss).action_agree()

    def do_elsewhere(self, line):
        payer = self.random.choice(list(TERMS))
        line.write(
            {
                "remainder": "elsewhere",
                "remainder_reason": "his fault",
                "other_payer": payer,
                "other_partner_id": self.random.choice(self.partners[payer]).id,
            }
        )

    def do_again(self, line):
        line.remainder = "again"

    def settle(self):
        for document in self.some(self.find("answered"), 0.8):
            self.attempt("settled", document.action_settle, len(document.line_ids))

    def undo(self):
        moves = self.find("settled").sudo().move_ids
        for move in self.some(moves, 0.3):
            ways = ("reverse", "credit", "credit", "draft", "post")
            way = self.random.choice(ways)
            self.attempt(way, lambda m=move, w=way: getattr(self, f"do_{w}")(m))

    def do_reverse(self, move, part=None):
        """Once: nobody is given back more than he was charged."""
        if move.state != "posted" or move.reversal_move_ids:
            return
        note = move._reverse_moves(
            [{"invoice_date": self.env.company._aftersales_today()}]
        )
        if part:
            for line in note.invoice_line_ids:
                line.price_unit = round(line.price_unit * part, 2)
        note.action_post()

    def do_credit(self, move):
        if move.is_invoice():
            self.do_reverse(move, self.random.choice((0.25, 0.333, 0.5)))

    def do_draft(self, move):
        if move.state == "posted" and not move.reversal_move_ids:
            move.button_draft()

    def do_post(self, move):
        if move.state == "draft":
            move.action_post()

    # --- what finance decides, what customers pay, and the work itself

    def decide(self):
        others = self.shares.filtered(lambda s: s.payer in TERMS and s.open_net > 0)
        for share in self.some(others, 0.08):
            if not share._get_open_settlement():
                way = self.random.choice(("borne", "written_off", "charged"))
                self.attempt(way, lambda s=share, w=way: self.do_decide(s, w))

    def do_decide(self, share, way):
        part = self.part(share.open_net)
        if way == "charged":
            customer = share.order_id.partner_id
            share._charge_elsewhere(part, "customer", customer, "his fault")
        else:
            share._book(way, part, reason="agreed")

    def serve_customers(self):
        shares = self.shares.filtered(lambda s: s.payer == "customer" and s.amount)
        for order in self.some(shares.order_id, 0.3):
            sales = order.sale_order_ids
            ways = ("discounted", "invoiced", "invoiced", "credited", "withdrawn")
            way = self.random.choice(ways) if sales else "quoted"
            self.attempt(way, lambda o=order, s=sales, w=way: self.serve(o, s, w))

    def serve(self, order, sales, way):
        draft = sales.filtered(lambda s: s.state in ("draft", "sent"))
        if way == "quoted" and not draft:
            order.with_user(self.desk).action_create_quotation()
        elif way == "discounted":
            draft.order_line[:1].discount = self.random.choice((5, 12.5, 100))
        elif way == "invoiced":
            draft.action_confirm()
            sales.filtered(lambda s: s.state == "sale")._create_invoices().action_post()
        elif way == "withdrawn":
            draft._action_cancel()
        else:
            moves = sales.invoice_ids.filtered(
                lambda m: m.state == "posted" and m.move_type == "out_invoice"
            )
            for move in moves.filtered(lambda m: not m.reversal_move_ids)[:1]:
                self.do_reverse(move, self.random.choice((None, 0.25, 0.5)))

    def work_longer(self):
        """As long as nobody else was charged or decided about it."""
        for fee in self.some(self.fees, 0.05):
            others = fee.share_ids.filtered(lambda s: s.payer in TERMS)
            if all(share._is_movable() for share in others):
                quantity = self.random.choice((0.5, 1, 2, 4))
                self.attempt("worked", lambda f=fee, q=quantity: f._settle_quantity(q))
