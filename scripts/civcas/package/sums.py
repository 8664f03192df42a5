"""Whether a file is the one whose size and hash the descriptor gives."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from typing import Any

from civcas.package.faults import DESCRIPTOR, Fault


def sum_faults(number: int, item: dict[str, Any], file: bytes | mmap.mmap) -> Iterator[Fault]:
    """The `bytes` and `hash` of a resource, whose place in the descriptor is `number`, that its file has not."""
    if item.get("bytes", len(file)) != len(file):
        found, expected = str(item["bytes"]), f"{len(file)}, the file's size"
        yield Fault(DESCRIPTOR, ("resources", number, "bytes"), found, expected)
    kind, _, digits = str(item.get("hash", "")).rpartition(":")
    if digits and digits.lower() != (digest := hashlib.new(kind or "md5", file, usedforsecurity=False).hexdigest()):
        yield Fault(DESCRIPTOR, ("resources", number, "hash"), digits, f"{digest}, the file's hash")
