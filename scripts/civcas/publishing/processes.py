"""Does work in a process of its own, while this one does something else."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

T = TypeVar("T")


@contextmanager
def elsewhere(function: Callable[..., T], *arguments: Any) -> Iterator[Callable[[], T]]:
    """Call a function in another process while the block runs. The block gets a function that waits for its result.

    That one raises what the function raised. Whatever still runs at the end of the block is ended. The process is
    started afresh: a copy of this one would have its locks, but not the threads that hold them.
    """
    context = multiprocessing.get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(writer, function, arguments), daemon=True)
    _start(process)
    writer.close()  # so that the end of the process is the end of what it sends

    def result() -> T:
        try:
            value, error = reader.recv()
        except EOFError:
            raise OSError("a process of this build was ended from outside, as happens without memory") from None
        if error:
            raise error
        return value  # type: ignore[no-any-return]  # whatever the function returned

    try:
        yield result
    finally:
        process.terminate()
        process.join()
        reader.close()


def _start(process: SpawnProcess) -> None:
    """Start a process that Ctrl-C does not reach; the first one ends it. A Ctrl-C meanwhile reaches the first one."""
    resource_tracker.ensure_running()  # which lets the signal through, when it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _call(writer: Connection, function: Callable[..., T], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that temporary files are deleted
    try:
        answer: tuple[T | None, Exception | None] = function(*arguments), None
    except Exception as error:
        answer = None, error
    try:
        writer.send(answer)
    except BrokenPipeError:  # the first process was killed
        return
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it ends by itself now, without a word on the signal
