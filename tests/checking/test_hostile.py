"""Hostile and malformed files: the right exit code, a message that says what is wrong and where, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checking.damage import (
    DESCRIPTOR,
    RELEASES,
    circle,
    constraint,
    edited,
    foreign,
    instead,
    leads_out,
    member,
    of_field,
    of_resource,
    renamed,
    rewritten,
    table,
    without_records,
)
from tests.checking.hostile_files import ALIKE, FILES
from tests.conftest import combined, exhaustive


@pytest.mark.parametrize("case", [*[name for name in FILES if name not in ALIKE], *exhaustive(*sorted(ALIKE))])
def test_files(copy, case):
    change, expected, words = FILES[case]
    change(copy.root)
    code, out, err = copy.run("check")
    assert (code, words in out + err) == (expected, True), out + err
    if code == 2:
        assert err.startswith("civcas: ")


@pytest.mark.parametrize("place", ["latitude", "longitude"])
def test_coordinates_that_are_no_numbers(copy, place):
    header, *lines = copy.lines("places")
    column = header.split(",").index(place)
    rows = [line.split(",") for line in lines]
    filled = [row for row in rows if row[column]]
    wrong = dict(zip(["nan", "inf", "-inf", "1e400", "9" * 400], filled, strict=False))
    for value, row in wrong.items():
        row[column] = value
    copy.write("places", [header, *map(",".join, rows)])
    code, out, _ = copy.run("check", "--format", "json")
    assert code == 1
    found = {(item["line"], item["found"][:400]): item["rule"] for item in json.loads(out)["findings"]}
    for value, row in wrong.items():
        assert found[rows.index(row) + 2, value] in {"structure/type", "structure/maximum"}, value
    assert len(wrong) == 5


COMMANDS = {
    "format": ("format",),
    "docs": ("docs",),
    "diff": ("diff", "HEAD"),
    "document": ("document", "releases/completed-sum", "x"),
    "verify": ("verify", "monthly-2019-04", "text.txt"),
    "draft": ("draft", "text.txt", "--url", "https://example.org/a", "--kind", "news"),
    "build": ("build",),
}


UNUSABLE = [
    (edited(DESCRIPTOR, of_resource("path", "../outside.csv")), "a path inside the package"),
    (leads_out, "leads out"),
    (edited(RELEASES, member("primaryKey", [])), "#/primaryKey"),
    (edited(RELEASES, of_field("notes", "name", "a b")), "#/fields/"),
    (instead(DESCRIPTOR, os.mkfifo), "not a file"),
    (instead(RELEASES, circle), "too many levels"),
    (rewritten(RELEASES, lambda data: data[:500]), "not JSON"),
]


@pytest.mark.parametrize(("command", "case"), combined(list(COMMANDS), UNUSABLE))
def test_every_command_refuses_what_it_cannot_use(copy, monkeypatch, command, case):
    change, words = case
    change(copy.root)
    (copy.root / "text.txt").write_text("The Coalition: 111 reports are still open.")
    monkeypatch.chdir(copy.root)
    code, _, err = copy.run(*COMMANDS[command])
    assert (code, words in err) == (2, True), err


WRONG = [
    edited(RELEASES, constraint("notes", "pattern", "(")),
    edited(RELEASES, member("primaryKey", ["nope"])),
    edited(RELEASES, foreign(["notes"], "sources", ["nope"])),
    edited(RELEASES, constraint("published_on", "minimum", "2014")),
    edited(DESCRIPTOR, of_resource("dialect", {"delimiter": ";"})),
]


@pytest.mark.parametrize(("command", "change"), combined([name for name in COMMANDS if name != "build"], WRONG))
def test_commands_that_do_not_check_refuse_what_check_reports(copy, monkeypatch, command, change):
    change(copy.root)
    (copy.root / "text.txt").write_text("The Coalition: 111 reports are still open.")
    monkeypatch.chdir(copy.root)
    code, _, err = copy.run(*COMMANDS[command])
    assert (code, "`civcas check` says more" in err) == (2, True), err


@pytest.mark.parametrize("change", WRONG)
def test_nothing_is_built_from_what_check_reports(copy, change):
    change(copy.root)
    assert copy.run("build")[0] == 1


DAMAGED = [
    without_records(),
    instead(table("sources"), circle),
    instead(table("sources"), os.mkdir),
    instead(table("known_issues"), lambda path: path.write_bytes(b"")),
    lambda root: [instead(f"{name}", lambda path: path.write_bytes(b"\xff"))(root) for name in ("README.md",)],
    renamed,
    rewritten(table("sources"), lambda data: data.replace(b"https://", b"https://[", 1)),
]


@pytest.mark.parametrize(("command", "change"), combined(list(COMMANDS), DAMAGED))
def test_commands_on_damaged_tables(copy, monkeypatch, command, change):
    """Each command does its work or says in a sentence why it can't."""
    change(copy.root)
    (copy.root / "text.txt").write_text("The Coalition: 111 reports are still open.")
    monkeypatch.chdir(copy.root)
    code, out, err = copy.run(*COMMANDS[command])
    assert code in {0, 1, 2}
    assert out or err or command in {"format", "docs"}
    assert "Traceback" not in err
    if code == 2:
        assert err.startswith("civcas: ")


# --- in a process of its own, with little memory and time --------------------------------------------------------

_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2_500_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60,) * 2)
from civcas.cli import main
sys.exit(main(sys.argv[1:]))
"""


def limited(root, *arguments, **streams):
    environment = os.environ | {"POLARS_MAX_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", _LIMITED, arguments[0], "--package", str(root), *arguments[1:]]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.run(command, env=environment, text=True, timeout=300, check=False, **options)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (rewritten(table("organisations"), lambda data: data.rstrip(b"\n") + b"x" * 100_000_000 + b"\n"), "too-long"),
        (rewritten(table("organisations"), lambda data: data + b'"' + b"x,\n" * 5_000_000), "structure/quotes"),
    ],
)
def test_a_huge_cell_takes_neither_all_memory_nor_for_ever(copy, change, words):
    change(copy.root)
    done = limited(copy.root, "check")
    assert done.returncode == 1, done.stderr
    assert words in done.stdout
    assert len(done.stdout) < 10_000
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_a_full_disk_is_one_sentence(copy):
    with Path("/dev/full").open("w") as full:
        done = limited(copy.root, "check", stdout=full)
    assert (done.returncode, done.stderr) == (2, "civcas: no space left on device\n")
