"""Add-ons of the OCA that our glue stands on: the user's own, or PyPI's below LOCAL.

They are unpacked, not installed, so the virtual environment stays as it is (and their
packages ask for a distribution `odoo` that PyPI does not have). With ODOO_HOME nothing is
fetched: what that Odoo does not have is left out, together with our glue for it.
"""

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import console, odoo_home
from .places import ADDONS, CONFIG, LOCAL, LOGS, OUR_ADDONS, digest, fresh, manifest

PINS = CONFIG / "oca.txt"
PREFIX = LOCAL / "oca"
STAMP = PREFIX / "complete"


def names():
    """The add-ons that config/oca.txt pins."""
    pinned = re.findall(r"^odoo-addon-(\w+)==", PINS.read_text(), re.MULTILINE)
    return set(pinned)


def missing(folders):
    """Add-ons of the OCA that ours need and that lie in none of ``folders``."""
    needed = {name for addon in OUR_ADDONS for name in manifest(addon)["depends"]}
    return {name for name in needed & names() if not _folder_with(name, folders)}


def locate(root, python):
    """Folders to put on addons_path beside Odoo's own; fetched first when needed."""
    core = odoo_home.core_addons(root)
    wanted = missing(core)
    if not wanted:
        return []
    if os.environ.get("ODOO_HOME"):
        folders = _own_folders(root) + _folders_of(python, root, wanted)
        return _unique(filter(None, (_folder_with(name, folders) for name in wanted)))
    stamp = digest([PINS])
    if not STAMP.exists() or STAMP.read_text() != stamp:
        with console.phase("add-ons of the OCA"):
            _fetch(python, stamp)
    return [PREFIX / "odoo/addons"]


def installable(folders):
    """Those of OUR_ADDONS whose OCA add-ons are there."""
    absent = missing(folders)
    return [a for a in OUR_ADDONS if not absent.intersection(manifest(a)["depends"])]


def _folder_with(name, folders):
    return next((f for f in folders if (f / name / "__manifest__.py").exists()), None)


def _unique(folders):
    return list(dict.fromkeys(folders))


def _own_folders(root):
    """``addons_path`` of the configuration that belongs to the user's own Odoo."""
    home = Path(os.environ["ODOO_HOME"]).expanduser()
    files = [os.environ.get("ODOO_RC"), home / "odoo.conf", root / "odoo.conf"]
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    for file in filter(None, files):
        settings.read(Path(file).expanduser())
        if path := settings.get("options", "addons_path", fallback=""):
            texts = [text.strip() for text in path.split(",") if text.strip()]
            folders = [(home / Path(text).expanduser()).resolve() for text in texts]
            return [folder for folder in folders if folder != ADDONS]
    return []


def _folders_of(python, root, wanted):
    """Where the interpreter finds add-ons that were installed with pip."""
    program = (
        "import importlib.util, sys\n"
        "for name in sys.argv[1:]:\n"
        "    found = importlib.util.find_spec(f'odoo.addons.{name}')\n"
        "    if found: print(found.submodule_search_locations[0])\n"
    )
    done = subprocess.run(
        [python, "-c", program, *sorted(wanted)],
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    return [Path(line).parent for line in done.stdout.splitlines()]


def _fetch(python, stamp):
    work = fresh(LOCAL / "oca.part")
    pip = [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    try:
        console.call(
            [*pip, "--no-deps", "--target", work / "got", "-r", PINS],
            fail=(
                f"The add-ons of the OCA ({', '.join(sorted(names()))}) could not be "
                "downloaded from PyPI: check the network, then call again; or do without "
                "them: AFTERSALES_ADDONS=" + ",".join(_without())
            ),
            log=LOGS / "oca-download.log",
        )
        (work / "got" / STAMP.name).write_text(stamp)
        shutil.rmtree(PREFIX, ignore_errors=True)
        (work / "got").rename(PREFIX)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _without():
    """Our add-ons that need none of the OCA's."""
    return [a for a in OUR_ADDONS if not names().intersection(manifest(a)["depends"])]
