"""What a terminal shows while a command works, and what is left if it is interrupted."""

import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

from civcas import progress
from tests.commands.terminals import read_all
from tests.conftest import combined, put_package

SLOW = """
import os, sys, time
from civcas import cli, progress
progress._AFTER = {after}
real, steps = progress.step, 0
def slow(*words):
    global steps
    real(*words)
    steps += 1
    if steps == int(os.environ.get("STOP_AT", 0)):
        with open(os.environ["STOPPED"], "w"):
            time.sleep(60)
    time.sleep({pause})
import civcas.checking.check as check
check.step = slow
sys.exit(cli.main())
"""


def in_terminal(root, *options, pause=0.05, after=0.5, **variables):
    """What `civcas check` writes to standard error, a terminal, if each of its steps takes so many seconds."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | {"TERM": "xterm"} | variables
    command = [sys.executable, "-c", SLOW.format(pause=pause, after=after), "check", "--package", str(root), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment, text=True)
    os.close(theirs)
    shown = read_all(ours)
    out = process.stdout.read()
    process.stdout.close()
    os.close(ours)
    return process.wait(), out, shown.decode()


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return put_package(tmp_path_factory.mktemp("progress"))


def test_a_terminal_shows_the_step_after_a_while_and_nothing_in_the_end(root):
    assert progress._AFTER == 2  # seconds; less in these tests
    code, out, shown = in_terminal(root)
    assert code == 0
    assert out.startswith("17 tables")
    steps = re.findall(r"checking the (?:rules|cells and keys) of [a-z_]+ \(\d+ of 34\)", shown)
    assert len(steps) > 5
    assert re.sub(r"\x1b\[\?25h|[\r\n]", "", shown).endswith("\x1b[2K"), "the line is taken away"


@pytest.mark.parametrize(("options", "variables"), [(["--quiet"], {}), ([], {"TERM": "dumb"}), ([], {"CI": "true"})])
def test_nothing_is_shown_if_it_is_not_wanted(root, options, variables):
    assert in_terminal(root, *options, **variables)[2] == ""


def test_short_work_shows_nothing(root):
    assert in_terminal(root, after=300)[2] == ""


def test_a_pipe_gets_no_progress(root):
    command = [sys.executable, "-c", SLOW.format(pause=0.05, after=0.5), "check", "--package", str(root)]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""


def test_steps_are_not_said_outside_of_a_command():
    progress.step("checking")
    with progress.shown_on_terminal():  # standard error of the tests is no terminal
        progress.step("checking", 1, 2)
    assert progress._shown is None


@pytest.mark.parametrize(("stop", "steps"), combined([(signal.SIGINT, 130), (signal.SIGTERM, 143)], [1, 10, 34]))
def test_an_interrupted_command_leaves_every_file_as_it_was(tmp_path, stop, steps):
    number, code = stop
    root = put_package(tmp_path / "package")
    (tmp_path / "temporary").mkdir()
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    command = [sys.executable, "-c", SLOW.format(pause=0, after=2), "build", "--package", str(root)]
    stopped = tmp_path / "stopped"
    environment = os.environ | {
        "TMPDIR": str(tmp_path / "temporary"), "STOP_AT": str(steps), "STOPPED": str(stopped),
    }  # fmt: skip
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True)
    end = time.monotonic() + 60
    while not stopped.exists():
        assert time.monotonic() < end
        time.sleep(0.02)
    process.send_signal(number)
    _, words = process.communicate(timeout=60)
    assert process.returncode == code
    assert words == "civcas: interrupted. No file is half-written\n"
    left = {file: file.read_bytes() for file in root.rglob("*") if file.is_file() and file.suffix != ".lock"}
    assert {file: data for file, data in left.items() if "lock" not in file.name} == before
    assert not list((tmp_path / "temporary").iterdir())
