"""Writes a diff as text for people, as Markdown for a pull request, or as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from civcas.changes.diff import FIELD, NEW, OLD, Diff, TableDiff
from civcas.changes.headlines import Headline
from civcas.package.tables import KEY, LINE
from civcas.wording import count, cut, plain, table_row

# How many added records, removed records and changed cells of each table are listed by default.
LISTED = 20


EMPTY = "(empty)"


# The names of these two columns in JSON.
JSON_NAMES = {LINE: "line", KEY: "key"}


def as_text(diff: Diff, most: int | None = None) -> str:
    """One line for each added (+), removed (-) or changed (~) record or cell, by table; then the headlines."""
    most = LISTED if most is None else most
    parts = [_outcome(diff), *_warnings(diff)]
    for table in diff.tables:
        parts += ["", f"{table.name}: {_summary(table)}"]
        parts += [f"  + {table.path}:{row[LINE]} {row[KEY]}: {_cells(row)}" for row in _first(table.added, most)]
        parts += [f"  - {row[KEY]}: {_cells(row)}" for row in _first(table.removed, most)]
        parts += [f"  ~ {table.path}:{row[LINE]} {_change(row)}" for row in _first(table.changed, most)]
        parts += [f"  {text}" for text in _not_listed(table, most)]
    if diff.tables:
        parts += ["", "Headline figures:", *[f"  {text}" for text in _headline_lines(diff)]]
    return "\n".join(parts)


def as_markdown(diff: Diff, most: int | None = None) -> str:
    """One section for each table, with its changed cells as a table."""
    most = LISTED if most is None else most
    parts = ["## What changed in the data", "", _outcome(diff), *_warnings(diff), ""]
    if diff.tables:
        parts += ["**Headline figures:**", "", *[f"- {text}" for text in _headline_lines(diff)], ""]
    for table in diff.tables:
        parts += _markdown_section(table, most)
    return "\n".join(parts).rstrip()


def as_json(diff: Diff, most: int | None = None) -> str:
    """An object with `revision`, `tables` (counts, added, removed, changed), `headlines` and `unreadable`.

    Everything is listed unless `most` is given. The counts always cover everything.
    """
    tables = [
        {
            "table": table.name,
            "file": table.path,
            **_counts(table),
            "new_fields": table.new_fields,
            "lost_fields": table.lost_fields,
            "added": _as_json_rows(table.added, most),
            "removed": _as_json_rows(table.removed, most),
            "changed": _as_json_rows(table.changed, most),
        }
        for table in diff.tables
    ]
    headlines = [
        {
            "total": after.label,
            "before": before.low,
            "before_high": before.high,
            "after": after.low,
            "after_high": after.high,
            "record": after.record,
        }
        for before, after in diff.headlines
    ]
    body = {"revision": diff.revision, "tables": tables, "headlines": headlines, "unreadable": diff.unreadable}
    return json.dumps(body, ensure_ascii=False)


FORMATS: dict[str, Callable[..., str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


# --- records and cells -------------------------------------------------------------------------------------------
def _first(frame: pl.DataFrame, most: int) -> Iterator[dict[str, Any]]:
    return frame.head(most).iter_rows(named=True)


def _as_json_rows(frame: pl.DataFrame, most: int | None) -> list[dict[str, Any]]:
    rows = frame if most is None else frame.head(most)
    return [{JSON_NAMES.get(name, name): value for name, value in row.items()} for row in rows.iter_rows(named=True)]


def _markdown_section(table: TableDiff, most: int) -> list[str]:
    parts = [f"### {table.name}", "", f"{_summary(table)}.", ""]
    if most and table.changed.height:
        parts += ["| line | record | field | old | new |", "|---:|---|---|---|---|"]
        parts += [
            table_row(row[LINE], plain(row[KEY]), row[FIELD], plain(_value(row[OLD])), plain(_value(row[NEW])))
            for row in _first(table.changed, most)
        ]
        parts.append("")
    for title, frame in (("Added", table.added), ("Removed", table.removed)):
        if most and frame.height:
            parts += [f"| {title} | |", "|---|---|"]
            parts += [table_row(plain(row[KEY]), plain(_cells(row))) for row in _first(frame, most)]
            parts.append("")
    return parts + [f"{text}.\n" for text in _not_listed(table, most)]


def _change(row: dict[str, Any]) -> str:
    return f"{row[KEY]} / {row[FIELD]}: {_value(row[OLD])} -> {_value(row[NEW])}"


def _value(value: str | None) -> str:
    return EMPTY if value is None else cut(value)


def _cells(row: dict[str, Any]) -> str:
    """The filled cells of a record in one line, shortened if it is long."""
    return cut(
        ", ".join(f"{name} {value}" for name, value in row.items() if value is not None and name not in (LINE, KEY))
    )


# --- sums --------------------------------------------------------------------------------------------------------
def _counts(table: TableDiff) -> dict[str, int]:
    return {
        "records_added": table.added.height,
        "records_removed": table.removed.height,
        "records_changed": table.records,
        "cells_changed": table.changed.height,
    }


def _outcome(diff: Diff) -> str:
    if not diff.tables:
        return f"No changes since {diff.revision}."
    sums = {name: sum(_counts(table)[name] for table in diff.tables) for name in _counts(diff.tables[0])}
    return (
        f"Since {diff.revision}: {count(sums['records_added'], 'record')} added, {sums['records_removed']:,} removed,"
        f" {sums['records_changed']:,} changed ({count(sums['cells_changed'], 'cell')}),"
        f" in {count(len(diff.tables), 'table')}."
    )


def _warnings(diff: Diff) -> list[str]:
    return [f"{path} does not parse, so it was not compared. `civcas check` says why." for path in diff.unreadable]


def _summary(table: TableDiff) -> str:
    parts = [
        f"{table.added.height:,} added" if table.added.height else "",
        f"{table.removed.height:,} removed" if table.removed.height else "",
        f"{table.records:,} changed ({count(table.changed.height, 'cell')})" if table.records else "",
        f"new fields: {', '.join(table.new_fields)}" if table.new_fields else "",
        f"removed fields: {', '.join(table.lost_fields)}" if table.lost_fields else "",
    ]
    return ", ".join(part for part in parts if part)


def _not_listed(table: TableDiff, most: int) -> list[str]:
    rest = {
        "added record": table.added.height - most,
        "removed record": table.removed.height - most,
        "changed cell": table.changed.height - most,
    }
    more = [count(number, what) for what, number in rest.items() if number > 0]
    return [f"Not listed: {', '.join(more)}"] if more else []


# --- headlines ---------------------------------------------------------------------------------------------------
def _headline_lines(diff: Diff) -> list[str]:
    """A line for each headline that changed, or one that says why there is none."""
    if not diff.headlines:
        return ["not compared, because a file does not parse"]
    return [_effect(*pair) for pair in diff.headlines if pair[0] != pair[1]] or ["unchanged"]


def _effect(before: Headline, after: Headline) -> str:
    """A headline before and after, with the difference of single figures."""
    difference = ""
    if before.low is not None and after.low is not None and before.high == after.high is None:
        difference = f" ({after.low - before.low:+,})"
    return f"{after.label}: {_figure(before)} -> {_figure(after)}{difference}"


def _figure(headline: Headline) -> str:
    if headline.low is None:
        return EMPTY
    value = f"{headline.low:,}" if headline.high is None else f"{headline.low:,} to {headline.high:,}"
    return f"{value} [{headline.record}]" if headline.record else value
