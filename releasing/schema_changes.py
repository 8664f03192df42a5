"""Names that the schemas had at the last release and have no more, without a row in docs/schema-changes.md."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = "docs/schema-changes.md"


def unexplained(root: Path) -> Iterator[str]:
    """Each table, field (`table.field`) and value (`table.field=value`) that is gone without a row of the page.

    The last release is the newest tag before HEAD; without one, nothing can be gone. Raises OSError or ValueError.
    """
    last = _git(root, "describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^")
    if last is None:
        return
    now = {name for file in (root / "schemas").glob("*.json") for name in _names(file.stem, json.loads(_text(file)))}
    page = _text(root / PAGE)
    listed = _git(root, "ls-tree", "--name-only", last, "schemas/") or ""
    for path in listed.splitlines():
        old = json.loads(_git(root, "show", f"{last}:{path}") or "{}")
        for name in _names(Path(path).stem, old):
            if name not in now and f"| `{name}` |" not in page:
                yield f"{PAGE}: no row for `{name}`, which {last} had, expected one that says what to read instead"


def _names(table: str, schema: dict[str, Any]) -> Iterator[str]:
    yield table
    for field in schema.get("fields", []):
        yield f"{table}.{field['name']}"
        yield from (f"{table}.{field['name']}={value}" for value in field.get("constraints", {}).get("enum", []))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _git(root: Path, *arguments: str) -> str | None:
    """What git says; None if it finds nothing."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None
