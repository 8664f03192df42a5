"""The program as it is installed from a wheel, away from any checkout: its data, and what its commands say."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from civcas.package.documents import document_names
from tests.conftest import ROOT, answers, free_port, get, put_package


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder that has the wheel of the project's program with the small package, as pip installs it."""
    source = put_package(tmp_path_factory.mktemp("source"))
    shutil.copytree(ROOT / "scripts", source / "scripts", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    wheels, folder = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    offline = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, "wheel", *offline, "--wheel-dir", wheels, source], check=True)
    (wheel,) = wheels.glob("*.whl")
    subprocess.run([*pip, "install", *offline, "--target", folder, wheel], check=True)
    return folder


@pytest.fixture
def python(installed, tmp_path):
    """Runs Python in an empty folder, with the installed program before any other."""

    def run(*arguments):
        environment = os.environ | {"PYTHONPATH": str(installed)}
        return subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return run


@pytest.fixture
def run(python):
    def civcas(*arguments):
        done = python("-m", "civcas", *arguments)
        return done.returncode, done.stdout, done.stderr

    return civcas


NOTE = "civcas: no package is here, so this is the one that was installed, version "


def test_it_carries_the_package_that_a_build_zips(installed, package):
    with zipfile.ZipFile(installed / "civcas" / "package.zip") as archive:
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in names:
            assert archive.read(name) == (package.root / name).read_bytes()
    described = [item[member] for item in package.descriptor["resources"] for member in ("path", "schema")]
    assert sorted(names) == sorted(["datapackage.json", *described, *document_names(package)])


def test_a_table_is_loaded_from_it(python, installed, package):
    code = (
        "import civcas, json\n"
        "frame = civcas.load('releases')\n"
        "rows = civcas.connect().execute('SELECT count(*) FROM releases').fetchone()[0]\n"
        "print(json.dumps([civcas.__file__, frame.height, rows, str(frame.schema['killed'])]))"
    )
    done = python("-c", code)
    assert done.returncode == 0, done.stderr
    height = len((package.root / "data" / "releases.csv").read_text().splitlines()) - 1
    assert json.loads(done.stdout) == [str(installed / "civcas" / "__init__.py"), height, height, "Int64"]


def test_commands_that_read_take_the_installed_package_and_say_so(run, tmp_path):
    (tmp_path / "text.txt").write_text("In April 2019, 1302 civilians.")
    for command in (["totals"], ["verify", "releases/monthly-2019-04", "text.txt"]):
        code, out, err = run(*command)
        assert (code, err.startswith(NOTE)) == (0, True), (out, err)
    assert [file.name for file in tmp_path.iterdir()] == ["text.txt"]


def test_a_check_in_the_wrong_folder_does_not_pass(run):
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert "run civcas inside the package, or give --package" in err


def test_a_build_of_it_goes_to_the_working_folder(run, tmp_path):
    code, _, err = run("build", "--quiet")
    assert (code, err.startswith(NOTE)) == (0, True)
    assert (tmp_path / "dist" / "datapackage.json").is_file()
    assert [file.name for file in tmp_path.iterdir()] == ["dist"]


def test_its_site_is_served(installed, tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "civcas", "serve", "--quiet", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            patience = time.monotonic() + 180
            while not answers(f"http://127.0.0.1:{port}"):
                assert process.poll() is None, (tmp_path / "log").read_text()
                assert time.monotonic() < patience, (tmp_path / "log").read_text()
                time.sleep(0.1)
            assert get(f"http://127.0.0.1:{port}/llms.txt").startswith("# oir-civcas\n")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
    assert (tmp_path / "log").read_text().startswith(NOTE)


@pytest.mark.parametrize(
    "command",
    [
        ["totals", "--write"],
        ["format"],
        ["docs"],
        ["diff", "HEAD"],
        ["document", "releases/completed-sum", "monthly-2018-08", "--explanation", "words", "--write"],
    ],
)
def test_commands_that_write_need_a_package_of_their_own(run, command, tmp_path):
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert "run civcas inside the package, or give --package" in err
    assert not list(tmp_path.iterdir())


def test_a_damaged_package_here_is_not_replaced_by_the_installed_one(run, tmp_path):
    (tmp_path / "datapackage.json").write_text("{,}")
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert err.startswith("civcas: datapackage.json:1:2: not JSON")
    assert run("check", "--package", "nowhere")[2] == "civcas: --package nowhere: not a folder\n"
