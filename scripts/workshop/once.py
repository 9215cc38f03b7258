"""What stands twice in the code: vocabularies, external IDs of groups, the zone of a company.

Read from the files, as `house` reads the plan.
"""

import ast
import re
from pathlib import PurePath

from . import house
from .places import ADDONS, ROOT

# Tests say what they expect, migrations what was there: they repeat on purpose.
_FREE = frozenset({"tests", "migrations"})


def vocabularies():
    """{its codes: [(place, labels)]} of each list of codes and labels in all add-ons."""
    found = {}
    for path, tree in _sources():
        for node in ast.walk(tree):
            if pairs := _read_pairs(node):
                codes = tuple(sorted(code for code, _label in pairs))
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                found.setdefault(codes, []).append((place, dict(pairs)))
    return found


def twins():
    """Sentences about vocabularies with the same codes and labels that stand twice."""
    return [
        f"{codes}: {', '.join(place for place, _labels in places)}"
        for codes, places in vocabularies().items()
        if len({frozenset(labels.items()) for _place, labels in places}) < len(places)
    ]


def homonyms():
    """Codes that stand twice with different labels: two things, or one of two names."""
    return {codes for codes, places in vocabularies().items() if len(places) > 1}


def _read_pairs(node):
    """[(code, label)] of a literal list of at least two of them, else nothing."""
    if not isinstance(node, ast.List | ast.Tuple) or len(node.elts) < 2:
        return []
    try:
        pairs = ast.literal_eval(node)
    except ValueError:
        return []
    return pairs if all(_is_pair(pair) for pair in pairs) else []


def _is_pair(pair):
    return (
        isinstance(pair, tuple)
        and len(pair) == 2
        and all(isinstance(text, str) for text in pair)
    )


def group_ids():
    """{external ID of a group of ours: places} that Python code writes out."""
    pattern = re.compile(rf"\b(?:{'|'.join(house.EVERY_ADDON)})\.\w*group_\w*")
    found = {}
    for place, text in _texts():
        for name in pattern.findall(text):
            found.setdefault(name, []).append(place)
    return found


def zones():
    """Places that name a zone of the clock."""
    return [place for place, text in _texts() if re.fullmatch(r"Asia/\w+", text)]


def _texts():
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def _sources():
    for path in sorted(ADDONS.rglob("*.py")):
        if not _FREE & set(PurePath(path).relative_to(ADDONS).parts):
            yield path, ast.parse(path.read_text())
