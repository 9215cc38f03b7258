"""Supersession and serial ranges: the same whatever the order, without circles, to the end."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kernel.fit import (
    FITS,
    OLDER,
    SUPERSEDED,
    UNKNOWN,
    UNREAD,
    WRONG,
    Chains,
    Change,
    as_ratio,
    find_circle,
    is_limit,
    is_within,
    join_states,
    judge,
    read_exchange,
    read_range,
    serial_order,
    state_of,
)

TODAY = date(2026, 3, 15)
DAYS = [None, *(date(2026, month, 1) for month in range(1, 7))]
PARTS = range(8)
changes = st.builds(
    Change,
    *(st.sampled_from(PARTS), st.sampled_from(PARTS)),
    *(st.sampled_from(DAYS), st.sampled_from(DAYS)),
    *(st.booleans(), st.booleans(), st.integers(0, 2)),
    st.sampled_from([1, 2, Fraction(1, 3), Fraction(5, 2)]),
).filter(lambda change: change.old != change.new)
lists = st.lists(changes, max_size=14)
sayings = st.fixed_dictionaries(
    {part: st.sampled_from([FITS, WRONG, UNKNOWN, UNREAD]) for part in PARTS}
)
stocks = st.frozensets(st.sampled_from(PARTS))
serials = st.text("AB01239-", max_size=6)


def only_without_circles(found):
    """As the house lets them be entered: one after the other, none that closes a circle."""
    kept = []
    for change in found:
        if not find_circle([*kept, change]):
            kept.append(change)
    return kept


@settings(max_examples=300, deadline=None)
@given(lists, sayings, stocks, st.randoms())
def test_shuffling_changes_nothing(found, says, stock, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    one, other = Chains(found, TODAY), Chains(shuffled, TODAY)
    for part in PARTS:
        assert judge(part, one, says.get, stock) == judge(part, other, says.get, stock)
        assert one.get_serving(part) == other.get_serving(part)
    assert find_circle(found) == find_circle(shuffled)


@settings(max_examples=300, deadline=None)
@given(lists)
def test_chains_are_transitive(found):
    chains = Chains(found, TODAY)
    reach = {(c.old, c.new) for c in found if c.holds_on(TODAY)}
    for middle in PARTS:
        reach |= {
            (a, d) for a, b in reach for c, d in reach if b == middle == c and a != d
        }
    for part in PARTS:
        assert set(chains.get_later(part)) == {new for old, new in reach if old == part}
        assert set(chains.get_earlier(part)) == {o for o, new in reach if new == part}


@settings(max_examples=300, deadline=None)
@given(lists, sayings, stocks, st.frozensets(st.sampled_from(PARTS), max_size=3))
def test_what_is_told_instead_is_the_end(found, says, stock, retired):
    """Never something wrong or out of the list, never something that is replaced itself,
    never the asked one."""
    chains = Chains(only_without_circles(found), TODAY)
    takes = (says | dict.fromkeys(retired, WRONG)).get
    for part in PARTS:
        state, instead = judge(part, chains, says.get, stock, retired=retired)
        assert (state == WRONG) == (says[part] == WRONG)
        if instead is None:
            assert state != SUPERSEDED and state != OLDER
            continue
        assert instead != part and takes(instead) not in (WRONG, UNREAD)
        if state == SUPERSEDED:
            assert instead in chains.get_later(part)
            assert chains.find_newest(instead, takes) is None
        if state == OLDER:
            assert instead in stock and instead in chains.get_earlier(part)
        if state == WRONG:
            assert chains.find_newest(instead, takes) is None


@settings(max_examples=300, deadline=None)
@given(lists)
def test_what_stands_for_what_is_the_same_both_ways(found):
    """How many serve for one: multiplied along the way, and back again the inverse."""
    chains = Chains(only_without_circles(found), TODAY)
    for part in PARTS:
        assert chains.get_ratio(part, part) == 1
        for change in chains._get_after(part):
            assert chains.get_ratio(part, change.new) == change.ratio
            assert chains.get_ratio(change.new, part) * change.ratio == 1
        for other in PARTS:
            assert chains.get_ratio(part, other) > 0
            if other not in chains.get_family(part):
                assert chains.get_ratio(part, other) == 1


@given(st.lists(st.sampled_from([1, 2, 3, Fraction(1, 2), Fraction(2, 3)]), max_size=7))
def test_ratios_multiply_along_a_chain(ratios):
    chain = [Change(n, n + 1, ratio=ratio) for n, ratio in enumerate(ratios)]
    product = Fraction(1)
    for ratio in ratios:
        product *= ratio
    chains = Chains(chain, TODAY)
    assert chains.get_ratio(0, len(ratios)) == product
    assert chains.get_ratio(len(ratios), 0) * product == 1


@given(st.integers(1, 50), st.integers(1, 50))
def test_quantities_of_an_exchange(old, new):
    assert as_ratio(float(old), float(new)) * old == new
    for sign in (":", "：", " 换 ", "比"):
        assert read_exchange(f"{old}{sign}{new}") == (old, new)
    assert read_exchange(new) == (1, new)


def test_of_several_statements_the_last_begun_counts():
    changes = [
        Change("A", "B", date(2026, 1, 1), ratio=2, use_up=True),
        Change("A", "B", date(2026, 3, 1), ratio=3),
        Change("A", "B", date(2026, 4, 1), ratio=4),
    ]
    for found in (changes, changes[::-1]):
        chains = Chains(found, TODAY)
        assert (chains.get_ratio("A", "B"), chains.is_used_up("A")) == (3, False)
        assert chains.get_since("A", "B") == date(2026, 3, 1)


def test_a_chain_holds_since_its_last_step():
    changes = [Change("A", "B", date(2026, 3, 1)), Change("B", "C", date(2026, 2, 1))]
    chains = Chains([*changes, Change("C", "D")], TODAY)
    assert chains.get_since("A", "D") == date(2026, 3, 1)
    assert chains.get_since("C", "D") is None
    assert chains.get_since("A", "X") is None


def test_what_is_out_of_the_list_is_passed_by():
    chains = Chains([Change("A", "B"), Change("B", "C")], TODAY)
    assert judge("A", chains, {}.get, retired={"B"}) == (SUPERSEDED, "C")
    assert judge("A", chains, {}.get, retired={"C"}) == (SUPERSEDED, "B")
    assert judge("A", chains, {}.get, retired={"B", "C"}) == (UNKNOWN, None)
    assert judge("B", chains, {}.get, retired={"B"}) == (SUPERSEDED, "C")
    used_up = Chains([Change("A", "B", both_ways=True, use_up=True)], TODAY)
    assert judge("B", used_up, {}.get, {"A"}, retired={"A"}) == (UNKNOWN, None)
    says = {"A": WRONG, "X": FITS}.get
    assert judge("A", used_up, says, beside=["X"], retired={"X"}) == (WRONG, None)


@given(st.lists(st.sampled_from([FITS, WRONG, UNKNOWN, UNREAD]), max_size=4))
def test_what_is_inside_counts_as_well(states):
    """What fits anything inside fits; what fits nothing is wrong where it was stated."""
    joined = join_states(states)
    assert joined == join_states(states[::-1])
    assert (joined == FITS) == (FITS in states)
    assert (joined == UNKNOWN) == (set(states) <= {UNKNOWN})


def test_serials_of_any_length_and_script():
    assert is_within("A" + "9" * 6000, "A1", "A" + "9" * 6001)
    assert is_within("٣A", "٣A", "٣A")


def test_ranges_that_mean_this_or_that():
    for text in (
        *("YJ1～YJ9,YJ20", "YJ1~YJ9；YJ20起", "100-200", "A1、A2", "YJ001-100"),
        *("YJ-001-YJ-100", "YJ1/YJ2", "YJ1 YJ2", "YJ2105 1起"),
    ):
        assert read_range(text) is None, text
    for text in ("2105-0001", "200-100", "A-1", "YJ2105-99", "AB1-AC2"):
        assert read_range(text) == (text, text), text
    assert read_range("yj001-YJ100") == ("yj001", "YJ100")


def test_ends_that_nobody_can_read_are_no_serials():
    """Never one serial, nor all of them."""
    for text in (
        *("见备注", "头至尾", "YJ1至尾", "头～YJ9", "YJ001以上", "≥YJ001", "自YJ001"),
        *("至", "~", "——", "-", "YJ001至", "--YJ001", "YJ1~YJ5~YJ9", "起", "?起", "YJ"),
        *("from YJ1", "YJ001(含)起", "YJ1..YJ9"),
    ):
        assert read_range(text) is None, text
    for text in ("YJ001 – YJ100", "YJ001–YJ100", "YJ001 - YJ100", "YJ001——YJ100"):
        assert read_range(text) == ("YJ001", "YJ100"), text
    assert read_range("YJ2105 01～YJ2105 99") == ("YJ2105 01", "YJ2105 99")
    assert is_limit("沪A-1")
    for text in ("-", "无", "YJ1以上起", "YJ1~", "≥1", "YJ1、YJ2", "9以前"):
        assert not is_limit(text), text


@given(st.text("AB09-~至起 见", max_size=8))
def test_what_is_read_is_made_of_serials(text):
    for end in read_range(text) or ():
        assert not end or is_limit(end)


@settings(max_examples=300, deadline=None)
@given(lists)
def test_a_circle_is_one_of_some_day(found):
    circle = find_circle(found)
    days = {day or date.min for day in DAYS}
    by_day = [Chains(found, day) for day in days]
    on_some_day = any(
        part in chains.get_later(new)
        for chains in by_day
        for part in PARTS
        for new in chains.get_later(part)
    )
    assert bool(circle) == on_some_day
    if circle:
        steps = [*pairwise(circle), (circle[-1], circle[0])]
        assert any(
            all(
                any((c.old, c.new) == step and c.holds_on(day) for c in found)
                for step in steps
            )
            for day in days
        )


def test_what_replaced_each_other_one_after_the_other_is_no_circle():
    forth = Change("A", "B", None, date(2026, 2, 28))
    back = Change("B", "A", date(2026, 3, 1))
    assert find_circle([forth, back]) == []
    assert find_circle([forth, back._replace(since=date(2026, 2, 28))]) == ["A", "B"]
    assert judge("B", Chains([forth, back], TODAY), {}.get).instead == "A"


def test_the_old_one_is_used_up_first():
    chains = Chains([Change("A", "B", both_ways=True, use_up=True)], TODAY)
    assert judge("A", chains, {}.get, {"A"}) == (UNKNOWN, None)
    assert judge("A", chains, {}.get) == (SUPERSEDED, "B")
    assert judge("B", chains, {}.get, {"A"}) == (OLDER, "A")
    assert judge("B", chains, {"A": WRONG}.get, {"A"}) == (UNKNOWN, None)
    assert chains.get_serving("B") == ["A"]


def test_forward_only_serves_in_one_direction():
    chains = Chains([Change("A", "B"), Change("B", "C", both_ways=True)], TODAY)
    assert chains.get_serving("A") == ["B", "C"]
    assert chains.get_serving("C") == ["B"]
    assert chains.get_serving("B") == ["C"]


def test_a_successor_that_does_not_fit_replaces_nothing_here():
    chains = Chains([Change("A", "B"), Change("B", "C")], TODAY)
    assert judge("A", chains, {"B": WRONG, "C": WRONG}.get) == (UNKNOWN, None)
    assert judge("A", chains, {"B": WRONG}.get) == (SUPERSEDED, "C")
    assert judge("B", chains, {"B": WRONG, "A": FITS, "C": WRONG}.get) == (WRONG, "A")


def test_beside_is_asked_when_the_family_has_none():
    chains = Chains([], TODAY)
    assert judge("A", chains, {"A": WRONG, "X": FITS}.get, beside=["X"]) == (WRONG, "X")


@given(serials, serials, serials)
def test_serials_have_one_order(one, two, three):
    keys = sorted(map(serial_order, (one, two, three)))
    assert keys[0] <= keys[1] <= keys[2]
    assume(serial_order(one))
    assert is_within(one, one, one)
    assert is_within(one, two, "") or is_within(one, "", two)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["", "YJ", "A-"]))
def test_digits_count_by_value(one, two, prefix):
    """With leading zeros or without, half-width or full-width."""
    wide = str(one).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert (one <= two) == (
        serial_order(f"{prefix}{wide}") <= serial_order(f"{prefix}{two:012}")
    )


@given(serials, st.lists(st.tuples(serials, serials), max_size=4))
def test_ranges_in_any_order(serial, ranges):
    assert state_of(serial, ranges) == state_of(serial, ranges[::-1])
    if ranges:
        assert state_of(serial, ranges) == state_of(serial, ranges, elsewhere=True)
