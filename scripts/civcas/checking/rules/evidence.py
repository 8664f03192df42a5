"""What must be true of the evidence: each row backs a record, and a field, that exist."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Claim, Frame, text
from civcas.checking.rule import rule

NUMBER, DATE = "^(0|[1-9][0-9]*)$", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@rule()
def record_exists(
    evidence: Frame,
    releases: Frame,
    strikes: Frame,
    strike_totals: Frame,
    airpower: Frame,
    incidents: Frame,
    estimates: Frame,
) -> Claim:
    """The record that a source backs exists in its table.

    Correct the key, or add the record.
    """
    tables = by_name(releases, strikes, strike_totals, airpower, incidents, estimates)
    keys = [
        table.select(nw.lit(name).alias("table"), nw.col("key").alias("record_id"), nw.lit(1).alias("known"))
        for name, table in tables.items()
    ]
    return Claim(
        evidence.join(nw.concat(keys, how="vertical"), on=["table", "record_id"], how="left"),
        holds=~nw.col("known").is_null(),
        expected=text("the key of a record of ", nw.col("table")),
        field="record_id",
    )


@rule()
def field_and_value(
    evidence: Frame,
    releases: Frame,
    strikes: Frame,
    strike_totals: Frame,
    airpower: Frame,
    incidents: Frame,
    estimates: Frame,
) -> Claim:
    """The field is a figure or a date of the table and the value is one too; or the two are the record's own key.

    The second form says that a source backs the record without a figure having been noted from it.
    """
    fits = (nw.col("value") == nw.col("record_id")) & nw.col("field").str.ends_with("_id")
    for name, table in by_name(releases, strikes, strike_totals, airpower, incidents, estimates).items():
        kinds = table.collect_schema()
        for kind, form in ((nw.Int64, NUMBER), (nw.Date, DATE)):
            fields = [field for field, of in kinds.items() if of == kind and field != "line"]
            row_of = (nw.col("table") == name) & nw.col("field").is_in(fields)
            fits = fits | (row_of & nw.col("value").str.contains(form))
    return Claim(
        evidence,
        holds=fits,
        found=text(nw.col("field"), " = ", nw.col("value")),
        expected=text(
            "a number or date field of ", nw.col("table"), " with its value, or its key with ", nw.col("record_id")
        ),
        field="value",
        cells=("field", "table"),
    )


def by_name(
    releases: Frame, strikes: Frame, strike_totals: Frame, airpower: Frame, incidents: Frame, estimates: Frame
) -> dict[str, Frame]:
    return {
        "releases": releases,
        "strikes": strikes,
        "strike_totals": strike_totals,
        "airpower": airpower,
        "incidents": incidents,
        "estimates": estimates,
    }
