"""The warranty reserve: right against a published triangle, and against known rests."""

import statistics

import pytest
from claims_of_sales import make_sales
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel.chain_ladder import chain_ladder
from kernel.reserve import expect

# Taylor and Ashe (1983), the triangle that the literature measures itself by.
PUBLISHED = [
    [357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948],
    [352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046],
    [290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405],
    [310608, 1108250, 776189, 1562400, 272482, 352053, 206286],
    [443160, 693190, 991983, 769488, 504851, 470639],
    [396132, 937085, 847498, 805037, 705960],
    [440832, 847631, 1131398, 1063269],
    [359480, 1061648, 1443370],
    [376686, 986608],
    [344014],
]
SEEDS = range(200)


def test_published_rest_and_error():
    reserve = chain_ladder(PUBLISHED)
    assert round(reserve.rest) == 18_680_856
    assert round(reserve.error) == 2_447_095
    assert round(reserve.rests[1]) == 94_634


@pytest.mark.parametrize(("differ", "widest"), [(0.0, 0.40), (0.2, 0.40), (0.35, 0.45)])
def test_truth_lies_in_the_range(differ, widest):
    """Months of production that are good and bad by a fifth, and by a third."""
    hits, widths = 0, []
    for seed in SEEDS:
        triangle, units, rest = make_sales(seed, differ=differ)
        told = expect(triangle, units)
        hits += told.low <= rest <= told.high
        widths.append((told.high - told.low) / 2 / told.rest)
    assert hits >= 0.85 * len(SEEDS), hits
    assert statistics.mean(widths) <= 0.30, widths
    assert max(widths) <= widest, max(widths)


def test_units_say_more_than_claims_alone():
    errors = {"units": [], "claims": []}
    for seed in SEEDS:
        triangle, units, rest = make_sales(seed, differ=0.2)
        for name, told in (
            ("units", expect(triangle, units)),
            ("claims", chain_ladder(triangle)),
        ):
            errors[name].append((told.rest / rest - 1) ** 2)
    units, claims = (statistics.mean(found) ** 0.5 for found in errors.values())
    assert units < 0.85 * claims


costs = st.lists(st.integers(0, 10**6), min_size=8, max_size=8)


@settings(max_examples=60, deadline=None)
@given(st.lists(costs, min_size=1, max_size=8), st.integers(2, 1000))
def test_ten_times_the_cost_is_ten_times_the_rest(rows, times):
    triangle = [row[: 8 - n] for n, row in enumerate(rows)]
    more = [[cost * times for cost in row] for row in triangle]
    units = [100 + n for n in range(len(rows))]
    for one, other in (
        (expect(triangle, units), expect(more, units)),
        (chain_ladder(triangle), chain_ladder(more)),
    ):
        assert other.rest == pytest.approx(one.rest * times, rel=1e-6, abs=1e-3)
        assert 0 <= one.low <= one.high


@given(st.lists(st.integers(1, 9), min_size=2, max_size=9))
def test_rows_that_grow_are_refused(lengths):
    triangle = [[1.0] * n for n in lengths]
    grows = lengths != sorted(lengths, reverse=True)
    for read in (lambda: chain_ladder(triangle), lambda: expect(triangle, lengths)):
        if grows:
            with pytest.raises(ValueError, match="later month"):
                read()
        else:
            read()
