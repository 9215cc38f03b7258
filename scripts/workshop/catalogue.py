"""The catalogue of rules (`docs/requirements` of an add-on), read from its tables."""

import re
from dataclasses import dataclass
from pathlib import Path

from .places import ADDONS, ROOT

# Two digits at least, so that “B-2” in a test stays a serial number.
ID = r"(?:PS|[OWSTDPRFMCKBQJIGVX])-\d{2,}[a-z]?"
# `--` would be a heading; a code stands free, never inside a longer word or number.
CITED = re.compile(rf"(?<![\w-])({ID})(?![\w-])")
STATES = ("done", "partly", "open", "not relevant")


@dataclass(frozen=True)
class Row:
    """One rule: what is asked, how far it is, which files do it."""

    id: str
    rule: str
    state: str  # one of STATES, with what is missing after a colon
    paths: tuple  # absolute
    source: Path


def folders():
    return sorted(ADDONS.glob("*/docs/requirements"))


def rows(addon="*"):
    """Every row of an add-on, or of all."""
    return [
        row
        for folder in folders()
        if addon in ("*", folder.parents[1].name)
        for file in sorted(folder.glob("*.md"))
        for row in _rows_of(file)
    ]


def _rows_of(file):
    addon = file.parents[2]
    for line in file.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and re.fullmatch(ID, cells[0]):
            code, rule, state, files = cells
            paths = (addon / path for path in re.findall(r"`([^`]+)`", files))
            yield Row(code, rule, state, tuple(p.resolve() for p in paths), file)


def cited(paths):
    """{code: the files that cite it}."""
    found = {}
    for path in paths:
        for code in set(CITED.findall(path.read_text())):
            found.setdefault(code, []).append(path.relative_to(ROOT).as_posix())
    return found
