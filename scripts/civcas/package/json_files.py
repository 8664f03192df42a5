"""Reads JSON files strictly: UTF-8, no member twice, no NaN, no merge conflict. Finds the line of a member."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from civcas.errors import UnusableInput
from civcas.package.files import read_file

# A larger or more deeply nested file is no descriptor of a package.
_LARGEST = 10_000_000
_DEEPEST = 20
MARKS = {b"\xef\xbb\xbf": "a byte order mark", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_CONFLICT = re.compile(r"^(<{7} .*|>{7} .*)$", re.MULTILINE)
# Characters that no text of a descriptor needs and that SQLite, XLSX or UTF-8 can't hold.
_UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECODER = json.JSONDecoder()

Pointer = tuple[str | int, ...]


class _Refused(ValueError):
    """Something that Python's json module reads and that is no JSON."""


def read_json(root: Path, name: str) -> dict[str, Any]:
    """Read the JSON object in a file of the package. Raises UnusableInput, naming the line where it can."""
    return parse_json(name, read_text(root, name))


def parse_json(name: str, text: str) -> dict[str, Any]:
    """The JSON object in the text of the file `name`. Raises UnusableInput, naming the line where it can."""
    try:
        value = json.loads(
            text, object_pairs_hook=_members, parse_constant=_constant, parse_int=_integer, parse_float=_number
        )
    except json.JSONDecodeError as error:
        raise UnusableInput(
            f"{name}:{error.lineno}:{error.colno}: not JSON: {error.msg[:1].lower()}{error.msg[1:]}. Correct the line"
        ) from None
    except _Refused as error:
        raise UnusableInput(f"{name}: {error}") from None
    except RecursionError:
        raise UnusableInput(f"{name}: nested too deeply") from None
    if not isinstance(value, dict):
        raise UnusableInput(f"{name}: found {shown(value)}, expected a JSON object")
    _refuse_texts(name, value, ())
    return value


def read_text(root: Path, name: str) -> str:
    """The text of a JSON file. Raises UnusableInput if it is not UTF-8 or holds a merge conflict."""
    data = read_file(root, name, _LARGEST)
    for mark, what in MARKS.items():
        if data.startswith(mark):
            raise UnusableInput(f"{name}: found {what}, expected UTF-8 without a byte order mark. Save it as that")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise UnusableInput(f"{name}: not UTF-8 at byte {error.start + 1}. Save the file as UTF-8") from None
    markers = [text.count("\n", 0, match.start()) + 1 for match in _CONFLICT.finditer(text)]
    if markers:
        lines = f"line {markers[0]}" if len(markers) == 1 else f"lines {markers[0]} to {markers[1]}"
        raise UnusableInput(
            f"{name}:{markers[0]}: a merge conflict on {lines}. Choose the lines to keep, and delete the lines with"
            " <<<<<<<, ======= and >>>>>>>"
        )
    return text


def shown(value: Any) -> str:
    """A value as JSON, cut to a short text."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        where = f" of {shown(members['name'])}" if "name" in members else ""
        raise _Refused(f"found the member {shown(twice)}{where} twice, expected it once. Delete one of them")
    return members


def _constant(name: str) -> Any:
    raise _Refused(f"found {name}, expected a number that JSON has")


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > 19:  # more than 64 bits hold
        raise _Refused(f"found a number of {len(digits):,} digits, expected one of 64 bits")
    return int(digits)


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _Refused(f"found {text[:40]}, expected a number of 64 bits")
    return number


def _refuse_texts(name: str, value: Any, pointer: Pointer) -> None:
    """Raise UnusableInput if a text holds a character that can't be published, or the value is nested too deeply."""
    if len(pointer) > _DEEPEST:
        raise UnusableInput(f"{name}: nested too deeply")
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for member, item in items:
        here = (*pointer, member)
        for text in (member, item):
            if isinstance(text, str) and (match := _UNUSABLE.search(text)):
                code = f"U+{ord(match[0]):04X}"
                raise UnusableInput(
                    f"{name}#{ascii(pointer_text(here))[1:-1]}: found the character {code}, expected text. Delete it"
                )
        _refuse_texts(name, item, here)


# --- places in a file --------------------------------------------------------------------------------------------


def pointer_text(pointer: Pointer) -> str:
    """The JSON pointer (RFC 6901) of a member, such as /fields/3/name."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def line_of(text: str, pointer: Pointer) -> int:
    """The line of a member in the text of a JSON file. Raises LookupError or ValueError if it is not there."""
    at = _skip(text, 0)
    for part in pointer:
        at = _enter(text, at, part)
    return text.count("\n", 0, at) + 1


def _enter(text: str, at: int, part: str | int) -> int:
    """Where the value of a member begins, from the start of its object or list. Raises LookupError or ValueError."""
    is_object, number = text[at] == "{", 0
    at = _skip(text, at + 1)
    while True:
        member: str | int = number
        if is_object:
            member, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)  # over the colon
        if member == part:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if text[at] != ",":
            raise LookupError(part)
        at = _skip(text, at + 1)
        number += 1


def _skip(text: str, at: int) -> int:
    """Over white space."""
    while text[at] in " \t\r\n":
        at += 1
    return at
