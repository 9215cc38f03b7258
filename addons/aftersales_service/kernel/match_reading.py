"""One transfer of a customer, read: what it may pay, by number, by payer, by amount."""

import re
from dataclasses import dataclass

from .match_names import core, read_paid_for

FEN = 9  # so little may be missing
CHARGE = 5000  # so much a bank on the way may keep
_COMMON = 50  # an amount that so many items have tells nothing
_CHARGED = re.compile(r"手续费|扣费|电汇费|汇费|费用已扣|扣除费")
_PART = re.compile(
    r"首付|尾款|部分|分期|第[一二三四五\d]+[期笔次]|余款|预付|定金|进度款|\d%"
)
_LAST = re.compile(r"尾款|余款|结清|付清|清账")
_DOUBT = re.compile(
    r"押金|保证金|往来|借款|还款|投资|注册资本|退款|退货|退回|退还|结息|利息|理赔|补贴|工资|报销|"
    r"误转|冲正|贷款|备用金|代收|社保|税"
)
_COUNTED = re.compile(r"(?<![第\d十])([两二三四五六七八九2-9])\s*[笔张单]")
_NUMBERS = {sign: n for n, sign in enumerate("二三四五六七八九", 2)} | {"两": 2}


@dataclass(slots=True)
class Claim:
    """One reading of a line: what it takes of which item, and why."""

    shares: dict
    code: str
    fee: int = 0
    rest: int = 0
    proved: bool = False  # by itself; others may still claim the same
    exact: bool = False  # it contests what others claim
    others: tuple = ()  # items of readings that are as good


class Reading:
    """A line, who may have paid it and which documents it names."""

    __slots__ = (
        "amount", "book", "charged", "doubt", "in_part", "is_last", "line", "matcher", "named",
        "paid_for", "strange", "who",
    )  # fmt: skip

    def __init__(self, line, matcher):
        self.line, self.matcher, self.book = line, matcher, matcher.book
        self.amount = abs(line.amount)
        self.who = matcher.names.find(line.payer)
        self.paid_for = read_paid_for(line.memo)
        self.doubt = bool(_DOUBT.search(line.memo))
        self.in_part = bool(_PART.search(line.memo))
        self.is_last = bool(_LAST.search(line.memo))
        self.charged = bool(_CHARGED.search(line.memo))
        whole, tails, self.strange = matcher.book.numbers.find(line.memo, self.amount)
        named = [key for key in whole if key in matcher.items]
        for keys in tails:
            mine = [k for k in keys if k in matcher.items and self._is_theirs(k)]
            named += mine if len(mine) == 1 else []
            self.strange |= len(mine) != 1
        self.named = list(dict.fromkeys(named))

    def _is_theirs(self, key):
        """Whether an item is the payer's, or of whom the payer pays for."""
        partner = core(self.matcher.items[key].partner)
        return partner in self.who or any(name in partner for name in self.paid_for)

    def by_number(self):
        """What the documents say that the memo names."""
        open_ = self.book.open
        keys = [key for key in self.named if open_[key]]
        if not keys or (self.book.sign < 0 and self._sum(keys) != self.amount):
            return None
        theirs = all(map(self._is_theirs, keys))
        proved = not (self.doubt or len(keys) < len(self.named))
        missing = self._sum(keys) - self.amount
        if missing and not theirs and self.who:
            return None  # whoever mistypes a number names another's document
        shares = {key: open_[key] for key in keys}
        code = "number" if theirs and not self.paid_for else "number_for_other"
        if not missing:
            proved = proved and (theirs or self._has_no_other())
            return Claim(shares, code, proved=proved, exact=True)
        if missing < 0:
            return Claim(shares, "number_over", rest=-missing, exact=True)
        if missing <= FEN:
            proved = proved and (self.is_last or not self.in_part)
            proved = proved and (theirs or self._has_no_other())
            return Claim(shares, "number_fen", missing, proved=proved, exact=True)
        if self.charged and missing <= CHARGE and 5 * missing <= self._sum(keys):
            proved = proved and theirs
            return Claim(shares, "number_charge", missing, proved=proved, exact=True)
        return self._in_part(keys, proved and theirs and len(keys) == 1)

    def _in_part(self, keys, proved):
        """Part of the first, or of what is named in the order of its dates."""
        shares, left = {}, self.amount
        for key in sorted(keys, key=self._get_age):
            shares[key] = min(left, self.book.open[key])
            left -= shares[key]
        shares = {key: amount for key, amount in shares.items() if amount}
        if not self.in_part:
            missing = self._sum(keys) - self.amount
            proved = proved and missing > CHARGE and not self._has_exact_beside(keys)
        return Claim(shares, "number_part", proved=proved, exact=True)

    def _get_age(self, key):
        return self.matcher.items[key].date, key

    def _has_exact_beside(self, keys):
        partner = core(self.matcher.items[keys[0]].partner)
        return any(
            self.book.open[key] == self.amount and key not in keys
            for key in self.book.get_open(partner)
        )

    def _has_no_other(self):
        """Whether a payer who is not the partner owes nothing of this amount himself."""
        return not any(self.matcher.get_sums(who).get(self.amount) for who in self.who)

    def _sum(self, keys):
        return sum(self.book.open[key] for key in keys)

    def by_payer(self, contested=frozenset()):
        """What payer and amount say."""
        claim = self._by_beneficiary()
        if claim or len(self.who) != 1:
            return claim or self._by_some_payer()
        (partner,) = self.who
        return self._exactly(partner, contested) or self._nearly(partner)

    def _exactly(self, partner, contested):
        sums = self.matcher.get_sums(partner)
        ways, size = sums.get(self.amount), self._get_count()
        counted = [way for way in ways if len(way) == size]
        ways = counted or ways
        if not ways:
            return None
        way = ways[0]
        known = sums.whole or (sums.ample and (len(way) == 1 or counted))
        proved = len(ways) == 1 and known and self._is_plain(way)
        proved = proved and bool(counted or not size)
        others = tuple({key for other in ways for key in other})
        proved = proved and contested.isdisjoint(others)
        code = "payer" if len(way) == 1 else "payer_several"
        code = code if len(ways) == 1 else "payer_twin"
        shares = {key: self.book.open[key] for key in way}
        return Claim(shares, code, proved=proved, exact=True, others=others)

    def _get_count(self):
        """Of how many documents the memo speaks; 0 where it does not say."""
        count = _COUNTED.search(self.line.memo)
        return (_NUMBERS.get(count[1]) or int(count[1])) if count else 0

    def _is_plain(self, keys):
        """Whether nothing speaks against it: words, another number, a later document."""
        late = any(self.matcher.items[key].date > self.line.date for key in keys)
        unclear = self.doubt or self.strange or self.in_part or self.paid_for
        return not (unclear or late)

    def _nearly(self, partner):
        """A few fen or a charge less than one item, else a part or more than all."""
        if self.book.sign < 0 or self.doubt:
            return None
        keys = [k for k in self.book.get_open(partner) if k in self.matcher.items]
        keys = keys[-_COMMON:]
        for code, most in (("payer_fen", FEN), ("payer_charge", CHARGE)):
            near = [k for k in keys if 0 < self.book.open[k] - self.amount <= most]
            if near and (code == "payer_fen" or self.charged):
                shares = {near[0]: self.book.open[near[0]]}
                proved = len(near) == 1 and self._is_plain(near) and most == FEN
                fee = self.book.open[near[0]] - self.amount
                return Claim(shares, code, fee, proved=proved, exact=True)
        larger = [key for key in keys if self.book.open[key] > self.amount]
        if len(larger) == 1:
            return Claim({larger[0]: self.amount}, "payer_part")
        if len(keys) == 1 and not larger:
            open_ = self.book.open[keys[0]]
            return Claim({keys[0]: open_}, "payer_over", rest=self.amount - open_)
        return None

    def _by_some_payer(self):
        """One of several partners with alike names, by the amount."""
        found = [
            key
            for partner in self.who
            for way in self.matcher.get_sums(partner).get(self.amount)
            for key in way
            if len(way) == 1 and self.book.open[key]
        ]
        return self._guess(found, "payer_alike") if found else None

    def _by_beneficiary(self):
        """Of whom the memo names, by the amount."""
        found = [
            key
            for key in (self._of_amount() if self.paid_for else ())
            if any(
                name in core(self.matcher.items[key].partner) for name in self.paid_for
            )
        ]
        return self._guess(found, "for_other")

    def by_amount(self):
        """The only one with this amount: a hint, never more."""
        found = self._of_amount()
        if self.who or self.doubt or self.named or self.strange or len(found) != 1:
            return None
        return self._guess(found, "amount")

    def _of_amount(self):
        keys = self.matcher.of_amount[self.amount]
        if len(keys) > _COMMON:
            return []
        return [key for key in keys if self.book.open[key] == self.amount]

    def _guess(self, keys, code):
        if not keys:
            return None
        return Claim({keys[0]: self.amount}, code, exact=True, others=tuple(keys))
