"""Values that a person read and gives with --set: checked against the schema and the text, and used like those read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from civcas.errors import UnusableInput
from civcas.package.schema import Field, TableSchema
from civcas.package.tables import FORM, cast
from civcas.texts.draft.proposal import Proposal, Request, TextRow
from civcas.texts.standing import Standing
from civcas.texts.statements import Reading, Statement
from civcas.texts.strike_reports import read_strike_report
from civcas.texts.table_names import EVIDENCE, RELEASES

_INSIST = "Correct it, or give --insist"


_STRIKES_LEFT = "the strikes that the text lists were not read, since --set is about a release; draft it again without"


_NOTE = "Read by hand; the program did not find it in the text."


# Cells of a release that other options fill, or that follow from others.
_OTHERWISE = {
    "release_id": "give --release-id",
    "release_type": "it follows from --release-id",
    "published_on": "give --released-on, or --published-on for an official page",
    "published_precision": "it follows from the day of the release",
    "source_id": "it follows from --url",
}


@dataclass(frozen=True)
class Given:
    """A reading with the values that were given, and what is to be said of them.

    `open` says which values the text does not confirm, so that they are not written; `remarks` where the others stand,
    and which are written although the text does not confirm them; `insisted` are the fields of these.
    """

    reading: Reading
    remarks: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    insisted: list[str] = field(default_factory=list)


# --- what the options say ----------------------------------------------------------------------------------------
def parse_values(given: Iterable[str], schemas: Mapping[str, TableSchema]) -> dict[str, str]:
    """The values of --set by field, such as killed_total=1061. Raises UnusableInput if one cannot stand in releases."""
    values: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise UnusableInput(f"--set {each}: expected FIELD=VALUE, such as killed_total=1061")
        found = _settable(name, schemas)
        if name in values:
            raise UnusableInput(f"--set {name} was given twice, as {values[name]} and as {value}. Give it once")
        _require_form(found, value)
        values[name] = value
    return values


def _settable(name: str, schemas: Mapping[str, TableSchema]) -> Field:
    """The field of releases that can be set. Raises UnusableInput."""
    schema = schemas[RELEASES]
    if name in _OTHERWISE:
        raise UnusableInput(f"--set {name}: {_OTHERWISE[name]}")
    settable = [each.name for each in schema.fields if each.type in ("integer", "date") and each.name not in _OTHERWISE]
    if name in settable:
        return schema.field(name)
    if name in schema.names:
        raise UnusableInput(f"--set {name}: only figures and days can be set. Fill it in by hand in {RELEASES}")
    near = difflib.get_close_matches(name, settable, n=1)
    other = [table for table, each in schemas.items() if name in each.names]
    elsewhere = (
        f"; {', '.join(other)} {'has' if len(other) == 1 else 'have'} it, to be filled in by hand" if other else ""
    )
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UnusableInput(f"--set {name}: --set fills {RELEASES}, which has no such field{elsewhere}{hint}")


def _require_form(found: Field, value: str) -> None:
    """Raise UnusableInput if the schema does not allow a value."""
    typed = pl.select(cast(pl.lit(value), found.type)).item()
    least = found.constraints.get("minimum")
    if typed is None:
        raise UnusableInput(f"--set {found.name}={value}: expected {FORM[found.type]}")
    if least is not None and typed < pl.select(cast(pl.lit(str(least)), found.type)).item():
        raise UnusableInput(f"--set {found.name}={value}: expected {least} or later, or more")


# --- what the text says ------------------------------------------------------------------------------------------
def with_values(reading: Reading, text: str, request: Request, language: str) -> Given:
    """The reading with the values given in place of what was read for their fields. Raises UnusableInput.

    A value is confirmed if the text is read to state it, or if it stands in the text and nothing else was read.
    """
    if not request.values:
        return Given(reading)
    strikes, standing = read_strike_report(text, request.released_on), Standing(text, language)
    given = Given(reading, remarks=[_STRIKES_LEFT] if strikes.places or strikes.totals else [])
    for name, value in request.values.items():
        given = _with_value(given, name, value, standing.sentences_with(value), insists=request.insists)
    return given


def _with_value(given: Given, name: str, value: str, sentences: list[str], *, insists: bool) -> Given:
    read = given.reading.statements_of(name)
    same = [item for item in read if item.value == value]
    statement = same[0] if same else Statement(name, value, sentences[0] if sentences else "", 0, 0)
    others = [item for item in given.reading.statements if item.field != name]
    found = replace(given, reading=replace(given.reading, statements=[*others, statement]))
    problem = "" if same else _problem(name, value, read, sentences)
    if not problem:
        said = "the text is read to state it" if same else "the number stands in the text"
        words = same[0].words if same else "\u201d \u201c".join(sentences)
        return replace(found, remarks=[*given.remarks, f"--set {name}={value}: {said}: \u201c{words}\u201d"])
    if insists:
        remark = f"--set {name}={value}: {problem}. It is used because of --insist"
        return replace(found, remarks=[*given.remarks, remark], insisted=[*given.insisted, name])
    return replace(found, open=[*given.open, f"--set {name}={value}: {problem}. {_INSIST}"])


def _problem(name: str, value: str, read: list[Statement], sentences: list[str]) -> str:
    """Why the text does not confirm a value; empty if the value stands in it and nothing else is read."""
    if read:
        stated = "; ".join(
            f"{item.value}: \u201c{item.words}\u201d" for item in {item.value: item for item in read}.values()
        )
        stands = (
            f"{value} stands in the text, too: \u201c{sentences[0]}\u201d"
            if sentences
            else f"{value} does not stand in it"
        )
        return f"the text is read to state another value of {name}, {stated}; {stands}"
    return "" if sentences else f"{value} does not stand in the text"


# --- what became of the values -----------------------------------------------------------------------------------
def with_what_was_given(found: Proposal, given: Given, values: Mapping[str, str]) -> Proposal:
    """The proposal with all that is to be said of the values given; evidence says which the text does not confirm."""
    if not values:
        return found
    rows = dict(found.rows)
    rows[EVIDENCE] = [_noted(row, given.insisted) for row in rows.get(EVIDENCE, [])]
    unused = [name for name, value in values.items() if not _is_proposed(found, name, value)]
    dropped = [f"--set {name}={values[name]} fits no row; the lines above say why" for name in unused]
    return replace(found, rows=rows, remarks=given.remarks + found.remarks, unconfirmed=given.open + dropped)


def _is_proposed(found: Proposal, name: str, value: str) -> bool:
    """Whether a value is among the figures, and no new row has another."""
    in_rows = {row[name] for row in found.rows.get(RELEASES, [])}
    return any((item.field, item.value) == (name, value) for item in found.figures) and in_rows <= {value}


def _noted(row: TextRow, insisted: list[str]) -> TextRow:
    return row | {"notes": f"{row['notes']} {_NOTE}".strip()} if row["field"] in insisted else row
