"""Which fields and conditions of a table do not hold of every record.

All are asked in few queries. pandera then says of these alone at which records they fail, which takes it longer to
prepare than to find.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Expectation, Frame
from civcas.checking.pandera_schemas import Condition, Constraint
from civcas.errors import UnusableInput
from civcas.package.schema import TableSchema

# What polars and narwhals raise for a field that is not there, or is of another type.
NOT_EVALUATED = (pl.exceptions.PolarsError, nw.exceptions.NarwhalsError, KeyError, TypeError, UnusableInput)


@contextmanager
def fields_as_expected(what: str) -> Iterator[None]:
    """Raise UnusableInput, saying that `what` can't be counted, if a field that the block reads has another type."""
    try:
        yield
    except UnusableInput:
        raise
    except NOT_EVALUATED as error:
        raise UnusableInput(
            f"{what} can't be counted: {first_line(error)}; nothing was changed. `civcas check` says which field of"
            " which schema is not as expected"
        ) from None


MOST = 20_000  # records that break one rule; of more, only the first is told, with how many there are


@dataclass(frozen=True)
class Doubts:
    """What each condition expects of a frame, why some could not be asked, and those that do not hold.

    `many` are the names of conditions that more records break than can be told one by one.
    """

    expectations: dict[str, Expectation]
    failed: dict[str, str]
    conditions: list[Condition]
    many: frozenset[str] = frozenset()


def doubtful_fields(
    schema: TableSchema, constraints: Mapping[str, list[Constraint]], frame: pl.DataFrame
) -> dict[str, list[Constraint]]:
    """The fields of which a cell is empty that must not be, or does not meet a constraint; with all constraints."""
    asked = {
        name: [*(constraint.holds for constraint in of_field), *([pl.col(name).is_not_null()] if required else [])]
        for name, of_field in constraints.items()
        if (required := schema.field(name).required) or of_field
    }
    holds = [pl.all_horizontal([each.all() for each in of_field]).alias(name) for name, of_field in asked.items()]
    (row,) = frame.lazy().select(holds).collect().rows(named=True) if asked else ({},)
    return {name: of_field for name, of_field in constraints.items() if not row.get(name, True)}


def doubtful_conditions(conditions: list[Condition], frame: pl.DataFrame, *, large: bool = False) -> Doubts:
    """Ask each condition of a table's frame; one by one if tables are `large`, since all at once take more memory."""
    native = nw.from_native(frame.lazy())
    expectations: dict[str, Expectation] = {}
    failed: dict[str, str] = {}
    queries: dict[str, pl.LazyFrame] = {}
    for condition in conditions:
        try:
            expectation = condition.expect(native)
            queries[condition.name] = expectation.broken_lines().head(MOST + 1).to_native()
            expectations[condition.name] = expectation
        except NOT_EVALUATED as error:
            failed[condition.name] = first_line(error)
    broken = _broken(queries, failed, 1 if large else len(queries))
    many = frozenset(name for name, number in broken.items() if number > MOST)
    doubtful = [
        Condition(condition.name, condition.asks, partial(_known, expectations[condition.name]))
        for condition in conditions
        if condition.name in broken.keys() - many
    ]
    return Doubts({name: of for name, of in expectations.items() if name not in failed}, failed, doubtful, many)


def _known(expectation: Expectation, _: Frame) -> Expectation:
    return expectation


def _broken(queries: dict[str, pl.LazyFrame], failed: dict[str, str], together: int) -> dict[str, int]:
    """The queries that find rows, with how many. Those that can't be evaluated go into `failed`, with why."""
    broken: dict[str, int] = {}
    for start in range(0, len(queries), together or 1):
        names = list(queries)[start : start + together]
        try:
            frames = pl.collect_all([queries[name] for name in names])
        except NOT_EVALUATED as error:
            if len(names) > 1:  # one of them, which only each by itself can tell
                broken |= _broken({name: queries[name] for name in names}, failed, 1)
            else:
                failed[names[0]] = first_line(error)
        else:
            broken |= {name: frame.height for name, frame in zip(names, frames, strict=True) if frame.height}
    return broken


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
