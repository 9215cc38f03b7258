"""Where things lie. All that is downloaded or made is below LOCAL, which git ignores."""

import ast
import hashlib
import os
import shutil
import socket
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
CONFIG = ROOT / "config"
LOCAL = Path(os.environ.get("AFTERSALES_LOCAL") or ROOT / ".local").resolve()
LOGS = LOCAL / "log"
CLONE_ID = hashlib.sha256(str(LOCAL).encode()).hexdigest()[:10]

# Work on one add-on goes faster with only those that it needs: AFTERSALES_ADDONS=a,b
OUR_ADDONS = (os.environ.get("AFTERSALES_ADDONS") or "").split(",")
if OUR_ADDONS == [""]:
    OUR_ADDONS = sorted(p.parent.name for p in ADDONS.glob("*/__manifest__.py"))


def manifest(addon):
    """The manifest of one of our add-ons."""
    return ast.literal_eval((ADDONS / addon / "__manifest__.py").read_text())


def fresh(folder):
    """An empty folder of that name (for work that is renamed when it is whole)."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def free_port():
    """A port that nobody listens on, so that two test runs can go side by side."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def digest(paths):
    """A short hash over names and contents of all files below ``paths``."""
    seen = hashlib.sha256()
    for path in paths:
        files = (
            sorted(p for p in path.rglob("*") if p.is_file())
            if path.is_dir()
            else [path]
        )
        for file in files:
            if "__pycache__" in file.parts:
                continue
            seen.update(str(file.relative_to(ROOT)).encode())
            seen.update(file.read_bytes())
    return seen.hexdigest()[:12]
