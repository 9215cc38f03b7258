"""The last tagged state of the project, at work in a database: where an upgrade starts."""

import hashlib
import io
import subprocess
import tarfile

from . import console, database
from .places import LOCAL, ROOT, fresh

# What 19.0.1.0.0 is; moved on with every tag.
COMMIT = "8c8a63118eee097fc7441d5747e5f3211c1d6956"
OURS = "aftersales_service,aftersales_icp"
HOME = LOCAL / "last_state"
PROGRAM = "tests/lifecycle/company_at_work.py"


def known():
    """Whether this copy of the project has COMMIT (an archive without history has not)."""
    return _git("cat-file", "-e", f"{COMMIT}^{{commit}}").returncode == 0


def template(odoo):
    """Name of a database in which a company has worked with the add-ons of COMMIT."""
    core = database.core_template(odoo)
    key = hashlib.sha256(f"{COMMIT} {core}".encode()).hexdigest()[:12]
    name = f"{database.PREFIX}last_{key}"
    if name not in odoo.server.databases():
        home = _home()
        paths = ",".join(map(str, [*odoo.folders, home / "addons"]))
        options = [f"--addons-path={paths}"]
        with (
            console.phase("template database of the last tagged state"),
            database.making(odoo, name, f"{database.PREFIX}last_part") as work,
        ):
            database.drop_older(odoo, "last")
            odoo.copy(core, work)
            odoo.batch(
                work,
                *options,
                "-i",
                OURS,
                "--without-demo=True",
                fail="The add-ons of the last tagged state could not be installed.",
                log="template-last.log",
            )
            database.run_program(odoo, work, (home / PROGRAM).read_text(), options)
    return name


def _home():
    """COMMIT's add-ons and the program that works with them, unpacked."""
    home = fresh(HOME)
    archive = _git("archive", COMMIT, "addons", PROGRAM).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(home, filter="data")
    return home


def _git(*arguments):
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, check=False
    )
