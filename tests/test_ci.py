"""What a bare machine, continuous integration and a release rely on."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
import tomllib

import pytest
import yaml

import civcas
from civcas.package.folders import WORKING
from civcas.package.writing import TEMPORARY
from tests.conftest import ROOT, git

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


# --- the version ------------------------------------------------------------------------------------------------


def test_the_program_has_the_version_of_the_package(package):
    hint = "run `make check`, which installs the program again"
    assert civcas.__version__ == package.descriptor["version"], hint


def test_the_changelog_has_the_version_that_a_release_takes_its_notes_from(package):
    assert f"\n## {package.descriptor['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# --- line ends --------------------------------------------------------------------------------------------------


def test_git_gives_every_text_lf_line_ends_on_windows_too():
    """`git archive` writes files as a checkout does, here as git on Windows is set up."""
    windows = ("-c", "core.autocrlf=true", "-c", "core.eol=crlf")
    command = ["git", *windows, "archive", "--worktree-attributes", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        files = {item.name: archive.extractfile(item).read() for item in archive if item.isfile()}
    assert "data/releases.csv" in files
    assert [name for name, data in files.items() if b"\r\n" in data and b"\0" not in data] == []


# --- Debian's packages ------------------------------------------------------------------------------------------


@pytest.fixture
def machine(tmp_path):
    """A PATH of stubs: `id` says who one is, `apt-get` notes what it was asked for and fails if told so."""

    def get_chromium(user: int, apt: int = 0) -> tuple[int, str, list[str]]:
        log = tmp_path / "log"
        log.touch()
        for name, script in {"id": f"echo {user}", "apt-get": f'echo "$*" >> {log}\nexit {apt}'}.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / name).chmod(0o755)
        done = subprocess.run(
            ["/bin/sh", ROOT / "requirements" / "debian", "Chromium", "chromium"],
            env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stderr, log.read_text().splitlines()

    return get_chromium


def test_root_gets_a_missing_package(machine):
    code, err, asked = machine(user=0)
    assert (code, err) == (0, "")
    assert asked[0].startswith("update")
    assert asked[1].endswith(" chromium")


def test_root_is_not_told_that_all_is_well_if_apt_fails(machine):
    assert machine(user=0, apt=100)[0] == 100


def test_others_are_told_the_command(machine):
    code, err, asked = machine(user=1000)
    assert (code, asked) == (1, [])
    assert err == "Chromium is missing. On Debian, install it with: sudo apt-get install chromium\n"


# --- git --------------------------------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path):
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "--quiet")
    for name in (".gitattributes", ".gitignore"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    return root


@pytest.mark.parametrize("name", ["table.csv", "schema.json", "page.md", "program.py", "Makefile"])
def test_a_clone_on_windows_has_the_same_bytes(repository, name):
    (repository / name).write_bytes(b"one\ntwo\n")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "a file")
    git(repository, "-c", "core.autocrlf=true", "clone", "--quiet", ".", "../clone")
    assert (repository.parent / "clone" / name).read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize("name", ["releases.csv", "datapackage.json", "README.md", "CITATION.cff"])
def test_git_ignores_what_a_killed_write_leaves(repository, name):
    with tempfile.NamedTemporaryFile(dir=repository, prefix=f".{name}.", suffix=TEMPORARY) as left:
        git(repository, "check-ignore", left.name)  # fails if git would add it


def test_git_ignores_what_a_killed_build_leaves(repository):
    with tempfile.TemporaryDirectory(dir=repository, prefix=".built-", suffix=WORKING) as left:
        git(repository, "check-ignore", left)


# --- continuous integration -------------------------------------------------------------------------------------


def test_the_tests_run_on_every_python_from_the_oldest_supported_on():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8"))
    versions = workflow["jobs"]["tests"]["strategy"]["matrix"]["python"]
    oldest = re.fullmatch(r">=3\.(\d+)", PYPROJECT["project"]["requires-python"])
    minors = [int(version.removeprefix("3.")) for version in versions]
    assert minors == list(range(int(oldest[1]), minors[-1] + 1))


def test_a_contribution_to_the_data_is_not_red_in_two_places_for_generated_pages():
    """The pages have a check of their own; the tests of a pull request must not repeat it."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8"))
    (pages,) = [step for step in workflow["jobs"]["tests"]["steps"] if "docs-check" in step.get("run", "")]
    assert pages["if"] == "github.event_name == 'push'"
