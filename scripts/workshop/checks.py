"""Lint: style, Odoo's pitfalls, XML, translations. Each check returns sentences."""

import re
import subprocess
from xml.dom import expatbuilder

from . import console, node_env
from .places import ADDONS, CONFIG, LOGS, OUR_ADDONS, ROOT

# README.rst is generated from readme/; one model over several rooms is meant.
NOT_OURS = ["missing-readme", "consider-merging-classes-inherited"]
PYTHON = ["addons", "scripts", "tests"]
# Idioms of older versions that Odoo 19 accepts in silence and does not obey.
OLD_IDIOMS = {
    r"_sql_constraints": "models.Constraint",
    r"<tree[ >]": "<list>",
    r"view_mode[^\n]*\btree\b": "list",
    r"kanban-box": 't-name="card"',
    r"Product Unit of Measure": "Product Unit",
    r"\bgroups_id\b": "group_ids",
    r"type=[\"']json[\"']": "jsonrpc",
    r"\._(cr|uid|context)\b": "self.env.…",
    r"\.read_group\(": "_read_group",
    r"toggle_active": "action_archive",
    r"\bname_get\(": "_compute_display_name",
    r"user_has_groups": "env.user.has_group",
    r"procurement\.group": "stock.reference",
    r"\b(qty_done|quantity_done)\b": "quantity and picked",
    r"\b(uom_po_id|detailed_type)\b": "uom_ids, type",
    r"t-(esc|raw)=": "t-out",
    r"<group[^>]*\bexpand=": "<group>",
    r"def create\(self, vals\)": "@api.model_create_multi",
}


def style(python):
    """ruff: rules and layout."""
    found = []
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [python, "-m", "ruff", *command, "--quiet", *PYTHON],
            check=False,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        found += done.stdout.splitlines()
    scripts = [
        str(p)
        for p in (ROOT / "scripts").iterdir()
        if p.is_file() and p.read_text().startswith("#!/usr/bin/env python3")
    ]
    done = subprocess.run(
        [python, "-m", "ruff", "check", "--quiet", *scripts],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return found + done.stdout.splitlines()


def scripts(python):
    """ESLint and Prettier on what runs in the browser."""
    files = [str(path.relative_to(ROOT)) for path in _files("static/**/*.js")]
    found = []
    for command in (
        [*node_env.eslint(python), *files],
        [*node_env.prettier(python), "--check", *files],
    ):
        done = subprocess.run(
            command, check=False, cwd=ROOT, capture_output=True, text=True
        )
        if done.returncode:
            found += f"{done.stdout}{done.stderr}".splitlines()
    return found


def odoo_pitfalls(python):
    """pylint-odoo on the add-ons."""
    done = subprocess.run(
        [
            python,
            "-m",
            "pylint",
            f"--rcfile={CONFIG / 'pylintrc'}",
            f"--disable={','.join(NOT_OURS)}",
            *(str(ADDONS / addon) for addon in OUR_ADDONS),
        ],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode & 32:
        raise console.Stop(f"pylint did not run: {done.stderr.strip()[-500:]}")
    return [line for line in done.stdout.splitlines() if re.match(r"^\S+:\d+", line)]


def old_idioms():
    found = []
    for path in _files("*.py", "*.xml", "*.js"):
        text = path.read_text()
        for pattern, better in OLD_IDIOMS.items():
            for match in re.finditer(pattern, text):
                line = text.count("\n", 0, match.start()) + 1
                name = path.relative_to(ROOT)
                found.append(
                    f"{name}:{line}: {match.group(0)!r} – Odoo 19 wants {better}"
                )
    return found


def xml_files():
    found = []
    for path in _files("*.xml"):
        try:
            expatbuilder.parse(str(path))
        except Exception as error:
            found.append(f"{path.relative_to(ROOT)}: {error}")
    return found


def sizes():
    """Functions over 60 lines and model files over 600 are refused."""
    import ast

    found = []
    for path in _files("*.py"):
        text = path.read_text()
        name = path.relative_to(ROOT)
        if "models" in path.parts and text.count("\n") > 600:
            found.append(f"{name}: {text.count(chr(10))} lines in one model file")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > 60:
                found.append(f"{name}:{node.lineno}: {node.name} is too long")
    return found


def log(file, apart_from=None):
    """Lines of an Odoo log that warn: old idioms and broken records only warn.

    :param apart_from: pattern of warnings that are meant
    """
    path = LOGS / file
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return [
        line
        for line in lines
        if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
        and not (apart_from and re.search(apart_from, line))
    ]


def failed_tests(file, apart_from=()):
    """Names of the tests that failed in an Odoo log, without those that are about the
    add-ons ``apart_from``; None when the log tells of no failed test at all."""
    text = (LOGS / file).read_text(errors="replace")
    found = re.findall(r" ERROR .* (?:FAIL|ERROR): (.*)$", text, re.MULTILINE)
    theirs = tuple(f"module='{addon}'" for addon in apart_from)
    ours = [name for name in found if not any(part in name for part in theirs)]
    return ours if found else None


def _files(*patterns):
    for addon in OUR_ADDONS:
        for pattern in patterns:
            yield from sorted((ADDONS / addon).rglob(pattern))


def refuse(found, title):
    if found:
        raise console.Stop("\n".join([f"{title}:", *found[:60]]))
