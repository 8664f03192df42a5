"""What the tests share: a small made package, copies of it to break, and the site that shows it.

`package`, `copy`, `address` and `database` are the small package of tests/package: its figures are made and change
only with the tests. Those with `real` in their name are the project's own tables; only tests/test_real_data.py uses
them.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from civcas.cli import main
from civcas.package.documents import PAPERS
from civcas.package.tables import read_package, read_tables, split_lines

ROOT = Path(__file__).parent.parent
MADE = Path(__file__).parent / "package"

settings.register_profile("any machine", deadline=None)  # how long one example takes says nothing on a busy one
settings.load_profile("any machine")


def exhaustive(*cases):
    """Parameters of a kind that another parameter stands for: `make exhaustive` runs them, and `make test` does not."""
    values = [case if isinstance(case, tuple) else (case,) for case in cases]
    return [pytest.param(*each, marks=pytest.mark.exhaustive) for each in values]


def combined(*lists):
    """Each of one list with each of the others, as parameters; as few are not exhaustive as have every item once."""
    needed = {tuple(number % len(items) for items in lists) for number in range(max(map(len, lists)))}
    places = itertools.product(*[range(len(items)) for items in lists])
    return [
        pytest.param(
            *[items[at] for items, at in zip(lists, place, strict=True)],
            marks=[] if place in needed else pytest.mark.exhaustive,
        )
        for place in places
    ]


def put_package(root: Path, tables: Path = MADE / "data") -> Path:
    """Put a package into a folder: these tables, and all else as the project has it."""
    shutil.copytree(tables, root / "data")
    for name in ("schemas", "docs"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("screenshots"))
    for name in ("datapackage.json", ".zenodo.json", *PAPERS):
        shutil.copy(ROOT / name, root / name)
    return root


def put_roads(root: Path) -> Path:
    """Put a package of another subject into a folder: road deaths, all made up, with a rule of its own."""
    return Path(shutil.copytree(Path(__file__).parent / "roads", root, dirs_exist_ok=True))


@pytest.fixture(scope="session")
def package(tmp_path_factory):
    return read_package(put_package(tmp_path_factory.mktemp("package")))


@pytest.fixture(scope="session")
def real():
    return read_package(ROOT)


@dataclass
class Tables:
    """The tables of a package in a folder, with a few ways to break them."""

    root: Path

    def path(self, table: str) -> Path:
        return self.root / "data" / f"{table}.csv"

    def lines(self, table: str) -> list[str]:
        return split_lines(self.path(table).read_text(encoding="utf-8"))

    def write(self, table: str, lines: list[str]) -> None:
        self.path(table).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")

    def line_of(self, table: str, start: str) -> int:
        """The number (from 1) of the line that starts with this."""
        return next(number for number, line in enumerate(self.lines(table), 1) if line.startswith(start))

    def replace(self, table: str, line: int, old: str, new: str) -> None:
        lines = self.lines(table)
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
        self.write(table, lines)


@dataclass
class Copy(Tables):
    """A copy of the package in a temporary folder, to break it and to run a command on it."""

    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command on the copy: its exit code, what it printed, what it printed to standard error."""
        self.capsys.readouterr()
        code = main([arguments[0], "--package", str(self.root), *arguments[1:]])
        out, err = self.capsys.readouterr()
        return code, out, err


@pytest.fixture
def copy(tmp_path, capsys):
    return Copy(put_package(tmp_path), capsys)


@pytest.fixture
def real_copy(tmp_path, capsys):
    return Copy(put_package(tmp_path, ROOT / "data"), capsys)


@pytest.fixture(scope="session")
def built(package, tmp_path_factory):
    """The folder of a build of the small package, which no test changes."""
    from civcas.publishing.build import build

    folder = tmp_path_factory.mktemp("built") / "dist"
    build(package, read_tables(package), folder)
    return folder


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where `civcas serve` answers, on a copy of the small package."""
    with served(put_package(tmp_path_factory.mktemp("served"))) as url:
        yield url


@pytest.fixture(scope="session")
def roads_address(tmp_path_factory):
    """Where `civcas serve` answers, on a package of another subject."""
    with served(put_roads(tmp_path_factory.mktemp("served") / "roads"), "--run-rules") as url:
        yield url


@pytest.fixture(scope="session")
def database(address, tmp_path_factory):
    """The database as the site offers it for download."""
    with contextlib.closing(downloaded(address, tmp_path_factory.mktemp("downloaded"))) as connection:
        yield connection


@pytest.fixture(scope="session")
def real_address(tmp_path_factory):
    """Where `civcas serve` answers, on a copy of the project's own tables."""
    with served(put_package(tmp_path_factory.mktemp("served"), ROOT / "data")) as url:
        yield url


@pytest.fixture(scope="session")
def real_database(real_address, tmp_path_factory):
    with contextlib.closing(downloaded(real_address, tmp_path_factory.mktemp("downloaded"))) as connection:
        yield connection


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(root, *more):
    port = free_port()
    command = [sys.executable, "-m", "civcas", "serve", "--package", str(root), "--port", str(port), *more]
    url = f"http://127.0.0.1:{port}"
    with (root / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            patience = time.monotonic() + 180  # it checks and builds first, which may be slow on a busy machine
            while not answers(url):
                assert process.poll() is None, (root / "log").read_text()
                assert time.monotonic() < patience, (root / "log").read_text()
                time.sleep(0.1)
            yield url
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)


def downloaded(url, folder):
    file = folder / "oir-civcas.db"
    file.write_bytes(get_bytes(f"{url}/oir-civcas.db"))
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection


def answers(url):
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
        return True
    return False


def git(root, *arguments):
    who = ("-c", "user.name=A contributor", "-c", "user.email=contributor@example.org")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def get_bytes(url, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=60) as answer:
        return answer.read()


def get(url):
    return get_bytes(url).decode()


def rows(url):
    return json.loads(get(url))
