"""Rules of assessments, the official statements on allegations."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.package.tables import KEY, LINE

_CONCEDES = ("credible", "open")  # an assessment that was opened again still has what was conceded before


@rule()
def key_names_allegation(assessments: Frame) -> Expectation:
    """The key is made of the allegation's key, without the organisation, or of the incident's key, and a number.

    The key is a second note of what the statement is about, so a mistyped one shows.

    Bad: assessment_id cs1891-1 with allegation_id airwars-cs1981.
    Good: assessment_id cs1891-1 with allegation_id airwars-cs1891, or 2016-12-09-mosul-1 with that incident alone.
    Fix: Correct the allegation, the incident or the key.
    """
    begins = col("assessment_id").str.replace_all("-[0-9]+$", "")
    alone = col("allegation_id").is_null()
    named = nw.when(alone).then(begins).otherwise(text("airwars-", begins))
    return Expectation(
        assessments.with_columns(
            about=nw.coalesce("allegation_id", "incident_id"),
            field=nw.when(alone).then(nw.lit("incident_id")).otherwise(nw.lit("allegation_id")),
        ),
        holds=(col("about") == named).fill_null(value=False),
        found=col("about"),
        expected=text(named, ", as the key says"),
        cells=("assessment_id", "allegation_id", "incident_id"),
    )


@rule(needs_valid_tables=True)
def incident_is_the_allegations(assessments: Frame, allegations: Frame) -> Expectation:
    """The incident is that of the allegation.

    Both tables name it, so a wrong one shows.

    Bad: incident_id 2019-01-25-marashidah, but the allegation has none.
    Good: incident_id 2019-01-25-marashidah, as the allegation has it.
    Fix: Correct the incident here or in allegations.csv.
    """
    known = allegations.select("allegation_id", col("incident_id").alias("there"))
    joined = assessments.join(known, on="allegation_id", how="inner")
    here, there = (col(name).fill_null("") for name in ("incident_id", "there"))
    return Expectation(
        joined,
        holds=here == there,
        expected=nw.when(there == "").then(nw.lit("an empty cell")).otherwise(there),
        field="incident_id",
        cells=("allegation_id",),
        related=(Related("allegations", allegations, ("allegation_id",), "incident_id"),),
    )


@rule()
def says_something(assessments: Frame) -> Expectation:
    """A statement has a day or a status.

    Without both it would say nothing.

    Bad: neither stated_on nor status.
    Good: stated_on 2019-11-15 without a status, if the text does not say.
    Fix: Fill in the day or the status, or delete the row.
    """
    return Expectation(
        assessments,
        holds=~(col("stated_on").is_null() & col("status").is_null()),
        expected=nw.lit("a day or a status"),
        field="stated_on",
        cells=("status",),
    )


@rule(arithmetic=True)
def stated_after_the_event(assessments: Frame, allegations: Frame) -> Expectation:
    """A statement is not older than the event.

    One of the two days is wrong.

    Bad: stated_on 2017-10-26 for an event of 2017-11-11.
    Good: stated_on 2018-10-26 for an event of 2017-11-11.
    Fix: Correct the day here or in allegations.csv.
    """
    known = allegations.select("allegation_id", "first_day")
    return Expectation(
        assessments.join(known, on="allegation_id", how="inner"),
        holds=col("stated_on") >= col("first_day"),
        expected=text("not before ", col("first_day"), ", the day of the event"),
        field="stated_on",
        cells=("allegation_id",),
        related=(Related("allegations", allegations, ("allegation_id",), "first_day"),),
    )


@rule(arithmetic=True)
def status_as_in_incident(assessments: Frame, incidents: Frame) -> Expectation:
    """The status of the last statement on an incident is that of the incident.

    An incident has the status that was found last. A statement without a day counts as a last one.

    Bad: status open on 2019-11-15 and no later statement, but the incident is non_credible.
    Good: status non_credible on 2017-08-04, credible on 2019-02-28, and the incident is credible.
    Fix: Read the release again, and correct the status that is wrong, or add the later statement.
    """
    known = incidents.select("incident_id", col("status").alias("status_there"))
    return Expectation(
        _last(assessments, "status").join(known, on="incident_id", how="inner"),
        holds=col("status") == col("status_there"),
        expected=text(col("status_there"), ", as the incident has it"),
        field="status",
        cells=("incident_id",),
        related=(Related("incidents", incidents, ("incident_id",), "status"),),
    )


@rule(arithmetic=True)
def killed_as_in_incident(assessments: Frame, incidents: Frame) -> Expectation:
    """The killed that the last statement on an incident concedes are those of the incident.

    An incident has the figure that was found last. Only statements that give one are asked.

    Bad: killed_min 3 and killed_max 3, but the incident has killed 5.
    Good: killed_min 4 and killed_max 6, and the incident has killed 5.
    Fix: Read the release again, and correct the figure that is wrong.
    """
    return _as_in_incident(assessments, incidents, "killed")


@rule(arithmetic=True)
def injured_as_in_incident(assessments: Frame, incidents: Frame) -> Expectation:
    """The injured that the last statement on an incident concedes are those of the incident.

    An incident has the figure that was found last. Only statements that give one are asked.

    Bad: injured_min 3 and injured_max 3, but the incident has injured 5.
    Good: injured_min 4 and injured_max 6, and the incident has injured 5.
    Fix: Read the release again, and correct the figure that is wrong.
    """
    return _as_in_incident(assessments, incidents, "injured")


def _last(assessments: Frame, name: str) -> Frame:
    """The statements that fill this field and are the last ones on their incident to do so."""
    filled = assessments.filter(~col(name).is_null())
    last = filled.group_by("incident_id").agg(last_day=col("stated_on").max())
    joined = filled.join(last, on="incident_id", how="inner")
    return joined.filter((col("stated_on") == col("last_day")).fill_null(value=True))


def _as_in_incident(assessments: Frame, incidents: Frame, what: str) -> Expectation:
    known = incidents.select("incident_id", col(what).alias("there"))
    low, high = col(f"{what}_min"), col(f"{what}_max")
    return Expectation(
        _last(assessments, f"{what}_max").join(known, on="incident_id", how="inner"),
        holds=(low <= col("there")) & (col("there") <= high),
        found=text(low, " to ", high),
        expected=text(col("there"), ", as the incident has it"),
        field=f"{what}_max",
        cells=("incident_id", f"{what}_min"),
        related=(Related("incidents", incidents, ("incident_id",), what),),
    )


@rule(arithmetic=True)
def concedes_only_if_credible(assessments: Frame) -> Expectation:
    """Only a credible assessment, or one that was opened again, concedes that somebody was killed or injured.

    A figure beside another status says that one of the two is wrong, or that a finding was reversed.

    Bad: status non_credible with killed_max 8.
    Good: status credible with killed_max 8.
    Fix: Correct the status or the figure.
    """
    figures = [
        assessments.select(LINE, KEY, "status", value=col(name), field=nw.lit(name))
        for name in ("killed_max", "injured_max")
    ]
    return Expectation(
        nw.concat(figures),
        holds=col("status").is_in(_CONCEDES).fill_null(value=False) | (col("value").fill_null(0) == 0),
        found=col("value"),
        expected=text("nothing or 0, since the status is ", col("status").fill_null("not known")),
        cells=("status",),
    )


@rule()
def minimum_not_above_maximum(assessments: Frame) -> Expectation:
    """A minimum comes with a maximum and is not above it.

    If the statement has one figure, both are that figure.

    Bad: killed_min 5 and killed_max 4.
    Good: killed_min 4 and killed_max 4.
    Fix: Correct the figure that is wrong.
    """
    ranges = [
        assessments.select(LINE, KEY, low=col(f"{what}_min"), high=col(f"{what}_max"), field=nw.lit(f"{what}_min"))
        for what in ("killed", "injured")
    ]
    neither = col("low").is_null() & col("high").is_null()
    return Expectation(
        nw.concat(ranges),
        holds=neither | (col("low") <= col("high")).fill_null(value=False),
        found=col("low"),
        expected=text("at most the maximum, ", nw.coalesce(col("high").cast(nw.String), nw.lit("which is empty"))),
    )


@rule()
def reason_needs_status(assessments: Frame) -> Expectation:
    """A reason comes with a status, and a second reason with a first.

    It says why the status is what it is.

    Bad: reason other without a status.
    Good: reason other with status non_credible.
    Fix: Fill in the status or the first reason, or delete the reason.
    """
    needs = [
        assessments.select(LINE, KEY, value=col(name), needed=col(other), field=nw.lit(name), other=nw.lit(other))
        for name, other in (("reason", "status"), ("second_reason", "reason"))
    ]
    return Expectation(
        nw.concat(needs),
        holds=col("value").is_null() | ~col("needed").is_null(),
        found=col("value"),
        expected=text("an empty cell, since there is no ", col("other")),
    )


@rule(needs_valid_tables=True)
def matches_control_totals(assessments: Frame, control_totals: Frame) -> Expectation:
    """The statements of each month add up to its row in control_totals.csv.

    The control totals show a statement that was lost, or a figure that was changed by mistake.

    Bad: 53 statements of 2019-11; control_totals.csv has records 54 for it.
    Good: 54 statements of 2019-11; control_totals.csv has records 54 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("assessments", assessments, control_totals)
