"""Control totals: what the records of a table add up to, part by part.

One of the totals is weighted, as the check digits of book numbers are: each record counts with a weight made from its
key. If one record of a part was changed, the two differences that follow tell which one, and its checksum tells what it
was before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Expectation, Frame, Related
from civcas.checking.shared.records import collected, record_by_record
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
    counted: Frame = nw.from_native(_counted(name, table.lazy()))
    return collected(_sums(counted)).select("part", *TOTALS).sort("part")


def control_totals_match(name: str, table: Frame, control_totals: Frame) -> Expectation:
    """The records of each part add up to the part's control totals.

    A violation is reported at the cell that explains the whole difference or, if none does, at the record. If there
    is no such record, it is at the first record of the part, or at the record that follows if the part has none.
    """
    counted = record_by_record(table, partial(_counted, name))
    given = collected(control_totals.filter(nw.col("table") == name))
    compared = _compared(collected(_sums(counted)), given)
    right, wrong = compared.filter(_same()), compared.filter(~_same())
    told = _told(name, table, counted, compared, wrong) if wrong.height and compared["line"].count() else []
    rows = [(line, *[None] * 6, True) for line in right["line"]] + [(*astuple(each), False) for each in told]
    found = pl.DataFrame(rows, _ROWS, orient="row")
    keys = collected(table.filter(nw.col(LINE).is_in(found[LINE].to_list())).select(LINE, KEY))
    frame = found.join(keys, on=LINE)
    doubtful = frame.select(LINE, "part")
    if wrong.height:
        of_parts = counted.filter(nw.col("part").is_in(wrong["part"].to_list()))
        doubtful = pl.concat([collected(of_parts.select(LINE, "part")), doubtful], how="vertical_relaxed")
    slips = frame.select("given", pl.col("given").alias(LINE), field="total")
    return Expectation(
        nw.from_native(frame.lazy()),
        holds=nw.col("holds"),
        found=nw.col("found"),
        expected=nw.col("expected"),
        related=(
            Related(name, nw.from_native(doubtful.lazy()), ("part",), _key_of(table)),
            Related("control_totals", nw.from_native(slips.lazy()), ("given",)),
        ),
    )


# --- counting ------------------------------------------------------------------------------------------------------


def _counted(name: str, table: pl.LazyFrame) -> pl.LazyFrame:
    """What each record adds to its part: LINE, part, weight, and TOTALS without `records`."""
    kinds = counted_fields(table.collect_schema())
    dates = [name for name, kind in kinds.items() if kind == pl.Date]
    weight = checksums(pl.col(KEY)) % WEIGHTS
    counted = table.select(
        LINE,
        PARTS[name].fill_null(NO_PART).alias("part"),
        pl.sum_horizontal(pl.col(field).is_not_null().cast(pl.Int64) for field in kinds).alias("filled"),
        pl.sum_horizontal(pl.lit(0), *[name for name, kind in kinds.items() if kind == pl.Int64]).alias("figures"),
        pl.sum_horizontal(pl.lit(0), *[(pl.col(day) - FIRST_DAY).dt.total_days() for day in dates]).alias("days"),
        checksums(pl.concat_str(cells_as_text(kinds), separator=COMMA)).alias("codes"),
        weight.alias("weight"),
    )
    return counted.with_columns((pl.col("weight") * pl.col("codes") % MODULUS).alias("weighted"))


def _sums(counted: Frame) -> Frame:
    """The totals of each part, and the line of its first record."""
    sums = [nw.col(total).sum() for total in TOTALS[1:]]
    totals = counted.group_by("part").agg(nw.len().cast(nw.Int64).alias("records"), *sums, nw.col(LINE).min())
    return totals.with_columns(nw.col("weighted") % MODULUS)


# --- comparing -----------------------------------------------------------------------------------------------------


def _compared(sums: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """For each part its totals, those given for it (given_… and their line), and the difference (more_…).

    `line` is that of its first record, or null if it has none.
    """
    there = given.lazy().select("part", *[pl.col(total).alias(f"given_{total}") for total in TOTALS], given=LINE)
    both = sums.lazy().rename({LINE: "line"}).join(there, on="part", how="full", coalesce=True)
    both = both.with_columns(pl.col(name).fill_null(0) for total in TOTALS for name in (total, f"given_{total}"))
    more = [(pl.col(total) - pl.col(f"given_{total}")).alias(f"more_{total}") for total in TOTALS]
    return both.with_columns(more).collect()


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


def _told(name: str, table: Frame, counted: Frame, compared: pl.DataFrame, wrong: pl.DataFrame) -> Iterator[_Told]:
    """What is said of each difference."""
    differences = wrong.sort("part").to_dicts()
    misnamed = _misnamed(differences)
    key, first_of = _key_of(table), dict(compared.drop_nulls("line").select("part", "line").iter_rows())
    for row, part in misnamed:
        words = f"{part}, the part with these totals"
        yield _Told(first_of[part], key, str(row["part"]), words, None, row["given"], "part")
    named = {part for row, part in misnamed} | {row["part"] for row, _ in misnamed}
    differences = [each for each in differences if each["part"] not in named]
    repairs = repairs_of(table, counted, differences if len(differences) <= _SEARCHED else [])
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
            given, there = _listed(each, "given_"), _listed(each)
            yield _Told(
                line, _key_of(table), given, f"{there}, as the records of {part} add up", None, each["given"], total
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


def _key_of(table: Frame) -> str:
    """The first field, which is the key or the first of its fields."""
    return next(column for column in table.collect_schema().names() if column not in (LINE, KEY))


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
