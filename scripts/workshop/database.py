"""Databases: a core template (slow, rarely made), ours on top of it, copies for each use.

Every database is made under a working name and renamed when it is whole, so a broken
call leaves nothing half-made.
"""

import hashlib
from contextlib import contextmanager

from . import console, oca, odoo_home
from .odoo_runner import core_dependencies
from .places import ADDONS, LOGS, OUR_ADDONS, ROOT, digest

DEMO = "aftersales_demo"
# One story: what follows uses the people and jobs of what went before.
DEMO_PROGRAMS = [
    ROOT / "scripts/demo" / f"{name}.py"
    for name in (
        "company",
        "job",
        "story",
        "parts",
        "returns",
        "desk",
        "money",
        "warranty",
        "statements",
        "finance",
        "filings",
    )
]
PREFIX = "aftersales_template_"

# Everything below stands on a Chinese company: currency, chart of accounts, time zone.
CHINESE_COMPANY = """
company = env.ref('base.main_company')
cny = env.ref('base.CNY')
cny.active = True
company.write({'country_id': env.ref('base.cn').id})
env['account.chart.template'].try_loading('cn', company=company, install_demo=False)
company.currency_id = cny
env.ref('base.user_admin').write({'lang': 'zh_CN', 'tz': 'Asia/Shanghai'})
env['ir.default'].set('res.partner', 'lang', 'zh_CN')
env['ir.default'].set('res.partner', 'tz', 'Asia/Shanghai')
env.cr.commit()
"""

# Scripts and styles of the pages, compiled once: tests roll back what they compile, so each
# tour would do it again. A style that does not compile would otherwise only look broken.
BUNDLES = """
names = (
    'web.assets_web', 'web.assets_frontend', 'web.assets_frontend_minimal',
    'web.assets_frontend_lazy', 'web.assets_tests', 'web.report_assets_common',
    'web.report_assets_pdf', 'web.assets_unit_tests_setup', 'web.assets_unit_tests',
    'aftersales_service.assets_phone',
)
for name in names:
    bundle = env['ir.qweb']._get_asset_bundle(name, css=True, js=True)
    bundle.js()
    bundle.css()
    assert not bundle.css_errors, (name, bundle.css_errors)
env.cr.commit()
"""


# Tests and demo use every room; a new database begins plain. Done here once, because each
# class of tests would do it again.
SWITCHES = """
if 'aftersales.order' in env:
    env['res.groups']._aftersales_switch_all(on=True)
    env.cr.commit()
"""


def core_template(odoo):
    """Name of the database with all that our add-ons stand on, in Chinese."""
    modules = ",".join(core_dependencies())
    key = odoo_home.version(odoo.root) + modules + CHINESE_COMPANY
    name = f"{PREFIX}core_{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if name not in odoo.server.databases():
        title = "template database of Odoo itself (2 to 4 minutes)"
        with console.phase(title), making(odoo, name, f"{PREFIX}core_part") as work:
            drop_older(odoo, "core")
            odoo.batch(
                work,
                "-i",
                modules,
                "--load-language=zh_CN",
                "--without-demo=True",
                fail="Odoo could not be installed into a new database.",
                log="template-core.log",
            )
            run_program(odoo, work, CHINESE_COMPANY)
    return name


def ours_template(odoo):
    """Name of the core template with our add-ons installed; remade when a file changed."""
    core = core_template(odoo)
    folders = [ADDONS / addon for addon in odoo.addons]
    name = f"{PREFIX}ours_{digest([*folders, oca.PINS])}"
    if name not in odoo.server.databases():
        title = "template database with our add-ons"
        if left_out := set(OUR_ADDONS) - set(odoo.addons):
            title += f" (left out, your Odoo lacks what they need: {sorted(left_out)})"
        with console.phase(title), making(odoo, name, f"{PREFIX}ours_part") as work:
            drop_older(odoo, "ours")
            odoo.copy(core, work)
            log = LOGS / "template-ours.log"
            log.unlink(missing_ok=True)
            odoo.batch(
                work,
                "-i",
                ",".join(odoo.addons),
                "--without-demo=True",
                fail="Our add-ons could not be installed.",
                log=log.name,
            )
            run_program(odoo, work, SWITCHES + BUNDLES)
    return name


def demo(odoo):
    """Name of the demo database; made when missing."""
    if DEMO not in odoo.server.databases():
        with (
            console.phase("demo database"),
            making(odoo, DEMO, f"{DEMO}_part") as work,
        ):
            odoo.copy(ours_template(odoo), work)
            story = "\n".join(program.read_text() for program in DEMO_PROGRAMS)
            run_program(odoo, work, story)
    return DEMO


def run_program(odoo, database, program, options=()):
    """Run ``program`` in an odoo shell on ``database``; any exception stops the script."""
    guarded = (
        "import traceback, os\n"
        f"program = {program!r}\n"
        "try:\n"
        "    exec(compile(program, 'program', 'exec'), globals())\n"
        "except Exception:\n"
        "    traceback.print_exc(); os._exit(3)\n"
    )
    if odoo.shell(database, guarded, options).returncode:
        raise console.Stop(f"A program failed on the database {database}; see above.")


@contextmanager
def making(odoo, name, work):
    """The working name of a database; renamed to ``name`` when whole, else dropped."""
    odoo.drop(work)
    try:
        yield work
    except BaseException:
        odoo.drop(work)
        raise
    odoo.rename(work, name)


def drop_older(odoo, kind):
    for name in odoo.server.databases():
        if name.startswith(f"{PREFIX}{kind}_"):
            odoo.drop(name)
