"""What is wrong with the descriptor or a Table Schema: first its shape, as the profiles in this folder describe it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from civcas.package.files import is_inside
from civcas.package.formats import IS_OF_FORMAT, is_url
from civcas.package.json_files import Pointer, pointer_text, shown

DESCRIPTOR = "datapackage.json"
_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
_FIRST_YEAR = 1980  # the first that a date in a zip file can have


@dataclass(frozen=True)
class Fault:
    """Something wrong in a JSON file: where, what was found, what was expected.

    `fatal`: without it, nothing can be made of the file.
    """

    file: str
    pointer: Pointer
    found: str
    expected: str
    fatal: bool = False

    @property
    def place(self) -> str:
        return f"#{pointer_text(self.pointer)}"

    def __str__(self) -> str:
        return f"{self.file}{self.place}: found {self.found}, expected {self.expected}"


def shape_faults(file: str, profile: str, value: dict[str, Any]) -> list[Fault]:
    """Where a JSON object differs from a profile of this folder, each difference once."""
    errors = sorted(_validator(profile).iter_errors(value), key=lambda error: [str(part) for part in error.path])
    return list(dict.fromkeys(fault for error in errors for fault in _faults(file, profile, error)))


@cache
def _validator(profile: str) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    checker = FormatChecker(formats=())
    formats = {"created": _is_created, "coverage": _is_coverage, "path": _is_path, "url": is_url, **IS_OF_FORMAT}
    for name, is_valid in formats.items():
        checker.checks(name)(is_valid)
    text = (resources.files("civcas.package") / "profiles" / f"{profile}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text), format_checker=checker)


def _is_created(value: object) -> bool:
    """Whether a value is a time that is not in the future, in any time zone, and that a file can have."""
    try:
        day = datetime.fromisoformat(str(value)).date()
    except ValueError:
        return False
    return "T" in str(value) and day.year >= _FIRST_YEAR and day <= date.today() + timedelta(days=1)


def _is_coverage(value: object) -> bool:
    first, _, last = str(value).partition("/")
    days = [first] if last == ".." else [first, last]
    try:
        dates = [date.fromisoformat(day) for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    except ValueError:
        return False
    return len(dates) == len(days) and dates == sorted(dates) and dates[0].year >= _FIRST_YEAR


def _is_path(value: object) -> bool:
    return isinstance(value, str) and is_inside(value)


def _faults(file: str, profile: str, error: Any) -> Iterator[Fault]:
    """The faults behind one error of jsonschema."""
    pointer, needed = tuple(error.path), error.schema.get("needed", False)
    is_structure = profile == "table_schema" or pointer[:1] == ("resources",)
    fatal = needed or (error.validator in ("type", "required") and is_structure)
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                label = f" for {shown(error.instance['name'])}" if "name" in error.instance else ""
                yield Fault(file, pointer, f"no {name}{label}", f"a {name}", fatal or name == "resources")
    elif error.validator == "additionalProperties":
        supported = ", ".join(error.schema["properties"])
        for name in error.instance.keys() - error.schema["properties"].keys():
            found = f"the member {name}, which is not supported here"
            yield Fault(file, (*pointer, name), found, f"only these members: {supported}")
    else:
        yield Fault(file, pointer, shown(error.instance), _expected(error), fatal)


def _expected(error: Any) -> str:
    """What a value should be, in the words of its profile if that has any."""
    if error.validator == "enum":
        return "one of " + ", ".join(map(str, error.validator_value))
    if error.validator == "const":
        return f"{shown(error.validator_value)}; other values are not supported here"
    if error.validator == "type" and "description" not in error.schema:
        kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
        return " or ".join(_WORDS[kind] for kind in kinds)
    return str(error.schema.get("description") or f"another value ({error.message})")
