"""Compares records with a text: which of their figures does the text state, contradict or not mention?"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from civcas.errors import UnusableInput
from civcas.months import month_end
from civcas.package.schema import TableSchema
from civcas.package.tables import LINE, Package, Table, read_tables
from civcas.texts.languages import ENGLISH
from civcas.texts.periods import report_months
from civcas.texts.publication_dates import page_dates
from civcas.texts.read_text import ReadText
from civcas.texts.record_sources import language_of, named_source, records_of_source, sources_of
from civcas.texts.standing import Standing
from civcas.texts.statements import Unused
from civcas.texts.strike_reports import StrikeLine
from civcas.texts.table_names import (
    ASSESSMENTS,
    INCIDENTS,
    PLACE_NAMES,
    RELEASES,
    SOURCES,
    STRIKE_TOTALS,
    STRIKES,
)
from civcas.texts.verify_incidents import COMPARED

STATED = "stated"
CONTRADICTED = "contradicted"
AMBIGUOUS = "ambiguous"
NUMBER_STANDS = "the number stands in the text"
NOT_MENTIONED = "not mentioned"
NOT_IN_THE_RECORD = "not in the record"


OUTCOMES = (STATED, CONTRADICTED, AMBIGUOUS, NUMBER_STANDS, NOT_MENTIONED, NOT_IN_THE_RECORD)


_Record = dict[str, str | None]


# By field, the values that a text states, each with its words.
_StatedValues = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Comparison:
    """One field of a record: its value, the outcome, and the values that the text states, each with its words."""

    field: str
    value: str
    outcome: str
    stated: list[tuple[str, str]]


@dataclass(frozen=True)
class Verification:
    """A record compared with a document. `source` is the source that the document is, if that is clear; `language` is
    the one in which numbers were looked for."""

    table: str
    record: str
    document: str
    fields: list[Comparison]
    unused: list[Unused] = field(default_factory=list)
    source: str = ""
    language: str = ENGLISH

    @property
    def name(self) -> str:
        return f"{self.table}/{self.record}"

    @property
    def contradicted(self) -> bool:
        return any(each.outcome == CONTRADICTED for each in self.fields)


def verify(package: Package, name: str, text: str, document: str) -> Verification:
    """Compare the record `name` ('releases/monthly-2019-04', or its key alone) with a text. Raises UnusableInput."""
    return verify_all(package, [name], text, document)[0]


def verify_all(
    package: Package,
    names: Sequence[str],
    text: str,
    document: str,
    *,
    url: str | None = None,
    language: str | None = None,
) -> list[Verification]:
    """Compare several records with a text, each once; 'sources/ID' stands for all records that a source is about.

    `url` is the address of the text, `language` its language. If they are not given, a record with one source has them.
    Raises UnusableInput.
    """
    tables = read_tables(package)
    read = ReadText(text)
    source = named_source(tables, url) if url else ""
    asked = dict.fromkeys(record for name in names for record in _records(tables, name, source))
    return [_verify_one(tables, record, read, document, language) for record in asked]


@dataclass(frozen=True)
class _Asked:
    """A record to compare, and the source that the text is, if that is clear."""

    table: str
    key: str
    source: str


def _records(tables: Mapping[str, Table], name: str, source: str) -> Iterator[_Asked]:
    """The records that a name stands for. Raises UnusableInput."""
    table, _, key = name.partition("/")
    if table == SOURCES and key:
        if source and source != key:
            raise UnusableInput(f"{name}: --url is the address of {SOURCES}/{source}. Name one of the two")
        for found in records_of_source(tables, key, list(_READERS)):
            yield _Asked(*found, key)
        return
    table, key = _find_record(tables, name)
    own = [source] if source else sources_of(tables, table, key)
    yield _Asked(table, key, own[0] if len(own) == 1 else "")


def _verify_one(
    tables: Mapping[str, Table], asked: _Asked, read: ReadText, document: str, language: str | None
) -> Verification:
    table = tables[asked.table]
    record = _records_with(table, asked.key)[0]
    stated = _READERS[asked.table](tables, record, read)
    found = [_compare(name, record[name] or "", stated.get(name, [])) for name in _comparable_fields(table.schema)]
    compared = _of_its_period([each for each in found if each])
    spoken = language or language_of(tables, asked.source) or ENGLISH
    standing = read.standing(spoken)
    fields = [_weakly(each, standing) for each in compared]
    unused = _unused(tables, asked.table, record, read)
    return Verification(asked.table, asked.key, document, fields, unused, asked.source, spoken)


def _weakly(compared: Comparison, standing: Standing) -> Comparison:
    """The comparison, with the sentences in which its value stands if the text was not read to state it."""
    found = standing.sentences_with(compared.value) if compared.outcome == NOT_MENTIONED else []
    if not found:
        return compared
    return replace(compared, outcome=NUMBER_STANDS, stated=[(compared.value, words) for words in found])


def is_of_another_period(compared: list[Comparison]) -> bool:
    """Whether the text is about another period than the record."""
    return any(each.outcome == CONTRADICTED for each in compared if each.field in ("period_start", "period_end"))


def _of_its_period(compared: list[Comparison]) -> list[Comparison]:
    """The comparisons; if the text is about another period than the record, its figures confirm nothing."""
    if not is_of_another_period(compared):
        return compared
    return [replace(each, outcome=NUMBER_STANDS) if each.outcome == STATED else each for each in compared]


def _unused(tables: Mapping[str, Table], table: str, record: _Record, read: ReadText) -> list[Unused]:
    """The sentences with figures, or items of lists, that were not used for a record of a table."""
    if table in COMPARED:
        return read.lists(tables).unused(table, record)
    if table == RELEASES:
        return read.casualties.unused
    return [Unused(line.words, line.problem) for line in read.strikes.unclear]


def _find_record(tables: Mapping[str, Table], name: str) -> tuple[str, str]:
    """The table and the key of a record. Raises UnusableInput if there is no such record."""
    table_name, _, key = name.rpartition("/")
    if table_name and table_name not in _READERS:
        raise UnusableInput(
            f"{name}: verify reads records of {', '.join(_READERS)}, and {SOURCES}/ID for all records of a source"
        )
    searched = [table_name] if table_name else list(_READERS)
    for each in searched:
        if _records_with(tables[each], key):
            return each, key
    keys = [each for name in searched for each in tables[name].text[tables[name].schema.primary_key[0]]]
    near = difflib.get_close_matches(key, keys, n=1)
    raise UnusableInput(f"{name}: no such record" + (f"; did you mean {near[0]}?" if near else ""))


def _records_with(table: Table, key: str) -> list[_Record]:
    return table.text.filter(pl.col(table.schema.primary_key[0]) == key).drop(LINE).to_dicts()


def _comparable_fields(schema: TableSchema) -> list[str]:
    """The figures of a table and, for releases, the dates; what items state of incidents and assessments.

    The dates of strikes only select lines of the text.
    """
    if schema.name in COMPARED:
        return COMPARED[schema.name]
    dates = [each.name for each in schema.fields if each.type == "date"] if schema.name == RELEASES else []
    return [each.name for each in schema.fields if each.is_figure or each.name in dates]


def _compare(field: str, value: str, stated: list[tuple[str, str]]) -> Comparison | None:
    """The outcome for one field; None if neither the record nor the text has a value."""
    if field == "published_on":
        return _compare_publication(value, stated)
    values = {each for each, _ in stated}
    if not value:
        return Comparison(field, value, NOT_IN_THE_RECORD, stated) if stated else None
    if value in values:
        return Comparison(field, value, STATED if len(values) == 1 else AMBIGUOUS, stated)
    return Comparison(field, value, CONTRADICTED if stated else NOT_MENTIONED, stated)


def _compare_publication(value: str, stated: list[tuple[str, str]]) -> Comparison | None:
    """A page has a publication date of its own. If it is another day, that contradicts nothing."""
    if not value:
        return None
    if value in {each for each, _ in stated}:
        return Comparison("published_on", value, STATED, stated)
    return Comparison("published_on", value, NOT_MENTIONED, [])


# --- the values that a text states -------------------------------------------------------------------------------
def _release_values(_: Mapping[str, Table], record: _Record, read: ReadText) -> _StatedValues:
    reading = read.casualties
    statements = [*reading.statements, *page_dates(read.text)]
    stated = [(item.field, item.value, item.words) for item in statements if item.field != "month"]
    months = reading.statements_of("month")
    for first in report_months(reading, _date_in(record, "published_on")):
        stated.append(("period_start", first.isoformat(), months[0].words))
        stated.append(("period_end", month_end(first).isoformat(), months[0].words))
    return _by_field(stated)


def _strike_values(tables: Mapping[str, Table], record: _Record, read: ReadText) -> _StatedValues:
    """The values that a text states for the place and days of a record of strikes."""
    spellings = {
        name["place_as_reported"]
        for name in tables[PLACE_NAMES].text.to_dicts()
        if (name["place_id"], name["country"]) == (record["place_id"], record["country"])
    }
    places = [line for line in read.strikes.places if line.place in spellings and line.country == record["country"]]
    return _counted([line for line in places if _is_of_days(line, record["first_day"], record["last_day"])])


def _total_values(_: Mapping[str, Table], record: _Record, read: ReadText) -> _StatedValues:
    """The values that a text states for the country and days of a record of totals."""
    totals = read.strikes.totals
    same_country = [line for line in totals if line.country == record["country"]]
    return _counted([line for line in same_country if _is_of_days(line, record["period_start"], record["period_end"])])


def _incident_values(tables: Mapping[str, Table], record: _Record, read: ReadText) -> _StatedValues:
    return _by_field(read.lists(tables).values(INCIDENTS, record))


def _assessment_values(tables: Mapping[str, Table], record: _Record, read: ReadText) -> _StatedValues:
    return _by_field(read.lists(tables).values(ASSESSMENTS, record))


_READERS: dict[str, Callable[[Mapping[str, Table], _Record, ReadText], _StatedValues]] = {
    RELEASES: _release_values,
    STRIKES: _strike_values,
    STRIKE_TOTALS: _total_values,
    INCIDENTS: _incident_values,
    ASSESSMENTS: _assessment_values,
}


def _date_in(record: _Record, field: str) -> date | None:
    value = record[field]
    return date.fromisoformat(value) if value else None


def _is_of_days(line: StrikeLine, first: str | None, last: str | None) -> bool:
    """Whether a line is about these days; a record without days fits any. A line without days may be of any day."""
    if not first or not last:
        return True
    if not line.first or not line.last:
        return False
    return (line.first.isoformat(), line.last.isoformat()) == (first, last)


def _counted(lines: list[StrikeLine]) -> _StatedValues:
    strikes = [("strikes", str(line.strikes), line.words) for line in lines]
    engagements = [("engagements", str(line.engagements), line.words) for line in lines if line.engagements is not None]
    return _by_field(strikes + engagements)


def _by_field(stated: list[tuple[str, str, str]]) -> _StatedValues:
    values: _StatedValues = {}
    for name, value, words in dict.fromkeys(stated):
        values.setdefault(name, []).append((value, words))
    return values
