"""`civcas serve` says where the site is when it answers, opens it, and says how to get what is missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from civcas import extras
from civcas.cli import main
from tests.conftest import get

SAYS = "the site is at "


@contextlib.contextmanager
def serving(folder, *options, **variables):
    """A running `civcas serve`, and what it prints, line by line. It is stopped as with Ctrl-C, which is no error."""
    command = [sys.executable, "-m", "civcas", "serve", "--built", str(folder), "--port", "0", *options]
    environment = os.environ | variables
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, text=True, env=environment, **streams) as process:
        try:
            yield process.stdout
        finally:
            process.send_signal(signal.SIGINT)
            process.stdout.read()
            assert process.wait(60) == 0


def said_address(lines):
    """The address that is printed, and what is printed before."""
    before = []
    for line in lines:
        if line.startswith(SAYS):
            return line.removeprefix(SAYS).strip(), "".join(before)
        before.append(line)
    raise AssertionError("".join(before))


@pytest.mark.parametrize(
    ("host", "start"),
    [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:"), ("::1", "http://[::1]:")],
)
def test_the_address_is_printed_when_the_site_answers(built, host, start):
    if host == "::1":
        with contextlib.closing(socket.socket(socket.AF_INET6)) as probe:
            try:
                probe.bind((host, 0))
            except OSError:
                pytest.skip("this machine has no IPv6")
    with serving(built, "--host", host) as lines:
        address, before = said_address(lines)
        assert address.startswith(start)
        assert not address.endswith(":0/")
        assert '"GET / HTTP/1.1" 200' in before
        assert "<title>" in get(address)


def test_the_site_is_opened_in_a_browser(built, tmp_path):
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    picture = tmp_path / "page.png"
    browser = f"{chromium} --headless --no-sandbox --disable-gpu --user-data-dir={tmp_path} --screenshot={picture} %s"
    with serving(built, "--open", BROWSER=browser) as lines:
        said_address(lines)
        assert any("bytes written to file" in line for line in lines), "Chromium says so"
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_without_a_browser_the_reader_is_asked_to_open_it(built, tmp_path):
    with serving(built, "--open", PATH=str(tmp_path), BROWSER="") as lines:
        said_address(lines)
        assert next(lines) == "no browser could be opened: open the address yourself\n"


def test_nothing_is_opened_unless_it_is_asked_for(built, tmp_path):
    note = tmp_path / "opened"
    with serving(built, BROWSER=f"touch {note} %s") as lines:
        address, _ = said_address(lines)
        get(address)
    assert not note.exists()


def test_a_port_in_use_is_said(built, capsys):
    with contextlib.closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert main(["serve", "--built", str(built), "--port", port]) == 2
    assert f"127.0.0.1:{port}: address already in use; choose another --port" in capsys.readouterr().err
    assert main(["serve", "--built", str(built), "--host", "host.invalid"]) == 2
    assert capsys.readouterr().err.endswith("; choose another --host\n")


def test_advice_fits_how_the_program_was_installed(tmp_path, monkeypatch):
    monkeypatch.setattr(extras, "_CHECKOUT", tmp_path)
    assert extras.how_to_install("site") == 'run `pip install "oir-civcas[site]"`'
    (tmp_path / "Makefile").touch()
    assert extras.how_to_install("draft") == f'run `pip install --editable "{tmp_path}[draft]"`'
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    assert extras.how_to_install("spark") == f"run `make .venv/.spark` in {tmp_path}"


def test_the_package_on_the_site_can_be_checked(built, capsys):
    with serving(built) as lines:
        address, _ = said_address(lines)
        for name in ("oir-civcas.zip", "datapackage.json"):
            assert main(["check", address + name]) == 0
            out, err = capsys.readouterr()
            assert " rules: no finding, " in out
            assert ("on the web, only files that the package names" in err) == (name == "datapackage.json")


@pytest.mark.parametrize("extra", ["site", "draft", "spark"])
def test_what_is_advised_can_be_made(extra):
    root = Path(__file__).parents[2]
    command = ["make", "--dry-run", "--always-make", f".venv/.{extra}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert f"--require-hashes -r requirements/{extra}.txt" in done.stdout
