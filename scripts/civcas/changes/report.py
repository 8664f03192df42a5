"""Writes a diff out: as text for people, Markdown for a pull request, JSON for programs. What is cut is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from civcas.changes.diff import FIELD, NEW, OLD, Diff, TableDiff
from civcas.changes.headlines import Headline
from civcas.package.tables import KEY, LINE
from civcas.wording import count, cut, table_row

# So many added records, removed records and changed cells of each table are listed, unless told otherwise.
LISTED = 20


EMPTY = "(empty)"


def as_text(diff: Diff, most: int | None = None) -> str:
    """A line an added (+), removed (-) or changed (~) cell or record, by table, then the headline totals."""
    most = LISTED if most is None else most
    parts = [outcome(diff), *warnings(diff)]
    for table in diff.tables:
        parts += ["", f"{table.name}: {summary(table)}"]
        parts += [f"  + {table.path}:{row[LINE]} {row[KEY]}: {brief(row)}" for row in listed(table.added, most)]
        parts += [f"  - {row[KEY]}: {brief(row)}" for row in listed(table.removed, most)]
        parts += [f"  ~ {table.path}:{row[LINE]} {change(row)}" for row in listed(table.changed, most)]
        parts += [f"  {text}" for text in left_out(table, most)]
    if diff.tables:
        moved = [f"  {effect(*pair)}" for pair in effects(diff)]
        parts += ["", "Headline totals:", *(moved or [f"  {without_effect(diff)}"])]
    return "\n".join(parts)


def as_markdown(diff: Diff, most: int | None = None) -> str:
    """A section a table, its changed cells in a table of their own."""
    most = LISTED if most is None else most
    parts = ["## What changed in the data", "", outcome(diff), *warnings(diff), ""]
    if diff.tables:
        parts += ["**Headline totals:**" + ("" if effects(diff) else f" {without_effect(diff)}."), ""]
        parts += [*[f"- {effect(*pair)}" for pair in effects(diff)], ""]
    for table in diff.tables:
        parts += [f"### {table.name}", "", f"{summary(table)}.", ""]
        if most and table.changed.height:
            parts += ["| line | record | field | old | new |", "|---:|---|---|---|---|"]
            parts += [
                table_row(row[LINE], row[KEY], row[FIELD], said(row[OLD]), said(row[NEW]))
                for row in listed(table.changed, most)
            ]
            parts.append("")
        for title, frame in (("Added", table.added), ("Removed", table.removed)):
            if most and frame.height:
                parts += [f"| {title} | |", "|---|---|"]
                parts += [table_row(row[KEY], brief(row)) for row in listed(frame, most)]
                parts.append("")
        parts += [f"{text}.\n" for text in left_out(table, most)]
    return "\n".join(parts).rstrip()


def as_json(diff: Diff, most: int | None = None) -> str:
    """An object with `revision`, `tables` (counts, added, removed, changed), `headlines` and `unreadable`.

    Nothing is cut unless `most` says so; the counts are always those of the whole.
    """
    tables = [
        {
            "table": table.name,
            "file": table.path,
            **counts(table),
            "new_fields": table.new_fields,
            "lost_fields": table.lost_fields,
            "added": head(table.added, most).to_dicts(),
            "removed": head(table.removed, most).to_dicts(),
            "changed": head(table.changed, most).to_dicts(),
        }
        for table in diff.tables
    ]
    totals = [
        {"total": after.label, "before": before.value, "after": after.value, "record": after.record}
        for before, after in diff.headlines
    ]
    body = {"revision": diff.revision, "tables": tables, "headlines": totals, "unreadable": diff.unreadable}
    return json.dumps(body, ensure_ascii=False)


def head(frame: pl.DataFrame, most: int | None) -> pl.DataFrame:
    return frame if most is None else frame.head(most)


def listed(frame: pl.DataFrame, most: int) -> Iterator[dict[str, Any]]:
    return frame.head(most).iter_rows(named=True)


def counts(table: TableDiff) -> dict[str, int]:
    return {
        "records_added": table.added.height,
        "records_removed": table.removed.height,
        "records_changed": table.records,
        "cells_changed": table.changed.height,
    }


def outcome(diff: Diff) -> str:
    if not diff.tables:
        return f"No record differs from {diff.revision}."
    sums = {name: sum(counts(table)[name] for table in diff.tables) for name in counts(diff.tables[0])}
    return (
        f"Since {diff.revision}: {count(sums['records_added'], 'record')} added, {sums['records_removed']:,} removed,"
        f" {sums['records_changed']:,} changed ({count(sums['cells_changed'], 'cell')}),"
        f" in {count(len(diff.tables), 'table')}."
    )


def warnings(diff: Diff) -> list[str]:
    return [f"{path} does not parse and was not compared; `civcas check` says why." for path in diff.unreadable]


def summary(table: TableDiff) -> str:
    parts = [
        f"{table.added.height:,} added" if table.added.height else "",
        f"{table.removed.height:,} removed" if table.removed.height else "",
        f"{table.records:,} changed ({count(table.changed.height, 'cell')})" if table.records else "",
        f"new fields {', '.join(table.new_fields)}" if table.new_fields else "",
        f"fields no longer there {', '.join(table.lost_fields)}" if table.lost_fields else "",
    ]
    return ", ".join(part for part in parts if part)


def left_out(table: TableDiff, most: int) -> list[str]:
    """What was not listed, in words."""
    rest = {
        "added record": table.added.height - most,
        "removed record": table.removed.height - most,
        "changed cell": table.changed.height - most,
    }
    more = [count(number, what) for what, number in rest.items() if number > 0]
    return [f"Not listed: {', '.join(more)}"] if more else []


def change(row: dict[str, Any]) -> str:
    return f"{row[KEY]} / {row[FIELD]}: {said(row[OLD])} -> {said(row[NEW])}"


def said(value: str | None) -> str:
    return EMPTY if value is None else cut(value)


def brief(row: dict[str, Any]) -> str:
    """The filled cells of a record in one line, cut where it grows long."""
    return cut(
        ", ".join(f"{name} {value}" for name, value in row.items() if value is not None and name not in (LINE, KEY))
    )


def effects(diff: Diff) -> list[tuple[Headline, Headline]]:
    return [(before, after) for before, after in diff.headlines if before != after]


def without_effect(diff: Diff) -> str:
    """What to say where no headline total is told to have moved."""
    return "unchanged" if diff.headlines else "not compared, since a file does not parse"


def effect(before: Headline, after: Headline) -> str:
    """A headline total before and after, with the difference where both are known."""
    difference = ""
    if before.value is not None and after.value is not None:
        difference = f" ({after.value - before.value:+,})"
    return f"{after.label}: {stated(before)} -> {stated(after)}{difference}"


def stated(headline: Headline) -> str:
    value = EMPTY if headline.value is None else f"{headline.value:,}"
    return f"{value} [{headline.record}]" if headline.record else value


FORMATS: dict[str, Callable[..., str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}
