"""Rules of strikes, which lists strikes place by place."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.dates import offset
from civcas.checking.shared.evidence import disagreements, source_not_older
from civcas.checking.shared.places_and_days import (
    both_days_or_neither,
    ends_after_start,
    has_some_date,
    place_lies_in_country,
    place_of_spelling,
)
from civcas.checking.shared.scopes import one_record_for_a_scope, same_in_group
from civcas.checking.shared.strike_reports import engagements_cover_strikes, is_reported_after, is_reported_soon
from civcas.package.tables import KEY

# The longest block of days that a report lists as one, in days from the first to the last.
_LONGEST = 7


@rule()
def place_in_country(strikes: Frame, places: Frame) -> Expectation:
    """The place lies in the country of the record.

    A report may list late strikes under the heading of another country. The place shows where they belong.

    Bad: country Iraq for the place raqqa.
    Good: country Syria for the place raqqa.
    Fix: Correct the country or the place.
    """
    return place_lies_in_country(strikes, places)


@rule()
def place_spelling(strikes: Frame, place_names: Frame) -> Expectation:
    """The place is the one that its spelling means in place_names.csv.

    A wrong place puts the strikes at the wrong point of the map.

    Bad: place_id rutbah for the spelling Fallujah, which means fallujah.
    Good: place_id fallujah for the spelling Fallujah.
    Fix: Correct the place or its spelling.
    """
    return place_of_spelling(strikes, place_names)


@rule()
def key_names_day(strikes: Frame) -> Expectation:
    """The key begins with the day of the report or, if that is empty, with the first day of the strikes.

    The key is a second note of the day, so a mistyped day shows.

    Bad: strike_id 2017-04-28-sy-raqqa, reported_on 2017-04-29.
    Good: strike_id 2017-04-28-sy-raqqa, reported_on 2017-04-28.
    Fix: Correct the day or the key.
    """
    day = nw.coalesce("reported_on", "first_day")
    named = nw.col("strike_id").str.slice(0, 10)
    cell = nw.when(nw.col("reported_on").is_null()).then(nw.lit("first_day")).otherwise(nw.lit("reported_on"))
    return Expectation(
        strikes.with_columns(field=cell),
        holds=day.cast(nw.String) == named,
        found=day,
        expected=text(named, ", the day in the key"),
        cells=("strike_id",),
    )


@rule()
def key_names_country(strikes: Frame) -> Expectation:
    """After the day the key has iq for Iraq or sy for Syria, and it is the country of the record.

    The key is a second note of the country, so a wrong country shows.

    Bad: strike_id 2017-04-28-iq-raqqa, country Syria.
    Good: strike_id 2017-04-28-sy-raqqa, country Syria.
    Fix: Correct the country or the key.
    """
    country = nw.col("country")
    code = nw.when(country == "Iraq").then(nw.lit("-iq-")).when(country == "Syria").then(nw.lit("-sy-"))
    return Expectation(
        strikes,
        holds=nw.col("strike_id").str.slice(10, 4) == code,
        expected=text("the country in the key ", nw.col(KEY)),
        field="country",
        cells=("strike_id",),
    )


@rule()
def key_names_place(strikes: Frame) -> Expectation:
    """The key ends with the place, and with a number if it is not the first such key.

    The key is a second note of the place, so a wrong place shows. A country at the end of a place's own key can be
    left out.

    Bad: strike_id 2017-04-28-sy-raqqa, place_id tabqa.
    Good: strike_id 2017-04-28-sy-raqqa-2, place_id raqqa.
    Fix: Correct the place or the key.
    """
    named = nw.col("strike_id").str.slice(14).str.replace_all("-[0-9]+$", "")
    short = nw.col("place_id").str.replace_all("-(iraq|syria)$", "")
    return Expectation(
        strikes,
        holds=(named == nw.col("place_id")) | (named == short),
        expected=text(named, ", the place in the key"),
        field="place_id",
        cells=("strike_id",),
    )


@rule()
def has_a_date(strikes: Frame) -> Expectation:
    """A record has the day of its report or the days of its strikes.

    A strike without a date is missing from every period.

    Bad: reported_on, first_day and last_day empty.
    Good: reported_on 2017-04-28, the other two empty.
    Fix: Fill in the day of the report or the days of the strikes.
    """
    dates = ("reported_on", "first_day", "last_day")
    return has_some_date(strikes, dates, "the day of the report, or the days of the strikes")


@rule()
def both_days(strikes: Frame) -> Expectation:
    """A record has both the first and the last day of its strikes, or neither.

    Strikes of a single day have that day twice.

    Bad: first_day 2017-04-27, last_day empty.
    Good: first_day 2017-04-27, last_day 2017-04-27.
    Fix: Fill in the other day.
    """
    return both_days_or_neither(strikes, "first_day", "last_day")


@rule()
def days_in_order(strikes: Frame) -> Expectation:
    """The last day of the strikes is not before the first.

    Strikes of a single day have that day twice.

    Bad: first_day 2017-04-27, last_day 2017-04-26.
    Good: first_day 2017-04-27, last_day 2017-04-27.
    Fix: Correct the two days.
    """
    return ends_after_start(strikes, "first_day", "last_day")


@rule()
def days_within_a_week(strikes: Frame) -> Expectation:
    """The last day of the strikes is at most 7 days after the first.

    Reports list strikes by the day, or by a block of a few days.

    Bad: first_day 2017-04-02, last_day 2017-04-12.
    Good: first_day 2017-04-02, last_day 2017-04-09.
    Fix: Correct the two days.
    """
    limit = offset(nw.col("first_day"), f"{_LONGEST}d")
    return Expectation(
        strikes,
        holds=nw.col("last_day") <= limit,
        expected=text("at most ", limit, f", {_LONGEST} days after the first day"),
        field="last_day",
        cells=("first_day",),
    )


@rule()
def reported_after_days(strikes: Frame) -> Expectation:
    """The report is not older than the strikes.

    A report can't list strikes that have not happened yet.

    Bad: last_day 2017-04-27 in a report of 2017-04-26.
    Good: last_day 2017-04-27 in a report of 2017-04-28.
    Fix: Correct the day of the report or the days of the strikes.
    """
    return is_reported_after(strikes, "last_day")


@rule(arithmetic=True)
def report_soon_after(strikes: Frame) -> Expectation:
    """The report is at most 8 days younger than the last day of the strikes.

    Nearly all reports list strikes of the day before or of the last week. Older ones were added late.

    Bad: last_day 2017-04-07 in a report of 2017-04-28.
    Good: last_day 2017-04-27 in a report of 2017-04-28.
    Fix: Correct the day of the report or the days of the strikes.
    """
    return is_reported_soon(strikes, "last_day")


@rule(arithmetic=True)
def engagements_not_below_strikes(strikes: Frame) -> Expectation:
    """Engagements are no fewer than strikes.

    A strike consists of one or more engagements.

    Bad: 21 strikes, 15 engagements.
    Good: 21 strikes, 25 engagements.
    Fix: Correct the two figures.
    """
    return engagements_cover_strikes(strikes)


@rule()
def listed_once(strikes: Frame) -> Expectation:
    """A report lists the strikes of the same days near a place once.

    A second row is a repeated line, or has strikes of other days.

    Bad: two rows for Raqqa, both of 2017-04-27 in the report of 2017-04-28.
    Good: one row for Raqqa with the sum, and the parts in the notes.
    Fix: Delete the repeated row, or fill in the days of its strikes.
    """
    same = ("reported_on", "first_day", "last_day", "country", "place_id")
    return one_record_for_a_scope(strikes, same, "place_id", "another place or other days")


@rule(arithmetic=True)
def page_has_one_report(strikes: Frame, sources: Frame) -> Expectation:
    """All strikes of a page are of one report. Only a dataset has several reports.

    If a report is recorded again under another day, its strikes count twice.

    Bad: four strikes of one page, three in the report of 2017-04-28 and one in that of 2017-04-29.
    Good: four strikes of one page, all in the report of 2017-04-28.
    Fix: Correct the day of the report or the source, or delete the repeated row.
    """
    pages = sources.filter(nw.col("kind") != "dataset").select("source_id")
    rows = strikes.filter(~nw.col("reported_on").is_null()).join(pages, on="source_id", how="semi")
    why = text(", the day of the other strikes of ", nw.col("source_id"))
    return same_in_group(rows, ("source_id",), "reported_on", why, cells=("source_id",))


@rule(arithmetic=True)
def sources_agree(strikes: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence.csv states the figure of the record.

    If two copies of a report differ, the record has the figure that adds up to the report's total.

    Bad: strikes 2; one source in evidence.csv states 4.
    Good: strikes 2; every source in evidence.csv states 2.
    Fix: Correct the record or the row in evidence.csv.
    """
    return disagreements("strikes", strikes, evidence)


@rule()
def source_not_older_than_report(strikes: Frame, sources: Frame) -> Expectation:
    """The source was not published before the day of the report.

    A page can't list the strikes of a later report. Sources without a date are not judged.

    Bad: reported_on 2017-04-28; the source was published on 2017-04-26.
    Good: reported_on 2017-04-28; the source was published on 2017-04-28.
    Fix: Correct the source, its date or the day of the report.
    """
    return source_not_older(strikes, sources, "reported_on")


@rule(needs_valid_tables=True)
def matches_control_totals(strikes: Frame, control_totals: Frame) -> Expectation:
    """The records of each report add up to the report's row in control_totals.csv.

    Most figures here have one source. The control totals show a figure, a day or a code that was changed by mistake.

    Bad: 7 records of 2017-04-28; control_totals.csv has records 6 for that day.
    Good: 6 records of 2017-04-28; control_totals.csv has records 6 for that day.
    Fix: Compare the records with their source. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("strikes", strikes, control_totals)
