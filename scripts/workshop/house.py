"""What the code says of its own plan: rooms, what they declare, hooks and who extends them.

Everything is read from the files, so it needs neither Odoo nor a database.
"""

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .places import ADDONS, ROOT

# The folders whose second level is a room. `kernel/` and what lies above rooms have none.
LAYERS = (
    *("models", "wizard", "controllers", "report", "views", "data", "security"),
    *("tests", "static/src"),
)
# Folders of a layer that hold what belongs to no room: data of tests, pictures.
PLAIN_FOLDERS = {"tests": {"data"}, "static/src": {"img"}}
EVERY_ADDON = sorted(p.parent.name for p in ADDONS.glob("*/__manifest__.py"))


@dataclass(frozen=True)
class Method:
    """A method of one class that takes part in a model."""

    name: str
    model: str  # what the class declares or extends first
    room: str
    path: Path
    node: ast.FunctionDef = field(compare=False, hash=False)

    @property
    def doc(self):
        return ast.get_docstring(self.node) or ""

    @property
    def is_hook(self):
        return self.doc.startswith("Hook")

    @property
    def calls_super(self):
        """Also for some of the records only: `super(Device, rest).…`."""
        return bool(re.search(rf"\bsuper\(.*\)\.{self.name}\(", ast.unparse(self.node)))

    @property
    def does_something(self):
        """Whether the body is more than its words and an empty answer."""
        body = self.node.body[1:] if self.doc else self.node.body
        return any(
            not isinstance(step, ast.Pass)
            and not (isinstance(step, ast.Return) and _is_empty(step.value))
            for step in body
        )

    @property
    def place(self):
        return f"{self.path.relative_to(ROOT)}:{self.node.lineno}"


def _is_empty(value):
    """None, a constant, an empty collection, an argument handed back, an empty recordset."""
    text = ast.unparse(value) if value else "None"
    return bool(
        re.fullmatch(
            r"None|True|False|''|0(\.0)?|\[\]|\{\}|\(\)|set\(\)|[a-z_]+"
            r"|self\.browse\(\)|self\.env\['[\w.]+'\]",
            text,
        )
    )


def rooms(addon="aftersales_service"):
    """The rooms of an add-on from the ground up: the order in which models are loaded."""
    text = (ADDONS / addon / "models/__init__.py").read_text()
    return re.findall(r"^from \. import (\w+)$", text, re.MULTILINE)


def room_of(path, addon="aftersales_service"):
    """The room a file lies in; None above the rooms."""
    inside = path.relative_to(ADDONS / addon).as_posix()
    for layer in LAYERS:
        if inside.startswith(f"{layer}/"):
            rest = inside[len(layer) + 1 :].split("/")
            return rest[0] if len(rest) > 1 else None
    return None


def purpose(room, addon="aftersales_service"):
    """The first sentence of the room's README: what it is for."""
    readme = ADDONS / addon / "models" / room / "README.md"
    text = readme.read_text().partition("\n")[2] if readme.is_file() else ""
    return " ".join(text.strip().split("\n\n")[0].split())


@cache
def trees(addon="aftersales_service", layer="models"):
    """{path: syntax tree} of the Python files of a layer."""
    return {
        path: ast.parse(path.read_text())
        for path in sorted((ADDONS / addon / layer).rglob("*.py"))
    }


@cache
def methods():
    """Every method of every model class in all add-ons."""
    found = []
    for addon in EVERY_ADDON:
        for path, tree in trees(addon).items():
            room = room_of(path, addon) or addon
            for model, node in _methods_of(tree):
                found.append(Method(node.name, model, room, path, node))
    return found


def _methods_of(tree):
    for cls in tree.body:
        if isinstance(cls, ast.ClassDef):
            model = _model_of(cls)
            for node in cls.body:
                if isinstance(node, ast.FunctionDef):
                    yield model, node


def _model_of(cls):
    """The model a class declares, else the first one it extends; else its own name."""
    model = _text_of(cls, "_name") or next(iter(_texts_of(cls, "_inherit")), None)
    return model or cls.name


def _text_of(cls, name):
    return next(iter(_texts_of(cls, name)), None)


def _texts_of(cls, name):
    """The texts that a class attribute holds, one or a list of them."""
    for step in cls.body:
        if isinstance(step, ast.Assign) and ast.unparse(step.targets[0]) == name:
            return [
                node.value
                for node in ast.walk(step.value)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
    return []


def hooks():
    """[(hook, methods that extend it)] by room from the ground up."""
    order = {room: place for place, room in enumerate(rooms())}
    by_name = {}
    for method in methods():
        by_name.setdefault(method.name, []).append(method)
    found = [
        (hook, [m for m in by_name[hook.name] if _extends(m, hook)])
        for hook in methods()
        if hook.is_hook
    ]
    return sorted(found, key=lambda pair: (order.get(pair[0].room, 99), pair[0].place))


def _extends(method, hook):
    """Whether ``method`` answers ``hook``: as its model's or, of a mixin, as its user's."""
    of_mixin = any(m.model.endswith(".mixin") for m in (method, hook))
    return method.node is not hook.node and (of_mixin or method.model == hook.model)


def dead_bodies():
    """Hooks whose body does something and never runs, because nobody calls it."""
    return [
        hook
        for hook, others in hooks()
        if hook.does_something
        and any(o.model == hook.model and not o.calls_super for o in others)
    ]


def orphans(core, addon="aftersales_service"):
    """Methods of models that go on with `super()` although nobody below has them: what
    they extend is gone, and so nobody calls them.

    :param core: names that Odoo itself declares (`core_names`)
    """
    by_name = {}
    for method in methods():
        by_name.setdefault(method.name, []).append(method)
    return [
        method
        for method in methods()
        if method.path.is_relative_to(ADDONS / addon)
        and "." in method.model  # no plain class
        and method.calls_super
        and method.name not in core
        and not any(_extends(method, other) for other in by_name[method.name])
    ]


def unextended():
    """Hooks that nobody extends: what is said there is asked in vain."""
    return [hook for hook, others in hooks() if not others]


def overridden(name, addon="aftersales_service"):
    """{model: how many classes of the add-on override its method ``name``}, outside mixins.

    Each override of `create`, `write` or `_move_to` is a step of a story that only the
    order of imports tells; a model has one, which calls its steps by name.
    """
    return Counter(
        method.model
        for method in methods()
        if method.name == name
        and method.path.is_relative_to(ADDONS / addon)
        and not method.model.endswith(".mixin")
    )


def doubles(addon="aftersales_service"):
    """{(room, model): methods that two classes of the model define in that room}."""
    seen = Counter(
        (method.room, method.model, method.name)
        for method in methods()
        if method.path.is_relative_to(ADDONS / addon)
    )
    found = {}
    for (room, model, name), times in sorted(seen.items()):
        if times > 1:
            found.setdefault((room, model), []).append(name)
    return found


def strangers(core, addon="aftersales_service"):
    """Methods of ours on models of Odoo whose names do not say that they are ours.

    What a mixin of ours asks of every document that has it bears the mixin's name.

    :param core: names that Odoo itself declares (`core_names`)
    """
    ours = _own_models()
    asked = {m.name for m in methods() if m.model.endswith(".mixin")}
    return [
        method
        for method in methods()
        if method.path.is_relative_to(ADDONS / addon)
        and method.model not in ours
        and (method.model == "base" or "." in method.model)  # no plain class
        and method.name not in core | asked
        and "aftersales" not in method.name
    ]


def _own_models():
    """Models that our add-ons declare."""
    return {
        model
        for addon in EVERY_ADDON
        for tree in trees(addon).values()
        for cls in tree.body
        if isinstance(cls, ast.ClassDef)
        for model in [_text_of(cls, "_name")]
        if model and model not in _texts_of(cls, "_inherit")
    }


def sizes(addon="aftersales_service"):
    """{room: (files of its models without `__init__.py`, their lines)}."""
    found = {}
    for path in trees(addon):
        room = room_of(path, addon)
        if room and path.name != "__init__.py":
            files, lines = found.get(room, (0, 0))
            found[room] = files + 1, lines + len(path.read_text().splitlines())
    return found


def foreign_folders(addon="aftersales_service"):
    """Folders of the layers that bear no room's name."""
    known = set(rooms(addon))
    return [
        folder.relative_to(ADDONS / addon).as_posix()
        for layer in LAYERS
        if (ADDONS / addon / layer).is_dir()
        for folder in sorted((ADDONS / addon / layer).iterdir())
        if folder.is_dir() and not folder.name.startswith("__")
        if folder.name not in known | PLAIN_FOLDERS.get(layer, set())
    ]


def twin_tests():
    """{add-on: names that two test modules bear}: Odoo would run one of them."""
    found = {}
    for addon in EVERY_ADDON:
        names = Counter(p.stem for p in (ADDONS / addon / "tests").rglob("test_*.py"))
        if twins := sorted(name for name, times in names.items() if times > 1):
            found[addon] = twins
    return found
