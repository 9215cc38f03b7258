"""Presets got deadlines (T-44, T-45, T-59), events, product families (S-40) and dispatchers
(D-17) more. Tables and files are read once at installation, and what a company did with a
preset stays, so only what is not there is read."""

import csv
import io

from odoo import SUPERUSER_ID, api
from odoo.tools import convert, file_open

_NEW = {
    "aftersales.sla.event.csv": ("sla_event_parts_awaited", "sla_event_parts_there"),
    "aftersales.sla.rule.csv": (
        *("sla_rule_ps_01_t_44", "sla_rule_ps_07_t_59", "sla_rule_ps_12_t_45"),
    ),
}
# (file, the preset that it adds to, what it adds)
_FILES = (
    ("data/sla/families.xml", "sla_policy_ps_03", "sla_family_doors"),
    ("data/dispatch/presets.xml", "sla_version_ps_13", "sla_dispatcher_ps_13_repair"),
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for table, names in _NEW.items():
        with file_open(f"aftersales_service/data/sla/{table}", "r") as file:
            heading, *rows = csv.reader(file)
        fresh = [row for row in rows if row[0] in names and _is_wanted(env, row)]
        if fresh:
            _read(env, table, [heading, *fresh])
    for file, preset, added in _FILES:
        if _find(env, preset) and not _find(env, added):
            convert.convert_file(env, "aftersales_service", file, {}, "init", True)


def _is_wanted(env, row):
    """Not there yet; a deadline only of a preset that is."""
    name, of = row[:2]
    return not _find(env, name) and (not name.startswith("sla_rule") or _find(env, of))


def _find(env, name):
    return env.ref(f"aftersales_service.{name}", raise_if_not_found=False)


def _read(env, table, rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    convert.convert_csv_import(
        env, "aftersales_service", table, text.getvalue().encode(), {}, "init",
        noupdate=True,
    )  # fmt: skip
