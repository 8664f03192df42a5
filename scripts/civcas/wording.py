"""Numbers and texts as reports write them."""

from __future__ import annotations

import html
import json
import re
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_LONGEST = 160


def count(number: int, what: str) -> str:
    return f"no {what}" if number == 0 else f"{number:,} {what}{'' if number == 1 else 's'}"


def cut(text: str) -> str:
    """A text of at most 160 characters."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def without_long_words(message: str, words: Iterable[str]) -> str:
    """A message in which the longest of these words, which somebody gave, are cut."""
    for word in words:
        if len(word) > _LONGEST:
            for written in (word, shown_address(word), repr(word)[1:-1], str(Path(word))):
                message = message.replace(written, cut(written))
    return message


def visible(text: str) -> str:
    """A text of a file as a report can show it: in one line, characters that show nothing written as \\u2060."""
    return "".join(char if char == " " or _shows(char) else char.encode("unicode_escape").decode() for char in text)


def _shows(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ"


def shown_address(address: str) -> str:
    """An address without the name and password that it may have."""
    return re.sub(r"(?<=://)[^/]*@", "", address)


def table_row(*cells: object) -> str:
    """A row of a Markdown table, of cells that are Markdown."""
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", str(cell)).replace("\n", " ") for cell in cells) + " |"


def plain(text: str) -> str:
    """A text of a file as Markdown, in which nothing is taken for HTML, a link or an image."""
    return re.sub(r"([|\[\]`*\\])", r"\\\1", html.escape(visible(text), quote=False))


def json_text(body: Any, indent: int | None = None) -> str:
    """JSON that any terminal can show: letters are escaped where its encoding may lack them."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    return json.dumps(body, indent=indent, ensure_ascii=encoding != "utf8")
