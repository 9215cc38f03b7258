"""The warranty reserve: right against a published triangle, and against known rests."""

import statistics

import pytest
from claims_of_sales import make_sales
from hypothesis import given, settings
from hypothesis import strategies as st
from kernel.chain_ladder import chain_ladder
from kernel.reserve import expect, join

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


def test_published_errors_of_single_rows():
    """In per cent of the rest, as Mack (1993) prints them for this triangle."""
    told = chain_ladder(PUBLISHED)
    pairs = zip(told.rests[1:], told.errors[1:], strict=True)
    shares = [round(100 * error / rest) for rest, error in pairs]
    assert shares == [80, 26, 19, 27, 29, 26, 22, 23, 29]
    assert told.ranges[0] == (0.0, 0.0)


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


def test_the_range_of_one_month_of_sale():
    """Months that were half run off: nine of ten times it comes as told."""
    hits = {expect: 0, chain_ladder: 0}
    for seed in SEEDS:
        triangle, units, _rest, rests = make_sales(seed, differ=0.2, by_month=True)
        for method in hits:
            told = method(triangle, units) if method is expect else method(triangle)
            low, high = told.ranges[12]
            hits[method] += low <= rests[12] <= high
    assert hits[expect] >= 0.85 * len(SEEDS), hits
    assert hits[chain_ladder] >= 0.80 * len(SEEDS), hits


def test_many_products_together():
    """Each has a tenth of the claims; the whole is told as well as one big product."""
    hits, widths = 0, []
    for seed in SEEDS:
        sales = [make_sales(seed * 10 + n, claims=100, differ=0.2) for n in range(10)]
        parts = [expect(triangle, units) for triangle, units, _rest in sales]
        whole = expect(
            add([t for t, _u, _r in sales]), add([[u] for _t, u, _r in sales])[0]
        )
        told = join(parts, whole)
        hits += told.low <= sum(rest for _t, _u, rest in sales) <= told.high
        widths.append((told.high - told.low) / 2 / told.rest)
    assert hits >= 0.85 * len(SEEDS), hits
    assert statistics.mean(widths) <= 0.40, widths


def test_one_month_alone_differs_from_nothing():
    """Rounding leaves a trace of difference that must not become a range."""
    alone = [[79820, 44227, 576763, 696476, 3, 269144, 697322, 697320]]
    assert expect(alone, [3]).rest == 0
    told = expect([[0.0, 0.1, 0.3, 0.7], [0.0]], [7, 7])
    assert told.rest == pytest.approx(1.1)
    assert told.high < 100


def add(triangles):
    """Sums, cell by cell."""
    return [
        [sum(cells) for cells in zip(*rows, strict=True)]
        for rows in zip(*triangles, strict=True)
    ]


refunds = st.lists(st.integers(-(10**5), 10**5), min_size=6, max_size=6)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(refunds, min_size=1, max_size=6),
    st.lists(st.integers(0, 50), min_size=6, max_size=6),
)
def test_paid_back_or_sent_back_is_borne(rows, units):
    """What suppliers paid back makes cells negative; a month may have nothing left out."""
    triangle = [row[: 6 - n] for n, row in enumerate(rows)]
    for told in (expect(triangle, units[: len(rows)]), chain_ladder(triangle)):
        assert 0 <= told.low <= told.high
        for low, high in told.ranges:
            assert 0 <= low <= high


@given(st.lists(costs, min_size=2, max_size=8))
def test_months_sum_to_the_whole(rows):
    triangle = [row[: 8 - n] for n, row in enumerate(rows)]
    for told in (expect(triangle, [10] * len(rows)), chain_ladder(triangle)):
        assert told.rest == pytest.approx(sum(told.rests))
        assert len(told.ranges) == len(told.rests) == len(rows)
