"""What becomes of the pieces of a parcel: nothing is lost and nothing doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel.parcel import (
    WAYS,
    Content,
    TooMuch,
    stand,
)

pieces = st.integers(0, 6)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("take"), pieces, pieces, pieces),
        st.tuples(st.just("settle"), st.sampled_from(WAYS), pieces),
    ),
    max_size=12,
)


@given(st.integers(1, 10), steps)
def test_sent_is_what_became_of_it(sent, told):
    box = Content(sent)
    for step, *numbers in told:
        before = box
        try:
            box = getattr(box, step)(*numbers)
        except TooMuch:
            assert box == before
            continue
        assert box.sent == box.arrived + box.broken + box.lost + box.back + box.road
        assert 0 <= box.missing <= box.road <= sent
        assert min(box) >= 0


@given(st.integers(1, 10), steps)
def test_nothing_is_told_of_what_is_not_there(sent, told):
    box = Content(sent, arrived=sent)
    for step, *numbers in told:
        if sum(number for number in numbers if isinstance(number, int)):
            with pytest.raises(TooMuch):
                getattr(box, step)(*numbers)


@given(st.lists(st.tuples(pieces, pieces, pieces, pieces), min_size=1, max_size=4))
def test_a_parcel_stands_where_its_pieces_are(boxes):
    contents = [
        Content(sum(one) + 1, arrived=one[0], broken=one[1], lost=one[2], back=one[3])
        for one in boxes
    ]
    assert stand(contents) == "sent"
    missing = [one._replace(missing=1.0) for one in contents]
    assert stand([*contents, missing[0]]) == "difference"
    over = [one._replace(sent=one.sent - 1) for one in contents]
    assert stand(over) in ("done", "lost", "returned")
    came = sum(one.arrived + one.broken for one in over)
    assert (stand(over) == "done") == bool(came)


@pytest.mark.parametrize("wrong", [-1, float("nan"), float("inf"), 2.5])
def test_nonsense(wrong):
    for name in ("arrived", "broken", "missing"):
        with pytest.raises(TooMuch):
            Content(2).take(**{name: wrong})
    with pytest.raises(TooMuch):
        Content(2, missing=2.0).settle("lost", wrong)
    with pytest.raises(TooMuch):
        Content(2, missing=2.0).settle("eaten", 1)


def test_thirds_come_to_an_end():
    box = Content(1)
    for _part in range(10):
        box = box.take(arrived=0.1)
    assert box.road == 0
    assert stand([box]) == "done"
