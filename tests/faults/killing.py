"""Kills a process at every step at which it touches the file system."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator

# What Python reports before it does it. Writing is not among them; what it leaves is seen after the next step.
_STEPS = ("open", "os.", "fcntl.", "shutil.", "tempfile.", "pathlib.")


def killed_at_every_step(action: Callable[[], None]) -> Iterator[int]:
    """Run the action in a child that kills itself before its first step, then before its second, ... to the end."""
    step = 0
    while _is_killed(action, step):
        yield step
        step += 1


def _is_killed(action: Callable[[], None], step: int) -> bool:
    """Whether the action was killed before this step; False if it ended first."""
    child = os.fork()
    if not child:
        try:
            kill_before(step)
            action()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def kill_before(step: int) -> None:
    """Kill this process before a step to come."""
    left = [step]

    def watch(event: str, _: object) -> None:
        if event.startswith(_STEPS):
            left[0] -= 1
            if left[0] == -1:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
