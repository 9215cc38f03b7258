"""Presets got two deadlines more (T-45, T-59). The tables are read once at installation, and
what a company did with a preset stays, so only rows that are not there are read."""

import csv
import io

from odoo import SUPERUSER_ID, api
from odoo.tools import convert, file_open

_TABLE = "aftersales.sla.rule.csv"
_NEW = ("sla_rule_ps_07_t_59", "sla_rule_ps_12_t_45")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    with file_open(f"aftersales_service/data/sla/{_TABLE}", "r") as file:
        heading, *rows = csv.reader(file)
    data = env["ir.model.data"]
    fresh = [
        row
        for row in rows
        if row[0] in _NEW
        and not data._xmlid_to_res_id(f"aftersales_service.{row[0]}")
        and data._xmlid_to_res_id(f"aftersales_service.{row[1]}")
    ]
    if not fresh:
        return
    text = io.StringIO()
    csv.writer(text).writerows([heading, *fresh])
    convert.convert_csv_import(
        env, "aftersales_service", _TABLE, text.getvalue().encode(), {}, "init",
        noupdate=True,
    )  # fmt: skip
