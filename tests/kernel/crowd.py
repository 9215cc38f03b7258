"""Many lines against twice as many open items, for the time that matching takes."""

import datetime
import random

from kernel.matching import Item, Line
from month import CITIES

DAY = datetime.date(2026, 10, 9)


def crowd(size, partners=500):
    """``size`` lines against twice as many items."""
    chance = random.Random(size)
    names = [f"{chance.choice(CITIES)}{n}号机电有限公司" for n in range(partners)]
    items, lines = [], []
    for n in range(2 * size):
        method = chance.choice(("", "", "wechat", "alipay"))
        number = f"SK{n:06d}" if method else f"INV/2026/{n:05d}"
        day = DAY + datetime.timedelta(days=chance.randrange(28))
        amount = chance.randrange(100, 20000) * 10
        name = chance.choice(names)
        items.append(Item(f"i{n}", "x", name, amount, day, number, method))
    for n, item in enumerate(chance.sample(items, size)):
        day = item.date + datetime.timedelta(days=chance.randrange(2))
        if item.method:
            number = item.number if chance.random() < 0.8 else f"{n}"
            line = Line(
                f"l{n}",
                item.method,
                day,
                item.amount,
                channel=item.method,
                number=number,
                trade=f"42{n}",
            )
        else:
            memo = chance.choice((item.number, item.number[-5:], "货款", ""))
            line = Line(
                f"l{n}", "bank", day, item.amount, payer=item.partner, memo=memo
            )
        lines.append(line)
    return lines, items
