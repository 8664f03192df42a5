"""Why a table's file does not parse, line by line.

Frictionless explains headers and ragged rows. It numbers records, not lines, and lets a lost quote swallow rows
unseen, so quotes are looked at first and it is asked only about files that hold one record a line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import groupby

from civcas.checking.findings import Finding
from civcas.checking.structural_rules import structural_rule
from civcas.package.tables import Package, Resource, header, split_lines

# What spreadsheets write between cells in some countries
_SEPARATORS = {"semicolons": ";", "tabs": "\t"}


def explain(package: Package, resource: Resource, data: bytes) -> list[Finding]:
    """The findings (at least one) for a file that parse_table() refuses."""
    if not data.strip():
        return [
            Finding(
                "structure/empty-file",
                resource.path,
                1,
                found="nothing",
                expected=",".join(resource.schema.names),
                hint=structural_rule("structure/empty-file").fix,
            )
        ]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [not_utf8(resource, data, error)]
    return list(lost_quotes(resource, text)) or list(ask_frictionless(package, resource, data))


def not_utf8(resource: Resource, data: bytes, error: UnicodeDecodeError) -> Finding:
    start = data.rfind(b"\n", 0, error.start) + 1
    return Finding(
        "structure/encoding",
        resource.path,
        data.count(b"\n", 0, error.start) + 1,
        found=f"byte 0x{data[error.start]:02x} in {data[start : error.start + 12].decode('latin-1')!r}",
        expected="UTF-8",
        hint=structural_rule("structure/encoding").fix,
        position=len(data[start : error.start].decode("utf-8", "replace")) + 1,
    )


def lost_quotes(resource: Resource, text: str) -> Iterator[Finding]:
    """The first line whose quotes don't pair up: what follows it can't be told apart any more."""
    for number, line in enumerate(split_lines(text), 1):
        try:
            next(csv.reader([line], strict=True), None)
        except csv.Error:
            yield Finding(
                "structure/quotes",
                resource.path,
                number,
                found=line if len(line) <= 80 else line[:77] + "...",
                expected="quotes in pairs, and each record on one line",
                hint=structural_rule("structure/quotes").fix,
                position=line.find('"') + 1,
            )
            return


def ask_frictionless(package: Package, resource: Resource, data: bytes) -> Iterator[Finding]:
    """Frictionless' errors, grouped to one finding for the header and one for each ragged line."""
    import frictionless

    found = header(data)
    expected = ",".join(resource.schema.names)
    if found != expected:
        yield Finding(
            "structure/header", resource.path, 1, found=found, expected=expected, hint=header_hint(found, expected)
        )
        return
    checked = frictionless.Resource(
        path=resource.path,
        basepath=str(package.root),
        schema=frictionless.Schema.from_descriptor(
            {"fields": [{"name": name, "type": "string"} for name in resource.schema.names]}
        ),
        encoding="utf-8-sig",
    ).validate(limit_errors=1_000_000)
    errors = [error for task in checked.tasks for error in task.errors]
    rows = split_lines(data.decode("utf-8-sig"))
    for line, group in groupby(errors, key=lambda error: getattr(error, "row_number", 1)):
        first = next(group)
        cells = len(next(csv.reader([rows[line - 1]]), []))
        yield Finding(
            f"structure/{first.type}",
            resource.path,
            line,
            found=f"{cells} cells",
            expected=f"{len(resource.schema.names)} cells",
            hint=structural_rule(f"structure/{first.type}").fix,
        )


def header_hint(found: str, expected: str) -> str:
    for name, mark in _SEPARATORS.items():
        if found.replace(mark, ",") == expected:
            return f"the cells are separated by {name}; save the file with commas between them"
    have, want = found.split(","), expected.split(",")
    missing = [name for name in want if name not in have]
    unknown = [name for name in have if name not in want]
    if len(missing) == len(want):
        return "there is no header: " + structural_rule("structure/header").fix
    parts = []
    if missing:
        parts.append("missing: " + ", ".join(missing))
    if unknown:
        parts.append("unknown: " + ", ".join(unknown))
    return "; ".join(parts or ["another order"]) + "; " + structural_rule("structure/header").fix
