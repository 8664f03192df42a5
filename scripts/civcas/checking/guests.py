"""Runs code that is not this program's, such as the rules of a package."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from civcas.errors import Terminated


@contextmanager
def guest_code() -> Iterator[None]:
    """Let code of somebody else run. What it prints goes to standard error: a report may be on standard output.

    Raises RuntimeError if it tries to end the program, which would otherwise end with the exit code that it likes.
    """
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            yield
    except (Exception, KeyboardInterrupt, Terminated):
        raise
    except BaseException as error:
        raise RuntimeError(f"{type(error).__name__} {error}".strip() + ", which would end the program") from error
    finally:
        if not printed.closed:
            sys.stderr.write(printed.getvalue())
