"""How to get what a command needs besides the program itself."""

from __future__ import annotations

import sys
from pathlib import Path

_CHECKOUT = Path(__file__).parents[2]


def how_to_install(extra: str) -> str:
    """The command that installs an extra of pyproject.toml, for the way in which this program was installed."""
    if not (_CHECKOUT / "Makefile").is_file():
        return f'run `pip install "oir-civcas[{extra}]"`'
    if Path(sys.prefix) == _CHECKOUT / ".venv":
        return f"run `make .venv/.{extra}` in {_CHECKOUT}"
    return f'run `pip install --editable "{_CHECKOUT}[{extra}]"`'
