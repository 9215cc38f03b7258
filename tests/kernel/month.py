"""A month of a company as it may have been: what was open, what came in, and the truth.

Everything is drawn from a seed. `Month.moves` are movements of the bank and of the two
channels, each with what it truly is; `statement_files` writes them as the bank would.
"""

import datetime
import random
from dataclasses import dataclass, field

from kernel.matching import Item

CITIES = ("济南", "青岛", "长沙", "宁波", "苏州", "合肥", "无锡", "株洲")
BRANDS = ("华兴", "金泰", "恒达", "鑫源", "永安", "大禹", "泉盛")
TRADES = ("机电设备", "泵业(集团)", "酒店管理", "水务", "物业服务")
PEOPLE = (
    "王建国",
    "李小红",
    "张伟",
    "赵敏",
    "刘洋",
    "陈静",
    "欧阳小红",
    "周强",
    "吴琼",
    "孙磊",
)
AMOUNTS = (
    120,
    135.6,
    180,
    226,
    248.6,
    300,
    339,
    452,
    600,
    678,
    904,
    1130,
    1695.5,
    2260,
)
PARTS = (0, 0, 0, 12, 30, 0.4, 18.2, 36.9, 77, 105.3)
NUMBERS = ("INV/{year}/{n:05d}", "FP{year}{n:06d}", "S{n:05d}", "开票{year}-{n:05d}")
TALK = ("", "维修费", "服务费", "货款", "配件款", "10月服务费")
DECOYS = ("押金", "投标保证金", "往来款", "货款", "借款")
RATES = {"wechat": 60, "alipay": 38}  # of ten thousand
PAYERS = {
    "wechat": "财付通支付科技有限公司",
    "alipay": "支付宝（中国）网络技术有限公司",
}


@dataclass
class Move:
    """A movement with its truth: items, the moves in it, a charge, or one of several."""

    source: str
    at: datetime.datetime
    amount: int
    payer: str = ""
    account: str = ""
    memo: str = ""
    number: str = ""
    trade: str = ""
    refund_of: str = ""
    fee: int = 0
    items: dict = field(default_factory=dict)
    moves: list = field(default_factory=list)
    charge: int = 0
    any_of: list = field(default_factory=list)
    kind: str = "plain"
    balance: int = 0
    key: str = ""  # as it was read

    @property
    def has_truth(self):
        return bool(self.items or self.moves or self.any_of)

    def is_right(self, proposal):
        if self.any_of:
            return proposal.items in self.any_of
        return (
            proposal.items == self.items
            and set(proposal.lines) == {move.key for move in self.moves}
            and proposal.fee == self.charge
        )


class Month:
    def __init__(self, seed, size=60, payouts="next_day", cities=CITIES):
        self.random, self.payouts = random.Random(f"month-{seed}"), payouts
        self.year, self.month = 2025 + seed % 3, 1 + seed % 12
        self.pattern = NUMBERS[seed % len(NUMBERS)]
        self.firms = sorted(
            f"{city}{brand}{trade}有限公司"
            for city in cities
            for brand in BRANDS
            for trade in self.random.sample(TRADES, 2)
        )
        self.items, self.moves, self.count = [], [], 100 * seed + 11
        first = datetime.date(self.year, self.month, 1)
        self.days = [first + datetime.timedelta(days=n) for n in range(28)]
        away = self.random.randrange(20)
        self.holidays = set(self.days[away : away + self.random.choice((0, 3, 7))])
        for make in (
            *[self.plain] * size,
            *[self.several] * (size // 8),
            *[self.parts] * (size // 8),
            *[self.for_another] * (size // 10),
            *[self.fen_off] * (size // 20),
            *[self.charged] * (size // 20),
            *[self.twins] * (size // 30),
            *[self.equal] * (size // 40),
            *[self.decoy] * (size // 8),
            *[self.closed] * (size // 30),
            *[self.alike] * (size // 30),
            *[self.mistyped] * (size // 30),
            *[self.through_channel] * (size // 30),
            *[self.three_parts] * (size // 30),
            *[self.misquoted] * (size // 30),
            *[self.silent_part] * (size // 30),
            *[self.early] * (size // 30),
            *[self.twice] * (size // 40),
            *[self.paid_out] * (size // 8),
        ):
            make()
        for channel in RATES:
            self.channel(channel, size)
        self.balance()

    # --- what customers pay to the bank

    def plain(self):
        item = self.invoice()
        memo = self.random.choice(
            (item.number, f"货款 {self.tail(item)}", *self.random.sample(TALK, 3))
        )
        self.transfer(item.partner, item.amount, item.date, memo, items=self.of(item))

    def several(self):
        first = self.invoice()
        others = [
            self.invoice(first.partner, first.date)
            for _n in range(self.random.choice((1, 1, 2)))
        ]
        items = [first, *others]
        memo = self.random.choice(
            (
                " ".join(map(self.tail, items)),
                "、".join(item.number for item in items),
                f"{'零一两三四'[len(items)]}笔维修费",
            )
        )
        total = sum(item.amount for item in items)
        self.transfer(
            first.partner,
            total,
            first.date,
            memo,
            items=self.of(*items),
            kind="several",
        )

    def parts(self):
        item = self.invoice()
        share = item.amount * self.random.choice((30, 50)) // 100
        for word, amount in (("首付", share), ("尾款", item.amount - share)):
            memo = f"{item.number} {word}"
            paid = {item.key: amount}
            self.transfer(
                item.partner, amount, item.date, memo, items=paid, kind="part"
            )

    def for_another(self):
        item = self.invoice()
        name = item.partner[:4]
        memo = self.random.choice(
            (f"代{name}付 {item.number}", f"代付：{name} {item.number}")
        )
        payer = self.random.choice(PEOPLE)
        self.transfer(
            payer, item.amount, item.date, memo, items=self.of(item), kind="for another"
        )

    def fen_off(self):
        item, off = self.invoice(), self.random.randint(1, 5)
        self.transfer(
            item.partner,
            item.amount - off,
            item.date,
            item.number,
            items=self.of(item),
            charge=off,
            kind="fen",
        )

    def charged(self):
        item, off = (
            self.invoice(least=20000),
            self.random.choice((500, 1000, 1500, 2550)),
        )
        self.transfer(
            item.partner,
            item.amount - off,
            item.date,
            f"扣手续费 {item.number}",
            items=self.of(item),
            charge=off,
            kind="charge",
        )

    def twins(self):
        one = self.invoice()
        other = self.invoice(one.partner, one.date, one.amount)
        any_of = [self.of(one), self.of(other)]
        self.transfer(one.partner, one.amount, one.date, any_of=any_of, kind="twin")

    def equal(self):
        """Two transfers of one day that differ in nothing but the number."""
        one = self.invoice()
        other = self.invoice(one.partner, one.date, one.amount)
        at = self.moment(one.date)
        for item in (one, other):
            self.transfer(
                one.partner,
                one.amount,
                one.date,
                item.number,
                at=at,
                items=self.of(item),
                kind="equal",
            )

    def decoy(self):
        """The amount of somebody's invoice from somebody else, or as a deposit."""
        amount = self.random.choice(self.items).amount
        payer = self.random.choice((*PEOPLE, self.random.choice(self.firms)))
        known = {item.partner for item in self.items}
        memo = self.random.choice(DECOYS[:3] if payer in known else DECOYS)
        self.transfer(payer, amount, self.days[3], memo, kind="decoy")

    def closed(self):
        """It names an invoice that is paid already, of a customer who owes as much."""
        item = self.invoice()
        number = self.pattern.format(year=self.year, n=90000 + self.count)
        self.transfer(item.partner, item.amount, item.date, number, kind="closed")

    def alike(self):
        """A name that several customers may have, of whom one owes the amount."""
        item = self.invoice(f"{self.random.choice(CITIES)}同心机械有限公司")
        self.invoice("沈阳同心机械有限公司", item.date)
        self.transfer(
            "同心机械", item.amount, item.date, items=self.of(item), kind="alike"
        )

    def mistyped(self):
        """The number of another customer's invoice of another amount."""
        item, other = self.invoice(), self.invoice(least=400000)
        self.transfer(
            item.partner,
            item.amount,
            item.date,
            other.number,
            items=self.of(item),
            kind="mistyped",
        )

    def through_channel(self):
        item = self.invoice()
        self.transfer(
            PAYERS["alipay"],
            item.amount,
            item.date,
            f"{self.random.choice(PEOPLE)} {item.number}",
            items=self.of(item),
            kind="through channel",
        )

    def three_parts(self):
        """The last part is a few fen short."""
        item, off = self.invoice(least=90000), self.random.randint(1, 5)
        part = item.amount // 3
        last = item.amount - 2 * part
        for word, amount in (("首付", part), ("第二期", part), ("尾款", last - off)):
            paid = {item.key: last if word == "尾款" else amount}
            charge = off if word == "尾款" else 0
            self.transfer(
                item.partner,
                amount,
                item.date,
                f"{word} {item.number}",
                items=paid,
                charge=charge,
                kind=f"{word} of three",
            )

    def misquoted(self):
        """A customer who owes the amount quotes the number of another's invoice."""
        one = self.invoice()
        other = self.invoice(day=one.date, amount=one.amount)
        if one.partner != other.partner:
            any_of = [self.of(one), self.of(other)]
            self.transfer(
                one.partner,
                one.amount,
                one.date,
                other.number,
                any_of=any_of,
                kind="misquoted",
            )

    def silent_part(self):
        """A part of an invoice without a word."""
        item = self.invoice(least=40000)
        paid = {item.key: item.amount // 3}
        amount = item.amount // 3
        self.transfer(item.partner, amount, item.date, items=paid, kind="silent part")

    def early(self):
        """An amount that is invoiced only later, so it may be for something else."""
        item = self.invoice(day=self.days[20])
        self.transfer(item.partner, item.amount, self.days[2], kind="early")

    def twice(self):
        """A customer pays one invoice twice: one of both is too much."""
        item = self.invoice()
        for turn, truth in enumerate(([self.of(item)], [])):
            day = item.date + datetime.timedelta(days=turn)
            self.transfer(
                item.partner,
                item.amount,
                day,
                item.number,
                at=self.moment(day),
                any_of=truth,
                kind="twice",
            )

    def paid_out(self):
        payer = self.random.choice(
            ("国家税务总局", "中国电信", self.random.choice(self.firms))
        )
        self.transfer(
            payer,
            -self.amount(),
            self.days[0],
            self.random.choice(("房租", "税款")),
            kind="out",
        )

    # --- what channels take and pay out

    def channel(self, channel, size):
        for _n in range(size):
            self.receipt(channel)
        moves = sorted(
            (m for m in self.moves if m.source == channel),
            key=lambda m: (m.at, m.trade),
        )
        held, drawn = [], 0
        edges = [d for d in self.days[1:] if self.pays(d)]
        edges.append(self.days[-1] + datetime.timedelta(days=4))
        for day in edges:
            at = datetime.datetime.combine(day, datetime.time(0))
            if self.payouts == "midday":
                at = at.replace(hour=14)
            held += [m for m in moves if m.at < at and m not in held]
            new = [m for m in held if not m.kind.startswith("gone")]
            total = sum(m.amount - m.fee for m in new) - drawn
            may_draw = self.payouts == "drawn" and total > 300000 and not drawn
            if may_draw and self.random.random() < 0.4:
                drawn = 100000
                self.pay_out(channel, day, drawn, [], "drawn")
                continue
            if new and total > 0:
                self.pay_out(channel, day, total, new, "payout")
                drawn = 0
                for move in new:
                    move.kind = f"gone {move.kind}"

    def pays(self, day):
        if self.payouts == "weekly":
            return day.weekday() == 1
        return day.weekday() < 5 and day not in self.holidays

    def pay_out(self, channel, day, amount, moves, kind):
        memo = {"wechat": f"财付通结算 {day:%m%d}", "alipay": f"{day:%Y%m%d}提现"}[
            channel
        ]
        at = datetime.datetime.combine(day, datetime.time(15, 30))
        self.moves.append(
            Move(
                "bank",
                at,
                amount,
                PAYERS[channel],
                "243300133",
                memo,
                moves=moves,
                kind=kind,
            )
        )

    def receipt(self, channel):
        item = self.invoice(kind="receipt", method=channel)
        late = self.random.random() < 0.1 and item.date < self.days[-1]
        day = item.date + datetime.timedelta(days=int(late))
        trade = f"42{self.random.randrange(10**24):024d}"
        number = item.number
        if self.random.random() < 0.2:
            number = f"{self.random.randrange(10**15):015d}"
        elif self.random.random() < 0.2:
            number = number.replace("-", "")
        move = Move(
            channel,
            self.moment(day),
            item.amount,
            number=number,
            trade=trade,
            fee=_charge(item.amount, channel),
            items=self.of(item),
        )
        self.moves.append(move)
        if self.random.random() < 0.08:
            self.refund(move, item)

    def refund(self, move, item):
        amount = -self.random.choice((item.amount, item.amount // 2))
        days = datetime.timedelta(days=self.random.choice((0, 1, 3)), hours=1)
        at = min(
            move.at + days, datetime.datetime.combine(self.days[-1], datetime.time(23))
        )
        self.moves.append(
            Move(
                move.source,
                max(at, move.at),
                amount,
                number=f"TK{move.number}",
                trade=f"50{self.random.randrange(10**24):024d}",
                refund_of=move.trade,
                fee=-_charge(-amount, move.source),
                items={item.key: amount},
                kind="refund",
            )
        )

    # --- parts

    def invoice(
        self, partner="", day=None, amount=0, kind="invoice", method="", least=0
    ):
        self.count += 1
        pattern = self.pattern if kind == "invoice" else "SK{year}-{n:05d}"
        item = Item(
            key=f"I{self.count}",
            kind=kind,
            partner=partner or self.random.choice(self.firms),
            amount=amount or max(least, self.amount()),
            date=day or self.random.choice(self.days[:24]),
            number=pattern.format(year=self.year, n=self.count),
            method=method,
        )
        self.items.append(item)
        return item

    def amount(self):
        return round(100 * (self.random.choice(AMOUNTS) + self.random.choice(PARTS)))

    def transfer(self, payer, amount, day, memo="", at=None, **truth):
        account = f"62{abs(hash_of(payer)) % 10**14:014d}"
        at = at or self.moment(day + datetime.timedelta(days=self.random.randrange(5)))
        self.moves.append(
            Move("bank", at, amount, self.variant(payer), account, memo, **truth)
        )

    def variant(self, payer):
        """The name as some bank writes it."""
        return self.random.choice(
            (
                payer,
                payer,
                payer.replace("(", "（").replace(")", "）"),
                payer.removesuffix("有限公司"),
                f" {payer}",
                f"示例{payer}" if payer.endswith("公司") else payer,
            )
        )

    def moment(self, day):
        seconds = self.random.randrange(8 * 3600, 20 * 3600)
        return datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(
            seconds=seconds
        )

    def balance(self):
        self.moves.sort(key=lambda move: (move.at, move.trade, move.memo))
        balance = 10_000_000
        for move in self.bank:
            balance += move.amount
            move.balance = balance

    @property
    def bank(self):
        return [move for move in self.moves if move.source == "bank"]

    def of(self, *items):
        return {item.key: item.amount for item in items}

    def tail(self, item):
        return item.number.split("/")[-1].split("-")[-1][-6:].lstrip("FPS")


def _charge(amount, channel):
    return (amount * RATES[channel] + 5000) // 10000


def hash_of(text):
    return sum(ord(sign) * 131**place for place, sign in enumerate(text[:12]))
