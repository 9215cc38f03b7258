"""PostgreSQL: the server that PGHOST/PGPORT name, or a private cluster of our own.

The private cluster listens on a socket only, so no port is taken. PostgreSQL refuses to
run as root; for root it belongs to the user `postgres`, and lies below /var/tmp when that
user may not enter LOCAL.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path

from . import console, debian
from .places import CLONE_ID, LOCAL, LOGS

ROLE = "odoo"
_TRIES = 20
SETTINGS = {
    "listen_addresses": "''",
    "synchronous_commit": "off",
    "max_connections": "100",
    # Uninstalling locks each of a thousand tables in one transaction.
    "max_locks_per_transaction": "256",
    "shared_buffers": "512MB",
    "max_wal_size": "2GB",
    "work_mem": "16MB",
    "unix_socket_permissions": "0700",
}


class Server:
    """How to reach PostgreSQL: ``host`` (folder or name), ``port``, ``user``, ``password``."""

    def __init__(self, host, port, user, password=None):
        self.host, self.port, self.user, self.password = host, port, user, password

    @property
    def environment(self):
        env = dict(
            os.environ, PGHOST=str(self.host), PGPORT=str(self.port), PGUSER=self.user
        )
        if self.password:
            env["PGPASSWORD"] = self.password
        return env

    def query(self, sql, database="postgres"):
        """Rows of ``sql`` as text, one column; stops with the server's own words."""
        done = subprocess.run(
            [
                _psql(),
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                database,
                "-c",
                sql,
            ],
            check=False,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise console.Stop(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.split()

    def databases(self):
        return set(self.query("SELECT datname FROM pg_database"))

    def drop(self, name):
        """A worker of autovacuum is nobody's to be stopped; it goes by itself soon."""
        for left in reversed(range(_TRIES)):
            try:
                self.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                return
            except console.Stop as stop:
                if not left or "pg_signal_backend" not in str(stop):
                    raise
                time.sleep(0.5)

    def copy(self, source, target):
        self.drop(target)
        self.query(f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY')


def _psql():
    found = shutil.which("psql")
    if not found and not debian.postgres_bin():
        raise console.Stop(
            "The program psql is missing: install it (on Debian: sudo apt-get install postgresql-client)."
        )
    return found or str(debian.postgres_bin() / "psql")


def connect():
    """A running server, checked for its age."""
    server = _named() if os.environ.get("PGHOST") else _private()
    version = int(server.query("SHOW server_version_num")[0])
    if version < 130000:
        raise console.Stop(
            f"PostgreSQL {version // 10000} is too old: Odoo 19 needs version 13 or newer."
        )
    return server


def _named():
    """The server of PGHOST, which must answer: it is not ours to start."""
    env = os.environ
    host, port = env["PGHOST"], env.get("PGPORT", "5432")
    server = Server(host, port, env.get("PGUSER", ROLE), env.get("PGPASSWORD"))
    try:
        server.query("SELECT 1")
    except console.Stop as stop:
        words = " ".join(str(stop).split())
        raise console.Stop(
            f"PGHOST={host} PGPORT={port} cannot be used; start that server, let {server.user} log in, "
            f"or unset PGHOST to use a private one ({words})."
        ) from None
    return server


def home():
    """Where the private cluster lies."""
    if os.geteuid() != 0:
        return LOCAL / "postgres"
    LOCAL.mkdir(parents=True, exist_ok=True)
    if _as_owner("test", "-x", LOCAL).returncode == 0:
        return LOCAL / "postgres"
    return Path("/var/tmp") / f"aftersales-{CLONE_ID}"


def _socket():
    # A socket's path may have 107 characters only, so it cannot lie in a deep clone.
    return Path("/var/tmp") / f"aftersales-{CLONE_ID}.sock"


def _as_owner(*command, **kwargs):
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    kwargs.setdefault("capture_output", True)
    return subprocess.run([*prefix, *map(str, command)], cwd="/", text=True, **kwargs)


def _owned_folder(path):
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if os.geteuid() == 0:
        shutil.chown(path, "postgres")
    return path


def _private():
    data = home() / "data"
    if not (data / "PG_VERSION").exists():
        with console.phase("private PostgreSQL cluster"):
            _init(data)
    if not _running(data):
        _start(data)
    return Server(_socket(), 5432, ROLE)


def _init(data):
    _owned_folder(data.parent)
    shutil.rmtree(data, ignore_errors=True)
    done = _as_owner(
        debian.postgres_bin() / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    if done.returncode:
        shutil.rmtree(data, ignore_errors=True)
        raise console.Stop(
            f"The database cluster could not be made: {done.stderr.strip()}"
        )
    lines = "".join(f"{k} = {v}\n" for k, v in SETTINGS.items())
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(lines)
    _start(data)
    Server(_socket(), 5432, "postgres").query(f"CREATE ROLE {ROLE} LOGIN CREATEDB")


def _running(data):
    return (
        _as_owner(debian.postgres_bin() / "pg_ctl", "status", "-D", data).returncode
        == 0
    )


def _start(data):
    _owned_folder(_socket())
    log = data.parent / "server.log"
    done = _as_owner(
        debian.postgres_bin() / "pg_ctl",
        "start",
        "-w",
        "-D",
        data,
        "-l",
        log,
        "-o",
        f"-k {_socket()}",
        capture_output=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    if done.returncode:
        raise console.Stop(f"The private PostgreSQL did not start; its log is {log}.")


def stop():
    """Stop the private cluster, if it is ours and runs."""
    data = home() / "data"
    if data.exists() and debian.postgres_bin() and _running(data):
        _as_owner(debian.postgres_bin() / "pg_ctl", "stop", "-m", "fast", "-D", data)


def wipe():
    stop()
    shutil.rmtree(home(), ignore_errors=True)
    shutil.rmtree(_socket(), ignore_errors=True)
    LOGS.mkdir(parents=True, exist_ok=True)
