"""Writes a diff as text for people, as Markdown for a pull request, or as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import polars as pl

from civcas.changes.diff import Diff, Unreadable
from civcas.changes.headlines import Headline
from civcas.changes.members import MemberChange
from civcas.changes.table_diff import FIELD, NEW, OLD, OLD_KEY, TableDiff
from civcas.package.tables import KEY, LINE
from civcas.wording import count, cut, json_text, plain, table_row, visible

# How many added records, removed records and changed cells of each table are listed by default.
LISTED = 20


EMPTY = "(empty)"


# Above the changes that no rule judges.
REVIEW = "No rule compares these with anything; compare them with the sources:"
MEMBERS = "Descriptor and schemas:"


def as_text(diff: Diff, most: int | None = None) -> str:
    """One line for each added (+), removed (-), renamed (>) or changed (~) record, cell or member, by table."""
    most = LISTED if most is None else most
    parts = [_outcome(diff), *_warnings(diff)]
    for table in diff.tables:
        parts += ["", f"{table.name}: {_summary(table)}"]
        parts += [f"  + {table.path}:{row[LINE]} {_key(row)}: {_cells(row)}" for row in _first(table.added, most)]
        parts += [f"  - {_key(row)}: {_cells(row)}" for row in _first(table.removed, most)]
        parts += [f"  > {table.path}:{row[LINE]} {_renaming(row)}" for row in _first(table.renamed, most)]
        parts += [f"  ~ {table.path}:{row[LINE]} {_change(row)}" for row in _first(table.changed, most)]
        parts += [f"  {text}" for text in _not_listed(table, most)]
    if diff.members:
        parts += [
            "",
            MEMBERS,
            *[f"  ~ {_member(each)}" for each in diff.members[:most]],
            *_more(diff.members, most, "  "),
        ]
    if review := _review(diff):
        parts += ["", REVIEW, *[f"  {text}" for text in review[:most]], *_more(review, most, "  ")]
    if diff.tables:
        parts += ["", "Headline figures:", *[f"  {text}" for text in _headline_lines(diff)]]
    return "\n".join(parts)


def as_markdown(diff: Diff, most: int | None = None) -> str:
    """One section for each table, with its changed cells as a table."""
    most = LISTED if most is None else most
    parts = ["## What changed in the data", "", _outcome(diff), *_warnings(diff), ""]
    if diff.tables:
        parts += ["**Headline figures:**", "", *[f"- {text}" for text in _headline_lines(diff)], ""]
    if review := _review(diff):
        parts += [f"**{REVIEW}**", "", *[f"- {plain(text)}" for text in review[:most]], *_more(review, most, "- "), ""]
    for table in diff.tables:
        parts += _markdown_section(table, most)
    if diff.members:
        parts += [f"### {MEMBERS.rstrip(':')}", "", "| file | member | old | new |", "|---|---|---|---|"]
        parts += [_markdown_member(each) for each in diff.members[:most]]
        parts += ["", *_more(diff.members, most, "")]
    return "\n".join(parts).rstrip()


def as_json(diff: Diff, most: int | None = None) -> str:
    """An object with `revision`, `tables`, `members`, `texts`, `evidence`, `headlines` and `unreadable`.

    A table has counts, and its records as `added`, `removed`, `renamed` and `changed`. Everything is listed unless
    `most` is given. The counts always cover everything.
    """
    tables = [
        {
            "table": table.name,
            "old_table": table.old_name or table.name,
            "file": table.path,
            **_counts(table),
            "new_fields": table.new_fields,
            "lost_fields": table.lost_fields,
            "renamed_fields": table.renamed_fields,
            "added": [_as_json_record(row) for row in _first(table.added, most)],
            "removed": [_as_json_record(row) for row in _first(table.removed, most)],
            "renamed": [
                {"line": row[LINE], "key": row[KEY], "old_key": row[OLD_KEY]} for row in _first(table.renamed, most)
            ],
            "changed": [
                {"line": row[LINE], "key": row[KEY], "field": row[FIELD], "old": row[OLD], "new": row[NEW]}
                for row in _first(table.changed, most)
            ],
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
    body = {
        "revision": diff.revision,
        "new_package": diff.is_new,
        "tables": tables,
        "members": [asdict(each) for each in diff.members],
        "texts": [asdict(each) for each in diff.texts],
        "evidence": [asdict(each) for each in diff.evidence],
        "headlines": headlines,
        "unreadable": [_as_json_problem(each) for each in diff.unreadable],
    }
    return json_text(body)


FORMATS: dict[str, Callable[..., str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


# --- records and cells -------------------------------------------------------------------------------------------
def _first(frame: pl.DataFrame, most: int | None) -> Iterator[dict[str, Any]]:
    return (frame if most is None else frame.head(most)).iter_rows(named=True)


def _as_json_record(row: dict[str, Any]) -> dict[str, Any]:
    """A record with its cells in an object of their own, since a field may be called `line` or `key`."""
    cells = {name: value for name, value in row.items() if name not in (LINE, KEY)}
    return {"line": row[LINE], "key": row[KEY], "record": cells}


def _as_json_problem(problem: Unreadable) -> dict[str, Any]:
    found = problem.finding
    return {
        "file": problem.file,
        "revision": problem.revision,
        "line": found.line if found else None,
        "rule": found.rule if found else None,
        "found": found.found if found else problem.reason,
        "expected": found.expected if found else None,
    }


def _markdown_section(table: TableDiff, most: int) -> list[str]:
    parts = [f"### {table.name}", "", f"{_summary(table)}.", ""]
    if most and table.changed.height:
        parts += ["| line | record | field | old | new |", "|---:|---|---|---|---|"]
        parts += [
            table_row(row[LINE], plain(row[KEY]), row[FIELD], plain(_value(row[OLD])), plain(_value(row[NEW])))
            for row in _first(table.changed, most)
        ]
        parts.append("")
    for title, frame, shown in (
        ("| Added | |", table.added, _cells),
        ("| Removed | |", table.removed, _cells),
        ("| Renamed | was |", table.renamed, _old_key),
    ):
        if most and frame.height:
            parts += [title, "|---|---|"]
            parts += [table_row(plain(row[KEY]), plain(shown(row))) for row in _first(frame, most)]
            parts.append("")
    return parts + [f"{text}.\n" for text in _not_listed(table, most)]


def _key(row: dict[str, Any]) -> str:
    return visible(row[KEY])


def _old_key(row: dict[str, Any]) -> str:
    return visible(row[OLD_KEY])


def _renaming(row: dict[str, Any]) -> str:
    return f"{_key(row)}: was {_old_key(row)}"


def _change(row: dict[str, Any]) -> str:
    return f"{_key(row)} / {row[FIELD]}: {_value(row[OLD])} -> {_value(row[NEW])}"


def _value(value: str | None) -> str:
    return EMPTY if value is None else visible(cut(value))


def _cells(row: dict[str, Any]) -> str:
    """The filled cells of a record in one line, shortened if it is long."""
    cells = [f"{name} {value}" for name, value in row.items() if value is not None and name not in (LINE, KEY)]
    return visible(cut(", ".join(cells)))


# --- the descriptor and the schemas, and what no rule judges -----------------------------------------------------
def _member(change: MemberChange) -> str:
    return f"{change.file} {visible(change.member)}: {_value(change.old)} -> {_value(change.new)}"


def _markdown_member(change: MemberChange) -> str:
    return table_row(change.file, *[plain(text) for text in (change.member, _value(change.old), _value(change.new))])


def _review(diff: Diff) -> list[str]:
    texts = [f"{text.table}.{text.field}: {count(text.cells, 'cell')}" for text in diff.texts]
    for each in diff.evidence:
        counts = {"added": each.added, "removed": each.removed, "changed": each.changed}
        parts = [f"{number:,} {what}" for what, number in counts.items() if number]
        texts.append(f"evidence from {visible(each.source)}: {', '.join(parts)}")
    return texts


def _more(items: list[Any], most: int, start: str) -> list[str]:
    left = len(items) - most
    return [f"{start}Not listed: {count(left, 'more change')}"] if left > 0 else []


# --- sums --------------------------------------------------------------------------------------------------------
def _counts(table: TableDiff) -> dict[str, int]:
    return {
        "records_added": table.added.height,
        "records_removed": table.removed.height,
        "records_renamed": table.renamed.height,
        "records_changed": table.records,
        "cells_changed": table.changed.height,
    }


def _outcome(diff: Diff) -> str:
    if diff.is_new:
        return f"{diff.revision} has no package: everything is new. {_sums(diff)}"
    if diff.tables:
        return f"Since {diff.revision}: {_sums(diff)}"
    if diff.unreadable:
        return f"No record of the compared tables has changed since {diff.revision}."
    if diff.members:
        return f"No record has changed since {diff.revision}."
    return f"No changes since {diff.revision}."


def _sums(diff: Diff) -> str:
    sums = Counter[str]()
    for table in diff.tables:
        sums.update(_counts(table))
    renamed = f" {sums['records_renamed']:,} renamed," if sums["records_renamed"] else ""
    return (
        f"{count(sums['records_added'], 'record')} added, {sums['records_removed']:,} removed,{renamed}"
        f" {sums['records_changed']:,} changed ({count(sums['cells_changed'], 'cell')}),"
        f" in {count(len(diff.tables), 'table')}."
    )


def _warnings(diff: Diff) -> list[str]:
    return [_warning(problem) for problem in diff.unreadable]


def _warning(problem: Unreadable) -> str:
    file = f"{problem.file} at {problem.revision}" if problem.revision else problem.file
    if (finding := problem.finding) is None:
        return f"{file} was not compared: {problem.reason}."
    place = f"line {finding.line}, " if finding.line else ""
    found, expected = visible(cut(finding.found)), visible(cut(finding.expected))
    return f"{file} was not compared: {place}{finding.rule}: found {found}, expected {expected}."


def _summary(table: TableDiff) -> str:
    renamed = [f"{name} (was {earlier})" for name, earlier in table.renamed_fields.items()]
    parts = [
        f"was {table.old_name}" if table.old_name else "",
        f"{table.added.height:,} added" if table.added.height else "",
        f"{table.removed.height:,} removed" if table.removed.height else "",
        f"{table.renamed.height:,} renamed" if table.renamed.height else "",
        f"{table.records:,} changed ({count(table.changed.height, 'cell')})" if table.records else "",
        f"new fields: {', '.join(table.new_fields)}" if table.new_fields else "",
        f"removed fields: {', '.join(table.lost_fields)}" if table.lost_fields else "",
        f"renamed fields: {', '.join(renamed)}" if renamed else "",
    ]
    return ", ".join(part for part in parts if part)


def _not_listed(table: TableDiff, most: int) -> list[str]:
    rest = {
        "added record": table.added.height - most,
        "removed record": table.removed.height - most,
        "renamed record": table.renamed.height - most,
        "changed cell": table.changed.height - most,
    }
    more = [count(number, what) for what, number in rest.items() if number > 0]
    return [f"Not listed: {', '.join(more)}"] if more else []


# --- headlines ---------------------------------------------------------------------------------------------------
def _headline_lines(diff: Diff) -> list[str]:
    """A line for each headline that changed, or one that says why there is none."""
    if not diff.headlines:
        return ["not compared, because a table was not compared"]
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
