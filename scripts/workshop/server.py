"""The demo server: start it in the background, wait until it answers, stop it again."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import console
from .places import LOCAL, LOGS

PID = LOCAL / "server.pid"


def running():
    """(process id, port) of the server that we started and that still lives, or None."""
    try:
        pid, port = map(int, PID.read_text().split())
        command = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except (OSError, ValueError):
        return None
    # The system gives a number to another process one day; it must not be taken for ours.
    ours = {"odoo", "server", str(LOCAL / "odoo.conf")}
    return (pid, port) if ours <= set(command) else None


def start(odoo, database, port):
    check_free(port)
    log = LOGS / "server.log"
    LOGS.mkdir(parents=True, exist_ok=True)
    command = odoo.command(
        "server", database, f"--http-port={port}", "--db-filter", f"^{database}$"
    )
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=odoo.environment,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    PID.write_text(f"{process.pid} {port}")
    _wait(process, port, log)


def stop():
    """Stop our server; True when there was one."""
    found = running()
    PID.unlink(missing_ok=True)
    if not found:
        return False
    pid, _port = found
    os.kill(pid, signal.SIGTERM)
    for _attempt in range(100):
        if not os.path.exists(f"/proc/{pid}"):
            return True
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    return True


def check_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise console.Stop(
                f"Port {port} is taken by another program; choose another with --port."
            ) from error


def _wait(process, port, log):
    for _attempt in range(240):
        if process.poll() is not None:
            raise console.Stop(f"Odoo ended while starting; its log is {log}.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=60)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    stop()
    raise console.Stop(f"Odoo did not answer in two minutes; its log is {log}.")
