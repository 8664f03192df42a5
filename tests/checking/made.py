"""Made-up tables: a schema in a few words, and rows of text."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

from civcas.checking.causes import FindingWithCells
from civcas.checking.cells import key_conditions, key_findings
from civcas.checking.days import Days
from civcas.checking.engines.local import Local
from civcas.checking.findings import Finding
from civcas.package.schema import TableSchema, parse_schema
from civcas.package.tables import Resource, Table, parse_table

ANY_DAY = Days(datetime.date.min, "", datetime.date.max, "")
Fields = dict[str, dict[str, Any]]


def schema(name: str, fields: Fields, key: list[str], **keys: Any) -> TableSchema:
    """A Table Schema; each field is given by its constraints and, unless it is text, its `type`."""
    described = [
        {
            "name": field,
            "title": field,
            "description": field,
            "type": given.get("type", "string"),
            "constraints": {word: value for word, value in given.items() if word != "type"},
        }
        for field, given in fields.items()
    ]
    return parse_schema({"title": name, "description": name, "fields": described, "primaryKey": key, **keys}, name)


def table(described: TableSchema, rows: list[list[str]]) -> Table:
    """The table that a file of these cells is read as."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([described.names, *rows])
    resource = Resource(described.name, f"data/{described.name}.csv", described.name, described)
    return parse_table(resource, text.getvalue().encode())


def items(*tables: Table) -> list[FindingWithCells]:
    """What is found of the structure of the first of some tables."""
    first, engine = tables[0], Local(tables)
    frames = {item.schema.name: engine.frame(item.schema.name) for item in tables}
    keys = key_findings(first, engine.ask(first.schema.name, key_conditions(first.schema, frames)))
    return [*engine.cells(first.schema.name, ANY_DAY), *keys, *engine.order(first.schema.name)]


def findings(*tables: Table) -> list[Finding]:
    """The same without the cells that take part."""
    return [item.finding for item in items(*tables)]


def places(*tables: Table) -> list[tuple[str, int | None, str]]:
    """The rule, line and field of each finding on the first of some tables, in order."""
    return sorted((item.rule, item.line or 0, item.field) for item in findings(*tables))
