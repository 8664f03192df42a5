"""Monthly releases, and the one a month before each."""

from __future__ import annotations

from narwhals import col

from civcas.checking.expectations import Frame, Related
from civcas.checking.shared.dates import offset
from civcas.package.tables import KEY, LINE


def monthly_releases(releases: Frame) -> Frame:
    return releases.filter(col("release_type") == "monthly")


def with_month_before(releases: Frame, *fields: str) -> Frame:
    """Monthly releases on the month after another's, with the named fields of that one as previous_<field>."""
    order = ("period_start", "release_id")
    columns = {name: name for name in (*fields, "period_end")} | {"line": LINE}
    earlier = {f"previous_{name}": col(column).shift(1).over(order_by=order) for name, column in columns.items()}
    rows = monthly_releases(releases).with_columns(**earlier)
    return rows.filter(offset(col("previous_period_end"), "1d") == col("period_start"))


def release_before(releases: Frame, field: str) -> Related:
    """The release on the row's `previous_line`, and its field."""
    return Related("releases", releases.with_columns(previous_line=col(LINE)), ("previous_line",), field, col(KEY))
