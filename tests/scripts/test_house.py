"""The plan of the house, read from the code: no database, no running Odoo.

What is not yet as it should be stands in a list with its reason or its number. A list only
shrinks: a test fails as well when a line of it is not needed any more.
"""

import re

import pytest
from workshop import house, odoo_home, once, room_rule
from workshop.places import ADDONS

MAX_FILES, MAX_LINES = 15, 2500

# --- what is being turned: each line goes when its room is done

# Methods that two classes of a model define in one room: at most so many.
DOUBLES = {
    ("acceptance", "aftersales.visit"): 3,
    ("call", "aftersales.order"): 2,
    ("dispatch", "aftersales.order"): 1,
    ("dispatch", "aftersales.visit"): 4,
    ("link", "aftersales.link.mixin"): 1,
    ("order", "aftersales.order"): 3,
    ("register", "aftersales.register.day"): 2,
    ("trip", "aftersales.visit"): 7,
    ("visit", "aftersales.visit"): 11,
}
# Methods on models of Odoo that do not bear our prefix yet: at most so many in a room.
# In `quote` it is a button's (`action_ask_discount`), whose name stays.
STRANGERS = {"mail": 2, "quote": 1}

# --- what stays

# The same codes with other labels: two different things.
HOMONYMS = {
    ("a", "b", "c", "d"),  # grades of goods, classes of customers
    ("done", "dropped", "open"),  # duties, corrections of customer data
}
# The server's day, hours behind or before that of a company: only as core asks for it, and
# for the year of a number.
SERVER_DAYS = {
    "aftersales_icp/kernel/icp_number.py",
    "aftersales_icp/tests/test_icp_number.py",
    "aftersales_service/models/migrate/import_faults.py",
    "document_flow/models/ir_sequence.py",
}


@pytest.fixture(scope="module")
def core():
    return room_rule.core_names(odoo_home.locate())


def test_lower_room_names_nothing_of_an_upper_one(core):
    found = room_rule.climbs(core)
    assert not found


def test_a_climb_is_found(core):
    """The rule sees what it is for: the first room names nothing, but its words are used."""
    lowest = room_rule.lowest_rooms(core)
    rooms = house.rooms()
    assert rooms[lowest["aftersales.fee"]] == "fees"
    assert rooms[lowest["disposition_ids"]] == "disposition"
    assert rooms[lowest["_get_away_quantity"]] == "returns"
    assert rooms[lowest["policy_id"]] == "base"  # by the contract of a mixin
    assert "partner_id" not in lowest  # Odoo's own word
    names = room_rule.names_of(
        'def f(line):\n    """``b_c``"""\n    line.a; x("b_c.d_e")'
    )
    assert sorted(names) == ["a", "d_e"]  # what a docstring explains is a key


@pytest.mark.parametrize("addon", ["aftersales_service"])
def test_every_layer_uses_the_words_of_the_rooms(addon):
    assert len(house.rooms(addon)) > 40
    assert not house.foreign_folders(addon)


def test_a_room_can_be_read():
    sizes = house.sizes()
    assert set(sizes) == set(house.rooms())
    big = {
        room: size
        for room, size in sizes.items()
        if size[0] > MAX_FILES or size[1] > MAX_LINES
    }
    assert not big, f"(files, lines); at most {MAX_FILES}, {MAX_LINES}"


def test_names_of_test_modules_are_unique():
    assert not house.twin_tests(), "Odoo runs one of them"


def test_somebody_extends_each_hook():
    assert len(house.hooks()) > 80
    assert not _names(house.unextended())


def test_what_is_extended_exists(core):
    assert not _names(house.orphans(core)), "What they extended is gone."


def test_each_default_body_can_run():
    assert not _names(house.dead_bodies())


@pytest.mark.parametrize("name", ["create", "write", "_move_to"])
def test_a_model_has_one(name):
    several = {m: n for m, n in house.overridden(name).items() if n > 1}
    assert not several, "One method that calls its steps by name."


def test_one_room_says_a_thing_about_a_model_once():
    _only_known(house.doubles(), DOUBLES)


def test_no_room_replaces_a_method_of_another():
    """What neither is a hook nor goes on with `super()` would be lost without a word."""
    said = {}
    for method in house.methods():
        if not (method.is_hook or method.calls_super):
            said.setdefault((method.model, method.name), set()).add(method.room)
    assert not {key: rooms for key, rooms in said.items() if len(rooms) > 1}


def test_our_methods_on_models_of_odoo_bear_our_prefix(core):
    found = {}
    for method in house.strangers(core):
        found.setdefault(method.room, []).append(f"{method.place}: {method.name}")
    _only_known(found, STRANGERS)


def test_a_vocabulary_stands_once():
    assert len(once.vocabularies()) > 150
    assert not once.twins(), "Name it in the lowest room that needs it."
    assert once.homonyms() == HOMONYMS


def test_a_group_is_written_once():
    groups = once.group_ids()
    assert "aftersales_service.aftersales_service_group_user" in groups
    twice = {name: places for name, places in groups.items() if len(places) > 1}
    assert not twice, "groups.py and const.py name them."


def test_a_zone_is_written_once():
    addons = [place.split("/")[1] for place in once.zones()]
    assert sorted(addons) == ["aftersales_icp", "aftersales_service"]


def test_a_day_is_that_of_the_company():
    """`company._aftersales_today()`: in China the day begins at 16:00 of the server."""
    files = {
        str(path.relative_to(ADDONS))
        for path in ADDONS.rglob("*.py")
        if re.search(r"\b[Dd]ate\.today\(\)", path.read_text())
    }
    assert files == SERVER_DAYS


def test_no_model_guards_in_a_way_of_its_own():
    own = [m.place for m in house.methods() if m.name == "_is_guarded"]
    assert len(own) == 1, own


def test_no_list_of_refusals_in_javascript():
    """What the web client shows is said by the refusal itself (`Refused.context`)."""
    scripts = [p for p in ADDONS.glob("*/static/src/**/*.js") if _lists_errors(p)]
    assert not scripts


def _lists_errors(path):
    return 'category("error_dialogs")' in path.read_text()


def _only_known(found, ceilings):
    """What was found is within the ceilings, and no ceiling is higher than needed."""
    above = {key: found[key] for key in found if len(found[key]) > ceilings.get(key, 0)}
    assert not above
    counted = {key: len(things) for key, things in found.items()}
    assert ceilings == counted, "Fewer than the list says: lower it."


def _names(methods):
    return {method.name for method in methods}
