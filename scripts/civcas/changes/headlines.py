"""The headline figures, which the home page shows and `civcas diff` compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from civcas.package.tables import KEY, LocalTable

# Which rows of `estimates` are Airwars' ranges for the Coalition. `attributed_to` and `method` are free text, so no
# schema lists their values. A range over all allegations, or over contested ones, is another figure.
AIRWARS = {
    "organisation_id": ["airwars"],
    "measure": ["civilians_killed"],
    "attributed_to": ["Coalition"],
    "country": ["both"],
    "qualifier": ["between"],
    "method": ["local reports graded fair or confirmed", "local reports, grading not stated"],
}


# How much of a date is known, as a number of characters.
PRECISION = {"day": 10, "month": 7, "year": 4}


# What polars raises for an older revision, in which a field was missing or had another type.
OTHER_FIELDS = (
    pl.exceptions.ColumnNotFoundError,
    pl.exceptions.InvalidOperationError,
    pl.exceptions.SchemaError,
)


# Finds the values of a headline in its table: `low` and, as far as there are any, `high`, `record` and `day`.
Values = Callable[[pl.LazyFrame], dict[str, Any]]


@dataclass(frozen=True)
class Headline:
    """A figure in words. `high` is set for a range only; all but the first three are empty if no record states it.

    `record` is the key of the record in `table` that states the figure in its `field` (a range begins there), and
    `day` the day up to which it counts. Sums and counts over a whole table have none of these.
    """

    name: str
    label: str
    table: str
    low: int | None = None
    high: int | None = None
    record: str = ""
    field: str = ""
    day: str | None = None


def headlines(tables: Mapping[str, LocalTable]) -> list[Headline]:
    """All headlines, always the same ones in the same order. A missing table or field counts as empty."""
    frames = {name: table.lazy() for name, table in tables.items()}
    return [_headline(frames, *definition) for definition in DEFINITIONS]


def stated(found: list[Headline]) -> list[Headline]:
    """The headlines that a single record states. The home page shows these."""
    return [headline for headline in found if headline.record]


def _headline(frames: dict[str, pl.LazyFrame], name: str, label: str, table: str, values: Values) -> Headline:
    try:
        found = values(frames.get(table, pl.LazyFrame()))
    except OTHER_FIELDS:
        found = {}
    return Headline(name, label, table, **found)


# --- how the values of each headline are found -------------------------------------------------------------------
def _latest_total(field: str) -> Values:
    """The total of the last release that states it. Annual reports have totals of their own."""

    def values(releases: pl.LazyFrame) -> dict[str, Any]:
        totals = releases.filter(pl.col(field).is_not_null(), pl.col("release_type") != "annual")
        last = totals.sort("published_on", "release_id").tail(1)
        return _of(last.with_columns(day=pl.coalesce("totals_through", "published_on").cast(pl.String)), field)

    return values


def _airwars_range(estimates: pl.LazyFrame) -> dict[str, Any]:
    """Airwars' latest range for the whole campaign, which is the longest of its periods."""
    ranges = estimates.filter(*[pl.col(name).is_in(values) for name, values in AIRWARS.items()])
    ranges = ranges.filter(pl.col("place").is_null(), pl.col("period_end").is_not_null())
    campaign = ranges.filter(pl.col("period_start") == pl.col("period_start").min())
    last = campaign.sort("period_end", "published_on", "estimate_id").tail(1)
    known = pl.col("end_precision").replace_strict(PRECISION, default=PRECISION["day"], return_dtype=pl.Int64)
    return _of(last.with_columns(day=pl.col("period_end").cast(pl.String).str.slice(0, known)), "low", "high")


def _deadliest_release(releases: pl.LazyFrame) -> dict[str, Any]:
    """The most civilians killed that one monthly release reports."""
    monthly = releases.filter(pl.col("release_type") == "monthly", pl.col("killed").is_not_null())
    most = monthly.sort("killed", "release_id", descending=[True, False]).head(1)
    return _of(most.with_columns(day=pl.col("period_end").cast(pl.String)), "killed")


def _of(row: pl.LazyFrame, low: str, high: str | None = None) -> dict[str, Any]:
    """The values in a frame of one row; nothing if it has no row."""
    columns = [pl.col(low).alias("low"), pl.col(high).alias("high") if high else pl.lit(None).alias("high")]
    columns += [pl.col(KEY).alias("record"), pl.lit(low).alias("field")]
    return next(row.select(*columns, "day").collect().iter_rows(named=True), {})


def _sum(field: str) -> Values:
    return lambda frame: {"low": int(frame.select(pl.col(field).sum()).collect().item())}


def _count(**values: str) -> Values:
    """How many rows have these values."""
    return lambda frame: {"low": _height(frame.filter(*[pl.col(name) == value for name, value in values.items()]))}


def _height(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect().item())


# Name, label, table and values of each headline, in the order in which they are shown.
DEFINITIONS: list[tuple[str, str, str, Values]] = [
    (
        "official_killed",
        "civilians killed since August 2014 in reports the Coalition found credible, by its latest total read",
        "releases",
        _latest_total("killed_total"),
    ),
    (
        "airwars_killed",
        "civilians killed since August 2014 according to local reports, by the latest dated range of Airwars read",
        "estimates",
        _airwars_range,
    ),
    (
        "deadliest_release",
        "civilians killed in the credible reports of one monthly release, the most of any; some may have died earlier",
        "releases",
        _deadliest_release,
    ),
    (
        "official_strikes",
        "strikes since August 2014 as the Coalition counts them, by its latest total read",
        "releases",
        _latest_total("strikes_total"),
    ),
    ("incidents_killed", "civilians killed in the incidents listed, by the Coalition", "incidents", _sum("killed")),
    ("credible_incidents", "credible incidents listed", "incidents", _count(status="credible")),
    ("strikes_listed", "strikes listed by place", "strikes", _sum("strikes")),
    ("estimates", "estimates", "estimates", _count()),
    ("known_issues", "known issues", "known_issues", _count()),
]
