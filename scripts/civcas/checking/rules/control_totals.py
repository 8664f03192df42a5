"""Rules of control_totals, the sums against which tables are checked.

That the records of a table add up to its control totals is a rule of that table: `matches-control-totals`.
"""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule


@rule()
def key_names_table_and_part(control_totals: Frame) -> Expectation:
    """The key is the table and the part, joined by a hyphen.

    So each part of a table has one row.

    Bad: control_id strikes-2017-04-28, part 2017-04-29.
    Good: control_id strikes-2017-04-28, table strikes, part 2017-04-28.
    Fix: Correct the key, the table or the part.
    """
    key = text(nw.col("table"), "-", nw.col("part")).str.to_lowercase().str.replace_all("[_/]", "-")
    return Expectation(
        control_totals,
        holds=nw.col("control_id") == key,
        expected=key,
        field="control_id",
        cells=("table", "part"),
    )
