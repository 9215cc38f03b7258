"""The story of a service order stands in one place, read from the code."""

from collections import Counter

from workshop import house

STORY = "addons/aftersales_service/models/order/order_flow.py"


def test_a_service_order_is_created_written_and_moved_in_one_place():
    """Other rooms extend its steps; `_move_to` is the mixin's, with `_after_move`."""
    found = [
        method
        for method in house.methods()
        if method.model == "aftersales.order"
        and method.name in ("create", "write", "_move_to", "_after_move")
    ]
    assert {m.place.split(":")[0] for m in found} == {STORY}
    names = Counter(method.name for method in found)
    assert names == {"create": 1, "write": 1, "_after_move": 1}
