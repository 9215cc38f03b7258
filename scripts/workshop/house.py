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
