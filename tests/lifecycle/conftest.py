"""A database in which a company has worked, and what can still be read of its work."""

import json
import subprocess
from pathlib import Path

import pytest
from workshop import database as databases

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="session")
def empty(odoo):
    """A database with `base` and nothing else."""
    name = "aftersales_template_base_outside"
    odoo.drop(name)
    odoo.batch(name, "-i", "base", fail="base failed.", log="outside-base.log")
    yield name
    odoo.drop(name)


@pytest.fixture(scope="session")
def used(odoo, ours, session_database):
    """Both add-ons in use (company_at_work.py); tests copy it."""
    name = session_database(ours, "used")
    databases.run_program(odoo, name, (HERE / "company_at_work.py").read_text())
    return name


@pytest.fixture(scope="session")
def ask(odoo):
    """``ask(database, program)``: what the program, run in an odoo shell, puts in `answer`."""

    def run(name, program):
        program = f"import json\n{program}\nprint('ANSWER', json.dumps(answer))\n"
        done = odoo.shell(name, program, stdout=subprocess.PIPE)
        assert done.returncode == 0
        [line] = [t for t in done.stdout.splitlines() if t.startswith("ANSWER ")]
        return json.loads(line.removeprefix("ANSWER "))

    return run
