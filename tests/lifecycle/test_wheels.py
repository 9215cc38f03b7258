"""Every add-on is a pip package that holds all it needs and installs in an Odoo."""

import shutil
import subprocess
from pathlib import Path

import pytest
from workshop.places import ADDONS, OUR_ADDONS

PIP = ["-m", "pip", "--disable-pip-version-check"]
CACHE = shutil.ignore_patterns("__pycache__", "*.egg-info", "build", "dist")


@pytest.fixture(scope="module")
def pip(odoo):
    def run(*arguments):
        command = [odoo.python, *PIP, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    return run


@pytest.fixture(scope="module")
def wheels(pip, tmp_path_factory):
    """The built wheels; building works in copies, it leaves its traces beside the source."""
    work = tmp_path_factory.mktemp("wheels")
    for addon in OUR_ADDONS:
        shutil.copytree(ADDONS / addon, work / addon, ignore=CACHE)
    sources = [work / addon for addon in OUR_ADDONS]
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir")
    pip("wheel", *options, work / "built", *sources)
    return sorted((work / "built").glob("*.whl"))


@pytest.fixture(scope="module")
def environment(pip, wheels, tmp_path_factory):
    """A fresh folder with the wheels installed, as beside an Odoo that already runs."""
    target = tmp_path_factory.mktemp("environment")
    pip("install", "--no-deps", "--no-index", "--target", target, *wheels)
    return target


def test_one_wheel_per_addon(wheels):
    names = {wheel.name.split("-")[0] for wheel in wheels}
    assert names == {f"odoo_addon_{addon}" for addon in OUR_ADDONS}


@pytest.mark.parametrize("addon", OUR_ADDONS)
def test_wheel_holds_every_file(environment, addon):
    """Data, translations, icons and the tables of the kernel, not only Python."""
    held = _files(environment / "odoo/addons" / addon)
    assert held >= _files(ADDONS / addon) - {"pyproject.toml"}
    assert {f"i18n/{addon}.pot", "i18n/zh_CN.po", "__manifest__.py"} <= held


def test_register_alone_from_the_wheels(
    odoo, environment, empty, database, server_run, installed
):
    """An Odoo finds what pip put there; the register needs nothing of the other add-on."""
    name = database(empty, "icp")
    folders = [*odoo.folders, environment / "odoo/addons"]
    paths = ",".join(map(str, folders))
    server_run(name, f"--addons-path={paths}", "-i", "aftersales_icp")
    assert installed(name) == {"aftersales_icp"}
    assert not installed(name, "stock")


def _files(folder):
    return {
        str(Path(path).relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
