"""What must be true of the evidence: each row is about a cell that exists, with a value that can stand there."""

from __future__ import annotations

from collections import defaultdict

import narwhals as nw
import polars as pl
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import Schemas, rule, tables_with_evidence
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.dates import last_day_of
from civcas.checking.shared.records import with_columns
from civcas.package.schema import Field
from civcas.package.tables import FORM, KEY, cast

# The day before which no source can know of a record: the first of these fields that is filled.
_DAY = {
    "airpower": ("as_of",),
    "estimates": ("published_on", "period_end"),
    "incidents": ("last_day",),
    "releases": ("published_on",),
    "strike_totals": ("reported_on", "period_end"),
    "strikes": ("reported_on", "last_day"),
}


@rule(further=tables_with_evidence)
def record_exists(evidence: Frame, **tables: Frame) -> Expectation:
    """The record that a row is about exists in its table.

    Evidence for a record that is not there supports nothing.

    Bad: table releases with record_id monthly-2019-14.
    Good: table releases with record_id monthly-2019-04.
    Fix: Correct the key, or add the record.
    """
    keys = [
        table.select(nw.lit(name).alias("table"), col(KEY).alias("record_id"), nw.lit(1).alias("known"))
        for name, table in tables.items()
    ]
    return Expectation(
        evidence.join(nw.concat(keys), on=["table", "record_id"], how="left"),
        holds=~col("known").is_null(),
        expected=text("the key of a record of ", col("table")),
        field="record_id",
        missing=(col("table"), col("record_id")),
    )


@rule()
def field_exists(evidence: Frame, schemas: Schemas) -> Expectation:
    """The field is one of its table.

    Evidence for a field that is not there supports nothing.

    Bad: table releases with field wounded.
    Good: table releases with field injured.
    Fix: Correct the field. The data dictionary lists the fields of each table.
    """
    cells = [f"{name}/{field}" for name, schema in _with_evidence(schemas).items() for field in schema.names]
    return Expectation(
        evidence,
        holds=nw.concat_str(col("table"), col("field"), separator="/").is_in(cells),
        expected=text("a field of ", col("table")),
        field="field",
        cells=("table",),
    )


@rule()
def value_has_form(evidence: Frame, schemas: Schemas) -> Expectation:
    """The value has the form that its field asks for.

    It is written as it would be in the table: a figure without separators or leading zeros, a date as YYYY-MM-DD, one
    of the allowed words, or a key.

    Bad: killed_total with the value 1,302.
    Good: killed_total with the value 1302.
    Fix: Correct the value or the field.
    """
    fields: dict[str, list[str]] = defaultdict(list)
    fit: dict[str, pl.Expr] = {}
    for name, schema in _with_evidence(schemas).items():
        for field in schema.fields:
            words, fit_of_field = _form(field)
            fit[words] = fit_of_field
            fields[words].append(f"{name}/{field.name}")
    cell = pl.concat_str("table", "field", separator="/")
    is_of = {words: cell.is_in(cells) for words, cells in fields.items()}
    judged = with_columns(
        evidence,
        fits=pl.coalesce(pl.when(is_of[words]).then(fit[words]) for words in fit),
        form=pl.coalesce(pl.when(is_of[words]).then(pl.lit(words)) for words in fit),
    )
    return Expectation(
        judged,
        holds=col("fits"),
        expected=text(col("form"), ", the form of ", col("field"), " in ", col("table")),
        field="value",
        cells=("field", "table"),
    )


def _with_evidence(schemas: Schemas) -> Schemas:
    """The schemas of the tables that evidence may be about."""
    return {name: schemas[name] for name in tables_with_evidence(schemas) if name in schemas}


def _form(field: Field) -> tuple[str, pl.Expr]:
    """The form of a field in words, and whether a value has it."""
    value, found = pl.col("value"), field.constraints
    if field.type in FORM:
        return FORM[field.type], cast(value, field.type).is_not_null()
    if "enum" in found:
        return "one of " + ", ".join(found["enum"]), value.is_in(found["enum"])
    if "pattern" in found:
        return f"text like {found['pattern']}", value.str.contains(f"^(?:{found['pattern']})$")
    return "any text", pl.lit(value=True)


@rule()
def key_goes_with_key_field(evidence: Frame, schemas: Schemas) -> Expectation:
    """The value is the key of the record if the field is the key field, and in no other case.

    Such a row says that a source is about the record, without a figure having been noted from it. Under another field
    the key would be compared with nothing.

    Bad: field release_id with the value 2017-03-17-mosul, for the incident 2017-03-17-mosul.
    Good: field incident_id with the value 2017-03-17-mosul, for the incident 2017-03-17-mosul.
    Fix: Correct the field or the value.
    """
    keys = {name: schema.primary_key[0] for name, schema in _with_evidence(schemas).items()}
    key = col("table").replace_strict(list(keys), list(keys.values()), default=None)
    rows = evidence.with_columns(key=key)
    is_key = col("field") == col("key")
    return Expectation(
        rows,
        holds=is_key == (col("value") == col("record_id")),
        expected=nw.when(is_key)
        .then(text(col("record_id"), ", the key of the record"))
        .otherwise(text("what the source states of ", col("field"), "; a row with the key has the field ", col("key"))),
        field="value",
        cells=("field", "record_id"),
    )


@rule(further=tables_with_evidence)
def source_not_older(evidence: Frame, sources: Frame, **tables: Frame) -> Expectation:
    """A source was not published before what it states.

    The day is that of the release, the report, the estimate or the statistics, or the last day of an incident. If only
    the month or year of the source is known, any day of it will do.

    Bad: a release of 2019-05-31 and evidence from a source of 2018-11-27.
    Good: a release of 2019-05-31 and evidence from a source of 2019-06-01.
    Fix: Correct the source of the row, or the date of the source or of the record.
    """
    known = [
        table.select(table=nw.lit(name), record_id=col(KEY), day=nw.coalesce(*_DAY[name]))
        for name, table in tables.items()
        if name in _DAY
    ]
    latest = sources.select("source_id", latest=last_day_of("published_on", "published_precision"))
    rows = evidence.join(latest, on="source_id", how="inner")
    return Expectation(
        rows.join(nw.concat(known), on=["table", "record_id"], how="inner"),
        holds=col("latest") >= col("day"),
        found=text(col("source_id"), ", published by ", col("latest")),
        expected=text("a source published on ", col("day"), " or later"),
        field="source_id",
        cells=("record_id",),
        related=(Related("sources", sources, ("source_id",), "published_on"),),
    )


@rule(needs_valid_tables=True)
def matches_control_totals(evidence: Frame, control_totals: Frame) -> Expectation:
    """The rows of each source add up to its row in control_totals.csv.

    The control totals show a row that was lost, or a value that was changed by mistake.

    Bad: 12 rows of one source; control_totals.csv has records 13 for it.
    Good: 13 rows of one source; control_totals.csv has records 13 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("evidence", evidence, control_totals)
