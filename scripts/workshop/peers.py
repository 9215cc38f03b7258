"""Odoo's own suites beside us: what fails with our add-ons and passes without them."""

import json
import subprocess
import time

from . import console, database
from .places import LOCAL, LOGS, free_port

SUITES = (
    "stock",
    "sale_stock",
    "stock_account",
    "repair",
    "resource",
    "sale",
    "portal",
    "product",
    "rating",
    "mail",
    "account",
)
# We do not depend on these; they get databases of their own.
EXTRAS = ("purchase_stock", "mrp", "point_of_sale")
# A few minutes that meet every kind of disturbance that there was; part of scripts/test.
CHOSEN = (
    "sale:TestAccessRights",
    "sale:TestSaleToInvoice",
    "sale:TestSaleOrderCreditLimit",
    "repair",
    "stock:TestReports",
)
# Runs in Odoo's interpreter. All tests of a module, whether they were written to run at
# installation or after it, run when everything is installed: only then we are there, too.
# Pages are driven by our own tours, so what needs a browser is left out.
_PROGRAM = """
import json, sys, unittest
from odoo.tools import config
config.parse_config({options!r})
import odoo.http
from odoo.modules.registry import Registry
from odoo.service import server
server.load_server_wide_modules()
server.server = server.ThreadedServer(odoo.http.root)
server.server.start(stop=False)
Registry({name!r})
from odoo.tests import common, loader
from odoo.tests.result import OdooTestResult
failed = set()
def name(test):
    # Subtests carry values that differ from run to run.
    known = test.id()
    return known if known.startswith(("setUp", "tearDown")) else known.partition(" (")[0]
class Result(OdooTestResult):
    def addError(self, test, error):
        failed.add(name(test))
        super().addError(test, error)
    def addFailure(self, test, error):
        failed.add(name(test))
        super().addFailure(test, error)
def skip(*args, **kwargs):
    raise unittest.SkipTest("needs a browser")
loader.OdooTestResult = Result
common.HttpCase.browser_js = skip
count = 0
for position in ("at_install", "post_install"):
    suite = loader.make_suite([{module!r}], position)
    count += loader.run_suite(suite).testsRun
with open({target!r}, "w") as file:
    json.dump({{"count": count, "failed": sorted(failed)}}, file)
server.server.stop()
"""

# The suites compare with English sentences and names.
_ENGLISH = """
UPDATE res_lang SET active = true WHERE code = 'en_US';
UPDATE stock_location SET name = 'Stock' WHERE id IN (
    SELECT lot_stock_id FROM stock_warehouse);
DELETE FROM ir_default WHERE field_id IN (
    SELECT id FROM ir_model_fields WHERE model = 'res.partner' AND name IN ('lang', 'tz'));
UPDATE res_partner SET lang = 'en_US', tz = NULL;
"""


def compare(odoo, specs, out=print):
    """Run each of ``specs`` with and without us; what fails only with us, by spec.

    A spec is a module, or a part of it as Odoo's test tags name it (``sale:TestSaleOrder``).
    """
    found = {}
    for group in _grouped(odoo, specs):
        plain, ours = _templates(odoo, *group)
        copy = _fresh(odoo, "ours", ours)
        for spec in group[0]:
            theirs = _without(odoo, spec, plain)
            with_us = _run(odoo, spec, copy)
            only = set(with_us["failed"]) - set(theirs["failed"])
            found[spec] = sorted(only and _again(odoo, spec, copy, only))
            out(_describe(spec, theirs, with_us, found[spec]))
        odoo.drop(copy)
    return {spec: names for spec, names in found.items() if names}


def missing(odoo, specs):
    """Modules of ``specs`` that are in no folder of add-ons here."""
    modules = [spec.partition(":")[0] for spec in specs]
    return [m for m in modules if not any((f / m).is_dir() for f in odoo.folders)]


def _grouped(odoo, specs):
    """(specs, further modules to install): the extras apart from what we stand on."""
    here = [s for s in specs if s.partition(":")[0] not in missing(odoo, [s])]
    extra = [s for s in here if s.partition(":")[0] in EXTRAS]
    usual = [s for s in here if s not in extra]
    if usual:
        yield usual, ()
    if extra:
        yield extra, tuple(sorted(m for m in EXTRAS if not missing(odoo, [m])))


def _templates(odoo, _specs, more):
    plain = database.core_template(odoo)
    ours = database.ours_template(odoo)
    if more:
        plain, ours = (_extended(odoo, base, more) for base in (plain, ours))
    return plain, ours


def _extended(odoo, base, more):
    """``base`` with ``more`` modules; kept until the template below it changes."""
    name = f"{base}_more"
    if name not in odoo.server.databases():
        title = f"template database with {', '.join(more)} on {base}"
        with console.phase(title), database.making(odoo, name, f"{base}_part") as work:
            odoo.copy(base, work)
            odoo.batch(
                work,
                "-i",
                ",".join(more),
                "--without-demo=True",
                fail=f"{', '.join(more)} could not be installed.",
                log="template-more.log",
            )
    return name


def _fresh(odoo, side, template):
    name = f"aftersales_peer_{side}"
    odoo.copy(template, name)
    odoo.server.query(_ENGLISH, name)
    return name


def _without(odoo, spec, template):
    """The result without us, kept for as long as Odoo and the modules are the same."""
    kept = LOCAL / "peers" / f"{template}-{spec.replace(':', '.')}.json"
    if not kept.exists():
        copy = _fresh(odoo, "plain", template)
        result = _run(odoo, spec, copy)
        odoo.drop(copy)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(result))
    return json.loads(kept.read_text())


def _again(odoo, spec, name, tests):
    """What of ``tests`` fails a second time, too: some of core's look at the clock."""
    module = spec.partition(":")[0]
    tags = ",".join(f"/{module}:{_tag(test)}" for test in sorted(tests))
    return tests & set(_run(odoo, spec, name, tags)["failed"])


def _tag(test):
    """``Class.method`` of a test, or the class whose setting up failed."""
    if "(" in test:
        return test.rstrip(")").rpartition(".")[2]
    return ".".join(test.split(".")[-2:])


def _run(odoo, spec, name, tags=None):
    """{count, failed, seconds} of one suite on the database ``name``."""
    began = time.monotonic()
    part = "-again" if tags else ""
    log = LOGS / f"peer-{name}-{spec.replace(':', '.')}{part}.log"
    log.unlink(missing_ok=True)
    target = log.with_suffix(".json")
    target.unlink(missing_ok=True)
    program = _PROGRAM.format(
        options=_options(odoo, tags or f"/{spec}", name, log),
        name=name,
        module=spec.partition(":")[0],
        target=str(target),
    )
    subprocess.run([odoo.python, "-c", program], env=odoo.environment, check=False)
    if not target.exists():
        raise console.Stop(f"The suite {spec} broke off. The whole log: {log}")
    result = json.loads(target.read_text())
    return result | {"seconds": round(time.monotonic() - began)}


def _options(odoo, tags, name, log):
    return [
        *("-c", str(odoo.conf), "-d", name, "--max-cron-threads=0"),
        *("--http-port", str(free_port()), "--logfile", str(log)),
        *("--test-tags", tags, "--log-level", "info"),
    ]


def _describe(spec, theirs, with_us, names):
    both = len(set(with_us["failed"]) & set(theirs["failed"]))
    line = (
        f"{spec}: {with_us['count']} tests, {with_us['seconds']} s with us; "
        f"{theirs['count']} tests, {theirs['seconds']} s without; "
        f"{both} fail on both sides; only with us: {len(names)}"
    )
    return "\n".join([line, *(f"    ✘ {name}" for name in names)])


def installed(odoo):
    """The suites of the whole run, with the extras that are here."""
    return [*SUITES, *(m for m in EXTRAS if not missing(odoo, [m]))]
