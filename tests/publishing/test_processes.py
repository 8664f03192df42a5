"""Work in another process: its result, its errors, and its end."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import time
from operator import add, truediv

import pytest

from civcas.errors import UnusableInput
from civcas.publishing.processes import elsewhere


def refuse(file):
    raise UnusableInput(f"{file}: too long")


def test_another_process_does_the_work():
    with elsewhere(os.getppid) as parent, elsewhere(add, b"x" * 1_000_000, b"y") as joined:
        assert parent() == os.getpid()
        assert joined() == b"x" * 1_000_000 + b"y"


def test_what_it_raises_is_raised_here():
    with elsewhere(refuse, "data/a.csv") as result, pytest.raises(UnusableInput, match="too long"):
        result()
    with elsewhere(truediv, 1, 0) as result, pytest.raises(ZeroDivisionError):
        result()


def test_a_process_that_is_ended_from_outside_is_an_error():
    with elsewhere(os._exit, 1) as result, pytest.raises(OSError, match="ended from outside"):
        result()


def test_nothing_runs_on_when_the_block_has_ended():
    before, start = multiprocessing.active_children(), time.monotonic()
    with pytest.raises(KeyboardInterrupt), elsewhere(time.sleep, 600):
        raise KeyboardInterrupt
    assert time.monotonic() - start < 300
    assert multiprocessing.active_children() == before


def test_a_ctrl_c_is_for_the_first_process():
    with elsewhere(time.sleep, 600):
        (process,) = multiprocessing.active_children()
        os.kill(process.pid, signal.SIGINT)
        process.join(1)
        assert process.is_alive()


def last_thing():
    """Return, but leave something to be done when the process ends."""
    atexit.register(time.sleep, 1)
    return 1


def test_a_process_that_has_done_its_work_ends_without_a_word(capfd):
    with elsewhere(last_thing) as result:
        assert result() == 1
        time.sleep(0.3)  # it is at its end now
    assert capfd.readouterr().err == ""
