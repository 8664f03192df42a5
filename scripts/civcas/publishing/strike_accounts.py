"""Strikes of each day according to the reports, each counted once, and the Coalition's own running total."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from civcas.package.tables import Table

# The most days that an account covers. A total of a month or a year says nothing about its days.
LONGEST = 16


# The kinds of organisation that speak for the Coalition: its commands, and the states in it.
OFFICIAL = ("military", "government")


# The values of `strike_totals` that mark a plain total of all nations, and a date known to the day.
ALL_NATIONS, EXACT, DAY = "all", "exact", "day"


Tables = Mapping[str, Table]


@dataclass(frozen=True)
class Account:
    """The strikes of some days, `first` to `last`, in all countries together."""

    first: date
    last: date
    strikes: int


def accounts(tables: Tables) -> list[Account]:
    """Every strike known by its day, or by a block of at most 16 days, in the order of days.

    A total in a report counts if there is one; otherwise the totals of its countries, or else the places it lists. If a
    longer account overlaps with shorter ones, the side with more strikes is used and the other is left out.
    """
    used: list[Account] = []  # in the order of days; none overlaps with another
    for account in sorted([*_by_report(tables), *_by_period(tables)], key=_shortest_first):
        first = bisect_left(used, account.first, key=lambda other: other.last)
        rivals = slice(first, bisect_right(used, account.last, key=lambda other: other.first))
        if account.strikes > sum(other.strikes for other in used[rivals]):
            used[rivals] = [account]
    return used


def by_month(found: list[Account]) -> dict[str, tuple[int, float]]:
    """For each month, the days accounted for and their strikes. An account over two months is split by days."""
    months: dict[str, tuple[int, float]] = {}
    for account in found:
        length = (account.last - account.first).days + 1
        for offset in range(length):
            month = f"{account.first + timedelta(days=offset):%Y-%m}"
            days, strikes = months.get(month, (0, 0.0))
            months[month] = (days + 1, strikes + account.strikes / length)
    return dict(sorted(months.items()))


def campaign_start(tables: Tables) -> date | None:
    """The first day that an official total covers; none if no total says from which day it counts."""
    days = _official(tables).filter(pl.col("start_precision") == DAY)["period_start"].drop_nulls()
    return min(days, default=None)


def official_totals(tables: Tables) -> dict[date, int]:
    """The Coalition's own count of strikes since the campaign began, by the last day that it covers."""
    releases = tables["releases"].typed.drop_nulls(["strikes_total", "totals_through"])
    stated = dict(releases.select("totals_through", "strikes_total").iter_rows())
    return _without_disputed(_from_strike_totals(tables) | stated)


# --- accounts ----------------------------------------------------------------------------------------------------
def _shortest_first(account: Account) -> tuple[timedelta, date, int]:
    return account.last - account.first, account.first, -account.strikes


def _by_report(tables: Tables) -> list[Account]:
    """An account for each report and block of days. Late strikes are in another report; they are added."""
    places = _strikes_by_place(tables)
    totals: dict[Any, dict[str, int]] = defaultdict(dict)
    for row in _short_totals(tables).drop_nulls("reported_on").iter_rows(named=True):
        totals[row["reported_on"], row["period_start"], row["period_end"]][row["country"]] = row["strikes"]
    together: dict[tuple[date, date], int] = defaultdict(int)
    for block in {**places, **totals}:
        reported, first, last = block
        # A report that does not name the day is about the day before.
        day = first or reported - timedelta(days=1)
        together[day, last or day] += _sum(tables, totals.get(block, {}), places.get(block, {}))
    return [Account(first, last, strikes) for (first, last), strikes in together.items()]


def _strikes_by_place(tables: Tables) -> dict[Any, dict[str, int]]:
    """The strikes that each report lists by place: for each block of days, by country."""
    dated = pl.any_horizontal(pl.col("reported_on", "first_day").is_not_null())
    sums = tables["strikes"].typed.filter(dated).group_by("reported_on", "first_day", "last_day", "country")
    places: dict[Any, dict[str, int]] = defaultdict(dict)
    for *block, country, strikes in sums.agg(pl.col("strikes").sum()).iter_rows():
        places[tuple(block)][country] = strikes
    return places


def _by_period(tables: Tables) -> list[Account]:
    """An account for each block of days whose total is not from a single report."""
    sums: dict[tuple[date, date], dict[str, int]] = defaultdict(dict)
    dated = _short_totals(tables).filter(pl.col("reported_on").is_null()).drop_nulls("period_start")
    for row in dated.iter_rows(named=True):
        totals = sums[row["period_start"], row["period_end"]]
        totals[row["country"]] = max(row["strikes"], totals.get(row["country"], 0))
    return [Account(first, last, _sum(tables, totals, {})) for (first, last), totals in sums.items()]


def _sum(tables: Tables, totals: dict[str, int], places: dict[str, int]) -> int:
    """The strikes of all countries: the total for all of them, unless those of each country come to more."""
    single, together = _countries(tables)
    parts = sum(max(totals.get(country, 0), places.get(country, 0)) for country in single)
    return max([parts, *_known(totals, together)])


def _countries(tables: Tables) -> tuple[list[str], list[str]]:
    """The single countries, in which a strike can be, and the names for several together, which a total can be for."""
    single = list(tables["strikes"].schema.labels("country"))
    return single, [name for name in tables["strike_totals"].schema.labels("country") if name not in single]


def _known(totals: dict[str, int], names: Iterable[str]) -> Iterator[int]:
    return (totals[name] for name in names if name in totals)


# --- official totals ---------------------------------------------------------------------------------------------
def _official(tables: Tables) -> pl.DataFrame:
    """The exact totals for all nations that an official organisation states."""
    official = tables["organisations"].typed.filter(pl.col("kind").is_in(OFFICIAL))["organisation_id"]
    plain = (pl.col("nation") == ALL_NATIONS) & (pl.col("qualifier") == EXACT) & pl.col("strikes").is_not_null()
    return tables["strike_totals"].typed.filter(plain, pl.col("organisation_id").is_in(official.to_list()))


def _short_totals(tables: Tables) -> pl.DataFrame:
    """The official totals of at most 16 days, or of a report that names no days."""
    short = (pl.col("period_end") - pl.col("period_start")).dt.total_days() < LONGEST
    exact = (pl.col("start_precision") == DAY) & (pl.col("end_precision") == DAY)
    return _official(tables).filter(pl.col("period_start").is_null() | (short & exact))


def _from_strike_totals(tables: Tables) -> dict[date, int]:
    """The official totals that run from the month in which the campaign began."""
    start = campaign_start(tables)
    if start is None:
        return {}
    since_start = pl.col("period_start").dt.truncate("1mo") == start.replace(day=1)
    sums: dict[date, dict[str, int]] = defaultdict(dict)
    totals_of_days = _official(tables).filter(since_start, pl.col("end_precision") == DAY).drop_nulls("period_end")
    for row in totals_of_days.iter_rows(named=True):
        sums[row["period_end"]][row["country"]] = row["strikes"]
    single, together = _countries(tables)
    found: dict[date, int] = {}
    for day, totals in sums.items():
        if set(single) <= set(totals):
            found[day] = sum(_known(totals, single))
        for total in _known(totals, together):
            found[day] = total
    return found


def _without_disputed(totals: dict[date, int]) -> dict[date, int]:
    """The totals, in the order of days, without those above a later one: they are disputed (see known_issues)."""
    least = math.inf
    undisputed: dict[date, int] = {}
    for day in sorted(totals, reverse=True):
        if totals[day] <= least:
            least = undisputed[day] = totals[day]
    return dict(sorted(undisputed.items()))
