"""The commands a person types, when something is wrong: one sentence, nothing half-made."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from workshop import console
from workshop import database as databases
from workshop.places import ROOT

SCRIPTS = ROOT / "scripts"
# Nobody listens there (the port of the discard protocol).
NOWHERE = "http://127.0.0.1:9/debian"
UNREACHABLE = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": NOWHERE,
    "PIP_RETRIES": "0",
}


@pytest.fixture
def local(tmp_path):
    """A folder of its own for all that a script makes."""
    return tmp_path / "local"


@pytest.fixture
def bare(local):
    """The environment of a person who has set nothing, with that folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "AFTERSALES_LOCAL": str(local), "LANG": "C.UTF-8"}


@pytest.fixture
def ready(odoo, bare):
    """Odoo and PostgreSQL are there and named; the folder is still of its own."""
    server = {k: v for k, v in odoo.server.environment.items() if k.startswith("PG")}
    return {
        **bare,
        **server,
        "ODOO_HOME": str(odoo.root),
        "ODOO_PYTHON": str(odoo.python),
    }


def call(script, *arguments, env, **kwargs):
    return _run([SCRIPTS / script, *arguments], env=env, **kwargs)


def workshop(program, env):
    """Run ``program`` as a script of the workshop does: a `Stop` becomes a sentence."""
    program = (
        f"import sys; sys.path.insert(0, {str(SCRIPTS)!r})\n"
        "from workshop import console, debian, odoo_home, python_env, server\n"
        f"def run(_arguments):\n    {program}\nconsole.main(run)\n"
    )
    return _run([sys.executable, "-c", program], env=env)


def _run(command, **kwargs):
    return subprocess.run(
        command, capture_output=True, text=True, timeout=180, **kwargs
    )


def refused(done, *words):
    """It failed with one sentence that holds ``words``, not with a traceback."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.count("✘") == 1
    for word in words:
        assert word in done.stderr


def refused_in_one_line(done, *words):
    refused(done, *words)
    assert done.stderr.count("\n") == 1


@contextmanager
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


@contextmanager
def sleeping(*arguments):
    """A process that sleeps and, whatever happens, is gone afterwards."""
    program = "import time; time.sleep(60)"
    sleeper = subprocess.Popen([sys.executable, "-c", program, *arguments])
    try:
        yield sleeper
    finally:
        sleeper.kill()
        sleeper.wait()


def everything_below(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


# === WHAT THE MACHINE LACKS === #


def test_taken_port_is_told_before_any_work(bare, local):
    with taken_port() as port:
        done = call("run", "--port", str(port), env=bare)
    refused_in_one_line(done, f"Port {port} is taken", "--port")
    assert not local.exists()


def test_odoo_home_without_odoo(bare, tmp_path):
    done = call("shell", env={**bare, "ODOO_HOME": str(tmp_path)})
    refused_in_one_line(done, "ODOO_HOME", "holds no Odoo", "odoo/release.py")


def test_odoo_home_of_another_version(bare, tmp_path):
    release = tmp_path / "old/odoo/release.py"
    release.parent.mkdir(parents=True)
    release.write_text("version_info = (18, 0, 0, 'final', 0, '')\n")
    done = call("shell", env={**bare, "ODOO_HOME": str(tmp_path / "old")})
    refused_in_one_line(done, "is not Odoo 19")


@pytest.mark.parametrize("host", ["/nowhere", "127.0.0.1"])
def test_postgres_that_does_not_answer(ready, host):
    done = call("shell", env={**ready, "PGHOST": host, "PGPORT": "9"})
    refused_in_one_line(done, f"PGHOST={host}", "PGPORT=9", "unset PGHOST")


def test_missing_program(bare):
    done = workshop("console.call(['no-such-program'], fail='')", bare)
    refused_in_one_line(done, "no-such-program is missing")


# === WHAT BREAKS OFF === #


def test_odoo_that_cannot_be_downloaded(bare, local):
    program = f"debian.mirror = lambda: {NOWHERE!r}; odoo_home.locate()"
    refused(workshop(program, bare), "The download of Odoo broke off: check the net")
    assert everything_below(local) == ["log", "log/odoo-download.log"]


def test_packages_that_cannot_be_downloaded(bare, local):
    done = workshop("python_env.python()", {**bare, **UNREACHABLE})
    refused(done, "The Python packages could not be installed: check the network")
    assert everything_below(local) == ["log", "log/python-packages.log"]


def test_oca_addons_that_cannot_be_downloaded(bare, local):
    program = "import sys; from workshop import oca; "
    program += "from pathlib import Path; oca.locate(Path('/nowhere'), sys.executable)"
    done = workshop(program, {**bare, **UNREACHABLE})
    refused(done, "helpdesk_mgmt", "could not be downloaded", "AFTERSALES_ADDONS=")
    assert everything_below(local) == ["log", "log/oca-download.log"]


def test_oca_addons_of_the_users_own(ready, local, tmp_path):
    """With ODOO_HOME nothing is fetched: its addons_path is asked."""
    addon = tmp_path / "oca/helpdesk/helpdesk_mgmt/__manifest__.py"
    addon.parent.mkdir(parents=True)
    addon.write_text("{}")
    program = (
        "import sys; from workshop import oca, odoo_home; root = odoo_home.locate(); "
    )
    program += "found = oca.locate(root, sys.executable); "
    program += "folders = odoo_home.core_addons(root) + found; "
    program += "print(found, 'aftersales_service_helpdesk' in oca.installable(folders))"
    without = workshop(program, ready)
    assert (without.stdout, without.stderr) == ("[] False\n", "")
    conf = tmp_path / "odoo.conf"
    conf.write_text(f"[options]\naddons_path = /nowhere, {addon.parents[1]}\n")
    done = workshop(program, {**ready, "ODOO_RC": str(conf)})
    assert done.stdout == f"[{addon.parents[1]!r}] True\n"
    assert not (local / "oca").exists()


def test_demo_database_that_breaks_off(odoo, ours, monkeypatch, tmp_path):
    program = tmp_path / "demo.py"
    program.write_text("env.cr.commit()\nraise ValueError('broken')\n")
    monkeypatch.setattr(databases, "DEMO", "aftersales_lc_broken")
    monkeypatch.setattr(databases, "DEMO_PROGRAMS", [program])
    with pytest.raises(console.Stop, match="A program failed on the database"):
        databases.demo(odoo)
    assert not [name for name in odoo.server.databases() if "lc_broken" in name]


# === SHELL === #


def test_shell_runs_a_program_from_standard_input(ready, core, database):
    program = "print('HEARD', env['res.company'].search_count([]))\n"
    done = call("shell", database(core, "shell"), env=ready, input=program)
    assert (done.returncode, done.stdout) == (0, "HEARD 1\n")


def test_shell_tells_that_a_program_failed(ready, core, database):
    program = "raise ValueError('broken')\n"
    done = call("shell", database(core, "shell"), env=ready, input=program)
    assert done.returncode != 0
    assert "broken" in done.stderr


def test_shell_on_an_unknown_database(ready):
    done = call("shell", "aftersales_lc_unknown", env=ready, input="")
    refused_in_one_line(done, "There is no database named aftersales_lc_unknown")


# === START AND STOP === #


def test_started_server_answers_and_is_stopped(ready, local, core, database):
    name = database(core, "server")
    with taken_port() as port:
        pass  # free again
    start = "from workshop.odoo_runner import Odoo; "
    start += f"server.start(Odoo(), {name!r}, {port})"
    try:
        done = workshop(start, ready)
        assert (done.returncode, done.stderr) == (0, "")
        pid = int((local / "server.pid").read_text().split()[0])
        again = call("run", env=ready)
        assert f"http://127.0.0.1:{port} " in again.stdout
    finally:
        stopped = call("run", "--stop", env=ready)
    assert stopped.stdout == "Odoo stopped.\n"
    assert not Path(f"/proc/{pid}").exists()
    assert not (local / "server.pid").exists()


@pytest.mark.parametrize("other_folder", [True, False])
def test_stop_spares_processes_of_others(bare, local, other_folder):
    """A number in a stale file may by now be another Odoo, or somebody reading our log."""
    local.mkdir()
    elsewhere = ["odoo", "server", "-c", "/srv/odoo.conf"]
    reader = ["odoo", str(local / "odoo.conf")]
    with sleeping(*(elsewhere if other_folder else reader)) as other:
        (local / "server.pid").write_text(f"{other.pid} 8069")
        done = call("run", "--stop", env=bare)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(0.3)
    assert (done.returncode, done.stdout) == (0, "No Odoo of ours was running.\n")


def test_stop_where_nothing_was_ever_started(bare, local):
    done = call("run", "--stop", env=bare)
    assert (done.returncode, done.stdout) == (0, "No Odoo of ours was running.\n")
    assert not local.exists()
