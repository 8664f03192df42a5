"""What must hold between incidents and the release that assesses them."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.checking.shared.dates import last_day_of
from civcas.package.tables import KEY, LINE


@rule()
def before_release(incidents: Frame, releases: Frame) -> Expectation:
    """An incident is not later than the release that assesses it.

    Check the year first: reports often name day and month only. If only the month or year of publication is known, its
    last day counts.

    Bad: last_day 2017-08-05 for a release of 2017-08-04.
    Good: last_day 2017-03-17 for a release of 2017-08-04.
    Fix: Correct the day or the release.
    """
    latest = last_day_of("published_on", "published_precision")
    published = releases.select("release_id", latest=latest)
    return Expectation(
        incidents.join(published, on="release_id", how="inner"),
        holds=col("last_day") <= col("latest"),
        expected=text("not after ", col("latest"), ", when ", col("release_id"), " was published"),
        field="last_day",
        cells=("release_id",),
        related=(Related("releases", releases, ("release_id",), "published_on"),),
    )


@rule()
def release_was_seen(incidents: Frame) -> Expectation:
    """An incident that names its release has the basis release_seen.

    The other bases say that the Coalition's own words were not seen.

    Bad: release_id monthly-2017-06 with status_basis airwars_grading.
    Good: release_id monthly-2017-06 with status_basis release_seen.
    Fix: Correct the basis, or delete the release.
    """
    return Expectation(
        incidents.filter(~col("release_id").is_null()),
        holds=col("status_basis") == "release_seen",
        expected=nw.lit("release_seen, since a release is named"),
        field="status_basis",
        cells=("release_id",),
    )


@rule(arithmetic=True)
def statuses_within_release(incidents: Frame, releases: Frame) -> Expectation:
    """The incidents of a release with a status are no more than the release counts.

    The list of incidents may be incomplete, so they may be fewer. A release counts its credible, non-credible and
    duplicate reports. A violation is reported at the last of the incidents.

    Bad: 13 credible incidents of a release that counts 12 credible reports.
    Good: 12 credible incidents of a release that counts 12 credible reports.
    Fix: Correct the status or the release of one of the incidents, or the count of the release.
    """
    groups = incidents.group_by("release_id", "status")
    listed = groups.agg(nw.len().alias("listed"), col(LINE).max()).join(incidents.select(LINE, KEY), on=LINE)
    counted = ["credible", "non_credible", "duplicate"]
    counts = releases.unpivot(counted, index=[LINE, "release_id"], variable_name="status", value_name="count")
    stated = counts.group_by("release_id", "status").agg(col("count").max())  # once, also if a release is there twice
    return Expectation(
        listed.join(stated, on=["release_id", "status"], how="inner"),
        holds=col("listed") <= col("count"),
        found=text(col("listed"), " ", col("status"), " incidents listed"),
        expected=text("at most ", col("count"), ", the ", col("status"), " of ", col("release_id")),
        field="status",
        cells=("release_id",),
        related=(Related("releases", counts.with_columns(field=col("status")), ("release_id", "status")),),
    )


@rule(arithmetic=True)
def killed_within_release(incidents: Frame, releases: Frame) -> Expectation:
    """Those killed in the credible incidents of a release are no more than the release counts.

    The list of incidents may be incomplete, so they may be fewer. A violation is reported at the last of the incidents.

    Bad: 105 and 15 killed in two incidents of a release that counts 119.
    Good: 105 and 14 killed in two incidents of a release that counts 119.
    Fix: Correct the killed of one of the incidents, its release, or the killed of the release.
    """
    return _harmed_within_release(incidents, releases, "killed")


@rule(arithmetic=True)
def injured_within_release(incidents: Frame, releases: Frame) -> Expectation:
    """Those injured in the credible incidents of a release are no more than the release counts.

    The list of incidents may be incomplete, so they may be fewer. A violation is reported at the last of the incidents.

    Bad: 3 and 5 injured in two incidents of a release that counts 7.
    Good: 3 and 4 injured in two incidents of a release that counts 7.
    Fix: Correct the injured of one of the incidents, its release, or the injured of the release.
    """
    return _harmed_within_release(incidents, releases, "injured")


def _harmed_within_release(incidents: Frame, releases: Frame, field: str) -> Expectation:
    credible = incidents.filter(col("status") == "credible")
    sums = (
        credible.filter(~col(field).is_null())
        .group_by("release_id")
        .agg(col(field).sum().alias("listed"), col(LINE).max())
        .join(incidents.select(LINE, KEY), on=LINE)
    )
    # once, also if a release is there twice
    stated = releases.group_by("release_id").agg(col(field).max().alias("stated"))
    return Expectation(
        sums.join(stated, on="release_id", how="inner"),
        holds=col("listed") <= col("stated"),
        found=text(col("listed"), " in the incidents listed"),
        expected=text("at most ", col("stated"), f", the {field} of ", col("release_id")),
        field=field,
        cells=("release_id",),
        related=(
            Related("releases", releases, ("release_id",), field),
            Related("incidents", credible, ("release_id",), field, text(col(field))),
        ),
    )
