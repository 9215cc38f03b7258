"""What `house`, `room_rule` and `once` are for, they find: a small house with each fault."""

import pytest
from workshop import house, once, room_rule

LOW = '''
from odoo import fields, models

KINDS = [("x", "Big"), ("y", "Small")]
GROUP = "aftersales_service.aftersales_service_group_user"

class Thing(models.Model):
    _name = "aftersales.thing"
    name = fields.Char()

    def create(self, vals_list):
        return super().create(vals_list)

    def _on_done(self):
        """Hook: it is done."""
        return self.mapped("name")

    def _on_lost(self):
        """Hook: nobody waits for it."""

    def _get_parts(self):
        return self.part_ids

class ThingAgain(models.Model):
    _inherit = "aftersales.thing"

    def create(self, vals_list):
        return super().create(vals_list)
'''
HIGH = """
from odoo import fields, models

ZONE = "Asia/Shanghai"
KINDS = [("y", "Small"), ("x", "Big")]
GROUP = "aftersales_service.aftersales_service_group_user"

class Thing(models.Model):
    _inherit = "aftersales.thing"
    part_ids = fields.One2many("aftersales.part", "thing_id")

    def _on_done(self):
        return []

    def _before_done(self):
        return super()._before_done()

class Partner(models.Model):
    _inherit = "res.partner"

    def _get_things(self):
        return super().create([])
"""
FILES = {
    "models/__init__.py": "from . import low\nfrom . import high\n",
    "models/low/thing.py": LOW,
    "models/high/thing.py": HIGH,
    "views/attic/thing.xml": "<odoo />",
    "tests/low/test_thing.py": "",
    "tests/high/test_thing.py": "",
}
CORE = {"create", "mapped", "fields", "models", "res", "partner"}


@pytest.fixture
def small(tmp_path, monkeypatch):
    """The functions read this house instead of ours."""
    addons = tmp_path / "addons"
    for name, text in FILES.items():
        file = addons / "aftersales_service" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for module in (house, once, room_rule):
        monkeypatch.setattr(module, "ADDONS", addons)
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(house, "EVERY_ADDON", ["aftersales_service"])
    for read in (house.trees, house.methods):
        read.cache_clear()
    yield
    for read in (house.trees, house.methods):
        read.cache_clear()


def names(methods):
    return [method.name for method in methods]


def test_hooks(small):
    assert names(house.unextended()) == ["_on_lost"]
    assert names(house.dead_bodies()) == ["_on_done"]
    assert names(house.orphans(CORE)) == ["_before_done"]


def test_stories_in_two_places(small):
    assert house.overridden("create") == {"aftersales.thing": 2}
    assert house.doubles() == {("low", "aftersales.thing"): ["create"]}


def test_words(small):
    assert names(house.strangers(CORE)) == ["_get_things"]
    (climb,) = room_rule.climbs(CORE)["low"]
    assert "“part_ids” is declared above, in high" in climb


def test_folders_and_modules(small):
    assert house.foreign_folders() == ["views/attic"]
    assert house.twin_tests() == {"aftersales_service": ["test_thing"]}


def test_what_stands_twice(small):
    (twin,) = once.twins()
    assert twin.count("thing.py") == 2
    (places,) = once.group_ids().values()
    assert len(places) == 2
    (zone,) = once.zones()
    assert "models/high/thing.py" in zone
