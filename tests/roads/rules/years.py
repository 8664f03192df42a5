"""What must hold of the totals of years."""

import narwhals as nw
from narwhals import col

from civcas.rules import Expectation, Frame, Related, rule, text


@rule(arithmetic=True)
def months_add_up(years: Frame, months: Frame) -> Expectation:
    """The months of all regions add up to the year's total.

    If they do not, a month is missing, or one of the figures was misread.

    Bad: 211 people killed in 2021, and 210 in its months.
    Good: 211 people killed in 2021, and 211 in its months.
    Fix: Compare the figures with the yearbook and the bulletins.
    """
    of_year = months.with_columns(year=col("month").str.slice(0, 4).cast(nw.Int64))
    sums = of_year.group_by("year").agg(col("killed").sum().alias("listed"))
    return Expectation(
        years.join(sums, on="year", how="left"),
        holds=col("killed") == col("listed"),
        expected=text(col("listed"), ", the sum of its months"),
        field="killed",
        related=(Related("months", of_year, ("year",), "killed"),),
    )
