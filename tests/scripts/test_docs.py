"""What is written about the house agrees with the house; needs neither Odoo nor a database."""

import ast
import io
import re
import subprocess
import sys
import tokenize

import pytest
from workshop import catalogue, house
from workshop.places import ADDONS, ROOT

ROWS = catalogue.rows()
IDS = {row.id for row in ROWS}
TEXTS = {".py", ".xml", ".csv", ".js", ".scss", ".html", ".md", ".po"}
# A file name in a text that is somebody else's.
FOREIGN = {"odoo/release.py"}
# A path has a slash inside and nothing that stands for something else.
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?|[\w-]+/")
QUOTED = re.compile(r"`([^`\s]+)`|\]\(([^)#\s]+)\)")


def _written():
    """Every text that tells about the house; the changelog tells of houses before."""
    found = [*ROOT.glob("*.md"), *ADDONS.glob("**/*.md")]
    return sorted(p for p in found if p.name != "CHANGELOG.md")


def _name(path):
    return path.relative_to(ROOT).as_posix()


def _sources():
    folders = [ADDONS, ROOT / "scripts", ROOT / "tests"]
    files = [p for folder in folders for p in folder.rglob("*")]
    scripts = [p for p in (ROOT / "scripts").iterdir() if not p.suffix]
    return [p for p in files if p.suffix in TEXTS] + [p for p in scripts if p.is_file()]


# === THE CATALOGUE === #


def test_each_rule_has_one_row():
    ids = [row.id for row in ROWS]
    assert len(ids) > 700
    assert sorted(i for i in IDS if ids.count(i) > 1) == []


def test_rows_of_a_letter_stand_in_one_file():
    files = {}
    for row in ROWS:
        files.setdefault(row.id.split("-")[0], set()).add(row.source.name)
    assert {letter: names for letter, names in files.items() if len(names) > 1} == {}


def test_each_row_says_how_far_it_is():
    """A state that is known; what is not done says what is missing, what is done says
    which files do it."""
    wrong = []
    for row in ROWS:
        state, _colon, missing = row.state.partition(": ")
        fits = {
            "done": row.paths and not missing,
            "partly": row.paths and missing,
            "open": missing,
            "not relevant": not missing,
        }
        if not fits.get(state):
            wrong.append(f"{row.id}: {row.state}")
    assert wrong == []


def test_files_of_the_rows_exist():
    dead = [
        f"{row.id}: {path}" for row in ROWS for path in row.paths if not path.exists()
    ]
    assert dead == []


def test_cited_rules_exist():
    """Wherever a rule is cited, in code, in data, in tests, in texts, it can be read."""
    unknown = {}
    for path in _sources():
        for code in catalogue.CITED.findall(_prose(path)):
            if code not in IDS and code.rstrip("abcdefghijkl") not in IDS:
                unknown.setdefault(code, set()).add(_name(path))
    assert unknown == {}


def _prose(path):
    """The text that cites; of tests only what explains them, where a code may be a serial."""
    text = path.read_text()
    if "tests" not in path.parts or path.suffix not in (".py", ".js"):
        return text
    return _explained(text) if path.suffix == ".py" else _commented(text)


def _explained(text):
    """Docstrings and comments of Python."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    tree = ast.parse(text)
    words = [ast.get_docstring(n) for n in ast.walk(tree) if isinstance(n, kinds)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    words += [token.string for token in tokens if token.type == tokenize.COMMENT]
    return "\n".join(filter(None, words))


def _commented(text):
    return "\n".join(re.findall(r"//[^\n]*|/\*.*?\*/", text, re.DOTALL))


# === PATHS AND ROOMS === #


@pytest.mark.parametrize("text", _written(), ids=_name)
def test_paths_in_texts_exist(text):
    """A path is meant from the text's own folder, from its add-on, or from the top.
    What stands at the top speaks of the service add-on."""
    inside = text.is_relative_to(ADDONS)
    addon = text.relative_to(ADDONS).parts[0] if inside else "aftersales_service"
    starts = [text.parent, ROOT, ADDONS / addon]
    dead = []
    for quoted, linked in QUOTED.findall(text.read_text()):
        path = quoted or linked
        if not PATH.fullmatch(path) or path in FOREIGN or path.startswith(".local/"):
            continue
        if not any((start / path).exists() for start in starts):
            dead.append(path)
    assert dead == []


@pytest.mark.parametrize("room", house.rooms())
def test_each_room_says_what_it_is_for(room):
    readme = ADDONS / "aftersales_service/models" / room / "README.md"
    assert readme.read_text().startswith(f"# `{room}`: ")
    assert house.purpose(room).endswith((".", "?"))
    assert len(readme.read_text().splitlines()) <= 25


def test_the_plan_names_every_room_from_the_ground_up():
    text = (ADDONS / "aftersales_service/ARCHITECTURE.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == house.rooms()


def test_rooms_are_told_from_the_code():
    """`scripts/rooms`: the plan, one room with all it holds, one rule, an unknown word."""
    plan = _rooms()
    assert [line.split()[0] for line in plan.stdout.splitlines()] == house.rooms()
    told = _rooms("fault").stdout
    assert "aftersales.fault: Fault Tree" in told
    assert "aftersales.import" in told
    assert "S-19 (" in told
    rule = _rooms("S-19").stdout
    assert "models/fault/" in rule
    refused = _rooms("nowhere")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("✘ “nowhere” is neither a rule nor one of base,")


def _rooms(*arguments):
    command = [sys.executable, ROOT / "scripts/rooms", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize("addon", ["aftersales_service", "aftersales_icp"])
def test_applications_describe_themselves(addon):
    for part in ("DESCRIPTION", "CONFIGURE", "USAGE", "CONTRIBUTORS"):
        assert (ADDONS / addon / "readme" / f"{part}.md").read_text().strip()
    page = ADDONS / addon / "static/description/index.html"
    pictures = re.findall(r'<img[^>]* src="([^"]+)"', page.read_text())
    assert [p for p in pictures if not (page.parent / p).is_file()] == []
