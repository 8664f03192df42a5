"""A small package with a column for each constraint and format: cells that are just allowed, and cells that are not."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import Any

from civcas.checking.days import days_of
from civcas.package.tables import read_package


@dataclass(frozen=True)
class Column:
    """A field that the schema restricts, cells that it allows, and cells that break this structural rule."""

    rule: str
    described: dict[str, Any]
    allowed: list[str]
    refused: list[str]


def limit(rule, kind, allowed, refused, **constraints):
    return Column(f"structure/{rule}", {"type": kind, "constraints": constraints}, allowed, refused)


def text(form, allowed, refused):
    return Column("structure/format", {"type": "string", "format": form}, allowed, refused)


UUID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
COLUMNS = {
    "least_whole": limit("minimum", "integer", ["2", "3"], ["1", "-2"], minimum=2),
    "above_whole": limit("minimum", "integer", ["3"], ["2", "1"], exclusiveMinimum=2),
    "most_whole": limit("maximum", "integer", ["2", "-5"], ["3"], maximum=2),
    "below_whole": limit("maximum", "integer", ["1"], ["2", "3"], exclusiveMaximum=2),
    "least_number": limit("minimum", "number", ["0.5", "1"], ["0.49"], minimum=0.5),
    "above_number": limit("minimum", "number", ["0.51"], ["0.5", "-1"], exclusiveMinimum=0.5),
    "most_number": limit("maximum", "number", ["0.5", "0"], ["0.51"], maximum=0.5),
    "below_number": limit("maximum", "number", ["0.49"], ["0.5", "1"], exclusiveMaximum=0.5),
    "least_day": limit("minimum", "date", ["2019-05-31"], ["2019-05-30"], minimum="2019-05-31"),
    "above_day": limit("minimum", "date", ["2019-06-01"], ["2019-05-31"], exclusiveMinimum="2019-05-31"),
    "most_day": limit("maximum", "date", ["2019-05-31"], ["2019-06-01"], maximum="2019-05-31"),
    "below_day": limit("maximum", "date", ["2019-05-30"], ["2019-05-31"], exclusiveMaximum="2019-05-31"),
    "shortest": limit("length", "string", ["ab", "éé", "abc"], ["a", "é"], minLength=2),
    "longest": limit("length", "string", ["ab", "éé", "مص", "a"], ["abc", "ééé"], maxLength=2),
    "pattern": limit("pattern", "string", ["a", "ab"], ["abc", "b", "A"], pattern="^ab?$"),
    "uri": text(
        "uri",
        ["https://example.org/a?b=c#d", "http://[::1]:80/", "urn:isbn:0451450523", "mailto:name@example.org"],
        ["example.org", "/a/b", "//example.org/a"],
    ),
    "email": text(
        "email",
        ["name@example.org", "first.last+tag@mail.example.org"],
        ["name", "name@", ".name@example.org", "two@signs@example.org", "a name@example.org", "name@example..org"],
    ),
    "uuid": text("uuid", [UUID, UUID.upper()], [UUID[:-1], UUID + "0", UUID.replace("b", "g"), "uuid"]),
}
# Cells that this program refuses, and Frictionless does not.
STRICTER = {
    "uri": ["http://exa mple.org/", "http://[bad/x", "https:///a", "http://example.org:99999/"],
    "uuid": [UUID.replace("-", ""), "{" + UUID + "}"],
}


def put_limits(root, cells):
    """Put a package of one table into a folder: a row for each of the cells, given as pairs of column and cell."""
    (root / "data").mkdir(parents=True)
    fields = [{"name": name, **column.described} for name, column in COLUMNS.items()]
    fields = [{"title": field["name"], "description": field["name"], **field} for field in [KEY, *fields]]
    schema = {"title": "Limits", "description": "Limits", "fields": fields, "primaryKey": ["id"]}
    (root / "limits.json").write_text(json.dumps(schema))
    resource = {"name": "limits", "path": "data/limits.csv", "title": "Limits", "schema": "limits.json"}
    format_ = {"type": "table", "format": "csv", "encoding": "utf-8"}
    descriptor = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": "limits"}
    (root / "datapackage.json").write_text(json.dumps(descriptor | {"resources": [resource | format_]}))
    with (root / "data" / "limits.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", *COLUMNS], lineterminator="\n")
        writer.writeheader()
        writer.writerows({"id": f"{number:03}", name: cell} for number, (name, cell) in enumerate(cells))
    return root


def cell_faults(root, engine):
    """The rule, line and field of each finding on a cell of the table."""
    package = read_package(root, with_faults=True)
    engine.read(package, {})
    findings = [item.finding for item in engine.cells("limits", days_of(package.descriptor))]
    return {(finding.rule, finding.line, finding.field) for finding in findings}


def expected_faults(cells):
    """The same, as it should be, of a table of these cells."""
    return {
        (COLUMNS[name].rule, line, name)
        for line, (name, cell) in enumerate(cells, 2)
        if cell not in COLUMNS[name].allowed
    }


KEY = {"name": "id", "type": "string"}
ALLOWED = [(name, cell) for name, column in COLUMNS.items() for cell in column.allowed]
REFUSED = [(name, cell) for name, column in COLUMNS.items() for cell in column.refused]
BEYOND = [(name, cell) for name, cells in STRICTER.items() for cell in cells]
