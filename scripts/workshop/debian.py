"""System packages: only those that are missing, from the machine's own Debian mirror."""

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import console

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def postgres_bin():
    """The folder of the newest installed PostgreSQL server, or None."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda p: int(p.parts[-3]),
    )
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _has_cjk_font():
    listing = shutil.which("fc-list")
    if not listing:
        return False
    return bool(
        subprocess.run([listing, ":lang=zh"], check=False, capture_output=True).stdout
    )


def chromium():
    return shutil.which("chromium") or shutil.which("google-chrome")


NEEDS = {
    "python3-venv": lambda: importlib.util.find_spec("ensurepip"),
    "postgresql": lambda: os.environ.get("PGHOST") or postgres_bin(),
    "wkhtmltopdf": lambda: shutil.which("wkhtmltopdf"),
    "fontconfig": lambda: shutil.which("fc-list"),
    "fonts-noto-cjk": _has_cjk_font,
    "chromium": chromium,
    "poppler-utils": lambda: shutil.which("pdftoppm"),
}
FOR_RUN = ["python3-venv", "postgresql", "wkhtmltopdf", "fontconfig", "fonts-noto-cjk"]
FOR_TEST = [*FOR_RUN, "chromium", "poppler-utils"]


def ensure(packages):
    """Install those of ``packages`` whose thing is not there yet."""
    missing = [name for name in packages if not NEEDS[name]()]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise console.Stop(
            f"These system packages are missing: {' '.join(missing)}. "
            f"Install them first (on Debian: sudo apt-get install {' '.join(missing)})."
        )
    with console.phase(f"system packages: {' '.join(missing)}"):
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        advice = "apt-get failed: check the network and the machine's apt sources, then call again."
        console.call(["apt-get", "update", "-qq"], fail=advice, env=quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        console.call(
            [*install, *missing], fail=advice, env=quiet, stdout=subprocess.DEVNULL
        )


def mirror():
    """Address of the Debian mirror that this machine itself uses."""
    lists = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    for file in lists:
        if file.suffix not in (".list", ".sources") or not file.exists():
            continue
        for line in file.read_text(errors="replace").splitlines():
            found = re.match(
                r"(?:URIs:|deb\s(?:\[.*?\])?)\s*(\S+/debian)/?(?:\s|$)", line
            )
            if found:
                return found.group(1)
    raise console.Stop(
        "No Debian mirror found in this machine's apt sources; set ODOO_HOME to an "
        "Odoo 19 that you already have instead."
    )
