"""The room rule: what an upper room declares is not named in a lower one.

Odoo ties by name, so imports show none of it. The rule is read from the files and needs no
database; Odoo's own names are read from its folder (`odoo_home`).
"""

import ast
import datetime
import re
from collections import namedtuple

from . import house, odoo_home
from .places import ADDONS, ROOT, manifest

# What every Python object of these kinds can do is nobody's word.
_PYTHON = frozenset().union(
    *(dir(kind) for kind in (str, dict, set, list, datetime.datetime)),
    *(dir(thing) for thing in (datetime.timedelta(), re.compile(""))),
    dir(namedtuple("_", ())),
)


def climbs(core):
    """{room: sentences about what it names that only a room above it declares}.

    A name is a word of the lowest room that declares it: as a model, a field, a method, a
    member of a plain class, or in the documented contract of a mixin (``name`` in the
    docstring of an abstract model or of a method of it: what users of the mixin bring).
    A text that the docstring of its own function gives as ``name`` is a key of what
    that function takes or gives, so it names nobody's field.

    :param core: names that Odoo itself declares (`core_names`); they prove nothing
    """
    order = _order()
    lowest = lowest_rooms(core)
    found = {}
    for path, tree in house.trees().items():
        room = house.room_of(path)
        for line, name in _names_in(tree) if room in order else ():
            if lowest.get(name, -1) > order[room]:
                place = path.relative_to(ROOT)
                upper = house.rooms()[lowest[name]]
                found.setdefault(room, []).append(
                    f"{place}:{line}: “{name}” is declared above, in {upper}"
                )
    return found


def core_names(root):
    """Names of methods and fields that Odoo declares, and our add-ons below this one.

    :param root: the folder that holds the package `odoo`
    """
    folders = [root / "odoo/orm", root / "odoo/models"]
    folders += _needed("aftersales_service", [ADDONS, *odoo_home.core_addons(root)])
    names = set()
    for folder in folders:
        for path in folder.rglob("*.py"):
            if "tests" not in path.parts:
                text = path.read_text(errors="replace")
                names.update(re.findall(r"^\s+def (\w+)\(", text, re.MULTILINE))
                names.update(re.findall(r"^    (\w+) = fields\.", text, re.MULTILINE))
    return names


def _needed(addon, places):
    """Folders of the add-ons that ``addon`` depends on, directly or not."""
    found, waiting = {}, [addon, "base"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = next(p / name for p in places if (p / name).is_dir())
            # (an absolute path stays what it is below our own folder of add-ons)
            waiting += manifest(found[name]).get("depends", ())
    del found[addon]
    return list(found.values())


def _order():
    return {room: place for place, room in enumerate(house.rooms())}


def lowest_rooms(core):
    """{model, field or method: place of the lowest room that declares it}."""
    order = _order()
    core = core | _PYTHON
    lowest = dict.fromkeys(_kernel_names(), -1)
    for path, tree in house.trees().items():
        place = order.get(house.room_of(path))
        for name in _declared_in(tree) if place is not None else ():
            if name not in core:
                lowest[name] = min(place, lowest.get(name, place))
    return lowest


def _kernel_names():
    """The kernel lies below all rooms: its functions and what its classes hold."""
    for tree in house.trees(layer="kernel").values():
        yield from _declared_in(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                yield node.name


def _declared_in(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "namedtuple":
            yield from ast.literal_eval(node.args[1]).split()
        elif isinstance(node, ast.ClassDef):
            yield from _contract_of(node)
            for step in node.body:
                if isinstance(step, ast.FunctionDef):
                    yield step.name
                elif isinstance(step, ast.AnnAssign):
                    yield step.target.id
                elif isinstance(step, ast.Assign):
                    yield from _assigned(step)


def _assigned(step):
    """The model that a class declares by `_name`, or its field."""
    if isinstance(step.targets[0], ast.Name):
        name, value = step.targets[0].id, step.value
        if name == "_name" and isinstance(value, ast.Constant):
            yield value.value
        elif ast.unparse(value).startswith("fields."):
            yield name


def _contract_of(cls):
    """What the docstrings of an abstract model ask of the models that use it."""
    if "AbstractModel" in [ast.unparse(base).split(".")[-1] for base in cls.bases]:
        for node in (cls, *cls.body):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield from _quoted(node)


def _quoted(node):
    return re.findall(r"``(\w+)``", ast.get_docstring(node) or "")


def names_of(source):
    """What a piece of code names, as `climbs` sees it."""
    return [name for _line, name in _names_in(ast.parse(source))]


def _names_in(node, keys=frozenset()):
    """(line, name) of attributes, and of texts that are names: models, paths of fields.

    :param keys: texts that the functions around ``node`` explain themselves
    """
    if isinstance(node, ast.FunctionDef):
        keys = keys.union(_quoted(node))
    if isinstance(node, ast.Attribute):
        yield node.lineno, node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        for name in _names_of(node.value):
            if name not in keys:
                yield node.lineno, name
    for child in ast.iter_child_nodes(node):
        yield from _names_in(child, keys)


def _names_of(text):
    if text.startswith("aftersales."):
        return [text]
    if re.fullmatch(r"[a-z]\w*(\.\w+)*", text):
        return [part for part in text.split(".") if "_" in part]
    return []
