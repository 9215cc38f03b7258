"""Random histories of money through all its rooms: from the fee and the receipt over
statements, matches and settlements to months that are closed and opened again.

`scripts/bench money` plays as many as one likes. What people do with fees
is `settlement/histories`, what with receipts `fees/cash_histories`; here they meet, a step
at a time, while days go by. The sums that must hold are in `money_laws`.
"""

import base64
from datetime import datetime, timedelta

from odoo.exceptions import RedirectWarning

from ..common import SIGNATURE
from ..matching.histories import CHANNELS, MatchingHistories
from ..settlement.histories import Histories
from .money_files import Move, write

BEGIN = datetime(2026, 8, 20, 2)
_METHODS = ("cash", "cash", "wechat", "wechat", "alipay", "transfer", "later")
_NAMES = {"wechat": "财付通", "alipay": "支付宝"}
# What people and days do; the first ones happen most.
STEPS = (
    ("collect", 8), ("arrive", 6), ("read", 8), ("propose", 3), ("confirm_sure", 4),
    ("serve", 8), ("confirm", 4), ("day", 6), ("hand_over", 4), ("receive", 4),
    ("pay", 6), ("pay_out", 3), ("gather", 3), ("send", 3), ("answer", 3), ("choose", 2),
    ("settle", 3), ("undo", 2), ("decide", 2), ("split", 3), ("write_off", 2),
    ("take_back", 3), ("correct", 2), ("later", 1), ("give_back", 3), ("void", 1),
    ("bounce", 1), ("finish", 1), ("decide_anew", 1), ("work_longer", 2), ("close", 3),
    ("reopen", 1), ("lock", 1), ("strange", 1), ("credit_whole", 1), ("draft", 2),
)  # fmt: skip
EVERY = tuple(name for name, weight in STEPS for _time in range(weight))


class MoneyHistories(MatchingHistories, Histories):
    """Jobs of a few customers whose fees go every way; ``clock`` moves the days."""

    def __init__(self, env, seed, clock):
        self.clock = clock
        super().__init__(env, seed)

    def begin(self, count):
        self.go_to(BEGIN)
        super().begin(count)
        orders = self.visits.sudo().order_id
        made = self.env["aftersales.fee"].create(
            [self.prepare_fee(order) for order in orders for _n in range(2)]
        )
        self.fees = orders.fee_ids | made
        self.company.aftersales_pending_account_id = self.make_pending()
        self.journals = {"bank": self.bank} | {
            source: self.company._aftersales_get_collection_journal(source)
            for source in CHANNELS
        }
        self.keeper = self.make_keeper()
        self.start(self.clock)

    def start(self, clock):
        """A history begins: nothing moved yet."""
        self.clock = clock
        self.go_to(BEGIN)
        self.moves = {source: [] for source in ("bank", *CHANNELS)}
        self.shown = {source: set() for source in self.moves}
        self.drawn = dict.fromkeys(CHANNELS, 0)
        self.closed = {}

    def make_pending(self):
        return self.env["account.account"].create(
            {"name": "pending", "code": "2241990", "account_type": "liability_current"}
        )

    def make_keeper(self):
        keeper = self.finance.copy({"login": "history_keeper"})
        keeper.group_ids += self.env.ref("account.group_account_manager")
        return keeper

    def go_to(self, moment):
        """Days of the books are days of the clock; so is the day on which a row is made."""
        self.env.flush_all()
        self.clock.move_to(moment)
        self.env.cr._now = moment
        self.now = moment

    def play(self, name, number):
        """One step; ``number`` says with what, how much and when."""
        self.random.seed(number)
        step = getattr(self, f"step_{name}", None) or getattr(self, name)
        step()
        self.env.flush_all()

    def attempt(self, step, call, count=1):
        """The same where the answer is a button to another place."""
        try:
            super().attempt(step, call, count)
        except RedirectWarning:
            self.env.invalidate_all()
            self.refused[step] += count

    def pick(self, records):
        """One of them, or none of none."""
        return records[self.random.randrange(len(records))] if records else records

    def step_day(self):
        self.go_to(self.now + timedelta(days=self.random.choice((1, 1, 2, 5, 12))))

    # --- what technicians and their jobs do

    @property
    def receipts(self):
        return self.visits.sudo().collection_ids

    def step_collect(self):
        visit = self.pick(self.visits)
        left = visit.sudo().order_id._get_collectable()[visit.order_id.id]
        amount = self.random.choice((50, 99.99, 333.33, left, left))
        method = self.random.choice(_METHODS)
        self.attempt("collected", lambda: visit.action_collect(amount, method))

    def step_void(self):
        row = self.pick(self.receipts).with_user(self.finance)
        self.attempt("void", lambda: row.action_void("wrong"))

    def step_hand_over(self):
        owner = self.technician.with_user(self.finance)
        self.attempt("taken over", owner.action_take_over)

    def step_receive(self):
        for handin in self.receipts.handin_id.filtered(lambda h: h.state == "draft"):
            way = self.random.choice(("received", "received", "short", "returned"))
            mine = handin.with_user(self.finance)
            self.attempt(way, lambda h=mine, w=way: getattr(self, w)(h))

    def short(self, handin):
        counted = max(handin.cash_amount - 10, 0)
        handin.write(
            {"counted_amount": counted, "is_counted": True, "difference_reason": "lost"}
        )
        handin.action_receive()

    def step_bounce(self):
        payment = self.pick(self.receipts.payment_id)
        way = self.random.choice(("action_cancel", "action_draft", "action_reject"))
        self.attempt("bounced", lambda: payment and getattr(payment, way)())

    def step_finish(self):
        visit = self.pick(self.visits)
        self.attempt("finished", lambda: self.finish(visit))

    def finish(self, visit):
        visit.write(
            {
                "cause": "worn",
                "action_taken": "renewed",
                "tested": True,
                "instructed": True,
                "is_ours": "yes",
                "found_cause": "material",
                "labour_hours": self.random.choice((1, 1.5, 3)),
            }
        )
        visit.action_finish()
        visit.write({"signature": SIGNATURE, "signed_by": "Z", "satisfaction": "4"})
        visit.action_sign()

    def step_decide_anew(self):
        order = self.pick(self.visits.sudo().order_id).with_user(self.desk)
        kind = "c" if order.service_type == "a" else "a"
        self.attempt("decided", lambda: order.write({"service_type": kind}))

    def step_serve(self):
        self.serve_customers()

    # --- what really moves, whoever knows of it

    def move(self, source, amount, **told):
        moves = self.moves[source]
        at = self.now + timedelta(seconds=len(moves))
        balance = round(amount * 100) + (moves[-1].balance if moves else 10_000_000)
        trade = f"42{source}{len(moves):06}"
        move = Move(at, round(amount * 100), trade=trade, balance=balance, **told)
        moves.append(move)
        return move

    def step_arrive(self):
        """What technicians say was paid to our accounts, is there; or it never comes."""
        told = {move.number or move.memo for m in self.moves.values() for move in m}
        rows = self.receipts.filtered(
            lambda r: r.method in (*CHANNELS, "transfer") and r.name not in told
        )
        row = self.pick(rows)
        if not row or row.state == "void":
            return
        if row.method == "transfer":
            self.move("bank", row.amount, payer=row.partner_id.name, memo=row.name)
        else:
            fee = round(row.amount * 0.6)
            self.move(row.method, row.amount, number=row.name, fee=fee)

    def step_give_back(self):
        """Of a payment a part or all, on a day of its own."""
        source = self.random.choice(CHANNELS)
        paid = self.pick([move for move in self.moves[source] if move.amount > 0])
        back = sum(
            m.amount for m in self.moves[source] if paid and m.refund_of == paid.trade
        )
        if paid and (left := paid.amount + back) > 0:
            amount = self.random.choice((left, left, max(left // 3, 1))) / 100
            self.move(source, -amount, number=paid.number, refund_of=paid.trade)

    def step_pay_out(self):
        source = self.random.choice(CHANNELS)
        moves = self.moves[source]
        net = sum(move.amount - move.fee for move in moves[self.drawn[source] :])
        if net > 0:
            self.drawn[source] = len(moves)
            self.move("bank", net / 100, payer=_NAMES[source], memo="提现")

    def step_pay(self):
        """Partners pay by transfer what they owe: all, a part, too much, a few fen less."""
        documents = self.find_owed()
        document = self.pick(documents)
        if not document:
            return
        left, partner = document.amount_residual, document.commercial_partner_id
        number = document.ref or document.name
        if document.move_type == "entry":
            left = sum(self.get_receivable(document).mapped("amount_residual"))
        amount = round(left * self.random.choice((1, 1, 1, 0.4, 1.1)), 2)
        amount = max(round(amount - self.random.choice((0, 0, 0, 0.03)), 2), 0.01)
        memo = self.random.choice((document.name, number, "货款", ""))
        payer = self.random.choice((partner.name, partner.name, "某某"))
        self.move("bank", amount, payer=payer, memo=memo)

    def find_owed(self):
        shares = self.fees.share_ids
        moves = shares.sale_line_id.invoice_lines.move_id
        moves |= shares.settlement_line_ids.settlement_id.sudo().move_ids
        return moves.filtered(
            lambda m: m.state == "posted"
            and m.move_type in ("out_invoice", "in_refund", "entry")
            and sum(self.get_receivable(m).mapped("amount_residual")) > 0
        )

    def get_receivable(self, move):
        kinds = ("asset_receivable", "liability_payable")
        return move.line_ids.filtered(lambda i: i.account_id.account_type in kinds)

    def step_strange(self):
        amount = self.random.choice((88, -60, 1130))
        self.move("bank", amount, payer=self.random.choice(("某某", "customer 0")))

    # --- what the accountant does with it

    def step_read(self):
        """A file of some days, whatever of it was read before."""
        source = self.random.choice(
            [s for s, moves in self.moves.items() if moves] or [""]
        )
        if not source:
            return
        moves = self.moves[source]
        first = self.random.randrange(len(moves))
        last = self.random.randrange(first, len(moves)) + 1
        name, data = write(source, moves[first:last])
        file = self.env["aftersales.bank.file"].with_user(self.finance)
        file = file.create(
            {
                "name": name,
                "data": base64.b64encode(data),
                "journal_id": self.journals[source].id,
            }
        )
        file.action_check()
        file.action_read()
        if file.state != "done":
            raise AssertionError(file.fault)
        self.shown[source] |= set(range(first, last))
        self.done["read"] += 1

    @property
    def bank_lines(self):
        ids = [journal.id for journal in self.journals.values()]
        return self.lines.search([("journal_id", "in", ids)], order="id")

    def find_proposals(self, *states):
        return self.env["aftersales.bank.proposal"].search(
            [("statement_line_id", "in", self.bank_lines.ids), ("state", "in", states)]
        )

    def step_propose(self):
        self.desk_of_finance.propose()

    def step_confirm_sure(self):
        self.desk_of_finance.propose()
        told = self.desk_of_finance.confirm_sure()
        self.done["confirmed"] += told["confirmed"]
        self.refused["confirmed"] += len(told["refused"])

    def step_confirm(self):
        self.press("confirmed", "confirm", "open", "later")

    def step_take_back(self):
        self.press("undone", "undo", "confirmed", "confirmed", "later", "dropped")

    def step_correct(self):
        self.press("corrected", "correct", "confirmed", reason="wrong")

    def step_later(self):
        self.press("later", "later", "open")

    def press(self, step, name, *states, **args):
        ids = self.pick(self.find_proposals(*states)).statement_line_id.ids
        method = getattr(self.desk_of_finance, name)
        self.attempt(step, lambda: ids and method(ids, **args))

    def step_split(self):
        """By hand, whatever the line was before."""
        line = self.pick(self.bank_lines)
        if line:
            self.attempt("split", lambda: self.split(line))

    def split(self, line, least=0.4):
        found = self.desk_of_finance.find_items(line.id, "", 5)
        left, chosen = abs(line.amount), []
        for item in self.random.sample(found, min(len(found), 2)):
            most = min(abs(item["open"]), left)
            part = most if self.random.random() > least else round(most / 3, 2)
            if part:
                sign = 1 if item["open"] > 0 else -1
                chosen.append(item | {"amount": sign * part})
                left = round(left - part, 2)
        self.desk_of_finance.choose(line.id, chosen)
        self.desk_of_finance.confirm([line.id])

    def step_write_off(self):
        line = self.pick(self.bank_lines.filtered(lambda ln: not ln.is_reconciled))
        if line:
            self.attempt("written off", lambda: self.write_off(line))

    def write_off(self, line):
        found = self.desk_of_finance.find_items(line.id, "", 1)
        if not found:
            return
        item = found[0]
        part = min(abs(item["open"]), abs(line.amount))
        sign = 1 if item["open"] > 0 else -1
        self.desk_of_finance.choose(line.id, [item | {"amount": sign * part}])
        self.desk_of_finance.write_off(line.id, "fen")

    def step_credit_whole(self):
        invoices = self.invoices.filtered(lambda m: m.move_type == "out_invoice")
        move = self.pick(invoices)
        self.attempt("credited", lambda: move and self.do_reverse(move))

    @property
    def invoices(self):
        return self.fees.share_ids.sale_line_id.invoice_lines.move_id

    def step_draft(self):
        """Somebody makes a draft of what stands in the books, and may post it again."""
        moves = self.find_proposals("confirmed").entry_ids | self.invoices
        moves |= self.receipts.payment_id.move_id
        move = self.pick(moves.filtered(lambda m: m.state in ("draft", "posted")))
        move = move.with_user(self.keeper)
        way = "button_draft" if move.state == "posted" else "action_post"
        self.attempt(way, lambda: move and getattr(move, way)())

    # --- months

    def step_close(self):
        month = self.get_first_open()
        if month.replace(day=1) >= self.now.date().replace(day=1):
            return
        periods = self.env["aftersales.period"].with_user(self.finance)
        period = periods.search([("month", "=", month)])
        self.attempt("closed", lambda: self.close(period, month))

    def get_first_open(self):
        periods = self.env["aftersales.period"].search([("state", "=", "closed")])
        month, closed = BEGIN.date().replace(day=1), set(periods.mapped("month"))
        while month in closed:
            month = (month + timedelta(days=32)).replace(day=1)
        return month

    def close(self, period, month):
        period = period or period.create({"month": month})
        if period.state == "open":
            period.action_begin()
        waiting = period.exception_ids.filtered(lambda row: row._keeps_open())
        waiting.write({"reason": "known"})
        period.action_close()
        self.closed[period] = period.fingerprint

    def step_reopen(self):
        period = self.pick(self.find_closed()).with_user(self.boss)
        self.attempt("reopened", lambda: period and self.reopen(period))

    def reopen(self, period):
        period.action_reopen("forgotten")
        self.closed.pop(period.with_user(self.finance), None)

    def find_closed(self):
        return self.env["aftersales.period"].search([("state", "=", "closed")])

    def step_lock(self):
        period = self.pick(self.find_closed()).with_user(self.keeper)
        self.attempt("locked", lambda: period and period.action_lock_books())
