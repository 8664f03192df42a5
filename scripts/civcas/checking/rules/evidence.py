"""What must be true of the evidence: each row backs a record, and a field, that exist."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule, tables_with_evidence
from civcas.checking.shared.evidence import dates_of, figures_of
from civcas.package.tables import KEY

NUMBER, DATE = "^(0|[1-9][0-9]*)$", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


@rule(further=tables_with_evidence)
def record_exists(evidence: Frame, **tables: Frame) -> Expectation:
    """The record that a source backs exists in its table.

    Correct the key, or add the record.
    """
    keys = [
        table.select(nw.lit(name).alias("table"), nw.col(KEY).alias("record_id"), nw.lit(1).alias("known"))
        for name, table in tables.items()
    ]
    return Expectation(
        evidence.join(nw.concat(keys, how="vertical"), on=["table", "record_id"], how="left"),
        holds=~nw.col("known").is_null(),
        expected=text("the key of a record of ", nw.col("table")),
        field="record_id",
        missing=(nw.col("table"), nw.col("record_id")),
    )


@rule(further=tables_with_evidence)
def field_and_value(evidence: Frame, **tables: Frame) -> Expectation:
    """The field is a figure or a date of the table and the value is one too; or the two are the record's own key.

    The second form says that a source backs the record without a figure having been noted from it.
    """
    fits = (nw.col("value") == nw.col("record_id")) & nw.col("field").str.ends_with("_id")
    for name, table in tables.items():
        for fields, form in ((figures_of(table), NUMBER), (dates_of(table), DATE)):
            row_of = (nw.col("table") == name) & nw.col("field").is_in(fields)
            fits = fits | (row_of & nw.col("value").str.contains(form))
    return Expectation(
        evidence,
        holds=fits,
        found=text(nw.col("field"), " = ", nw.col("value")),
        expected=text(
            "a number or date field of ", nw.col("table"), " with its value, or its key with ", nw.col("record_id")
        ),
        field="value",
        cells=("field", "table"),
    )
