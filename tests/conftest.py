"""Tests from outside: real processes and real databases, made for a test and dropped."""

import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
from workshop import checks
from workshop import database as databases
from workshop.odoo_runner import Odoo
from workshop.places import LOGS

PREFIX = "aftersales_lc_"


@pytest.fixture(scope="session")
def odoo():
    return Odoo()


@contextmanager
def _copies(odoo):
    made = []

    def copy(template, name):
        made.append(PREFIX + name)
        odoo.copy(template, PREFIX + name)
        return PREFIX + name

    try:
        yield copy
    finally:
        for name in made:
            odoo.drop(name)


@pytest.fixture
def database(odoo):
    """``database(template, name)`` copies a template; the copy is dropped afterwards."""
    with _copies(odoo) as copy:
        yield copy


@pytest.fixture(scope="session")
def session_database(odoo):
    """Like `database`, for copies that several tests start from."""
    with _copies(odoo) as copy:
        yield copy


@pytest.fixture(scope="session")
def core(odoo):
    """The template with Odoo's own add-ons that ours need, in Chinese."""
    return databases.core_template(odoo)


@pytest.fixture(scope="session")
def ours(odoo):
    """The template with our add-ons, unused."""
    return databases.ours_template(odoo)


@pytest.fixture
def server_run(odoo, request):
    """Run the server once with options; it must end with 0 and warn of nothing."""

    def run(name, *options):
        log = f"outside-{request.node.name}.log"
        (LOGS / log).unlink(missing_ok=True)
        odoo.batch(name, *options, fail=f"Odoo failed with {options}.", log=log)
        assert checks.log(log) == []

    return run


@pytest.fixture(scope="session")
def rows(odoo):
    """``rows(database, sql, *values)``: what PostgreSQL itself answers."""

    def query(name, sql, *values):
        server = odoo.server
        connection = psycopg2.connect(
            dbname=name,
            host=str(server.host),
            port=server.port,
            user=server.user,
            password=server.password,
        )
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                return cursor.fetchall()
        finally:
            connection.close()

    return query


@pytest.fixture(scope="session")
def installed(rows):
    """Names of the installed add-ons of a database that begin with ``prefix``."""

    def names(name, prefix="aftersales"):
        sql = "SELECT name FROM ir_module_module WHERE state = 'installed' AND name LIKE %s"
        return {row[0] for row in rows(name, sql, f"{prefix}%")}

    return names
