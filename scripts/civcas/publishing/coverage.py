"""How much of the record the package holds: sources a figure, strikes a month."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from civcas.months import month_end
from civcas.package.tables import KEY, Table

# Longer periods are no account of days: a total of a month or a year says nothing of its days.
LONGEST = 16


# The organisations whose totals of strikes are the Coalition's own.
OFFICIAL = ("coalition", "centcom", "us-dod")


# A source's kind, as a letter: the better one stands where several state a figure.
LETTERS = {"official": "O", "republication": "R"}


PRESS, MISSING = "P", "-"


@dataclass(frozen=True)
class Account:
    """What reports say of the strikes of some days: `first` to `last`, in both countries together."""

    first: date
    last: date
    strikes: int


def figures(tables: dict[str, Table], name: str) -> pl.DataFrame:
    """One row a filled figure of the table: key, field, value, and how many sources and publishers state that value."""
    table = tables[name]
    fields = table.schema.figures
    long = table.typed.unpivot(fields, index=KEY, variable_name="field", value_name="value").drop_nulls("value")
    stated = tables["evidence"].typed.filter(pl.col("table") == name, pl.col("value").str.contains("^[0-9]+$"))
    stated = stated.select(
        pl.col("record_id").alias(KEY), "field", pl.col("value").cast(pl.Int64), "source_id", "readings"
    )
    sources = tables["sources"].typed.select("source_id", "organisation_id", "kind")
    joined = long.join(stated.join(sources, on="source_id"), on=[KEY, "field", "value"], how="left")
    return joined.group_by(KEY, "field", "value", maintain_order=True).agg(
        pl.col("source_id").drop_nulls().n_unique().alias("sources"),
        pl.col("organisation_id").drop_nulls().n_unique().alias("publishers"),
        pl.col("kind").drop_nulls().unique().alias("kinds"),
        pl.col("readings").max(),
    )


def letter(kinds: list[str]) -> str:
    """The best kind of source among these, as its letter."""
    return next((mark for kind, mark in LETTERS.items() if kind in kinds), PRESS if kinds else MISSING)


def accounts(tables: dict[str, Table]) -> list[Account]:
    """What is known of the strikes of days or of up to 16 days, no strike counted twice, in the order of days.

    A report's own total counts where there is one, else its countries', else its places. Where a longer account
    overlaps with shorter ones, the side that counts more strikes stands and the other is left out.
    """
    days = [*by_report(tables), *by_period(tables)]
    chosen: list[Account] = []
    for account in sorted(days, key=lambda account: (account.last - account.first, account.first, -account.strikes)):
        rivals = [other for other in chosen if other.first <= account.last and account.first <= other.last]
        if account.strikes > sum(other.strikes for other in rivals):
            chosen = [other for other in chosen if other not in rivals] + [account]
    return sorted(chosen, key=lambda account: account.first)


def by_report(tables: dict[str, Table]) -> list[Account]:
    """An account for each report and block of days: of both countries, from totals or, failing those, places."""
    places: dict[Any, int] = defaultdict(int)
    dated = pl.any_horizontal(pl.col("reported_on", "first_day").is_not_null())  # all are, in a package that is clean
    for row in tables["strikes"].typed.filter(dated, pl.col("strikes").is_not_null()).iter_rows(named=True):
        places[row["reported_on"], row["first_day"], row["last_day"], row["country"]] += row["strikes"]
    totals: dict[Any, int] = {}
    for row in countable(tables):
        if row["reported_on"]:
            totals[row["reported_on"], row["period_start"], row["period_end"], row["country"]] = row["strikes"]
    blocks = {key[:3] for key in [*places, *totals]}
    found = []
    for block in blocks:
        parts = sum(max(totals.get((*block, name), 0), places.get((*block, name), 0)) for name in ("Iraq", "Syria"))
        strikes = max(totals.get((*block, "both"), 0), parts)
        reported, first, last = block
        # A report is about the day before, as far as it does not say otherwise.
        day = first or reported - timedelta(days=1)
        found.append(Account(day, last or day, strikes))
    return merged(found)


def merged(found: list[Account]) -> list[Account]:
    """Accounts of the very same days, reported in several reports (late strikes), taken together."""
    together: dict[tuple[date, date], int] = defaultdict(int)
    for account in found:
        together[account.first, account.last] += account.strikes
    return [Account(first, last, strikes) for (first, last), strikes in together.items()]


def by_period(tables: dict[str, Table]) -> list[Account]:
    """An account for each total of days that no single report is behind."""
    sums: dict[tuple[date, date], dict[str, int]] = defaultdict(dict)
    for row in countable(tables):
        if not row["reported_on"]:
            block = (row["period_start"], row["period_end"])
            sums[block][row["country"]] = max(row["strikes"], sums[block].get(row["country"], 0))
    return [
        Account(first, last, max(found.get("both", 0), found.get("Iraq", 0) + found.get("Syria", 0)))
        for (first, last), found in sums.items()
    ]


def countable(tables: dict[str, Table]) -> list[dict[str, Any]]:
    """The exact totals of all nations for at most 16 days that are those of the Coalition itself."""
    rows = tables["strike_totals"].typed.filter(
        pl.col("nation") == "all", pl.col("qualifier") == "exact", pl.col("organisation_id").is_in(OFFICIAL)
    )
    rows = rows.filter(pl.col("strikes").is_not_null())
    short = (pl.col("period_end") - pl.col("period_start")).dt.total_days() < LONGEST
    exact = (pl.col("start_precision") == "day") & (pl.col("end_precision") == "day")
    known = pl.col("period_start").is_null() | (short & exact)
    return rows.filter(known).to_dicts()


def by_month(found: list[Account]) -> dict[str, tuple[int, float]]:
    """Month -> the days accounted for and their strikes; an account over two months is shared out by days."""
    months: dict[str, tuple[int, float]] = {}
    for account in found:
        length = (account.last - account.first).days + 1
        for offset in range(length):
            month = f"{account.first + timedelta(days=offset):%Y-%m}"
            days, strikes = months.get(month, (0, 0.0))
            months[month] = (days + 1, strikes + account.strikes / length)
    return dict(sorted(months.items()))


def official_totals(tables: dict[str, Table]) -> dict[date, int]:
    """The Coalition's own count of strikes since August 2014, by the day to which it runs."""
    found: dict[date, int] = {}
    for row in tables["releases"].typed.iter_rows(named=True):
        if row["strikes_total"] is not None and row["totals_through"] is not None:
            found[row["totals_through"]] = row["strikes_total"]
    sums: dict[date, dict[str, int]] = defaultdict(dict)
    for row in tables["strike_totals"].typed.iter_rows(named=True):
        official = row["organisation_id"] in OFFICIAL and row["nation"] == "all" and row["qualifier"] == "exact"
        whole = str(row["period_start"] or "")[:7] == "2014-08" and row["end_precision"] == "day"
        if official and whole and row["strikes"] is not None:
            sums[row["period_end"]][row["country"]] = row["strikes"]
    for day, parts in sums.items():
        total = parts.get("both") or (parts["Iraq"] + parts["Syria"] if {"Iraq", "Syria"} <= set(parts) else None)
        if total is not None:
            found.setdefault(day, total)
    return rising(dict(sorted(found.items())))


def rising(totals: dict[date, int]) -> dict[date, int]:
    """Without the totals that are above a later one: those are in dispute (see known_issues)."""
    least = math.inf
    kept: dict[date, int] = {}
    for day in sorted(totals, reverse=True):
        least = min(least, totals[day])
        if totals[day] == least:
            kept[day] = totals[day]
    return dict(sorted(kept.items()))


def page(tables: dict[str, Table]) -> str:
    """The generated part of docs/coverage.md, as Markdown."""
    parts = [
        *records_part(tables),
        *releases_part(tables),
        *sources_part(tables),
        *strikes_part(tables),
        *weapons_part(tables),
    ]
    return "\n\n".join(parts)


def records_part(tables: dict[str, Table]) -> list[str]:
    kinds = tables["sources"].typed.select("source_id", pl.col("kind").alias("main source"))
    releases = tables["releases"].typed.join(kinds, on="source_id")
    return [
        "## Records",
        "Releases by type and by the kind of their main source. That of a release without figures is an address that"
        " other sources give for it and that could not be read:",
        counts_table(releases, "release_type", "main source"),
        "Incidents by what the Coalition found and by how that is known:",
        counts_table(tables["incidents"].typed, "country", "status", "status_basis"),
        "Known issues by rule and by whether they are explained:",
        counts_table(tables["known_issues"].typed, "rule", "status"),
    ]


def counts_table(frame: pl.DataFrame, *by: str) -> str:
    """How many records there are of each combination of values, as a Markdown table."""
    counts = frame.group_by(by).len("records").sort(by)
    lines = ["| " + " | ".join(counts.columns) + " |", "|---" * len(by) + "|---:|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in counts.rows()])


def releases_part(tables: dict[str, Table]) -> list[str]:
    stated = {(row[KEY], row["field"]): row for row in figures(tables, "releases").iter_rows(named=True)}
    fields = tables["releases"].schema.figures
    order = ["release_type", "published_on", "period_end"]
    rows = [
        f"| {key} | " + " | ".join(mark(stated.get((key, field))) for field in fields) + " |"
        for key in tables["releases"].typed.sort(order, descending=[True, False, False])[KEY]
    ]
    return [
        "## Figures of each release",
        "O: stated in the official text. R: in a republication of it. P: in the press or another's report only. A"
        " number behind it: the publishers that state it, where more than one do. -: no source read states it.",
        "\n".join([f"| release | {' | '.join(fields)} |", "|---|" + "---|" * len(fields), *rows]),
    ]


def mark(row: dict[str, Any] | None) -> str:
    if row is None:
        return MISSING
    return letter(row["kinds"]) + (str(row["publishers"]) if row["publishers"] > 1 else "")


def sources_part(tables: dict[str, Table]) -> list[str]:
    lines = [
        "| table | figures | with a source | with two sources | of two publishers | with two, or read twice |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name in ("releases", "estimates"):
        rows = figures(tables, name)
        two = pl.col("sources") > 1
        wanted = [pl.col("sources") > 0, two, pl.col("publishers") > 1, two | (pl.col("readings") > 1)]
        counts = [rows.filter(which).height for which in wanted]
        shares = " | ".join(f"{number:,} ({percent(number, rows.height)})" for number in counts)
        lines.append(f"| {name} | {rows.height:,} | {shares} |")
    return ["## Sources behind the figures", "\n".join(lines)]


def strikes_part(tables: dict[str, Table]) -> list[str]:
    found = accounts(tables)
    return [
        "## Strikes accounted for",
        "Strikes that reports of a day, or of at most 16 days, account for, none counted twice, beside the rise of the"
        " Coalition's own total. Where a report gives a total it counts, else the places it lists. Strikes of reports"
        " that do not name the day are put on the day before the report.",
        "### Between the official totals nearest to each year's end",
        periods_table(found, official_totals(tables)),
        "### By month",
        months_table(found, official_totals(tables)),
    ]


def periods_table(found: list[Account], totals: dict[date, int]) -> str:
    """One row for each year, from the official total nearest to one year's end to that nearest to the next."""
    last_year = max(totals).year
    ends = [min(totals, key=lambda day: abs(day - date(year, 12, 31))) for year in range(2014, last_year + 1)]
    lines = ["| from | to | official strikes | accounted for | share |", "|---|---|---:|---:|---:|"]
    before, start = 0, date(2014, 8, 8)
    for end in dict.fromkeys(ends):
        official, listed = totals[end] - before, within(found, start, end)
        lines.append(f"| {start} | {end} | {official:,} | {listed:,} | {percent(listed, official)} |")
        before, start = totals[end], end + timedelta(days=1)
    through = date(2018, 11, 30)
    listed = within(found, date(2014, 8, 8), through)
    lines.append(f"| 2014-08-08 | {through} | {totals[through]:,} | {listed:,} | {percent(listed, totals[through])} |")
    return "\n".join(lines)


def within(found: list[Account], first: date, last: date) -> int:
    return sum(account.strikes for account in found if first <= account.first and account.last <= last)


def months_table(found: list[Account], totals: dict[date, int]) -> str:
    lines = [
        "| month | days accounted for | strikes accounted for | rise of the official total |",
        "|---|---:|---:|---:|",
    ]
    months = by_month(found)
    for month in months_between(min(months), max(months)):
        first = date.fromisoformat(f"{month}-01")
        start, end = first - timedelta(days=1), month_end(first)
        rise = f"{totals[end] - totals[start]:,}" if start in totals and end in totals else ""
        days, strikes = months.get(month, (0, 0.0))
        lines.append(f"| {month} | {days} of {end.day} | {strikes:,.0f} | {rise} |")
    return "\n".join(lines)


def weapons_part(tables: dict[str, Table]) -> list[str]:
    """Of which months the weapons released by aircraft are known, from the first that is to the last."""
    months = tables["airpower"].typed.filter(pl.col("granularity") == "month", pl.col("weapons_released").is_not_null())
    known = sorted(set(months["period"]))
    if not known:
        return []
    every = months_between(known[0], known[-1])
    missing = [month for month in every if month not in known]
    return [
        "## Weapons released, by month",
        f"US Air Forces Central's figure is known for {len(known)} of the {len(every)} months from {every[0]} to"
        f" {every[-1]}, and for none after. Missing in between: {', '.join(missing) or 'none'}.",
    ]


def months_between(first: str, last: str) -> list[str]:
    day, months = date.fromisoformat(f"{first}-01"), []
    while f"{day:%Y-%m}" <= last:
        months.append(f"{day:%Y-%m}")
        day = month_end(day) + timedelta(days=1)
    return months


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else ""
