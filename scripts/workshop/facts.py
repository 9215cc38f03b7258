"""What a room holds, read from its files: models, hooks, screens, papers, jobs, rules."""

import ast
import re
from xml.etree import ElementTree

from . import catalogue, house
from .places import ADDONS

# What a person sees, by the tag or model that declares it.
RECORDS = {
    "ir.actions.client": "screens",
    "ir.actions.act_window": "windows",
    "ir.actions.report": "papers",
    "ir.cron": "jobs",
}


def of(addon, room):
    """{title: sentences} of one room, without what it has not."""
    told = {
        "models": _models(addon, room),
        "hooks it offers": _hooks(room),
        "hooks it answers": _answers(addon, room),
        **_records(addon, room),
        "pages": _routes(addon, room),
        "rules of the catalogue": _rules(addon, room),
    }
    return {title: found for title, found in told.items() if found}


def _files(addon, room, layer, suffix=".py"):
    return sorted((ADDONS / addon / layer / room).rglob(f"*{suffix}"))


def _models(addon, room):
    declared, extended = {}, set()
    for layer in ("models", "wizard", "report"):
        for path in _files(addon, room, layer):
            for name, description in _classes(ast.parse(path.read_text())):
                if description is None:
                    extended.add(name)
                else:
                    declared[name] = description
    lines = [f"{name}: {words}" for name, words in sorted(declared.items())]
    more = ", ".join(sorted(extended - declared.keys()))
    return lines + [f"extends {more}"] * bool(more)


def _classes(tree):
    """(model, its description), the description None where a class only extends."""
    for cls in tree.body:
        if isinstance(cls, ast.ClassDef):
            named = {
                step.targets[0].id: step.value
                for step in cls.body
                if isinstance(step, ast.Assign)
                and isinstance(step.targets[0], ast.Name)
            }
            words = named.get("_description")
            for name in _names(named.get("_name") or named.get("_inherit")):
                yield name, words.value if isinstance(words, ast.Constant) else None


def _names(value):
    if isinstance(value, ast.Constant):
        return [value.value]
    return [value.elts[0].value] if isinstance(value, ast.List) else []


def _hooks(room):
    return [
        f"{hook.model}.{hook.name}: {_first_sentence(hook.doc)}"
        for hook, _others in house.hooks()
        if hook.room == room
    ]


def _answers(addon, room):
    """Hooks of lower rooms and of other add-ons that it extends."""
    known = house.rooms(addon)
    above = known[known.index(room) :]
    return sorted(
        {
            f"{hook.model}.{hook.name} ({hook.room})"
            for hook, others in house.hooks()
            if hook.room not in above and any(other.room == room for other in others)
        }
    )


def _first_sentence(doc):
    words = " ".join(doc.split("\n\n")[0].split())
    return re.sub(r"^Hook[:.]? ?", "", words)


def _records(addon, room):
    found = {title: [] for title in ("menus", *RECORDS.values())}
    for layer in ("views", "wizard", "report", "data"):
        for path in _files(addon, room, layer, ".xml"):
            for node in ElementTree.parse(path).iter():
                if node.tag == "menuitem" and node.get("name"):
                    found["menus"].append(node.get("name"))
                elif title := RECORDS.get(node.get("model")):
                    name = node.find("field[@name='name']")
                    found[title].append(name.text if name is not None else "")
    return {title: sorted(filter(None, set(names))) for title, names in found.items()}


def _routes(addon, room):
    text = "".join(p.read_text() for p in _files(addon, room, "controllers"))
    return sorted(set(re.findall(r'"(/[\w/<>:.-]+)"', text)))


def _rules(addon, room):
    """Rows of the catalogue that name a file of this room."""
    return [
        f"{row.id} ({row.state.split(':')[0]})"
        for row in catalogue.rows(addon)
        if any(
            house.room_of(path, addon) == room for path in row.paths if _in(path, addon)
        )
    ]


def _in(path, addon):
    return path.is_relative_to(ADDONS / addon)
