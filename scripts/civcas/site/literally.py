"""Parts of a text that a table is asked for as they are written. In SQLite's LIKE, % and _ stand for others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from datasette.utils import escape_sqlite
from datasette.utils.asgi import BadRequest

_WILD = {"%", "_"}

# What Datasette asks with LIKE, asked again without it.
_ASKED = {
    "contains": "instr(lower({column}), lower(:{value})) > 0",
    "startswith": "substr(lower({column}), 1, length(:{value})) = lower(:{value})",
    "endswith": "substr(lower({column}), -length(:{value})) = lower(:{value})",
}


class Condition(Protocol):
    """A condition in the address of a table."""

    @property
    def name(self) -> str: ...
    @property
    def column(self) -> str: ...
    @property
    def operator(self) -> str: ...
    @property
    def value(self) -> str: ...


def literally(conditions: Iterable[Condition]) -> tuple[list[str], dict[str, str]]:
    """Further conditions in SQL, with their values, for those whose value has a % or _.

    Raises BadRequest for one that can't be asked so, and for a value with a NUL, at which SQLite takes it to end.
    """
    clauses, values = [], {}
    for number, condition in enumerate(conditions):
        if "\0" in condition.value:
            raise BadRequest(f"{condition.name}: the value has a NUL, which no cell has")
        if not _WILD & set(condition.value):
            continue
        if condition.operator == "notcontains":
            raise BadRequest(f"{condition.name}: % and _ can't be asked for here. {condition.column}__contains can")
        if condition.operator in _ASKED:
            name = f"literal{number}"
            clauses.append(_ASKED[condition.operator].format(column=escape_sqlite(condition.column), value=name))
            values[name] = condition.value
    return clauses, values
