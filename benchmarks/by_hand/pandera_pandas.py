"""The three largest tables checked by pandera on pandas, by schemas written by hand. Exit code 1 for a fault."""

import sys

import pandas as pd
import pandera.pandas as pa

_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_FIRST = pd.Timestamp("1980-01-01")


def _key() -> pa.Column:
    return pa.Column(str, pa.Check.str_matches(_KEY))


def _text(*, nullable: bool = False) -> pa.Column:
    return pa.Column(str, nullable=nullable)


def _one_of(*values: str, nullable: bool = False) -> pa.Column:
    return pa.Column(str, pa.Check.isin(values), nullable=nullable)


def _day() -> pa.Column:
    return pa.Column("datetime64[ns]", pa.Check.ge(_FIRST), nullable=True, coerce=True)


def _number(lowest: int, *, nullable: bool = True) -> pa.Column:
    return pa.Column("Int64", pa.Check.ge(lowest), nullable=nullable, coerce=True)


_PRECISION = ("day", "month", "year")
_NATIONS = (
    *("all", "United States", "other", "Australia", "Belgium", "Canada", "France", "Jordan", "Netherlands"),
    "United Kingdom",
)
_TABLES = ("releases", "strikes", "strike_totals", "airpower", "incidents", "estimates", "allegations")

SCHEMAS = {
    "strikes": pa.DataFrameSchema(
        {
            "strike_id": _key(),
            "reported_on": _day(),
            "first_day": _day(),
            "last_day": _day(),
            "country": _one_of("Iraq", "Syria"),
            "place_id": _key(),
            "place_as_reported": _text(),
            "strikes": _number(1, nullable=False),
            "engagements": _number(1),
            "source_id": _key(),
            "notes": _text(nullable=True),
        },
        unique=["strike_id"],
        strict=True,
    ),
    "strike_totals": pa.DataFrameSchema(
        {
            "total_id": _key(),
            "reported_on": _day(),
            "period_start": _day(),
            "start_precision": _one_of(*_PRECISION, nullable=True),
            "period_end": _day(),
            "end_precision": _one_of(*_PRECISION, nullable=True),
            "country": _one_of("Iraq", "Syria", "both"),
            "nation": _one_of(*_NATIONS),
            "strikes": _number(0),
            "engagements": _number(0),
            "qualifier": _one_of("exact", "at_least", "more_than", "approximately"),
            "itemised": _one_of("all", "some", "none"),
            "organisation_id": _key(),
            "overlaps": _text(nullable=True),
            "source_id": _key(),
            "notes": _text(nullable=True),
        },
        unique=["total_id"],
        strict=True,
    ),
    "evidence": pa.DataFrameSchema(
        {
            "table": _one_of(*_TABLES),
            "record_id": _key(),
            "field": pa.Column(str, pa.Check.str_matches(r"^[a-z][a-z0-9_]*$")),
            "source_id": _key(),
            "value": _text(),
            "readings": _number(1, nullable=False),
            "notes": _text(nullable=True),
        },
        unique=["table", "record_id", "field", "source_id"],
        strict=True,
    ),
}


def main() -> int:
    """Print what is wrong with each table."""
    broken = 0
    for name, schema in SCHEMAS.items():
        try:
            schema.validate(pd.read_csv(f"data/{name}.csv", dtype=str), lazy=True)
        except pa.errors.SchemaErrors as error:
            print(error)
            broken = 1
    return broken


if __name__ == "__main__":
    sys.exit(main())
