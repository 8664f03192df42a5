"""Colours in what people read: on a terminal only, and not if NO_COLOR is set."""

from __future__ import annotations

import os
import re
from typing import TextIO

# Lines that reports have. Each group of a pattern is named for its style.
_PATTERNS = (
    r"^(?P<bold>\S.*?) (?P<red>[a-z_]+/[a-z-]+)$",  # a finding: its place and its rule
    r"^(?P<bold>\S.*?) (?P<yellow>[a-z_]+/[a-z-]+ \[documented: .*\])$",
    r"^(?P<dim>  (?:in|found|expected|known|see|hint|also):)",
    r"^\d+ tables, [^:]*: (?:(?P<green>no finding)|(?P<red>[\d,]+ findings?))(?=,)",
    r"^(?P<green>  \+ .*)",  # what a diff lists
    r"^(?P<red>  - .*)",
    r"^(?P<yellow>  [~>] .*)",
    r"^(?P<red>civcas:)",
)


def coloured(text: str, stream: TextIO) -> str:
    """A report or message as this stream shows it: in colours, or as it is."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb":
        return text
    for pattern in _PATTERNS:
        text = re.sub(pattern, _styled, text, flags=re.MULTILINE)
    return text


def _styled(match: re.Match[str]) -> str:
    """The match with each of its groups in the style that it is named for."""
    from rich.color import ColorSystem
    from rich.style import Style

    text, done = "", match.start()
    for name, part in match.groupdict().items():
        if part:
            text += match.string[done : match.start(name)]
            text += Style.parse(name).render(part, color_system=ColorSystem.STANDARD)
            done = match.end(name)
    return text + match.string[done : match.end()]
