"""Reads what a program writes to a terminal."""

from __future__ import annotations

import os


def read_all(terminal: int) -> bytes:
    """All that is written to the other side of a terminal, until that is closed."""
    shown = b""
    try:
        while part := os.read(terminal, 4096):
            shown += part
    except OSError:  # the other side is closed
        pass
    return shown
