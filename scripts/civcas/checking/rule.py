"""The content rules: what must be true of the figures. One module a table, one function a rule.

A rule is a function decorated with @rule. Its parameters name the tables that it reads, the first being
the one it judges; each arrives as a narwhals LazyFrame with the table's fields, `line` and `key`. It returns
a Claim. The first line of its docstring says what must hold, the rest why it matters and how to mend it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from civcas.checking.expectations import Claim

Judge = Callable[..., Claim]


@dataclass(frozen=True)
class Rule:
    """A content rule: its stable id, the tables it reads (the judged one first), its words and its function."""

    id: str
    tables: tuple[str, ...]
    summary: str
    hint: str
    judge: Judge
    whole: bool

    @property
    def table(self) -> str:
        return self.tables[0]


def rule(*, whole: bool = False) -> Callable[[Judge], Judge]:
    """Register a function as a rule. `whole`: it makes sense only when all its tables are sound (for instance
    because it says that something is missing), so it is not asked where one of them has a structural finding."""

    def register(judge: Judge) -> Judge:
        module = judge.__module__.rsplit(".", 1)[-1]
        summary, _, hint = inspect.cleandoc(judge.__doc__ or "").partition("\n\n")
        name = f"{module}/{judge.__name__.replace('_', '-')}"
        tables = tuple(inspect.signature(judge).parameters)
        REGISTER[name] = Rule(name, tables, " ".join(summary.split()), " ".join(hint.split()), judge, whole)
        return judge

    return register


REGISTER: dict[str, Rule] = {}


@cache
def all_rules() -> dict[str, Rule]:
    """Every content rule by its id, in the order of the modules' names and, inside, of the code."""
    from civcas.checking import rules

    for module in sorted(pkgutil.iter_modules(rules.__path__), key=lambda module: module.name):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    return dict(REGISTER)
