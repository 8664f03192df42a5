"""What a chart shows, in one sentence that is computed from its rows. None where they show nothing of the kind.

A function has the name of its chart, with underscores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from civcas.site.database import Row
from civcas.site.drawing.scales import bounds, in_words, number

Rows = list[Row]


def finding(chart: str, rows: Rows) -> str | None:
    found = _FINDINGS.get(chart)
    return found(rows) if found and rows else None


def _sum(rows: Rows, *fields: str) -> int:
    return sum(row[field] or 0 for row in rows for field in fields)


def _most(rows: Rows, field: str) -> Row | None:
    """The row with the highest value, if no other has the same."""
    known = sorted((row for row in rows if row[field]), key=lambda row: row[field], reverse=True)
    tied = len(known) > 1 and known[0][field] == known[1][field]
    return None if not known or tied else known[0]


def _counted(row: Row, field: str) -> str:
    return f"{in_words(row['month'])} ({number(row[field])})"


def _of(part: int, whole: int) -> str:
    return f"{number(part)} of {number(whole)}"


def _percent(part: int, whole: int) -> str:
    return f"{number(round(100 * part / whole, 1))}%"


# --- the dead ----------------------------------------------------------------------------------------------------
def official_total_and_estimates(rows: Rows) -> str | None:
    """The latest of the Coalition's and of Airwars' figures: each count is in the order of the days it runs to."""
    latest = {row["series"].split(":")[0]: row for row in rows}
    coalition, airwars = latest.get("Coalition"), latest.get("Airwars")
    if not coalition or not airwars:
        return None
    count = bounds(airwars["low"], airwars["best"], airwars["high"], airwars["qualifier"])
    return f"The Coalition has admitted {number(coalition['best'])} deaths; Airwars counts {count}"


def deaths_by_month(rows: Rows) -> str | None:
    died = _most(rows, "killed_by_day")
    if not died:
        return None
    month = _counted(died, "killed_by_day")
    text = f"More of the deaths that the Coalition admits happened in {month} than in any other month"
    reported = _most(rows, "killed_in_release")
    return f"{text}; its release for {_counted(reported, 'killed_in_release')} reports the most" if reported else text


def estimates_of_a_scope(rows: Rows) -> str | None:
    if len(rows) < 2:
        return None
    highest, own = rows[0], next((row for row in rows if row["organisation_id"] == "coalition"), None)
    words = f"{len(rows)} figures: the highest is {_estimated(highest)} ({highest['organisation']})"
    return f"{words}, the Coalition's own {_estimated(own)}" if own and own is not highest else words


def _estimated(row: Row) -> str:
    return bounds(row["low"], row["best"], row["high"], row["qualifier"])


# --- assessments -------------------------------------------------------------------------------------------------
def outcomes_of_assessments(rows: Rows) -> str | None:
    known = [row for row in rows if row["completed"] and row["credible"] is not None]
    completed, credible = _sum(known, "completed"), _sum(known, "credible")
    if not completed:
        return None
    share = f"{number(credible)} of {number(completed)} completed reports ({_percent(credible, completed)})"
    return f"The Coalition found {share} credible, in the releases that were read"


def reports_received_and_completed(rows: Rows) -> str | None:
    most = _most(rows, "completed")
    return f"The most reports were completed in {_counted(most, 'completed')}" if most else None


def reports_open(rows: Rows) -> str | None:
    most = _most(rows, "open_at_end")
    return f"The most reports were open at the end of {_counted(most, 'open_at_end')}" if most else None


def share_credible(rows: Rows) -> str | None:
    known = [row for row in rows if row["percent_credible"] is not None]
    if not known:
        return None
    fewer = sum(row["percent_credible"] < 20 for row in known)
    return f"In {_of(fewer, len(known))} months, fewer than a fifth of the completed reports were found credible"


def allegations_assessed(rows: Rows) -> str | None:
    syria = [row for row in rows if row["country"] == "Syria"] or rows
    every, assessed = _sum(syria, "allegations"), _sum(syria, "assessed")
    if not every or not assessed:
        return None
    where = " about Syria" if {row["country"] for row in syria} == {"Syria"} else ""
    credible = _percent(_sum(syria, "credible"), assessed)
    read = f"For {_of(assessed, every)} allegations{where}, an assessment was read"
    return f"{read}; {credible} of these were found credible"


# --- strikes -----------------------------------------------------------------------------------------------------
def strikes_by_month(rows: Rows) -> str | None:
    listed: Rows = [{**row, "listed": _sum([row], "strikes_iraq", "strikes_syria")} for row in rows]
    most = _most(listed, "listed")
    return f"The reports that were read list the most strikes in {_counted(most, 'listed')}" if most else None


def weapons_by_month(rows: Rows) -> str | None:
    most = _most(rows, "weapons_lowest")
    if not most:
        return None
    count = bounds(most["weapons_lowest"], None, most["weapons_highest"])
    return f"Aircraft released the most weapons in {in_words(most['month'])}: {count}"


def strikes_by_place(rows: Rows) -> str | None:
    most = _most(rows, "strikes")
    return (
        f"The most strikes are listed near {most['place']}, {most['country']}: {number(most['strikes'])}"
        if most
        else None
    )


def strikes_by_governorate(rows: Rows) -> str | None:
    sums = _sums(rows, "governorate", "strikes")
    if len(sums) < 2:
        return None
    (first, most), (second, next_) = sums[:2]
    return f"The most strikes are listed in {first} ({number(most)}), then in {second} ({number(next_)})"


def targets_by_month(rows: Rows) -> str | None:
    sums = _sums(rows, "target_group", "rows_of_strikes")
    if len(sums) < 2:
        return None
    (first, most), (second, next_) = ((name.replace("_", " "), named) for name, named in sums[:2])
    return f"The targets named most often: {first} ({number(most)} rows of strikes), then {second} ({number(next_)})"


def _sums(rows: Rows, by: str, field: str) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for row in rows:
        found[row[by]] = found.get(row[by], 0) + (row[field] or 0)
    return sorted(found.items(), key=lambda item: -item[1])


# --- the quality of the data -------------------------------------------------------------------------------------
def known_issues(rows: Rows) -> str | None:
    return f"{_of(_sum(rows, 'unexplained'), _sum(rows, 'issues'))} known contradictions are not explained so far"


def days_covered(rows: Rows) -> str | None:
    return f"A strike report or total was read for {_of(_sum(rows, 'days_covered'), _sum(rows, 'days'))} days"


def figures_sourced(rows: Rows) -> str | None:
    every = _sum(rows, "figures")
    return (
        f"{_of(_sum(rows, 'figures_with_more_sources'), every)} figures are stated by two sources or more"
        if every
        else None
    )


_FINDINGS: Mapping[str, Callable[[Rows], str | None]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        official_total_and_estimates,
        deaths_by_month,
        estimates_of_a_scope,
        outcomes_of_assessments,
        reports_received_and_completed,
        reports_open,
        share_credible,
        allegations_assessed,
        strikes_by_month,
        weapons_by_month,
        strikes_by_place,
        strikes_by_governorate,
        targets_by_month,
        days_covered,
        figures_sourced,
    )
} | {"known-issues-by-rule": known_issues, "known-issues-by-table": known_issues}
