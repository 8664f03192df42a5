"""Compares a record with a text: which of its figures does the text state, contradict or not mention?"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from civcas.errors import UnusableInput
from civcas.months import month_end
from civcas.package.schema import TableSchema
from civcas.package.tables import LINE, Package, Table, read_tables
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.dates import find_dates
from civcas.texts.periods import report_months
from civcas.texts.publication_dates import page_dates, release_dates
from civcas.texts.sentences import sentences
from civcas.texts.statements import Unused
from civcas.texts.strike_reports import StrikeLine, read_strike_report
from civcas.texts.table_names import ASSESSMENTS, INCIDENTS, PLACE_NAMES, RELEASES, STRIKE_TOTALS, STRIKES
from civcas.texts.verify_incidents import COMPARED, ListOfText

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
    table: str
    record: str
    document: str
    fields: list[Comparison]
    unused: list[Unused] = field(default_factory=list)

    @property
    def contradicted(self) -> bool:
        return any(each.outcome == CONTRADICTED for each in self.fields)


def verify(package: Package, name: str, text: str, document: str) -> Verification:
    """Compare the record `name` ('releases/monthly-2019-04', or its key alone) with a text. Raises UnusableInput."""
    tables = read_tables(package)
    table, key, record = _find_record(tables, name)
    stated = _READERS[table.schema.name](tables, record, text)
    compared = [_compare(name, record[name] or "", stated.get(name, [])) for name in _comparable_fields(table.schema)]
    standing = _Standing(text)
    fields = [standing.weakly(each) for each in compared if each]
    return Verification(table.schema.name, key, document, fields, _unused(tables, table.schema.name, record, text))


class _Standing:
    """Where the numbers and days of a text stand, whatever they are about."""

    _MOST_SENTENCES = 3

    def __init__(self, text: str) -> None:
        self._sentences: dict[str, list[str]] = {}
        for sentence in sentences(text):
            days = [mention.first_day() for mention in find_dates(sentence.words) if mention.day]
            for value in dict.fromkeys([*sentence.numbers, *[day.isoformat() for day in days if day]]):
                self._sentences.setdefault(value, []).append(sentence.around(0, len(sentence.words)))

    def weakly(self, compared: Comparison) -> Comparison:
        """The comparison, with the sentences in which its value stands if the text was not read to state it."""
        found = self._sentences.get(compared.value, []) if compared.outcome == NOT_MENTIONED else []
        if not found:
            return compared
        return replace(
            compared,
            outcome=NUMBER_STANDS,
            stated=[(compared.value, words) for words in found[: self._MOST_SENTENCES]],
        )


def _unused(tables: Mapping[str, Table], table: str, record: _Record, text: str) -> list[Unused]:
    """The sentences with figures, or items of lists, that were not used for a record of a table."""
    if table in COMPARED:
        return ListOfText(tables, text).unused(table, record)
    if table == RELEASES:
        return read_casualty_report(text).unused
    return [Unused(line.words, line.problem) for line in read_strike_report(text, _own_day(text)).unclear]


def _own_day(text: str) -> date | None:
    """The day that a strike report prints for itself; the days of its strikes are reckoned from it."""
    days = {item.value for item in release_dates(text) or page_dates(text)}
    return date.fromisoformat(days.pop()) if len(days) == 1 else None


def _find_record(tables: Mapping[str, Table], name: str) -> tuple[Table, str, _Record]:
    """The table, key and cells of a record. Raises UnusableInput if there is no such record."""
    table_name, _, key = name.rpartition("/")
    if table_name and table_name not in _READERS:
        raise UnusableInput(f"{name}: verify reads records of {', '.join(_READERS)}")
    keys = []
    for table in [tables[each] for each in ([table_name] if table_name else _READERS)]:
        for record in table.text.drop(LINE).to_dicts():
            if record[table.schema.primary_key[0]] == key:
                return table, key, record
            keys.append(record[table.schema.primary_key[0]])
    near = difflib.get_close_matches(key, keys, n=1)
    raise UnusableInput(f"{name}: no such record" + (f"; did you mean {near[0]}?" if near else ""))


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
def _release_values(_: Mapping[str, Table], record: _Record, text: str) -> _StatedValues:
    reading = read_casualty_report(text)
    statements = [*reading.statements, *page_dates(text)]
    stated = [(item.field, item.value, item.words) for item in statements if item.field != "month"]
    months = reading.statements_of("month")
    for first in report_months(reading, _date_in(record, "published_on")):
        stated.append(("period_start", first.isoformat(), months[0].words))
        stated.append(("period_end", month_end(first).isoformat(), months[0].words))
    return _by_field(stated)


def _strike_values(tables: Mapping[str, Table], record: _Record, text: str) -> _StatedValues:
    """The values that a text states for the place and days of a record of strikes."""
    spellings = {
        name["place_as_reported"]
        for name in tables[PLACE_NAMES].text.to_dicts()
        if (name["place_id"], name["country"]) == (record["place_id"], record["country"])
    }
    places = [
        line
        for line in read_strike_report(text, _own_day(text)).places
        if line.place in spellings and line.country == record["country"]
    ]
    return _counted([line for line in places if _is_of_days(line, record["first_day"], record["last_day"])])


def _total_values(_: Mapping[str, Table], record: _Record, text: str) -> _StatedValues:
    """The values that a text states for the country and days of a record of totals."""
    totals = read_strike_report(text, _own_day(text)).totals
    same_country = [line for line in totals if line.country == record["country"]]
    return _counted([line for line in same_country if _is_of_days(line, record["period_start"], record["period_end"])])


def _incident_values(tables: Mapping[str, Table], record: _Record, text: str) -> _StatedValues:
    return _by_field(ListOfText(tables, text).values(INCIDENTS, record))


def _assessment_values(tables: Mapping[str, Table], record: _Record, text: str) -> _StatedValues:
    return _by_field(ListOfText(tables, text).values(ASSESSMENTS, record))


_READERS: dict[str, Callable[[Mapping[str, Table], _Record, str], _StatedValues]] = {
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
