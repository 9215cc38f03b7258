"""What the code says of its own plan: rooms, what they declare, hooks and who extends them.

Everything is read from the files, so it needs neither Odoo nor a database.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .places import ADDONS, ROOT

# The folders whose second level is a room. `kernel/` and what lies above rooms have none.
LAYERS = (
    *("models", "wizard", "controllers", "report", "views", "data", "security"),
    *("tests", "static/src"),
)


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
        return f"super().{self.name}(" in ast.unparse(self.node)

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
    for addon in sorted(p.parent.name for p in ADDONS.glob("*/__manifest__.py")):
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
    named = {}
    for step in cls.body:
        if isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name):
            named[step.targets[0].id] = step.value
    value = named.get("_name") or named.get("_inherit")
    if isinstance(value, ast.List) and value.elts:
        value = value.elts[0]
    return value.value if isinstance(value, ast.Constant) else cls.name


def hooks():
    """[(hook, methods that extend it)] by room from the ground up."""
    order = {room: place for place, room in enumerate(rooms())}
    by_name = {}
    for method in methods():
        by_name.setdefault(method.name, []).append(method)
    found = [
        (hook, [m for m in by_name[hook.name] if m.node is not hook.node])
        for hook in methods()
        if hook.is_hook
    ]
    return sorted(found, key=lambda pair: (order.get(pair[0].room, 99), pair[0].place))


def dead_bodies():
    """Hooks whose body does something and never runs, because nobody calls it."""
    return [
        hook
        for hook, others in hooks()
        if hook.does_something
        and any(o.model == hook.model and not o.calls_super for o in others)
    ]


# --- the room rule: what an upper room declares is not named in a lower one


def climbs(core):
    """Sentences about lower rooms that name what only a room above them declares.

    :param core: names that Odoo itself declares (`core_names`); they prove nothing
    """
    order = {room: place for place, room in enumerate(rooms())}
    lowest = _lowest_rooms(order, core)
    found = []
    for path, tree in trees().items():
        here = order.get(room_of(path), -1)
        if here < 0:
            continue
        for line, name in _names_in(tree):
            if lowest.get(name, -1) > here:
                room = rooms()[lowest[name]]
                place = path.relative_to(ROOT)
                found.append(f"{place}:{line}: “{name}” is declared above, in {room}")
    return found


def core_names(folders):
    """Names of methods and fields that Odoo's own add-ons declare."""
    names = set()
    for folder in folders:
        for path in Path(folder).rglob("*.py"):
            if "tests" not in path.parts:
                text = path.read_text(errors="replace")
                names.update(re.findall(r"^\s+def (\w+)\(", text, re.MULTILINE))
                names.update(re.findall(r"^    (\w+) = fields\.", text, re.MULTILINE))
    return names


def _lowest_rooms(order, core):
    """{model, field or method: the lowest room that declares it}."""
    lowest = {}
    for path, tree in trees().items():
        place = order.get(room_of(path))
        for name in _declared_in(tree) if place is not None else ():
            if name not in core:
                lowest[name] = min(place, lowest.get(name, place))
    return lowest


def _declared_in(tree):
    for cls in ast.walk(tree):
        if not isinstance(cls, ast.ClassDef):
            continue
        for step in cls.body:
            if isinstance(step, ast.FunctionDef):
                yield step.name
            elif isinstance(step, ast.Assign) and isinstance(step.targets[0], ast.Name):
                name, value = step.targets[0].id, step.value
                if name == "_name" and isinstance(value, ast.Constant):
                    yield value.value
                elif ast.unparse(value).startswith("fields."):
                    yield name


def _names_in(tree):
    """(line, name) of attributes, and of texts that are names: models, paths of fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value.startswith("aftersales."):
                yield node.lineno, node.value
            elif re.fullmatch(r"[a-z]\w*(\.\w+)*", node.value):
                for part in node.value.split("."):
                    if "_" in part:
                        yield node.lineno, part
