"""Records that others refer to: each is referred to by at least one."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame


def is_referred_to(records: Frame, referring: dict[str, Frame], fields: list[str], expected: str) -> Expectation:
    """Some row of the `referring` tables has the same values in `fields` as each record."""
    named = nw.concat([table.select(*fields) for table in referring.values()])
    return Expectation(
        records.join(named.unique().with_columns(known=nw.lit(1)), on=fields, how="left"),
        holds=~nw.col("known").is_null(),
        expected=nw.lit(expected),
        field=fields[0],
    )
