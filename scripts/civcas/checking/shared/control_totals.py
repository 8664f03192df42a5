"""Control totals: what the records of a table add up to, part by part.

One of the totals is weighted, as the check digits of book numbers are: each record counts with a weight made from its
key. If one record of a part was changed, the two differences that follow tell which one, and its checksum tells what it
was before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Expectation, Frame, Related
from civcas.checking.shared.repairs import (
    COMMA,
    FIRST_DAY,
    MODULUS,
    WEIGHTS,
    cells_as_text,
    checksums,
    counted_fields,
    repairs_of,
)
from civcas.package.tables import KEY, LINE

# The totals of each part. All but `records` are hash totals: sums that mean nothing by themselves.
TOTALS = ("records", "filled", "figures", "days", "codes", "weighted")

NO_PART = "undated"  # where the date that names the part is empty

_ROWS: dict[str, Any] = {
    LINE: pl.Int64, "field": pl.String, "found": pl.String, "expected": pl.String, "part": pl.String,
    "given": pl.Int64, "total": pl.String, "holds": pl.Boolean,
}  # fmt: skip
_AT_ONCE = 1 << 16  # records, so that the texts of all their cells take little memory
_SEARCHED = 20  # so many differences are searched for their cell; where more differ, no single slip is the cause


def _beginning(length: int | None, *fields: str) -> pl.Expr:
    """The first characters, or all, of the first of these fields that is filled."""
    return pl.coalesce(pl.col(name).cast(pl.String) for name in fields).str.slice(0, length)


_YEAR, _MONTH, _DAY = 4, 7, None
_MONTH_IN_KEY = pl.col("record_id").str.extract("^(20[0-9]{2}-[0-9]{2})-")

# The part of its table to which a record belongs.
PARTS = {
    "airpower": _beginning(_YEAR, "period"),
    "allegations": _beginning(_MONTH, "first_day"),
    "assessments": _beginning(_MONTH, "stated_on"),
    "estimates": _beginning(_MONTH, "period_end", "published_on"),
    "evidence": pl.concat_str("source_id", _MONTH_IN_KEY, separator="/", ignore_nulls=True),
    "incidents": _beginning(_MONTH, "first_day"),
    "organisations": pl.col("kind"),
    "place_names": pl.col("country"),
    "places": pl.col("country"),
    "releases": _beginning(_YEAR, "published_on", "period_end"),
    "sources": _beginning(_YEAR, "published_on"),
    "strike_targets": _beginning(_MONTH, "strike_id"),
    "strike_totals": _beginning(_MONTH, "reported_on", "period_end"),
    "strikes": _beginning(_DAY, "reported_on", "first_day"),
    "weapon_employments": _beginning(_MONTH, "day"),
}


def control_totals_of(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """The control totals of the table `name`: part and TOTALS, in order of part."""
    return _sums(_counted(name, table)).select("part", *TOTALS).sort("part")


def control_totals_match(name: str, table: Frame, control_totals: Frame) -> Expectation:
    """The records of each part add up to the part's control totals.

    A violation is reported at the cell that explains the whole difference or, if none does, at the record. If there
    is no such record, it is at the first record of the part, or at the record that follows if the part has none.
    """
    whole: pl.DataFrame = table.collect().to_native()
    records = _counted(name, whole)
    given: pl.DataFrame = control_totals.filter(nw.col("table") == name).collect().to_native()
    compared = _compared(_sums(records), given)
    right, wrong = compared.filter(_same()), compared.filter(~_same())
    told = _told(name, whole, records, wrong) if records.height else []
    rows = [(line, *[None] * 6, True) for line in right["line"]] + [(*astuple(each), False) for each in told]
    frame = pl.DataFrame(rows, _ROWS, orient="row").join(records.select(LINE, KEY), on=LINE)
    doubtful = pl.concat([records.select(LINE, "part"), frame.select(LINE, "part")], how="vertical_relaxed")
    slips = frame.select("given", pl.col("given").alias(LINE), field="total")
    return Expectation(
        nw.from_native(frame.lazy()),
        holds=nw.col("holds"),
        found=nw.col("found"),
        expected=nw.col("expected"),
        related=(
            Related(name, nw.from_native(doubtful.lazy()), ("part",), _key_of(whole)),
            Related("control_totals", nw.from_native(slips.lazy()), ("given",)),
        ),
    )


# --- counting ------------------------------------------------------------------------------------------------------


def _counted(name: str, table: pl.DataFrame) -> pl.DataFrame:
    """What each record adds to its part: LINE, KEY, part, weight, and TOTALS without `records`."""
    slices = list(table.iter_slices(_AT_ONCE)) or [table]
    return pl.concat([_counted_at_once(name, part) for part in slices])


def _counted_at_once(name: str, table: pl.DataFrame) -> pl.DataFrame:
    kinds = counted_fields(table)
    dates = [name for name, kind in kinds.items() if kind == pl.Date]
    counted = table.select(
        LINE,
        KEY,
        PARTS[name].fill_null(NO_PART).alias("part"),
        pl.sum_horizontal(pl.col(field).is_not_null().cast(pl.Int64) for field in kinds).alias("filled"),
        pl.sum_horizontal(pl.lit(0), *[name for name, kind in kinds.items() if kind == pl.Int64]).alias("figures"),
        pl.sum_horizontal(pl.lit(0), *[(pl.col(day) - FIRST_DAY).dt.total_days() for day in dates]).alias("days"),
        pl.concat_str(cells_as_text(table), separator=COMMA).alias("codes"),
        pl.col(KEY).alias("weight"),
    )
    sums = [checksums(counted[name]) for name in ("codes", "weight")]
    weight = pl.col("weight") % WEIGHTS
    return counted.with_columns(*sums).with_columns(weight, (weight * pl.col("codes") % MODULUS).alias("weighted"))


def _sums(records: pl.DataFrame) -> pl.DataFrame:
    """The totals of each part, and the line of its first record."""
    sums = [pl.col(total).sum() for total in TOTALS[1:-1]]
    weighted = pl.col("weighted").sum() % MODULUS
    return records.group_by("part").agg(pl.len().cast(pl.Int64).alias("records"), *sums, weighted, pl.col(LINE).min())


# --- comparing -----------------------------------------------------------------------------------------------------


def _compared(sums: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """For each part its totals, those given for it (given_… and their line), and the difference (more_…).

    `line` is that of its first record, or null if it has none.
    """
    there = given.select("part", *[pl.col(total).alias(f"given_{total}") for total in TOTALS], given=LINE)
    both = sums.rename({LINE: "line"}).join(there, on="part", how="full", coalesce=True)
    both = both.with_columns(pl.col(name).fill_null(0) for total in TOTALS for name in (total, f"given_{total}"))
    return both.with_columns((pl.col(total) - pl.col(f"given_{total}")).alias(f"more_{total}") for total in TOTALS)


def _same() -> pl.Expr:
    return pl.all_horizontal(*[pl.col(f"more_{total}") == 0 for total in TOTALS], pl.col("given").is_not_null())


@dataclass(frozen=True)
class _Told:
    """What is said of a difference, at a record of the table.

    `part` is None if the record is known, so that no other is in doubt. `given` and `total` are the line and the
    field of control_totals if it is the control total that is wrong.
    """

    line: int
    field: str
    found: str
    expected: str
    part: str | None = None
    given: int | None = None
    total: str | None = None


def _told(name: str, table: pl.DataFrame, records: pl.DataFrame, wrong: pl.DataFrame) -> Iterator[_Told]:
    """What is said of each difference."""
    differences = wrong.sort("part").to_dicts()
    misnamed = _misnamed(differences)
    key, first_of = _key_of(table), dict(records.group_by("part").agg(pl.col(LINE).min()).iter_rows())
    for row, part in misnamed:
        words = f"{part}, the part with these totals"
        yield _Told(first_of[part], key, str(row["part"]), words, None, row["given"], "part")
    named = {part for row, part in misnamed} | {row["part"] for row, _ in misnamed}
    differences = [each for each in differences if each["part"] not in named]
    repairs = repairs_of(table, records, differences if len(differences) <= _SEARCHED else [])
    moved_from = {repair.moved_from for repair in repairs.values()}
    firsts = dict(sorted(first_of.items()))
    for each in differences:
        part, repair = each["part"], repairs.get(each["part"])
        line = repair.line if repair else firsts.get(part) or _after(part, firsts)
        if repair and repair.field:
            words = f"{repair.right or 'an empty cell'}, by control_totals, line {each['given']}"
            yield _Told(line, repair.field, repair.wrong, words)
        elif each["given"] and not (each["more_codes"] and each["more_weighted"]):
            # no record was changed, since both of these would differ
            total = next(total for total in TOTALS if each[f"more_{total}"])
            found, counted = _listed(each, "given_"), _listed(each)
            yield _Told(
                line, _key_of(table), found, f"{counted}, as the records of {part} add up", None, each["given"], total
            )
        elif part not in moved_from:
            doubtful = None if repair and not each["more_records"] else part
            yield _Told(line, _key_of(table), f"{_listed(each)} in {part}", _expected(name, each), doubtful)


def _misnamed(differences: list[dict[str, Any]]) -> list[tuple[dict[str, Any], str]]:
    """The rows of control_totals for a part without records that have the totals of a part without a row, and that."""
    without_row = {tuple(each[total] for total in TOTALS): each["part"] for each in differences if not each["given"]}
    without_records = [each for each in differences if each["given"] and not each["records"]]
    totals = ((each, tuple(each[f"given_{total}"] for total in TOTALS)) for each in without_records)
    return [(each, without_row[given]) for each, given in totals if given in without_row]


def _after(part: str, firsts: dict[str, int]) -> int:
    """The first line of the part after this one or, if it is the last, of the last one."""
    return next((line for other, line in firsts.items() if other > part), max(firsts.values()))


def _key_of(table: pl.DataFrame) -> str:
    """The first field, which is the key or the first of its fields."""
    return next(column for column in table.columns if column not in (LINE, KEY))


def _listed(difference: dict[str, Any], prefix: str = "") -> str:
    """The totals that differ, with their values: records 7, figures 21."""
    return ", ".join(f"{total} {difference[prefix + total]}" for total in TOTALS if difference[f"more_{total}"])


def _expected(name: str, difference: dict[str, Any]) -> str:
    if difference["given"] is None:
        part = difference["part"]
        row = (control_id(name, part), name, part, *[difference[total] for total in TOTALS])
        return f"a row in control_totals: {','.join(map(str, row))}"
    return f"{_listed(difference, 'given_')}, as in control_totals, line {difference['given']}"


def control_id(table: str, part: str) -> str:
    """The key of the row of control_totals for a part of a table."""
    return f"{table}-{part}".lower().replace("_", "-").replace("/", "-")
