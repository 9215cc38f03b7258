"""Benchmarks. Each module has ``run(odoo)`` and says in its docstring what it compares."""

import statistics


def show(title, ours, plain, unit="s"):
    """Print medians, spreads and the ratio of medians of two lists of measurements."""
    ratio = statistics.median(ours) / statistics.median(plain)
    print(
        f"{title}: ours {_text(ours, unit)}, plain {_text(plain, unit)}, ratio {ratio:.3f}"
    )
    return ratio


def _text(values, unit):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.3f} {unit} ({low:.3f} to {high:.3f})"
