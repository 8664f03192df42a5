"""Rules of allegations, what monitors recorded of events in which civilians were harmed."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.evidence import disagreements
from civcas.checking.shared.places_and_days import (
    both_coordinates_or_neither,
    ends_after_start,
    point_lies_in_country,
    precision_has_coordinates,
)
from civcas.package.tables import KEY, LINE

_COUNTED = ("killed", "injured", "children_killed", "women_killed", "men_killed")
_GROUPS = ("children_killed", "women_killed", "men_killed")


@rule()
def key_names_code(allegations: Frame) -> Expectation:
    """The key is made of the organisation and its code; a second record with the code has something after it.

    The key is a second note of both, so a mistyped one shows.

    Bad: allegation_id airwars-cs1891 with code CS1981.
    Good: allegation_id airwars-cs1891 with code CS1891.
    Fix: Correct the code or the key.
    """
    named = text(col("organisation_id"), "-", col("code")).str.to_lowercase()
    return Expectation(
        allegations,
        holds=(col("allegation_id") == named) | col("allegation_id").str.starts_with(text(named, "-")),
        expected=text(named, ", as organisation and code say"),
        field="allegation_id",
        cells=("organisation_id", "code"),
    )


@rule()
def code_says_country(allegations: Frame) -> Expectation:
    """Airwars' code says the country: CI is Iraq, CS and NCS are Syria.

    A code of the other country belongs to another event.

    Bad: code CS1891 with country Iraq.
    Good: code CS1891 with country Syria.
    Fix: Correct the code or the country.
    """
    country = nw.when(col("code").str.starts_with("CI")).then(nw.lit("Iraq")).otherwise(nw.lit("Syria"))
    return Expectation(
        allegations.filter(col("organisation_id") == "airwars"),
        holds=col("country") == country,
        expected=text(country, ", as the code says"),
        field="country",
        cells=("code",),
    )


@rule()
def ends_after_it_begins(allegations: Frame) -> Expectation:
    """The last day is not before the first.

    The two may have changed places.

    Bad: first_day 2017-03-17 and last_day 2017-03-16.
    Good: first_day 2017-03-17 and last_day 2017-03-18.
    Fix: Correct the day that is wrong.
    """
    return ends_after_start(allegations, "first_day", "last_day")


@rule(arithmetic=True)
def minimum_not_above_maximum(allegations: Frame) -> Expectation:
    """No minimum is above its maximum.

    The two may have changed places.

    Bad: killed_min 5 and killed_max 4.
    Good: killed_min 4 and killed_max 5.
    Fix: Correct the figure that is wrong.
    """
    ranges = [
        allegations.select(
            LINE, KEY, low=col(f"{what}_min"), high=col(f"{what}_max"), field=nw.lit(f"{what}_min")
        ).with_columns(other=nw.lit(f"{what}_max"))
        for what in _COUNTED
    ]
    return Expectation(
        nw.concat(ranges),
        holds=col("low") <= col("high"),
        found=col("low"),
        expected=text("at most ", col("high"), ", the maximum"),
    )


@rule(arithmetic=True)
def minimum_with_maximum(allegations: Frame) -> Expectation:
    """A minimum comes with a maximum.

    If the record has one figure, both are that figure.

    Bad: killed_min 5 without killed_max.
    Good: killed_min 5 and killed_max 5.
    Fix: Fill in the other figure, or delete both.
    """
    pairs = [
        allegations.select(
            LINE,
            KEY,
            low=col(f"{what}_min"),
            high=col(f"{what}_max"),
            field=nw.when(col(f"{what}_min").is_null()).then(nw.lit(f"{what}_min")).otherwise(nw.lit(f"{what}_max")),
        )
        for what in _COUNTED
    ]
    return Expectation(
        nw.concat(pairs),
        holds=col("low").is_null() == col("high").is_null(),
        found=nw.lit(""),
        expected=text("a figure, since the other one is ", nw.coalesce("low", "high")),
    )


@rule(arithmetic=True)
def groups_within_killed(allegations: Frame) -> Expectation:
    """The smallest numbers of children, women and men killed are together not above the largest number of killed.

    The groups are parts of the whole.

    Bad: killed_max 4 with children_killed_min 3 and women_killed_min 2.
    Good: killed_max 5 with children_killed_min 3 and women_killed_min 2.
    Fix: Correct the figure that is wrong.
    """
    groups = [f"{group}_min" for group in _GROUPS]
    together = nw.sum_horizontal(*groups)
    return Expectation(
        allegations.filter(~nw.all_horizontal(*[col(name).is_null() for name in groups], ignore_nulls=False)),
        holds=together <= col("killed_max"),
        expected=text("at least ", together, ", the sum of the groups"),
        field="killed_max",
        cells=tuple(groups),
    )


@rule()
def point_is_whole(allegations: Frame) -> Expectation:
    """A latitude comes with a longitude.

    One of them alone is no point.

    Bad: latitude 36.34 without a longitude.
    Good: latitude 36.34 and longitude 43.13.
    Fix: Fill in the other, or delete both.
    """
    return both_coordinates_or_neither(allegations)


@rule()
def precision_needs_point(allegations: Frame) -> Expectation:
    """A precision of coordinates comes with coordinates.

    It says how exact they are.

    Bad: coordinates_precision village without a latitude.
    Good: coordinates_precision village with a latitude and a longitude.
    Fix: Fill in the coordinates, or delete the precision.
    """
    return precision_has_coordinates(allegations)


@rule(arithmetic=True)
def point_in_country(allegations: Frame) -> Expectation:
    """The point lies in the country of the event.

    Latitude and longitude may have changed places, or a digit may be wrong.

    Bad: country Iraq with latitude 43.13 and longitude 36.34.
    Good: country Iraq with latitude 36.34 and longitude 43.13.
    Fix: Correct the coordinates or the country.
    """
    return point_lies_in_country(allegations)


@rule(needs_valid_tables=True)
def incident_has_the_code(allegations: Frame, incidents: Frame) -> Expectation:
    """The incident that an allegation belongs to has its code.

    Both tables name the pair, so a wrong one shows.

    Bad: code CS1891 with an incident whose airwars_code is CS1981.
    Good: code CS1891 with an incident whose airwars_code is CS1891.
    Fix: Correct the incident or the code.
    """
    known = incidents.select("incident_id", col("airwars_code").alias("code_there"))
    joined = allegations.filter(col("organisation_id") == "airwars").join(known, on="incident_id", how="inner")
    return Expectation(
        joined,
        holds=(col("code") == col("code_there")).fill_null(value=False),
        expected=text("an incident with airwars_code ", col("code")),
        field="incident_id",
        cells=("code",),
        related=(Related("incidents", incidents, ("incident_id",), "airwars_code"),),
    )


@rule()
def assessed_has_its_incident(allegations: Frame, incidents: Frame) -> Expectation:
    """An allegation whose code an incident has names that incident.

    Otherwise it would count as one that was never assessed.

    Bad: no incident_id, though an incident has the code.
    Good: the incident_id of the incident that has the code.
    Fix: Fill in the incident.
    """
    known = incidents.filter(~col("airwars_code").is_null()).select(
        col("airwars_code").alias("code"), col("incident_id").alias("incident_there")
    )
    return Expectation(
        allegations.filter(col("organisation_id") == "airwars").join(known, on="code", how="inner"),
        holds=~col("incident_id").is_null(),
        expected=text(col("incident_there"), ", which has the code"),
        field="incident_id",
        cells=("code",),
    )


@rule()
def own_precision_of_ucdp(allegations: Frame) -> Expectation:
    """UCDP's precision of day and place comes with each of its records, and with no other.

    The two fields are on UCDP's own scales.

    Bad: organisation_id airwars with where_precision 1.
    Good: organisation_id ucdp with where_precision 1 and date_precision 1.
    Fix: Correct the organisation, or the precision.
    """
    is_ucdp = col("organisation_id") == "ucdp"
    cells = [
        allegations.select(LINE, KEY, "organisation_id", value=col(name), field=nw.lit(name))
        for name in ("where_precision", "date_precision")
    ]
    return Expectation(
        nw.concat(cells),
        holds=is_ucdp != col("value").is_null(),
        found=col("value"),
        expected=nw.when(is_ucdp).then(nw.lit("a number")).otherwise(nw.lit("an empty cell")),
        cells=("organisation_id",),
    )


@rule()
def allegation_figures_from_one_source(evidence: Frame) -> Expectation:
    """The figures of a record come from one source.

    Airwars changes its figures, so two sources may give two states of them. Most of the rows decide which source it is.

    Bad: three figures from one page of Airwars, and the fourth from another page.
    Good: four figures from one page of Airwars.
    Fix: Correct the source of the row.
    """
    about = evidence.filter(col("table") == "allegations")
    counted = about.with_columns(rows=nw.len().over("record_id", "source_id"))
    best = counted.with_columns(most=col("rows").max().over("record_id")).filter(col("rows") == col("most"))
    main = best.group_by("record_id").agg(main=col("source_id").min())
    return Expectation(
        about.join(main, on="record_id", how="inner"),
        holds=col("source_id") == col("main"),
        expected=text(col("main"), ", the source of the other figures"),
        field="source_id",
        cells=("record_id",),
    )


@rule(arithmetic=True)
def sources_agree(allegations: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence.csv states the figure of the record.

    Most records have no rows there: they were read in bulk, and the control totals stand for them.

    Bad: killed_max 5; evidence.csv has 6 from one page.
    Good: killed_max 5; evidence.csv has 5 from one page.
    Fix: Read the page again, and correct the figure or the evidence.
    """
    return disagreements("allegations", allegations, evidence)


@rule(needs_valid_tables=True)
def matches_control_totals(allegations: Frame, control_totals: Frame) -> Expectation:
    """The records of each month add up to its row in control_totals.csv.

    The control totals show a record that was lost, or a figure that was changed by mistake.

    Bad: 53 records of 2017-03; control_totals.csv has records 54 for it.
    Good: 54 records of 2017-03; control_totals.csv has records 54 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("allegations", allegations, control_totals)
