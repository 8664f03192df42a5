"""Says on a terminal what a command is doing, if it takes longer than two seconds."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_AFTER = 2.0  # seconds; shorter work shows nothing


class _Display:
    """The step that a command is at, on standard error. It is gone when the command is done."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words, self._late = "", False
        self._live: Any = None
        self._timer = threading.Timer(_AFTER, self._is_late)
        self._timer.daemon = True
        self._timer.start()

    def say(self, words: str) -> None:
        """Show these words in place of the ones before; if they are empty, nothing."""
        with self._lock:
            self._words = words
            self._show()

    def end(self) -> None:
        self._timer.cancel()
        self.say("")

    def _is_late(self) -> None:
        with self._lock:
            self._late = True
            self._show()

    def _show(self) -> None:
        if self._live:
            self._live.stop()
            self._live = None
        if self._late and self._words:
            self._live = _spinner(self._words)
            self._live.start()


def _spinner(words: str) -> Any:
    from rich.console import Console
    from rich.live import Live
    from rich.spinner import Spinner

    console = Console(stderr=True, highlight=False)
    return Live(Spinner("dots", words), console=console, transient=True, redirect_stdout=False, redirect_stderr=False)


_shown: _Display | None = None


def step(words: str, number: int = 0, of: int = 0) -> None:
    """The command begins something that may take long; it is step `number` of so many, if that is known."""
    if _shown:
        _shown.say(f"{words} ({number} of {of})" if of else words)


def about_to_print() -> None:
    """Take what is shown away until the next step, so that what is printed stands alone."""
    if _shown:
        _shown.say("")


@contextmanager
def shown_on_terminal(*, quiet: bool = False) -> Iterator[None]:
    """Show the steps of a command on standard error, if that is a terminal that can; never in a pipe or in CI."""
    global _shown  # noqa: PLW0603  # a process has one standard error
    if quiet or _shown or not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb" or "CI" in os.environ:
        yield
        return
    _shown = _Display()
    try:
        yield
    finally:
        _shown.end()
        _shown = None
