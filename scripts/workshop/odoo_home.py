"""Odoo 19 itself: the user's own (ODOO_HOME), or Debian's package unpacked below LOCAL.

Debian 12 has no Odoo; suite sid has `odoo-19` (architecture all). It is unpacked, never
installed: apt works here with its own sources, lists and cache, so the machine's apt
stays as it is. The package holds relative links to fonts and scripts of other packages,
which are unpacked beside it.
"""

import os
import shutil
from pathlib import Path

from . import console, debian
from .places import LOCAL, LOGS, fresh

PREFIX = LOCAL / "odoo"
FROM_SID = ["odoo-19", "fonts-montserrat"]
FROM_STABLE = [
    "fonts-font-awesome",
    "fonts-glyphicons-halflings",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
]
# Debian strips this file (blurred background of video calls), but the web client's
# asset bundle lists it, and every page would log a missing script. Calls work without.
STRIPPED = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def locate():
    """The folder to put on PYTHONPATH; fetched first when there is none."""
    own = os.environ.get("ODOO_HOME")
    if own:
        return _check_own(Path(own).expanduser().resolve())
    if not PREFIX.exists():
        with console.phase("Odoo 19 (about 130 MB)"):
            _fetch()
    return PREFIX / "usr/lib/python3/dist-packages"


def _check_own(home):
    for folder in (home, home / "usr/lib/python3/dist-packages", home.parent):
        release = folder / "odoo/release.py"
        if release.exists():
            if "(19, 0" not in release.read_text():
                raise console.Stop(f"ODOO_HOME ({home}) is not Odoo 19.")
            return folder
    raise console.Stop(
        f"ODOO_HOME ({home}) holds no Odoo: it must be the folder above odoo/release.py."
    )


def core_addons(root):
    """Odoo's own addons folders below ``root`` (source checkouts have two)."""
    return [p for p in (root / "addons", root / "odoo/addons") if p.is_dir()]


def version(root):
    """What identifies this Odoo: its release text and the age of its files."""
    release = root / "odoo/release.py"
    return f"{release.read_text()}{int(release.stat().st_mtime)}"


def _fetch():
    work = fresh(LOCAL / "odoo.part")
    try:
        _unpack(_Apt(work).download(FROM_SID + FROM_STABLE), work / "prefix")
        (work / "prefix").rename(PREFIX)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _unpack(debs, prefix):
    for deb in debs:
        console.call(
            ["dpkg-deb", "-x", deb, prefix],
            fail=f"{deb.name} could not be unpacked: is the disk full?",
        )
    _mend_links(prefix)


def _mend_links(prefix):
    stripped = prefix / "usr/lib/python3/dist-packages/odoo/addons" / STRIPPED
    stripped.parent.mkdir(parents=True, exist_ok=True)
    if not stripped.exists():
        stripped.unlink(missing_ok=True)
        stripped.write_text("/* not in Debian's package */\n")
    dangling = [p for p in prefix.rglob("*") if p.is_symlink() and not p.exists()]
    needed = [p for p in dangling if "point_of_sale" not in p.parts]
    if needed:
        raise console.Stop(
            f"Odoo's package points to files that no fetched package holds, e.g. {needed[0]}."
        )


class _Apt:
    """apt with a sources file, lists and cache of its own."""

    def __init__(self, work):
        self.work = work
        for folder in ("lists/partial", "cache/archives/partial", "debs"):
            (work / folder).mkdir(parents=True)
        sources = work / "sources.list"
        signed = f"[signed-by={debian.KEYRING}]"
        sources.write_text(
            "".join(
                f"deb {signed} {debian.mirror()} {suite} main\n"
                for suite in ("sid", "bookworm")
            )
        )
        settings = {
            "Dir::Etc::sourcelist": sources,
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State::lists": work / "lists",
            "Dir::Cache": work / "cache",
            "APT::Sandbox::User": "root",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        self.options = [
            part for k, v in settings.items() for part in ("-o", f"{k}={v}")
        ]

    def download(self, names):
        advice = "The download of Odoo broke off: check the network, then call again."
        log = LOGS / "odoo-download.log"
        console.call(["apt-get", *self.options, "update"], fail=advice, log=log)
        wanted = [
            f"{name}/{'sid' if name in FROM_SID else 'bookworm'}" for name in names
        ]
        console.call(
            ["apt-get", *self.options, "download", *wanted],
            fail=advice,
            log=log,
            cwd=self.work / "debs",
        )
        return sorted((self.work / "debs").glob("*.deb"))
