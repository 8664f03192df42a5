"""What must hold of an incident by itself: its key and days, what the Coalition found, and what Airwars says of it."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.dates import offset
from civcas.checking.shared.evidence import (
    disagreements,
    every_figure_stated,
    main_source_in_evidence,
    source_not_older,
)
from civcas.checking.shared.places_and_days import ends_after_start
from civcas.checking.shared.records import with_first
from civcas.package.tables import KEY, LINE

# The days that an incident may take. The longest so far, a series of strikes on a town, takes 22.
_LONGEST = 31


@rule()
def key_says_first_day(incidents: Frame) -> Expectation:
    """The key begins with the first day.

    Others cite an incident by its key.

    Bad: 2017-09-05-al-kasra with first_day 2017-09-04.
    Good: 2017-09-05-al-kasra with first_day 2017-09-05.
    Fix: Correct the day or the key.
    """
    day = col("first_day").cast(nw.String)
    return Expectation(
        incidents,
        holds=col("incident_id").str.slice(0, 11) == text(day, "-"),
        expected=text("a key that begins with ", day, "-, the first day"),
        field="incident_id",
        cells=("first_day",),
    )


@rule()
def days_in_order(incidents: Frame) -> Expectation:
    """The last day is not before the first.

    For an incident of a single day both are that day.

    Bad: first_day 2017-03-17 and last_day 2017-03-16.
    Good: first_day 2017-03-17 and last_day 2017-03-17.
    Fix: Correct the day that is wrong.
    """
    return ends_after_start(incidents, "first_day", "last_day")


@rule(arithmetic=True)
def days_are_few(incidents: Frame) -> Expectation:
    """The last day is at most 31 days after the first.

    A longer time is a period of a report rather than an incident, or a wrong month or year.

    Bad: first_day 2017-03-17 and last_day 2018-03-17.
    Good: first_day 2017-03-17 and last_day 2017-03-18.
    Fix: Correct the day that is wrong.
    """
    latest = offset(col("first_day"), f"{_LONGEST}d")
    return Expectation(
        incidents,
        holds=col("last_day") <= latest,
        expected=text("not after ", latest, f", {_LONGEST} days after the first day"),
        field="last_day",
        cells=("first_day",),
    )


@rule()
def basis_fits_status(incidents: Frame) -> Expectation:
    """Only a credible incident rests on a country's statement, on Airwars' grading or on UCDP's record.

    All of these say that somebody accepted the case. What the Coalition rejects or leaves open is known only from its
    own words.

    Bad: status non_credible with status_basis airwars_grading.
    Good: status credible with status_basis airwars_grading.
    Fix: Correct the status or its basis.
    """
    return Expectation(
        incidents.filter(col("status_basis") != "release_seen"),
        holds=col("status") == "credible",
        expected=text("credible, since the basis is ", col("status_basis")),
        field="status",
        cells=("status_basis",),
    )


@rule(needs_valid_tables=True)
def graded_confirmed(incidents: Frame, allegations: Frame) -> Expectation:
    """A status that rests on Airwars' grading is graded as confirmed.

    No other grade says that the Coalition accepted the case.

    Bad: status_basis airwars_grading for an event that Airwars grades as fair.
    Good: status_basis airwars_grading for an event that Airwars grades as confirmed.
    Fix: Correct the basis, or the grade in allegations.csv.
    """
    graded = allegations.filter(col("organisation_id") == "airwars").select(
        col("code").alias("airwars_code"), col("grading")
    )
    rests = incidents.filter(col("status_basis") == "airwars_grading")
    return Expectation(
        rests.join(graded, on="airwars_code", how="left"),
        holds=(col("grading") == "confirmed").fill_null(value=False),
        expected=nw.lit("another basis, since Airwars does not grade the event as confirmed"),
        field="status_basis",
        cells=("airwars_code",),
        related=(
            Related("allegations", allegations.with_columns(airwars_code=col("code")), ("airwars_code",), "grading"),
        ),
    )


@rule()
def nation_is_named(incidents: Frame) -> Expectation:
    """A status that rests on a country's statement names the country.

    Without it, nobody can look the statement up.

    Bad: status_basis nation_statement without a nation.
    Good: status_basis nation_statement with nation Australia.
    Fix: Fill in the country, or correct the basis.
    """
    return Expectation(
        incidents.filter(col("status_basis") == "nation_statement"),
        holds=~col("nation").is_null(),
        expected=nw.lit("a country, since the status rests on its statement"),
        field="nation",
        cells=("status_basis",),
    )


@rule()
def harmed_only_if_credible(incidents: Frame) -> Expectation:
    """Only a credible incident has a figure of killed or injured.

    The Coalition gives such a figure for credible reports only. Figures of others belong into the fields of Airwars.

    Bad: status non_credible and killed 3.
    Good: status credible and killed 3.
    Fix: Delete the figure, or correct the status.
    """
    harmed = incidents.unpivot(
        ["killed", "injured"], index=[LINE, KEY, "status"], variable_name="field", value_name="harmed"
    )
    return Expectation(
        harmed.filter(~col("harmed").is_null()),
        holds=col("status") == "credible",
        found=col("harmed"),
        expected=text("an empty cell, since the status is ", col("status")),
        cells=("status",),
    )


@rule(arithmetic=True)
def credible_has_figure(incidents: Frame) -> Expectation:
    """A credible incident whose release was seen has a figure of killed or injured.

    The Coalition's releases say for each credible report how many were harmed.

    Bad: status credible and status_basis release_seen, with killed and injured empty.
    Good: status credible and status_basis release_seen, with killed 3.
    Fix: Fill in the figure, or correct the status or its basis.
    """
    return Expectation(
        incidents.filter(col("status") == "credible", col("status_basis") == "release_seen"),
        holds=~(col("killed").is_null() & col("injured").is_null()),
        expected=nw.lit("a figure of killed or injured"),
        field="killed",
        cells=("injured", "status", "status_basis"),
    )


@rule(arithmetic=True)
def one_record_for_one_report(incidents: Frame) -> Expectation:
    """No two incidents have the same number of the Coalition.

    The Coalition gives each report one number, so a second record counts it twice.

    Bad: coalition_ref 2174 in two records.
    Good: coalition_ref 2174 in one record, 2175 in the other.
    Fix: Delete the second record, or correct the number.
    """
    return _first_with_same(incidents, ["coalition_ref"], "coalition_ref")


@rule(arithmetic=True)
def one_record_for_one_event(incidents: Frame) -> Expectation:
    """No two incidents without a code of Airwars have the same days and place.

    A second record of the same event counts it twice. A code of Airwars keeps two events on a day at a place apart.

    Bad: two records of 2017-03-17 in Mosul, both without a code.
    Good: two records of 2017-03-17 in Mosul, one of them with airwars_code CI545.
    Fix: Delete the second record, or fill in its code.
    """
    scope = ["first_day", "last_day", "place_id"]
    return _first_with_same(incidents.filter(col("airwars_code").is_null()), scope, "place_id")


def _first_with_same(incidents: Frame, fields: list[str], field: str) -> Expectation:
    """Each record is the first with its values in `fields`."""
    filled = incidents.filter(*[~col(name).is_null() for name in fields])
    return Expectation(
        with_first(filled, fields, (LINE,), previous_line=LINE, first=KEY),
        holds=col(LINE) == col("previous_line"),
        expected=text("another value than ", col("first"), " has"),
        field=field,
        cells=tuple(fields),
        related=(
            Related("incidents", filled.with_columns(previous_line=col(LINE)), ("previous_line",), field, col(KEY)),
        ),
    )


@rule()
def code_says_country(incidents: Frame) -> Expectation:
    """Airwars' code says the country: CI is Iraq, CS is Syria.

    A code of the other country belongs to another incident.

    Bad: airwars_code CS545 with country Iraq.
    Good: airwars_code CI545 with country Iraq.
    Fix: Correct the code or the country.
    """
    country = nw.when(col("airwars_code").str.starts_with("CI")).then(nw.lit("Iraq")).otherwise(nw.lit("Syria"))
    return Expectation(
        incidents.filter(~col("airwars_code").is_null()),
        holds=col("country") == country,
        expected=text("a code of ", col("country")),
        field="airwars_code",
        cells=("country",),
    )


@rule(needs_valid_tables=True)
def code_has_its_allegation(incidents: Frame, allegations: Frame) -> Expectation:
    """Airwars' code of an incident is that of one of its records in allegations.csv.

    There its figures are.

    Bad: airwars_code CI545, which no row of allegations.csv has.
    Good: airwars_code CI545, which the row airwars-ci545 has.
    Fix: Correct the code, or add Airwars' record to allegations.csv.
    """
    known = allegations.filter(col("organisation_id") == "airwars").select(col("code").alias("airwars_code"))
    coded = incidents.filter(~col("airwars_code").is_null())
    return Expectation(
        coded.join(known.unique().with_columns(known=nw.lit(1)), on="airwars_code", how="left"),
        holds=~col("known").is_null(),
        expected=nw.lit("the code of a record of Airwars in allegations.csv"),
        field="airwars_code",
    )


@rule(needs_valid_tables=True)
def source_in_evidence(incidents: Frame, evidence: Frame) -> Expectation:
    """The main source of an incident is among the sources that evidence names for it.

    A wrong source sends readers to a page that says nothing of the incident.

    Bad: source_id airwars-ci545, which no row of evidence names for the incident.
    Good: source_id airwars-ci545, and a row of evidence with the figure that it states.
    Fix: Correct source_id, or add a row to evidence.csv with what the source states.
    """
    return main_source_in_evidence("incidents", incidents, evidence)


@rule()
def source_not_older_than_incident(incidents: Frame, sources: Frame) -> Expectation:
    """The main source of an incident was not published before the incident.

    A page that is older than the incident cannot report it.

    Bad: an incident of 2017-03-17 whose source was published on 2016-12-01.
    Good: an incident of 2017-03-17 whose source was published on 2017-08-04.
    Fix: Correct source_id, or the date of the source or of the incident.
    """
    return source_not_older(incidents, sources, "last_day")


@rule(needs_valid_tables=True)
def sourced(incidents: Frame, evidence: Frame) -> Expectation:
    """Every figure is stated by at least one source in evidence.

    A reader can follow each figure to the page that gives it.

    Bad: killed 105, and only rows of evidence that state 104.
    Good: killed 105, and a row of evidence that states 105.
    Fix: Add a row to evidence.csv, or correct the figure.
    """
    return every_figure_stated("incidents", incidents, evidence)


@rule(arithmetic=True)
def sources_agree(incidents: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence states the value that the incident has.

    If sources differ, the incident has the Coalition's own figure.

    Bad: killed 105, and a source that states 141.
    Good: killed 105, and two sources that state 105.
    Fix: Correct the value here, or the row of evidence.csv.
    """
    return disagreements("incidents", incidents, evidence)


@rule(needs_valid_tables=True)
def matches_control_totals(incidents: Frame, control_totals: Frame) -> Expectation:
    """The incidents of each month add up to the month's row in control_totals.csv.

    The control totals show a record that was lost, or a code or a date that was changed by mistake.

    Bad: 9 incidents of 2017-04; control_totals.csv has records 10 for that month.
    Good: 10 incidents of 2017-04; control_totals.csv has records 10 for that month.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("incidents", incidents, control_totals)
