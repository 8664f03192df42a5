"""Sets a record against a text: which of its figures the text states, contradicts, or does not mention."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from civcas.errors import UnusableInput
from civcas.months import month_end
from civcas.package.tables import LINE, Package, Table, read_tables
from civcas.texts.casualty_reports import publication, read
from civcas.texts.periods import months
from civcas.texts.strike_reports import Strikes, read_strikes
from civcas.wording import table_row

STATED, CONTRADICTED, AMBIGUOUS, MISSING, EMPTY = (
    "stated",
    "contradicted",
    "ambiguous",
    "not mentioned",
    "not in the record",
)


Stated = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Line:
    """One field of the record: its value, the values that the text states with their words, and what follows."""

    field: str
    value: str
    outcome: str
    stated: list[tuple[str, str]]


@dataclass(frozen=True)
class Verification:
    table: str
    record: str
    document: str
    lines: list[Line]

    @property
    def contradicted(self) -> bool:
        return any(line.outcome == CONTRADICTED for line in self.lines)


def verify(package: Package, name: str, text: str, document: str) -> Verification:
    """Set the record `name` ('releases/monthly-2019-04', or its key alone) against a text. Raises UnusableInput."""
    tables = read_tables(package)
    table, record, row = record_of(tables, name)
    stated, fields = STATED_OF[table.schema.name](tables, row, text)
    lines = [line for field in fields if (line := judged(field, row[field] or "", stated.get(field, [])))]
    return Verification(table.schema.name, record, document, lines)


def judged(field: str, value: str, stated: list[tuple[str, str]]) -> Line | None:
    """The outcome for one field; None where neither the record nor the text has it.

    The day of publication is the page's own; that a page is of another day contradicts nothing.
    """
    values = {each for each, _ in stated}
    if not value:
        return Line(field, value, EMPTY, stated) if stated and field != "published_on" else None
    if value in values:
        return Line(field, value, STATED if len(values) == 1 or field == "published_on" else AMBIGUOUS, stated)
    if not stated or field == "published_on":
        return Line(field, value, MISSING, [])
    return Line(field, value, CONTRADICTED, stated)


def record_of(tables: Mapping[str, Table], name: str) -> tuple[Table, str, dict[str, str | None]]:
    """The table, key and cells of the record that a name means. Raises UnusableInput where there is none."""
    table_name, _, key = name.rpartition("/")
    if table_name and table_name not in STATED_OF:
        raise UnusableInput(f"{name}: verify reads records of {', '.join(STATED_OF)}")
    keys = []
    for table in [tables[each] for each in ([table_name] if table_name else STATED_OF)]:
        for row in table.text.drop(LINE).to_dicts():
            if row[table.schema.primary_key[0]] == key:
                return table, key, row
            keys.append(row[table.schema.primary_key[0]])
    near = difflib.get_close_matches(key, keys, n=1)
    raise UnusableInput(f"{name}: no such record" + (f"; did you mean {near[0]}?" if near else ""))


# --- what a text states, field by field --------------------------------------------------------------------------
def of_release(tables: Mapping[str, Table], row: dict[str, str | None], text: str) -> tuple[Stated, list[str]]:
    reading = read(text)
    stated: Stated = {}
    for item in [*reading.statements, *publication(text)]:
        stated.setdefault(item.field, []).append((item.value, item.words))
    words = [each for _, each in stated.pop("month", [])]
    day = date.fromisoformat(row["published_on"]) if row["published_on"] else None
    for first in months(reading, day):
        for field, value in (("period_start", first), ("period_end", month_end(first))):
            stated.setdefault(field, []).append((value.isoformat(), words[0]))
    fields = [field.name for field in tables["releases"].schema.fields if field.is_figure or field.type == "date"]
    return {field: list(dict.fromkeys(items)) for field, items in stated.items()}, fields


def of_strikes(tables: Mapping[str, Table], row: dict[str, str | None], text: str) -> tuple[Stated, list[str]]:
    """What the text states for the place and days of a row of strikes."""
    spelt = {
        name["place_as_reported"]
        for name in tables["place_names"].text.to_dicts()
        if (name["place_id"], name["country"]) == (row["place_id"], row["country"])
    }

    def same(item: Strikes) -> bool:
        return (
            item.place in spelt and item.country == row["country"] and of_days(item, row["first_day"], row["last_day"])
        )

    report = read_strikes(text, day_in(row))
    return counted([item for item in report.places if same(item)]), ["strikes", "engagements"]


def of_total(_: Mapping[str, Table], row: dict[str, str | None], text: str) -> tuple[Stated, list[str]]:
    """What the text states for the country and days of a row of totals."""

    def same(item: Strikes) -> bool:
        return item.country == row["country"] and of_days(item, row["period_start"], row["period_end"])

    report = read_strikes(text, day_in(row))
    return counted([item for item in report.totals if same(item)]), ["strikes", "engagements"]


def day_in(row: dict[str, str | None]) -> date | None:
    return date.fromisoformat(row["reported_on"]) if row["reported_on"] else None


def of_days(item: Strikes, first: str | None, last: str | None) -> bool:
    """Whether a line is of these days; a line or a row without days fits any."""
    if not item.first or not item.last or not first or not last:
        return True
    return (item.first.isoformat(), item.last.isoformat()) == (first, last)


def counted(items: list[Strikes]) -> Stated:
    stated: Stated = {}
    for item in items:
        stated.setdefault("strikes", []).append((str(item.strikes), item.words))
        if item.engagements is not None:
            stated.setdefault("engagements", []).append((str(item.engagements), item.words))
    return stated


STATED_OF: dict[str, Callable[[Mapping[str, Table], dict[str, str | None], str], tuple[Stated, list[str]]]] = {
    "releases": of_release,
    "strikes": of_strikes,
    "strike_totals": of_total,
}


# --- in words ----------------------------------------------------------------------------------------------------
def summary(outcome: Verification) -> str:
    number = {
        each: sum(line.outcome == each for line in outcome.lines)
        for each in (STATED, CONTRADICTED, AMBIGUOUS, MISSING, EMPTY)
    }
    return ", ".join(f"{count} {each}" for each, count in number.items() if count) or "nothing to compare"


def as_text(outcome: Verification) -> str:
    lines = [f"{outcome.table}/{outcome.record} and {outcome.document}: {summary(outcome)}"]
    for line in outcome.lines:
        lines.append(f"  {line.field:<17} {line.value or '(empty)':<12} {line.outcome}")
        lines += [f"      {value}: “{words}”" for value, words in line.stated]
    return "\n".join(lines)


def as_json(outcome: Verification) -> str:
    """An object with `table`, `record`, `document`, `contradicted` and `fields`, each with the values stated."""
    fields = [
        asdict(line) | {"stated": [{"value": value, "words": words} for value, words in line.stated]}
        for line in outcome.lines
    ]
    body = {"table": outcome.table, "record": outcome.record, "document": outcome.document}
    return json.dumps(body | {"contradicted": outcome.contradicted, "fields": fields}, indent=2, ensure_ascii=False)


def as_markdown(outcome: Verification) -> str:
    lines = [f"## {outcome.table}/{outcome.record}", "", f"{outcome.document}: {summary(outcome)}.", ""]
    lines += ["| field | record | outcome | the text |", "|---|---|---|---|"]
    for line in outcome.lines:
        words = "<br>".join(f"{value}: “{words}”" for value, words in line.stated)
        shown = f"**{line.outcome}**" if line.outcome == CONTRADICTED else line.outcome
        lines.append(table_row(line.field, line.value, shown, words))
    return "\n".join(lines)


FORMATS: dict[str, Callable[[Verification], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
