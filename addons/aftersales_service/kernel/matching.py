"""What came in and what was open: proposals for lines of statements.

`propose` takes the lines of all sources and all open items and says for each line at most
once what it may be. The order of both changes nothing. Who confirms sees one sentence
why (`REASONS`); what could be two things is never sure.
"""

from .match_bank import BankMatcher
from .match_book import Book, Item, Proposal, Reason
from .match_channel import ChannelMatcher
from .match_payout import NAMES, SETTLES, PayoutMatcher, find_channel
from .statement_line import Line

__all__ = ["REASONS", "Item", "Line", "Proposal", "Reason", "propose"]

# The sentence of each reason, in the words of the accountant; what stands in %(…)s is in
# `Reason.values`. The layer above translates them.
REASONS = {
    "number": "%(payer)s names %(numbers)s, and the amount is what is open.",
    "number_for_other": "The memo names %(numbers)s of %(partner)s; %(payer)s pays for it.",
    "number_fen": "%(numbers)s is named; the payment is a few fen short.",
    "number_charge": "%(numbers)s is named, and the memo says that a charge was kept.",
    "number_part": "%(numbers)s is named, and this is a part of it.",
    "number_over": "%(numbers)s is named, and more was paid than is open.",
    "payer": "%(partner)s has one open item of this amount: %(numbers)s.",
    "payer_several": "Together %(numbers)s of %(partner)s make this amount.",
    "payer_twin": "%(partner)s has several open items that make this amount.",
    "payer_fen": "%(numbers)s of %(partner)s is a few fen more.",
    "payer_charge": "%(numbers)s of %(partner)s is a charge more than what came.",
    "payer_part": "It may be a part of %(numbers)s of %(partner)s.",
    "payer_over": "%(partner)s owes only %(numbers)s, and paid more.",
    "payer_alike": "%(payer)s may be several partners; %(partner)s owes this amount.",
    "for_other": "The memo says that it is paid for %(partner)s, who owes this amount.",
    "amount": "Only %(numbers)s of %(partner)s has this amount; the payer is unknown.",
    "channel_number": "The order number is that of receipt %(number)s.",
    "channel_number_amount": "The order number is that of %(number)s, the amount is not.",
    "channel_amount": "Receipt %(number)s of %(partner)s has this amount and day.",
    "refund": "It gives back what was paid for %(number)s.",
    "payout": "It is what came in from %(first)s to %(last)s less charges: %(count)s lines.",
    "payout_rest": "It is what came in from %(first)s to %(last)s less charges and less "
    "what was drawn before: %(count)s lines.",
    "payout_kept": "It is what came in from %(first)s to %(last)s; a part was kept or added.",
    "payout_receipts": "Receipts from %(first)s to %(last)s less the usual charge make it.",
    "payout_drawn": "A round sum was drawn from %(channel)s; the next payout shows of what.",
}


def propose(lines, items, settled=frozenset()):
    """[`Proposal`], at most one per line, in the order of days.

    :param settled: keys of channel lines whose receipts are confirmed already; they are
        only looked at as what a payout consists of

    >>> import datetime
    >>> day = datetime.date(2026, 10, 1)
    >>> line = Line("b", "bank", day, 100, payer="甲(集团)", memo="货款")
    >>> item = Item("i", "invoice", "甲（集团）有限公司", 100, day)
    >>> [(p.items, p.sure, str(p.reason)) for p in propose([line], [item])]
    [({'i': 100}, True, 'payer')]
    """
    lines = sorted(lines, key=_order)
    owed, owing = Book(items), Book(items, sign=-1)
    channels = {*NAMES, *(n.channel or n.source for n in lines if n.is_channels)}
    bank = [line for line in lines if not line.is_channels]
    payouts = [line for line in bank if find_channel(line)]
    made = ChannelMatcher(owed).match(
        [line for line in lines if line.is_channels and line.key not in settled]
    )
    made += PayoutMatcher(lines, owed).match(payouts)
    done = {proposal.line for proposal in made}
    done |= {line.key for line in payouts if SETTLES.search(line.memo)}
    transfers = [line for line in bank if line.key not in done]
    made += BankMatcher(owed, channels).match([n for n in transfers if n.amount > 0])
    made += BankMatcher(owing, channels).match([n for n in transfers if n.amount < 0])
    place = {line.key: index for index, line in enumerate(lines)}
    return sorted(made, key=lambda proposal: place[proposal.line])


def _order(line):
    return line.date, line.time.isoformat() if line.time else "", line.key
