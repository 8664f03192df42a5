"""What must be true of sources and of the organisations behind them."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.references import is_referred_to


@rule()
def consulted_after_publication(sources: Frame) -> Expectation:
    """A source was published no later than it was consulted.

    One of the two dates was mistyped.
    """
    return Expectation(
        sources,
        holds=nw.col("published_on") <= nw.col("consulted_on"),
        expected=text("not after ", nw.col("consulted_on"), ", when it was consulted"),
        field="published_on",
        cells=("consulted_on",),
    )


@rule()
def precision_with_date(sources: Frame) -> Expectation:
    """A date of publication has its precision, and a precision its date.

    So that the first of January is not mistaken for a day when only the year is known.
    """
    return Expectation(
        sources,
        holds=nw.col("published_on").is_null() == nw.col("published_precision").is_null(),
        expected=nw.lit("both published_on and published_precision, or neither"),
        field="published_precision",
        cells=("published_on",),
    )


@rule(needs_valid_tables=True, further=tables_that_refer_to("sources"))
def used(sources: Frame, **referring: Frame) -> Expectation:
    """Every source is used by some record.

    A source that nothing cites can go.
    """
    return is_referred_to(sources, referring, ["source_id"], "a source that a record cites")
