"""Numbers and texts as reports write them."""

from __future__ import annotations

SHOWN = 160


def count(number: int, what: str) -> str:
    return f"no {what}" if number == 0 else f"{number:,} {what}{'' if number == 1 else 's'}"


def cut(text: str) -> str:
    """A text in one line of at most 160 characters."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def table_row(*cells: object) -> str:
    """A row of a Markdown table."""
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
