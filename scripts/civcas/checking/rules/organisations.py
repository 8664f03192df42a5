"""What must be true of organisations."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Claim, Frame
from civcas.checking.rule import rule


@rule(whole=True)
def used(organisations: Frame, sources: Frame, estimates: Frame, strike_totals: Frame) -> Claim:
    """Every organisation publishes a source or makes a count.

    An organisation that nothing names can go.
    """
    named = nw.concat(
        [table.select("organisation_id") for table in (sources, estimates, strike_totals)], how="vertical"
    )
    return Claim(
        organisations.join(named.unique().with_columns(known=nw.lit(1)), on="organisation_id", how="left"),
        holds=~nw.col("known").is_null(),
        expected=nw.lit("an organisation that a source, an estimate or a total names"),
        field="organisation_id",
    )
