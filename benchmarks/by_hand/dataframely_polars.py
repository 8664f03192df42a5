"""The three largest tables checked by dataframely on Polars, by schemas written by hand. Exit code 1 for a fault."""

import sys
from datetime import date

import dataframely as dy
import polars as pl

_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_FIRST = date(1980, 1, 1)
_PRECISION = ["day", "month", "year"]
_NATIONS = [
    *("all", "United States", "other", "Australia", "Belgium", "Canada", "France", "Jordan", "Netherlands"),
    "United Kingdom",
]
_TABLES = ["releases", "strikes", "strike_totals", "airpower", "incidents", "estimates", "allegations"]


class Strikes(dy.Schema):
    strike_id = dy.String(primary_key=True, regex=_KEY)
    reported_on = dy.Date(nullable=True, min=_FIRST)
    first_day = dy.Date(nullable=True, min=_FIRST)
    last_day = dy.Date(nullable=True, min=_FIRST)
    country = dy.Enum(["Iraq", "Syria"])
    place_id = dy.String(regex=_KEY)
    place_as_reported = dy.String()
    strikes = dy.Int64(min=1)
    engagements = dy.Int64(nullable=True, min=1)
    source_id = dy.String(regex=_KEY)
    notes = dy.String(nullable=True)


class StrikeTotals(dy.Schema):
    total_id = dy.String(primary_key=True, regex=_KEY)
    reported_on = dy.Date(nullable=True, min=_FIRST)
    period_start = dy.Date(nullable=True, min=_FIRST)
    start_precision = dy.Enum(_PRECISION, nullable=True)
    period_end = dy.Date(nullable=True, min=_FIRST)
    end_precision = dy.Enum(_PRECISION, nullable=True)
    country = dy.Enum(["Iraq", "Syria", "both"])
    nation = dy.Enum(_NATIONS)
    strikes = dy.Int64(nullable=True, min=0)
    engagements = dy.Int64(nullable=True, min=0)
    qualifier = dy.Enum(["exact", "at_least", "more_than", "approximately"])
    itemised = dy.Enum(["all", "some", "none"])
    organisation_id = dy.String(regex=_KEY)
    overlaps = dy.String(nullable=True)
    source_id = dy.String(regex=_KEY)
    notes = dy.String(nullable=True)


class Evidence(dy.Schema):
    table = dy.Enum(_TABLES, primary_key=True)
    record_id = dy.String(primary_key=True, regex=_KEY)
    field = dy.String(primary_key=True, regex=r"^[a-z][a-z0-9_]*$")
    source_id = dy.String(primary_key=True, regex=_KEY)
    value = dy.String()
    readings = dy.Int64(min=1, max=9)
    notes = dy.String(nullable=True)


SCHEMAS = {"strikes": Strikes, "strike_totals": StrikeTotals, "evidence": Evidence}


def main() -> int:
    """Print what is wrong with each table."""
    broken = 0
    for name, schema in SCHEMAS.items():
        dates = {column: pl.Date for column, kind in schema.columns().items() if isinstance(kind, dy.Date)}
        records = pl.read_csv(f"data/{name}.csv", infer_schema=False, schema_overrides=dates)
        _, failures = schema.filter(records, cast=True)
        if len(failures):
            print(name, failures.counts())
            broken = 1
    return broken


if __name__ == "__main__":
    sys.exit(main())
