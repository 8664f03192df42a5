"""Generates docs/coverage.md: what the package has, and how many sources state it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl

from civcas.months import month_end
from civcas.package.tables import KEY
from civcas.publishing.strike_accounts import (
    Account,
    Tables,
    accounts,
    by_month,
    campaign_start,
    official_totals,
)
from civcas.wording import table_row

# The best kind of source behind a figure, as a letter. The kinds are those of `sources.kind`; all others are press.
LETTERS = {"official": "O", "republication": "R"}


PRESS, MISSING = "P", "-"


# The value of `airpower.granularity` for a single month.
MONTH = "month"


def page(tables: Tables) -> str:
    """The generated part of docs/coverage.md, as Markdown."""
    parts = [
        *_records_part(tables),
        *_releases_part(tables),
        *_sources_part(tables),
        *_strikes_part(tables),
        *_weapons_part(tables),
    ]
    return "\n\n".join(parts)


def figures(tables: Tables, name: str) -> pl.DataFrame:
    """A row for each figure of the table: its key, field and value, and how many sources and publishers state it."""
    table = tables[name]
    fields = table.schema.figures
    long = table.typed.unpivot(fields, index=KEY, variable_name="@field", value_name="@value").drop_nulls("@value")
    # Renamed only now: a field of the table may have such a name. Cast: a table without figures has no type for them.
    long = long.select(KEY, pl.col("@field").alias("field"), pl.col("@value").cast(pl.Int64).alias("value"))
    stated = tables["evidence"].typed.filter(pl.col("table") == name, pl.col("value").str.contains("^[0-9]+$"))
    stated = stated.select(
        pl.col("record_id").alias(KEY), "field", pl.col("value").cast(pl.Int64, strict=False), "source_id", "readings"
    )
    sources = tables["sources"].typed.select("source_id", "organisation_id", "kind")
    # Counted before it is joined: there are fewer statements than figures.
    counted = (
        stated.join(sources, on="source_id")
        .group_by(KEY, "field", "value")
        .agg(
            pl.col("source_id").n_unique().alias("sources"),
            pl.col("organisation_id").drop_nulls().n_unique().alias("publishers"),
            pl.col("kind").drop_nulls().unique().alias("kinds"),
            pl.col("readings").max(),
        )
    )
    joined = long.join(counted, on=[KEY, "field", "value"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.col("sources", "publishers").fill_null(0), pl.col("kinds").fill_null(pl.lit([], pl.List(pl.String)))
    )


def letter(kinds: list[str]) -> str:
    """The best kind of source among these, as its letter."""
    return next((mark for kind, mark in LETTERS.items() if kind in kinds), PRESS if kinds else MISSING)


def _records_part(tables: Tables) -> list[str]:
    kinds = tables["sources"].typed.select("source_id", pl.col("kind").alias("main source"))
    releases = tables["releases"].typed.join(kinds, on="source_id")
    return [
        "## Records",
        "Releases by type and by the kind of their main source. If a release has no figures, its source could not be"
        " read: its address is known from other sources.",
        _counts_table(releases, "release_type", "main source"),
        "Incidents by what the Coalition found and by how that is known:",
        _counts_table(tables["incidents"].typed, "country", "status", "status_basis"),
        "Known issues by rule and by whether they are explained:",
        _counts_table(tables["known_issues"].typed, "rule", "status"),
    ]


def _counts_table(frame: pl.DataFrame, *by: str) -> str:
    """A Markdown table of how many records have each combination of values."""
    counts = frame.group_by(by).len("records").sort(by)
    rows = [table_row(*row) for row in counts.rows()]
    return "\n".join([table_row(*counts.columns), "|---" * len(by) + "|---:|", *rows])


def _releases_part(tables: Tables) -> list[str]:
    stated = {(row[KEY], row["field"]): row for row in figures(tables, "releases").iter_rows(named=True)}
    fields = tables["releases"].schema.figures
    order = ["release_type", "published_on", "period_end"]
    rows = [
        table_row(key, *[_mark(stated.get((key, field))) for field in fields])
        for key in tables["releases"].typed.sort(order, descending=[True, False, False])[KEY]
    ]
    return [
        "## Figures of each release",
        "The letter says who states the figure. O: the official text. R: a republication of that text. P: only the"
        " press or a report of others. -: no source that was read. A number after the letter says how many publishers"
        " state the figure.",
        "\n".join([table_row("release", *fields), "|---" * (len(fields) + 1) + "|", *rows]),
    ]


def _mark(row: dict[str, Any] | None) -> str:
    if row is None:
        return MISSING
    return letter(row["kinds"]) + (str(row["publishers"]) if row["publishers"] > 1 else "")


def _sources_part(tables: Tables) -> list[str]:
    """How many figures have evidence, for each table that can have it."""
    lines = [
        "| table | figures | with evidence | of two sources | of two publishers | of two sources, or read twice |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    two = pl.col("sources") > 1
    wanted = [pl.col("sources") > 0, two, pl.col("publishers") > 1, two | (pl.col("readings") > 1)]
    for name in tables["evidence"].schema.labels("table"):
        rows = figures(tables, name)
        numbers = [rows.filter(which).height for which in wanted]
        shares = [f"{number:,} ({_percent(number, rows.height)})" for number in numbers]
        lines.append(table_row(name, f"{rows.height:,}", *shares))
    return [
        "## Evidence behind the figures",
        "How many figures have a row in `data/evidence.csv` with a source that states them. In addition, every record"
        " names its main source in `source_id`.",
        "\n".join(lines),
    ]


def _strikes_part(tables: Tables) -> list[str]:
    found, totals = accounts(tables), official_totals(tables)
    if not found or not totals:
        return []
    start = campaign_start(tables) or found[0].first
    return [
        "## Strikes accounted for",
        "Strikes in reports of a day, or of at most 16 days, compared with the rise of the Coalition's own total. Each"
        " strike is counted once. The total of a report counts if it gives one, otherwise the places it lists."
        " If a report does not name the day, its strikes count for the day before.",
        "### Between the official totals nearest to each year's end",
        _periods_table(found, totals, start),
        "### By month",
        _months_table(found, totals),
    ]


def _periods_table(found: list[Account], totals: dict[date, int], start: date) -> str:
    """A row for each year, between the official totals nearest to its beginning and end; then one for all years.

    The last row ends with the last total up to which there are accounts.
    """
    lines = ["| from | to | official strikes | accounted for | share |", "|---|---|---:|---:|---:|"]
    years = range(start.year, max(totals).year + 1)
    before, first = 0, start
    for end in dict.fromkeys(_nearest(totals, date(year, 12, 31)) for year in years):
        lines.append(_period_row(found, first, end, totals[end] - before))
        before, first = totals[end], end + timedelta(days=1)
    covered = [day for day in totals if day <= max(account.last for account in found)]
    if covered:
        lines.append(_period_row(found, start, max(covered), totals[max(covered)]))
    return "\n".join(lines)


def _nearest(days: Iterable[date], wanted: date) -> date:
    return min(days, key=lambda day: abs(day - wanted))


def _period_row(found: list[Account], first: date, last: date, official: int) -> str:
    listed = sum(account.strikes for account in found if first <= account.first and account.last <= last)
    return table_row(first, last, f"{official:,}", f"{listed:,}", _percent(listed, official))


def _months_table(found: list[Account], totals: dict[date, int]) -> str:
    lines = [
        "| month | days accounted for | strikes accounted for | rise of the official total |",
        "|---|---:|---:|---:|",
    ]
    months = by_month(found)
    for month in _months_between(min(months), max(months)):
        first = date.fromisoformat(f"{month}-01")
        start, end = first - timedelta(days=1), month_end(first)
        rise = f"{totals[end] - totals[start]:,}" if start in totals and end in totals else ""
        days, strikes = months.get(month, (0, 0.0))
        lines.append(f"| {month} | {days} of {end.day} | {strikes:,.0f} | {rise} |")
    return "\n".join(lines)


def _weapons_part(tables: Tables) -> list[str]:
    """The months of which the weapons released by aircraft are known."""
    a_month = (pl.col("period") + "-01").str.to_date("%Y-%m-%d", strict=False).is_not_null()
    monthly = (pl.col("granularity") == MONTH) & pl.col("weapons_released").is_not_null()
    known = sorted(set(tables["airpower"].typed.filter(monthly, a_month)["period"]))
    if not known:
        return []
    every = _months_between(known[0], known[-1])
    missing = [month for month in every if month not in known]
    return [
        "## Weapons released, by month",
        f"US Air Forces Central's figure is known for {len(known)} of the {len(every)} months from {every[0]} to"
        f" {every[-1]}, and for none after. Missing in between: {', '.join(missing) or 'none'}.",
    ]


def _months_between(first: str, last: str) -> list[str]:
    day, months = date.fromisoformat(f"{first}-01"), []
    while f"{day:%Y-%m}" <= last:
        months.append(f"{day:%Y-%m}")
        day = month_end(day) + timedelta(days=1)
    return months


def _percent(part: int, total: int) -> str:
    return f"{100 * part / total:.0f} %" if total else MISSING
