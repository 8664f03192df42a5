"""Beginning a new package: what `civcas init` writes works at once, and nothing is overwritten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from civcas.cli import main
from tests.conftest import get, served


@pytest.fixture
def demo(tmp_path, monkeypatch, capsys):
    """A folder that `civcas init demo` made, as the current one."""
    monkeypatch.chdir(tmp_path)
    assert main(["init", "demo"]) == 0
    assert capsys.readouterr().out.endswith("cd demo && civcas check && civcas build && civcas serve\n")
    monkeypatch.chdir(tmp_path / "demo")
    return tmp_path / "demo"


def test_a_new_package_is_clean_and_complete(demo, capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "1 table, 1 record, 1 rule: no finding, 0 documented by known issues\n"
    assert main(["docs", "--check"]) == 0
    assert main(["format", "--check"]) == 0
    assert main(["build", "--quiet"]) == 0
    assert (demo / "dist" / "demo.zip").is_file()
    assert main(["explain", "counts/period-in-order"]) == 0


def test_its_rule_finds_what_breaks_it(demo, capsys):
    table = demo / "data" / "counts.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2024-01-01,", "2024-02-01,"), encoding="utf-8")
    assert main(["check"]) == 1
    assert "expected: not before 2024-02-01, the first day" in capsys.readouterr().out


def test_its_own_tests_pass_and_fail_with_the_rule(demo):
    command = [sys.executable, "-m", "unittest", "discover", "tests"]
    done = subprocess.run(command, cwd=demo, capture_output=True, text=True, check=False)
    assert (done.returncode, "Ran 2 tests" in done.stderr) == (0, True)
    rules = demo / "rules" / "counts.py"
    rules.write_text(rules.read_text(encoding="utf-8").replace(">=", "<="), encoding="utf-8")
    assert subprocess.run(command, cwd=demo, capture_output=True, check=False).returncode == 1


def test_its_site_answers(demo):
    with served(demo, "--run-rules") as url:
        assert "people killed, by the counts listed" in get(url)
        assert "<h1>" in get(f"{url}/demo/counts/made-up-2024-01")


def test_its_workflow_is_sound(demo):
    workflow = demo / ".github" / "workflows" / "check.yml"
    command = [Path(sys.executable).parent / "zizmor", "--offline", workflow]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_nothing_is_overwritten(tmp_path, monkeypatch, capsys, there):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "demo"
    {"folder": path.mkdir, "file": path.touch, "link": lambda: path.symlink_to("nowhere")}[there]()
    assert main(["init", "demo"]) == 2
    assert capsys.readouterr().err == (
        "civcas: demo: there is a file or folder of this name already. Choose another name\n"
    )
    assert [file.name for file in tmp_path.rglob("*")] == ["demo"]


@pytest.mark.parametrize("name", ["My Data", "Demo", "../demo", "a/b", ".", "démo", "a" * 101, "docs", "a_b"])
def test_a_name_that_no_package_can_have_is_refused(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    assert main(["init", name]) == 2
    assert f"{name!r}: no name of a package. Expected at most 100 lower-case letters" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
