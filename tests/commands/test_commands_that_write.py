"""What the commands do that write into the package: nothing of others is lost, and all is said in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from civcas.package import writing
from tests.conftest import ROOT, combined
from tests.faults.kills import ADDRESS, COMMANDS, RECORD, RULE

WRITING = {name: arguments for name, (_, arguments, _) in COMMANDS.items() if name != "build"} | {"docs": ["docs"]}
WRITING["totals"] = ["totals", "--write"]


def prepared(copy, name):
    """The arguments of a command that has something to write into the copy."""
    if name == "docs":
        (copy.root / "docs" / "rules.md").write_text("out of date\n")
    elif name == "totals":
        copy.write("control_totals", copy.lines("control_totals")[:-1])
    else:
        COMMANDS[name][0](copy.root)
    return [argument.replace("{root}", str(copy.root)) for argument in WRITING[name]]


def contents(copy):
    return {file: file.read_bytes() for file in copy.root.rglob("*") if file.is_file()}


@pytest.mark.parametrize("name", WRITING)
def test_an_edit_made_meanwhile_is_kept(copy, monkeypatch, name):
    arguments, real, edited = prepared(copy, name), writing._temporary, {}

    def edit(target, data):
        target.write_bytes(target.read_bytes() + b"an edit")
        edited[target] = target.read_bytes()
        return real(target, data)

    before = contents(copy)
    monkeypatch.setattr(writing, "_temporary", edit)
    code, out, err = copy.run(*arguments)
    assert code == 2
    assert err.endswith(": changed on disk since it was read; nothing was written. Run the command again\n")
    assert err.count("\n") == 1
    assert contents(copy) == before | edited
    assert edited
    assert not [said for said in ("rewritten", "updated", "added", "written: ") if said in out]


@pytest.mark.parametrize(
    ("name", "error"),
    combined(list(WRITING), [OSError(28, "No space left on device"), OSError(30, "Read-only file system")]),
)
def test_a_file_that_can_not_be_written_is_one_sentence(copy, monkeypatch, name, error):
    def fail(*_):
        raise error

    arguments, before = prepared(copy, name), contents(copy)
    monkeypatch.setattr(writing, "_temporary", fail)
    code, out, err = copy.run(*arguments)
    assert code == 2
    assert err.endswith(f": {error.strerror.lower()}; nothing was written\n")
    assert err.count("\n") == 1
    assert contents(copy) == before
    assert not [said for said in ("rewritten", "updated", "added", "written: ") if said in out]


def test_a_read_only_file_is_not_replaced(copy, monkeypatch):
    arguments = prepared(copy, "format")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write into any file
    before = contents(copy)
    code, out, err = copy.run(*arguments)
    assert (code, out) == (2, "")
    assert err.endswith(": permission denied; nothing was written\n")
    assert contents(copy) == before


def started(copy, *arguments):
    command = [sys.executable, "-m", "civcas", arguments[0], "--package", str(copy.root), *arguments[1:]]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)


def test_two_at_once_both_take_effect(copy):
    """A document and a draft, which both write, started together."""
    document, draft = prepared(copy, "document"), prepared(copy, "draft")
    processes = [started(copy, *arguments) for arguments in (document, draft)]
    said = [process.communicate() for process in processes]
    assert "data/known_issues.csv: added " in said[0][0], said
    assert "written: data/sources.csv, data/evidence.csv, data/releases.csv" in said[1][0], said
    assert RULE in copy.path("known_issues").read_text()
    assert ADDRESS in copy.path("sources").read_text()
    assert any(line.startswith("monthly-2026-05,") for line in copy.lines("releases"))
    assert RULE not in copy.run("check")[1], RECORD
    assert not list(copy.root.rglob(".*civcas*"))


def test_two_builds_at_once(copy):
    processes = [started(copy, "build") for _ in range(2)]
    said = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert said[0][0] == said[1][0]
    assert (copy.root / "dist" / "SHA256SUMS").is_file()
    assert not list(copy.root.glob(".dist*"))
