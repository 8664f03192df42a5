"""What the tests share: the package itself, and copies of it to break."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from civcas.cli import main
from civcas.package import read_package

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def package():
    return read_package(ROOT)


@dataclass
class Copy:
    """A copy of the package in a temporary folder, with a few ways to break it and to run a command on it."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    def path(self, table: str) -> Path:
        return self.root / "data" / f"{table}.csv"

    def lines(self, table: str) -> list[str]:
        return self.path(table).read_text(encoding="utf-8").splitlines()

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

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command on the copy: its exit code, what it printed, what it printed to standard error."""
        self.capsys.readouterr()
        code = main([arguments[0], "--package", str(self.root), *arguments[1:]])
        out, err = self.capsys.readouterr()
        return code, out, err


@pytest.fixture
def copy(tmp_path, capsys):
    for name in ("data", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "docs").mkdir()
    for name in ("datapackage.json", "README.md", "docs/coverage.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    return Copy(tmp_path, capsys)
