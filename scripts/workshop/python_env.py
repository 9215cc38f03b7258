"""The virtual environment with the pinned packages of config/requirements.txt."""

import os
import shutil
import sys
from pathlib import Path

from . import console
from .places import CONFIG, LOCAL, LOGS, digest

VENV = LOCAL / "venv"
STAMP = VENV / "complete"


def python():
    """The interpreter Odoo runs with; made first when there is none."""
    own = os.environ.get("ODOO_PYTHON")
    if own:
        return own
    if os.environ.get("ODOO_HOME"):
        return _python_beside(Path(os.environ["ODOO_HOME"]).expanduser())
    wanted = digest([CONFIG / "requirements.txt"])
    if not STAMP.exists() or STAMP.read_text() != wanted:
        with console.phase("Python packages"):
            _build(wanted)
    return str(VENV / "bin/python")


def _python_beside(home):
    """An existing Odoo usually has its own environment: use it, else the caller's."""
    for name in ("venv", ".venv", "env"):
        candidate = home / name / "bin/python"
        if candidate.exists():
            return str(candidate)
    return sys.executable


def _build(wanted):
    if sys.version_info < (3, 10):
        raise console.Stop("Odoo 19 needs Python 3.10 or newer.")
    # An existing environment only gets what changed, so whatever runs in it goes on.
    existed = VENV.exists()
    try:
        _install()
    except BaseException:
        if not existed:
            shutil.rmtree(VENV, ignore_errors=True)
        raise
    STAMP.write_text(wanted)


def _install():
    log = LOGS / "python-packages.log"
    if not (VENV / "bin/python").exists():
        console.call(
            [sys.executable, "-m", "venv", VENV],
            fail="The virtual environment could not be made: is python3-venv installed?",
            log=log,
        )
    pip = [VENV / "bin/python", "-m", "pip", "install", "--no-input", "-r"]
    console.call(
        [*pip, CONFIG / "requirements.txt"],
        fail="The Python packages could not be installed: check the network, then call again.",
        log=log,
    )
