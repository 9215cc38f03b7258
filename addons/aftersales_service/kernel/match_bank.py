"""Transfers of customers to the bank: which open items they pay, and how sure that is.

First the lines that name documents, then those whose payer and amount tell. A claim is
sure when it is the only reading of its line and no other line claims the same.
"""

from collections import defaultdict

from .match_book import Proposal
from .match_names import Names, core
from .match_reading import FEN, Reading
from .match_reasons import Reason
from .match_sums import Sums

# Claims that rest on payer and amount alone.
_BY_PAYER = {"payer", "payer_several", "payer_fen", "payer_charge"}


class BankMatcher:
    """Proposes for lines of one direction; ``book`` is changed."""

    def __init__(self, book, channels):
        self.book = book
        self.items = {k: i for k, i in book.items.items() if i.method not in channels}
        self.names = Names(item.partner for item in self.items.values())
        self.of_amount = defaultdict(list)
        for key, item in self.items.items():
            self.of_amount[abs(item.amount)].append(key)
        self.sums = {}

    def match(self, lines):
        """[`Proposal`] for ``lines``, which are in an order of their own."""
        reads = [Reading(line, self) for line in lines]
        made, contested = {}, set()
        named = [(r, claim) for r in reads if (claim := r.by_number())]
        self._settle(named, made, contested)
        others = [r for r in reads if r.line.key not in made]
        known = [
            (r, claim)
            for r in others
            if not r.named and (claim := r.by_payer(contested))
        ]
        self._settle(known, made, contested)
        for again in (Reading.by_number, Reading.by_payer, Reading.by_amount):
            for reading in others:
                if reading.line.key not in made:
                    self._take_unsure(reading, again, made)
        return list(made.values())

    def _settle(self, claims, made, contested):
        """Take what is sure; what several claim is nobody's for sure."""
        self._close(claims)
        wanted, claimed = defaultdict(int), defaultdict(set)
        for reading, claim in claims:
            for key, amount in claim.shares.items():
                wanted[key] += amount
            if claim.exact:
                for key in {*claim.shares, *claim.others}:
                    claimed[key].add(reading.line.key)
        sure, doubtful = [], set()
        for reading, claim in claims:
            keys = set(claim.shares)
            free = all(wanted[key] <= self.book.open[key] for key in keys)
            if claim.code in _BY_PAYER:
                free = free and all(len(claimed[key]) == 1 for key in keys)
            if claim.proved and free and contested.isdisjoint(keys):
                sure.append((reading, claim))
            elif claim.exact:
                doubtful |= {*keys, *claim.others}
        contested |= doubtful
        for reading, claim in sure:
            made[reading.line.key] = self._take(reading, claim, True)
        self.sums.clear()

    def _close(self, claims):
        """Where parts leave a few fen of an item, the last one settles it."""
        parts = defaultdict(list)
        for reading, claim in claims:
            if claim.code == "number_part" and len(claim.shares) == 1:
                parts[next(iter(claim.shares))].append((reading, claim))
        for key, found in parts.items():
            left = self.book.open[key] - sum(c.shares[key] for _r, c in found)
            if len(found) > 1 and 0 < left <= FEN:
                reading, claim = max(reversed(found), key=lambda f: f[0].is_last)
                claim.code, claim.fee = "number_fen", left
                claim.shares[key] += left
                claim.proved = claim.proved and reading.is_last

    def _take_unsure(self, reading, again, made):
        claim = again(reading)
        if claim and claim.shares and self.book.fits(claim.shares):
            made[reading.line.key] = self._take(reading, claim, False)

    def _take(self, reading, claim, sure):
        for key, amount in claim.shares.items():
            self.book.take(key, amount)
            if self.book.open[key]:
                self.sums.pop(core(self.items[key].partner), None)
        sign = self.book.sign
        partners = {self.items[key].partner for key in claim.shares}
        numbers = [self.items[key].number or key for key in claim.shares]
        reason = Reason(
            claim.code,
            numbers=", ".join(numbers),
            partner=", ".join(sorted(partners)),
            payer=reading.line.payer,
            fee=claim.fee,
            rest=claim.rest,
        )
        return Proposal(
            line=reading.line.key,
            items={key: sign * amount for key, amount in claim.shares.items()},
            fee=claim.fee,
            rest=sign * claim.rest,
            sure=sure,
            reason=reason,
        )

    def get_sums(self, partner):
        if partner not in self.sums:
            keys = [k for k in self.book.get_open(partner) if k in self.items]
            self.sums[partner] = Sums(keys, self.book.open)
        return self.sums[partner]
