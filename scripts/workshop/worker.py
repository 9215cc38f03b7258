"""An Odoo of its own on a copy of a template, that answers one message after the other."""

import json
import subprocess

_LAUNCHER = """
import sys
sys.argv = ["odoo"]
from odoo.tools import config
config.parse_config(["-c", {conf!r}, "-d", {name!r}, "--no-http", "--log-level=error"])
from odoo.modules.registry import Registry
import odoo.api
with Registry({name!r}).cursor() as cr:
    env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {{}})
    exec(compile({program!r}, "bench", "exec"), {{"env": env}})
"""


class Worker:
    """``program`` runs with ``env`` on a copy of ``template``.

    It reads its messages from standard input, a line each, and prints for each
    ``RESULT`` and an answer as JSON. As a context manager it ends and drops the copy.
    """

    def __init__(self, odoo, name, template, program):
        self.odoo, self.name = odoo, name
        odoo.copy(template, name)
        self.prepare()
        launcher = _LAUNCHER.format(conf=str(odoo.conf), name=name, program=program)
        self.process = subprocess.Popen(
            [odoo.python, "-c", launcher],
            env=odoo.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def prepare(self):
        """Hook: fill the copy before Odoo starts on it."""

    def ask(self, message=""):
        self.process.stdin.write(f"{message}\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("RESULT "):
                return json.loads(line.removeprefix("RESULT "))
        raise RuntimeError(f"the worker on {self.name} ended")

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.process.stdin.close()
        self.process.wait()
        self.odoo.drop(self.name)
