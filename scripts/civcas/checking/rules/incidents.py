"""What must be true of incidents: within their release, and where the map says they are."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.geography import distance_to_grid_square
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.evidence import disagreements, every_figure_stated
from civcas.checking.shared.places_and_days import ends_after_start, place_lies_in_country, point_lies_in_country
from civcas.package.tables import KEY, LINE

# How far a point may lie from its grid square before the two contradict each other.
TOLERANCE_METRES = 100.0


@rule()
def days_in_order(incidents: Frame) -> Expectation:
    """The last day is not before the first.

    For an incident of a single day both are that day.
    """
    return ends_after_start(incidents, "first_day", "last_day")


@rule()
def before_release(incidents: Frame, releases: Frame) -> Expectation:
    """An incident is not later than the release that assesses it.

    Check the year first: reports often name day and month only.
    """
    published = releases.select(nw.col("release_id"), "published_on")
    return Expectation(
        incidents.join(published, on="release_id", how="inner"),
        holds=nw.col("last_day") <= nw.col("published_on"),
        expected=text("not after ", nw.col("published_on"), ", when ", nw.col("release_id"), " was published"),
        field="last_day",
        cells=("release_id",),
    )


@rule()
def release_was_seen(incidents: Frame) -> Expectation:
    """A record that names its release rests on a release, not on a single country's word or Airwars' grading.

    `status_basis` keeps apart what the Coalition was read to say and what follows from others' records.
    """
    return Expectation(
        incidents.filter(~nw.col("release_id").is_null()),
        holds=nw.col("status_basis") == "release_seen",
        expected=nw.lit("release_seen, since a release is named"),
        field="status_basis",
        cells=("release_id",),
    )


@rule()
def place_in_country(incidents: Frame, places: Frame) -> Expectation:
    """The place lies in the country of the incident.

    Where a report names the wrong country, the place tells which it is.
    """
    return place_lies_in_country(incidents, places)


@rule()
def airwars_ranges(incidents: Frame) -> Expectation:
    """Airwars' minimum is not above its maximum, for killed and for injured.

    A range whose ends are swapped was misread.
    """
    parts = []
    for what in ("killed", "injured"):
        low, high = f"airwars_{what}_min", f"airwars_{what}_max"
        parts.append(
            incidents.select(
                LINE, KEY, nw.col(low).alias("low"), nw.col(high).alias("high"), nw.lit(low).alias("field")
            )
        )
    return Expectation(
        nw.concat(parts, how="vertical"),
        holds=nw.col("low") <= nw.col("high"),
        found=nw.col("low"),
        expected=text("at most ", nw.col("high"), ", the maximum"),
    )


@rule()
def killed_within_release(incidents: Frame, releases: Frame) -> Expectation:
    """Those killed in the credible incidents of a release are no more than the release's own figure.

    The list of incidents may be incomplete, so they may be fewer. Told at the last incident of the release.
    """
    credible = incidents.filter(
        nw.col("status") == "credible", ~nw.col("killed").is_null(), ~nw.col("release_id").is_null()
    )
    sums = credible.group_by("release_id").agg(
        nw.col("killed").sum().alias("listed"), nw.col(LINE).max(), nw.col(KEY).max()
    )
    # once, also if a release is there twice
    stated = releases.group_by("release_id").agg(nw.col("killed").max().alias("stated"))
    return Expectation(
        sums.join(stated, on="release_id", how="inner"),
        holds=nw.col("listed") <= nw.col("stated"),
        found=text(nw.col("listed"), " in the incidents listed"),
        expected=text("at most ", nw.col("stated"), ", the killed of ", nw.col("release_id")),
        field="killed",
        related=Related("releases", releases, ("release_id",), "killed"),
    )


@rule()
def point_in_country(incidents: Frame) -> Expectation:
    """The point lies in the country of the incident.

    Latitude and longitude may be swapped, or a digit wrong.
    """
    return point_lies_in_country(incidents)


@rule()
def grid_reference_matches(incidents: Frame) -> Expectation:
    """The military grid reference is valid, and its square holds the point or is near it.

    Near: within 100 metres more than the precision stated for the point. One of the two was misread or misprinted.
    """
    rows = distance_to_grid_square(incidents.filter(~nw.col("mgrs").is_null()))
    return Expectation(
        rows,
        holds=nw.col("valid") & (nw.col("metres") <= nw.col("slack") + TOLERANCE_METRES).fill_null(value=True),
        found=text(
            nw.col("mgrs"),
            nw.when(nw.col("valid"))
            .then(text(", ", nw.col("metres").round(0).cast(nw.Int64), " m off"))
            .otherwise(nw.lit("")),
        ),
        expected=nw.when(nw.col("valid"))
        .then(text("a square at ", nw.col("latitude"), ", ", nw.col("longitude")))
        .otherwise(nw.lit("a military grid reference")),
        field="mgrs",
        cells=("latitude", "longitude"),
    )


@rule(needs_valid_tables=True)
def sourced(incidents: Frame, evidence: Frame) -> Expectation:
    """Every figure is stated by at least one source in `evidence`.

    A figure that no source states is a slip of the pen, or waits for its evidence row.
    """
    return every_figure_stated("incidents", incidents, evidence)


@rule()
def sources_agree(incidents: Frame, evidence: Frame) -> Expectation:
    """Every source in `evidence` states the figure that stands in `incidents`.

    The Coalition's own figure stands; others are shown beside it.
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
