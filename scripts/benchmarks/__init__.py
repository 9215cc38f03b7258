"""Benchmarks. Each module has ``run(odoo)`` and says in its docstring what it compares."""

import statistics


def show(title, ours, plain, unit="s"):
    """Print medians, spreads and the ratio of medians of two lists of measurements."""
    ratio = statistics.median(ours) / statistics.median(plain)
    print(
        f"{title}: ours {_text(ours, unit)}, plain {_text(plain, unit)}, ratio {ratio:.3f}"
    )
    return ratio


def show_pairs(title, pairs, unit="s"):
    """Print the median of the ratios of (ours, plain) pairs that ran one after the other.

    On a machine that others use, one pair meets one load; a ratio of medians would compare
    a quiet minute with a busy one.
    """
    ratios = [ours / plain for ours, plain in pairs]
    ours, plain = zip(*pairs, strict=True)
    print(
        f"{title}: ours {_text(ours, unit)}, plain {_text(plain, unit)};"
        f" median of {len(ratios)} paired ratios {statistics.median(ratios):.3f}"
        f" ({min(ratios):.3f} to {max(ratios):.3f})",
        flush=True,
    )
    return statistics.median(ratios)


def _text(values, unit):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.3f} {unit} ({low:.3f} to {high:.3f})"
