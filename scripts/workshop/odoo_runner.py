"""Odoo with its interpreter, its paths and its database server, ready to be called."""

import os
import secrets
import shutil
import subprocess

from . import console, oca, odoo_home, postgres, python_env
from .places import ADDONS, LOCAL, LOGS, free_port, manifest

# The chart of accounts of the demo company, and what glue add-ons install themselves with.
EXTRAS = {"l10n_cn", "website"}
DATA = LOCAL / "data"
CONF = LOCAL / "odoo.conf"


class Odoo:
    """``folders``: all add-ons but ours; ``addons``: those of ours that can be installed."""

    def __init__(self):
        self.root = odoo_home.locate()
        self.python = python_env.python()
        self.folders = odoo_home.core_addons(self.root)
        self.folders += oca.locate(self.root, self.python)
        self.addons = oca.installable(self.folders)
        self.server = postgres.connect()
        self._write_conf()

    conf = CONF

    def _write_conf(self):
        password = secrets.token_urlsafe(16)
        settings = {
            "addons_path": ",".join(map(str, [*self.folders, ADDONS])),
            "data_dir": DATA,
            "db_host": self.server.host,
            "db_port": self.server.port,
            "db_user": self.server.user,
            "admin_passwd": password,
            "http_interface": "127.0.0.1",
            "list_db": "False",
            "workers": "0",
        }
        if self.server.password:
            settings["db_password"] = self.server.password
        DATA.mkdir(parents=True, exist_ok=True)
        text = "[options]\n" + "".join(f"{k} = {v}\n" for k, v in settings.items())
        CONF.write_text(text)
        CONF.chmod(0o600)

    def test_conf(self, log):
        """A configuration for tests: its log goes to ``log``, HTTP to a port of its own."""
        conf = LOCAL / f"{log.stem}.conf"
        extra = f"logfile = {log}\nlog_level = info\nhttp_port = {free_port()}\n"
        conf.write_text(CONF.read_text() + extra)
        conf.chmod(0o600)
        return conf

    @property
    def environment(self):
        path = os.pathsep.join(
            filter(None, [str(self.root), os.environ.get("PYTHONPATH")])
        )
        env = dict(self.server.environment, PYTHONPATH=path, PYTHONUNBUFFERED="1")
        env["PYTHONWARNINGS"] = "ignore::DeprecationWarning:pkg_resources"
        return env

    def command(self, verb, database, *options):
        return [
            self.python,
            "-m",
            "odoo",
            verb,
            "-c",
            str(CONF),
            "-d",
            database,
            *options,
        ]

    def batch(self, database, *options, fail, log):
        """Run the server once with ``options`` (install, update, test) and stop."""
        options = (*options, "--stop-after-init", "--no-http", "--max-cron-threads=0")
        console.call(
            self.command("server", database, *options),
            fail=fail,
            log=LOGS / log,
            env=self.environment,
        )

    def shell(self, database, program=None, options=(), **kwargs):
        """An `odoo shell`; ``program`` (text) goes to its standard input."""
        return subprocess.run(
            self.command("shell", database, "--no-http", "--log-level=warn", *options),
            input=program,
            text=True,
            env=self.environment,
            **kwargs,
        )

    # A database is its tables and its file store; both are copied, moved and dropped together.
    def _files(self, database):
        return DATA / "filestore" / database

    def copy(self, source, target):
        self.drop(target)
        self.server.copy(source, target)
        if self._files(source).exists():
            # Files of the store are named by their contents and never rewritten: link them.
            shutil.copytree(
                self._files(source), self._files(target), copy_function=os.link
            )

    def rename(self, source, target):
        self.drop(target)
        self.server.query(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
        if self._files(source).exists():
            self._files(source).rename(self._files(target))

    def drop(self, name):
        self.server.drop(name)
        shutil.rmtree(self._files(name), ignore_errors=True)


def core_dependencies():
    """What our add-ons need of Odoo itself, plus the Chinese chart of accounts."""
    every = {path.parent.name for path in ADDONS.glob("*/__manifest__.py")}
    named = {name for addon in every for name in manifest(addon)["depends"]}
    return sorted((named | EXTRAS) - every - oca.names())
