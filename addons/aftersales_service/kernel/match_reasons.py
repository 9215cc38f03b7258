"""Why a proposal is made: one sentence each, in the words of the accountant."""

# The layer above says the same in the user's language: by the code, with the values.
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
    "payout": "It is what came in on %(days)s less charges: %(count)s lines.",
    "payout_rest": "It is what came in on %(days)s less charges and less "
    "what was drawn before: %(count)s lines.",
    "payout_kept": "It is what came in on %(days)s; a part was kept or added.",
    "payout_receipts": "Receipts of %(days)s less the usual charge make it.",
    "payout_drawn": "A round sum was drawn from %(channel)s; the next payout shows of what.",
}


def say_days(first, last):
    """One day, or the first and the last.

    >>> say_days("2026-10-09", "2026-10-09"), say_days("2026-10-09", "2026-10-11")
    ('2026-10-09', '2026-10-09 – 2026-10-11')
    """
    return f"{first}" if first == last else f"{first} – {last}"


class Reason(str):
    """The sentence in English, with the ``code`` and the ``values`` it is made of.

    >>> reason = Reason("refund", number="SK-1")
    >>> reason, reason.code, reason.values
    ('It gives back what was paid for SK-1.', 'refund', {'number': 'SK-1'})
    """

    __slots__ = ("code", "values")

    def __new__(cls, code, **values):
        reason = super().__new__(cls, REASONS[code] % values)
        reason.code, reason.values = code, values
        return reason
