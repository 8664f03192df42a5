"""Entries for BibTeX."""

from __future__ import annotations

import re

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def entry(key: str, **fields: str) -> str:
    """An entry of the fields that are not empty, whose values are as BibTeX reads them: see `escaped` and `whole`."""
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{re.sub(r'[^A-Za-z0-9:.-]+', '-', key)},", *lines, "}"])


def escaped(text: str) -> str:
    return "".join(_SPECIAL.get(char, f"\\{char}" if char in "&%$#_{}" else char) for char in text)


def whole(text: str) -> str:
    """A name that has no first and last part, or a title that keeps its capitals."""
    return f"{{{escaped(text)}}}"


def web_address(text: str) -> str:
    """An address, in which braces would end the field."""
    return text.replace("{", "%7B").replace("}", "%7D")
