"""How a content rule is written, and the list of all of them.

A rule is a function in a module of rules/, decorated with @rule. Its parameters name the tables that it reads, the
checked one first; each arrives as a narwhals LazyFrame with the table's fields, LINE and KEY. A parameter `schemas`
gets the package's Table Schemas. It returns an Expectation. Its docstring is its page in the documentation:

    What must hold, in one sentence.

    Why it matters.

    Bad: data that break it.
    Good: data that meet it.
    Fix: what to do.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from civcas.checking.expectations import Expectation, Frame
from civcas.errors import UnusableInput
from civcas.package.schema import TableSchema

Expect = Callable[..., Expectation]
Schemas = Mapping[str, TableSchema]
_SCHEMAS = "schemas"
_SECTION = re.compile(r"^(Bad|Good|Fix): ", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """A content rule: its stable id, the words of its page, its function and the tables that it reads.

    `parameters` are the tables that the function names, the checked one first. `further` gives, from the package's
    schemas, tables that it takes besides, as keyword arguments. `reads_schemas`: it takes the schemas themselves, too.
    """

    id: str
    parameters: tuple[str, ...]
    summary: str
    why: str
    bad: str
    good: str
    fix: str
    expect: Expect
    needs_valid_tables: bool
    arithmetic: bool
    further: Callable[[Schemas], Iterable[str]] | None
    reads_schemas: bool

    @property
    def table(self) -> str:
        return self.parameters[0]

    def tables(self, schemas: Schemas) -> tuple[str, ...]:
        """Every table that the rule reads in this package, the checked one first."""
        more = self.further(schemas) if self.further else ()
        return tuple(dict.fromkeys([*self.parameters, *more]))

    def expectation(self, frames: Mapping[str, Frame], schemas: Schemas) -> Expectation:
        """What the rule expects of these frames. Raises UnusableInput if the schemas name no table for it to read."""
        if self.further and not list(self.further(schemas)):
            raise UnusableInput("no schema names the tables that it reads")
        named: dict[str, Any] = {name: frames[name] for name in self.tables(schemas)}
        if self.reads_schemas:
            named[_SCHEMAS] = schemas
        return self.expect(*[named.pop(name) for name in self.parameters], **named)

    @property
    def hint(self) -> str:
        """What to do about a violation at a record, which it names RECORD."""
        if not self.arithmetic:
            return self.fix
        return f"{self.fix} If the source really says so: `civcas document {self.id} RECORD`"


def rule(
    *,
    needs_valid_tables: bool = False,
    arithmetic: bool = False,
    further: Callable[[Schemas], Iterable[str]] | None = None,
) -> Callable[[Expect], Expect]:
    """Register a function as a rule.

    `needs_valid_tables`: skip the rule if one of its tables has a structural finding, because it would then
    report records that are only unreadable. `arithmetic`: a source may really say what the rule forbids.
    `further`: more tables to read, from the package's schemas, as keyword arguments.
    """

    def register(expect: Expect) -> Expect:
        parameters = inspect.signature(expect).parameters
        tables = tuple(
            name for name, item in parameters.items() if item.kind is not item.VAR_KEYWORD and name != _SCHEMAS
        )
        name = f"{tables[0]}/{expect.__name__.replace('_', '-')}"
        words = _sections(inspect.cleandoc(expect.__doc__ or ""))
        _REGISTER[name] = Rule(
            name, tables, *words, expect, needs_valid_tables, arithmetic, further, _SCHEMAS in parameters
        )
        return expect

    return register


def _sections(page: str) -> tuple[str, str, str, str, str]:
    """The summary, why it matters, a bad and a good example, and the fix."""
    prose, *marked = _SECTION.split(page)
    summary, _, why = prose.partition("\n\n")
    sections = dict(zip(marked[::2], marked[1::2], strict=True))
    texts = (summary, why, *[sections.get(name, "") for name in ("Bad", "Good", "Fix")])
    summary, why, bad, good, fix = (" ".join(text.split()) for text in texts)
    return summary, why, bad, good, fix


_REGISTER: dict[str, Rule] = {}


@cache
def all_rules() -> dict[str, Rule]:
    """Every content rule by its id, in the order of the modules' names and, inside a module, of the code."""
    from civcas.checking import rules

    for module in sorted(pkgutil.iter_modules(rules.__path__), key=lambda module: module.name):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    return dict(_REGISTER)


def tables_that_refer_to(table: str) -> Callable[[Schemas], list[str]]:
    """For `further`: the tables with a foreign key to the primary key of this one."""

    def further(schemas: Schemas) -> list[str]:
        primary = schemas[table].primary_key if table in schemas else ()  # none, too, if it has a fault
        return [
            name
            for name, schema in schemas.items()
            if any(key.table == table and (not primary or key.reference == primary) for key in schema.foreign_keys)
        ]

    return further


def tables_with_evidence(schemas: Schemas) -> list[str]:
    """For `further`: the tables whose records `evidence` may name; any other one if its schema has no list of them."""
    fields = schemas["evidence"].fields if "evidence" in schemas else ()
    listed = [str(value) for field in fields if field.name == "table" for value in field.constraints.get("enum", [])]
    return listed or [name for name in schemas if name != "evidence"]
