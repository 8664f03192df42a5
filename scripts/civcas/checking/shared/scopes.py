"""The scope of a record: the fields that say what its figures are of."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.shared.records import with_columns, with_first
from civcas.package.tables import KEY, LINE


def scope(names: Iterable[str]) -> dict[str, nw.Expr]:
    """The fields as text, under names that no field has, an empty cell like any other value."""
    return {f"same_{name}": nw.col(name).cast(nw.String).fill_null("") for name in names}


def one_record_for_a_scope(records: Frame, names: tuple[str, ...], field: str, other: str) -> Expectation:
    """No earlier record has the same values in the fields `names`; `other` says what it should have instead."""
    doubtful = _maybe_alike(records, names).with_columns(**scope(names))
    first = doubtful.select(LINE, previous_line=nw.col(LINE).min().over(*scope(names)))
    rows = records.join(first, on=LINE, how="left")
    return Expectation(
        rows.with_columns(previous_line=nw.coalesce("previous_line", LINE)),
        holds=nw.col(LINE) == nw.col("previous_line"),
        expected=text(f"{other} than line ", nw.col("previous_line")),
        field=field,
        cells=names,
    )


def _maybe_alike(records: Frame, names: tuple[str, ...]) -> Frame:
    """The records that may have the same values in these fields as another: few, and found in little memory."""
    cells = [pl.col(name).cast(pl.String).fill_null("") for name in names]
    hashed = pl.concat_str(cells, separator="\0").hash().reinterpret(signed=True)
    rows = with_columns(records, **{_HASH: hashed})
    twice = rows.group_by(_HASH).agg(nw.len().alias(_RECORDS)).filter(nw.col(_RECORDS) > 1)
    return rows.join(twice.select(_HASH), on=_HASH, how="semi").drop(_HASH)


_HASH, _RECORDS = "@hash", "@records"


def countries_of_total(strike_totals: Frame, names: tuple[str, ...]) -> Expectation:
    """The exact totals of Iraq and Syria with the same values in `names` add up to the total of both."""
    keys = scope(names)
    exact = strike_totals.filter(nw.col("qualifier") == "exact").with_columns(**keys)
    index = [LINE, KEY, "country", *keys]
    rows = exact.unpivot(["strikes", "engagements"], index=index, variable_name="field", value_name="count")
    rows = rows.filter(~nw.col("count").is_null())
    both, parts = rows.filter(nw.col("country") == "both"), rows.filter(nw.col("country") != "both")
    for country in ("Iraq", "Syria"):
        part = parts.filter(nw.col("country") == country).select(*keys, "field", nw.col("count").alias(country))
        both = both.join(part, on=[*keys, "field"], how="inner")
    return Expectation(
        both,
        holds=nw.col("count") == nw.col("Iraq") + nw.col("Syria"),
        found=nw.col("count"),
        expected=text("Iraq ", nw.col("Iraq"), " + Syria ", nw.col("Syria"), " = ", nw.col("Iraq") + nw.col("Syria")),
        related=(
            Related("strike_totals", parts, (*keys, "field"), words=text(nw.col("country"), " ", nw.col("count"))),
        ),
    )


def same_in_group(
    records: Frame, group: tuple[str, ...], field: str, why: nw.Expr | None = None, cells: tuple[str, ...] = ()
) -> Expectation:
    """The records of a group have the value in `field` that most of them have; without a majority, that of the first.

    `why` says more of the value that is expected.
    """
    rows = records.with_columns(others=0 - nw.len().over(*group, field))
    return Expectation(
        with_first(rows, group, ("others", KEY), usual=field, previous_line=LINE),
        holds=nw.col(field) == nw.col("usual"),
        expected=nw.col("usual") if why is None else text(nw.col("usual"), why),
        field=field,
        cells=cells,
    )
