"""What holds of proposals whatever the lines and the items are."""

from collections import Counter, defaultdict


def check(lines, items, proposals):
    of_line = {line.key: line for line in lines}
    open_ = {item.key: item.amount for item in items}
    taken, back = defaultdict(int), defaultdict(int)
    assert not _repeated(p.line for p in proposals), "at most one per line"
    assert not _repeated(key for p in proposals for key in p.lines), "one payout a line"
    for p in proposals:
        line = of_line[p.line]
        inside = sum(of_line[key].amount - of_line[key].fee for key in p.lines)
        assert line.amount == sum(p.items.values()) + inside - p.fee + p.rest, p
        assert p.fee >= 0, p
        assert not (p.sure and p.rest and not p.lines), (
            "what is left over is never sure"
        )
        assert p.line not in p.lines
        assert 0 not in p.items.values(), p
        for key, amount in p.items.items():
            if amount * open_[key] > 0:
                taken[key] += amount
            else:
                back[key] += amount
        assert p.reason.endswith(".") and "%" not in p.reason
    for key, amount in taken.items():
        assert abs(amount) <= abs(open_[key]), f"more than is open of {key}"
        assert abs(back[key]) <= abs(amount), f"more refunded than paid of {key}"
    assert not set(back) - set(taken)


def as_seen(proposals):
    """Everything of proposals that can be compared, by line."""
    return {
        p.line: (
            p.items,
            p.lines,
            p.fee,
            p.rest,
            p.sure,
            str(p.reason),
            p.reason.values,
        )
        for p in proposals
    }


def _repeated(keys):
    return [key for key, count in Counter(keys).items() if count > 1]
