"""Files and folders are replaced whole or not at all, and nothing of others is overwritten or deleted."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading

import pytest

from civcas.errors import UnusableInput
from civcas.package import folders, writing
from civcas.package.faults import DESCRIPTOR
from civcas.package.folders import replaced_folder
from civcas.package.locks import locked
from civcas.package.writing import Change, write_files
from tests.faults.killing import killed_at_every_step

OLD, NEW = b"old\n", b"new\n" * 1000
NAMES = ("data/a.csv", "data/b.csv", "docs/c.md")


@pytest.fixture
def root(tmp_path):
    """A folder with three files to replace."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(OLD)
    (tmp_path / DESCRIPTOR).write_text("{}")
    return tmp_path


def contents(folder):
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def changes():
    return [Change(name, OLD, NEW) for name in NAMES]


# --- files ---


def test_all_files_are_replaced_and_nothing_else_is_left(root):
    (root / NAMES[0]).chmod(0o640)
    write_files(root, changes())
    assert contents(root) == {DESCRIPTOR: b"{}"} | dict.fromkeys(NAMES, NEW)
    assert (root / NAMES[0]).stat().st_mode & 0o777 == 0o640


def test_a_new_file_in_a_new_folder(root):
    write_files(root, [Change("more/d.md", None, NEW)])
    assert (root / "more" / "d.md").read_bytes() == NEW


@pytest.mark.parametrize("edit", [b"edited\n", None])
def test_a_file_that_changed_since_it_was_read_is_not_overwritten(root, edit):
    file = root / NAMES[2]
    file.unlink() if edit is None else file.write_bytes(edit)
    before = contents(root)
    with pytest.raises(UnusableInput, match=r"docs/c\.md: changed on disk since it was read; nothing was written"):
        write_files(root, changes())
    assert contents(root) == before


def test_a_file_that_somebody_created_meanwhile_is_not_overwritten(root):
    with pytest.raises(UnusableInput, match="changed on disk"):
        write_files(root, [Change(NAMES[0], None, NEW)])
    assert (root / NAMES[0]).read_bytes() == OLD


@pytest.mark.parametrize("step", ["_temporary", "_require_unchanged"])
@pytest.mark.parametrize("number", [1, 2])
def test_after_an_error_no_file_is_new(root, monkeypatch, step, number):
    real, calls = getattr(writing, step), []

    def failing(*arguments):
        calls.append(arguments)
        if len(calls) == number:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    before = contents(root)
    monkeypatch.setattr(writing, step, failing)
    with pytest.raises(UnusableInput, match="no space left on device; nothing was written"):
        write_files(root, changes())
    assert contents(root) == before


def test_after_a_rename_that_fails_the_others_are_undone(root, monkeypatch):
    real = os.replace
    before = contents(root)

    def failing(source, target):
        if str(target).endswith("c.md"):
            raise OSError(5, "Input/output error")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(UnusableInput, match="input/output error; nothing was written"):
        write_files(root, changes())
    assert contents(root) == before


def test_killed_at_every_step_each_file_is_old_or_new_and_the_next_run_clears_up(root):
    before = contents(root)
    seen = set()
    for _ in killed_at_every_step(lambda: write_files(root, changes())):
        files = {name: (root / name).read_bytes() for name in NAMES}
        assert set(files.values()) <= {OLD, NEW}
        seen.add(tuple(files.values()))
        # The files are replaced in their order, so that the same command can complete them.
        assert sorted(files.values(), reverse=True) == list(reversed(files.values()))
        for name in NAMES:
            (root / name).write_bytes(OLD)
        write_files(root, [Change(name, OLD, OLD + b"\n") for name in NAMES])
        write_files(root, [Change(name, OLD + b"\n", OLD) for name in NAMES])
        assert contents(root) == before
    assert len(seen) == len(NAMES) + 1


def test_a_link_stays_a_link(root):
    (root / "real.csv").write_bytes(OLD)
    (root / NAMES[0]).unlink()
    (root / NAMES[0]).symlink_to("../real.csv")
    write_files(root, changes())
    assert (root / NAMES[0]).is_symlink()
    assert (root / "real.csv").read_bytes() == NEW


def test_a_link_out_of_the_package_is_refused(root, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "mine.csv"
    outside.write_bytes(OLD)
    (root / NAMES[0]).unlink()
    (root / NAMES[0]).symlink_to(outside)
    with pytest.raises(UnusableInput, match="which is outside the package; nothing was written"):
        write_files(root, changes())
    assert outside.read_bytes() == OLD


def test_files_with_similar_names_are_left_alone(root):
    mine = [".a.csv.12345678", ".a.csv.mine.civcas-tmp", "a.csv.12345678.civcas-tmp", ".b.12345678.civcas-tmp"]
    for name in mine:
        (root / "data" / name).write_text("mine")
    (root / "data" / ".a.csv.12345678.civcas-tmp").write_text("left by a killed run")
    write_files(root, changes())
    assert {name for name in contents(root) if "civcas" in name or "12345678" in name} == {f"data/{x}" for x in mine}


# --- folders ---


@pytest.fixture
def folder(tmp_path):
    old = tmp_path / "dist"
    old.mkdir()
    (old / "file").write_bytes(OLD)
    return old


def replace(folder):
    with replaced_folder(folder) as new:
        (new / "file").write_bytes(NEW)
        (new / "sub").mkdir()
        (new / "sub" / "more").write_bytes(NEW)


REPLACED = {"file": NEW, "sub/more": NEW}


def test_a_folder_is_replaced_and_nothing_else_is_left(folder):
    replace(folder)
    assert contents(folder) == REPLACED
    assert names(folder.parent) == ["dist"]


def test_killed_at_every_step_the_folder_is_old_or_new_and_the_next_run_clears_up(folder):
    old, seen = contents(folder), set()
    for _ in killed_at_every_step(lambda: replace(folder)):
        if folder.exists():
            assert contents(folder) in (old, REPLACED)
        with contextlib.suppress(ZeroDivisionError), replaced_folder(folder):
            raise ZeroDivisionError  # clears up, and leaves the folder as it is
        assert names(folder.parent) == ["dist"]
        assert contents(folder) in (old, REPLACED)
        seen.add(len(contents(folder)))
        with replaced_folder(folder) as new:
            (new / "file").write_bytes(OLD)
    assert seen == {1, 2}


def test_siblings_are_left_alone(folder):
    """Folders with similar names, also with the very name of a working folder but without its mark."""
    mine = [".dist-backup", ".dist-new-1", ".dist-old-x", ".dist-12345678.civcas-build", ".dist-1.civcas-build"]
    for name in mine:
        (folder.parent / name).mkdir()
        (folder.parent / name / "MARK").write_text("mine")
    replace(folder)
    assert names(folder.parent) == sorted(["dist", *mine])


def test_the_name_of_the_folder_is_no_pattern(folder):
    other = folder.parent / ".dot-12345678.civcas-build"
    other.mkdir()
    (other / "MARK").write_bytes(folders._TEXT)
    replace(folder.parent / "d*t")
    assert other.is_dir()


def test_a_second_process_is_refused_while_the_first_writes(folder):
    second = f"from tests.package.test_writing import replace; from pathlib import Path; replace(Path({str(folder)!r}))"
    with replaced_folder(folder) as new:
        (new / "file").write_bytes(NEW)
        done = subprocess.run([sys.executable, "-c", second], capture_output=True, text=True, check=False)
        assert "another build is writing it; nothing was changed. Try again" in done.stderr
    assert contents(folder) == {"file": NEW}
    assert names(folder.parent) == ["dist"]


def test_what_somebody_else_puts_in_the_place_meanwhile_is_kept(folder, monkeypatch):
    real = type(folder).rename

    def rename(path, target):
        if path.name == "new":
            folder.mkdir()
            (folder / "theirs").write_text("theirs")
        return real(path, target)

    monkeypatch.setattr(type(folder), "rename", rename)
    with pytest.raises(OSError, match="not empty"):
        replace(folder)
    (kept,) = folder.parent.glob(".dist-*.civcas-build/old/file")
    assert kept.read_bytes() == OLD
    assert (folder / "theirs").read_text() == "theirs"


# --- the lock ---


def test_the_second_waits_for_the_first(root):
    waits, order = threading.Event(), []

    def second():
        with locked(root, waits.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with locked(root, lambda: pytest.fail("nobody else has the lock")):
        thread.start()
        assert waits.wait(20)
        order.append("first")
    thread.join(20)
    assert order == ["first", "second"]


def test_the_lock_of_a_killed_process_is_free(root):
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from civcas.package.locks import locked\n"
            "with locked(Path(sys.argv[1]), print): print('has it', flush=True); time.sleep(600)",
            str(root),
        ],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"has it\n"
        waits = threading.Event()
        process.send_signal(signal.SIGKILL)
        process.wait(20)
    with locked(root, waits.set):
        assert not waits.is_set()
