"""What must be true of sources and of the organisations behind them."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Claim, Frame, text
from civcas.checking.rule import rule


@rule()
def consulted_after_publication(sources: Frame) -> Claim:
    """A source was published no later than it was consulted.

    One of the two dates was mistyped.
    """
    return Claim(
        sources,
        holds=nw.col("published_on") <= nw.col("consulted_on"),
        expected=text("not after ", nw.col("consulted_on"), ", when it was consulted"),
        field="published_on",
        cells=("consulted_on",),
    )


@rule()
def precision_with_date(sources: Frame) -> Claim:
    """A date of publication has its precision, and a precision its date.

    So that the first of January is not mistaken for a day when only the year is known.
    """
    return Claim(
        sources,
        holds=nw.col("published_on").is_null() == nw.col("published_precision").is_null(),
        expected=nw.lit("both published_on and published_precision, or neither"),
        field="published_precision",
        cells=("published_on",),
    )


@rule(whole=True)
def used(
    sources: Frame,
    releases: Frame,
    evidence: Frame,
    strikes: Frame,
    strike_totals: Frame,
    airpower: Frame,
    incidents: Frame,
    estimates: Frame,
    places: Frame,
    place_names: Frame,
    known_issues: Frame,
) -> Claim:
    """Every source is used by some record.

    A source that nothing cites can go.
    """
    citing = (
        releases,
        evidence,
        strikes,
        strike_totals,
        airpower,
        incidents,
        estimates,
        places,
        place_names,
        known_issues,
    )
    cited = nw.concat([table.select("source_id") for table in citing], how="vertical").unique()
    return Claim(
        sources.join(cited.with_columns(known=nw.lit(1)), on="source_id", how="left"),
        holds=~nw.col("known").is_null(),
        expected=nw.lit("a source that a record cites"),
        field="source_id",
    )
