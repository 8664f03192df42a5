"""How a content rule is written, and the list of all of them.

A rule is a function decorated with @rule, in a module of rules/ here or in a file in the folder rules/ of a package.
Its parameters name the tables that it reads, the checked one first; each arrives as a narwhals LazyFrame with the
table's fields, LINE and KEY. A parameter `schemas` gets the package's Table Schemas. It returns an Expectation. Its
docstring is its page in the documentation:

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
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from civcas.checking.expectations import Expectation, Frame
from civcas.checking.guests import guest_code
from civcas.errors import UnusableInput
from civcas.package.schema import TableSchema

Expect = Callable[..., Expectation]
Schemas = Mapping[str, TableSchema]
_SCHEMAS = "schemas"
_MARKED = ("Bad", "Good", "Fix")
_SECTION = re.compile(rf"^({'|'.join(_MARKED)}): ", re.MULTILINE)


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
    place: str  # the file and the line of the function

    @property
    def table(self) -> str:
        return self.parameters[0]

    def tables(self, schemas: Schemas) -> tuple[str, ...]:
        """Every table that the rule reads in this package, the checked one first."""
        return tuple(dict.fromkeys([*self.parameters, *self._further(schemas)]))

    def _further(self, schemas: Schemas) -> list[str]:
        if not self.further or self.is_programs_own:
            return list(self.further(schemas)) if self.further else []
        try:
            with guest_code():
                return list(self.further(schemas))
        except Exception as error:  # whatever the function of somebody else raises
            raise UnusableInput(f"{self.place}: further: {type(error).__name__}: {error}") from None

    def expectation(self, frames: Mapping[str, Frame], schemas: Schemas) -> Expectation:
        """What the rule expects of these frames. Raises UnusableInput if the schemas name no table for it to read."""
        if self.further and not self._further(schemas):
            raise UnusableInput("no schema names the tables that it reads")
        named: dict[str, Any] = {name: frames[name] for name in self.tables(schemas)}
        if self.reads_schemas:
            named[_SCHEMAS] = schemas
        arguments = [named.pop(name) for name in self.parameters]
        if self.is_programs_own:
            return self.expect(*arguments, **named)
        try:
            with guest_code():
                found = self.expect(*arguments, **named)
            self._require_usable(found, frames)
        except UnusableInput:
            raise
        except Exception as error:  # whatever the function of somebody else raises
            raise UnusableInput(f"{self.place}: {type(error).__name__}: {error}") from None
        return found

    @property
    def is_programs_own(self) -> bool:
        """Whether the rule comes with this program, so that a fault in it is a fault of the program."""
        return self.expect.__module__.startswith("civcas.")

    def _require_usable(self, found: object, frames: Mapping[str, Frame]) -> None:
        """Raise UnusableInput, or what the engine raises, if no violation could be told of the expectation."""
        if not isinstance(found, Expectation):
            raise UnusableInput(f"{self.place}: returns a {type(found).__name__}; expected an Expectation")
        fields = frames[self.table].collect_schema().names()
        if unknown := [name for name in (found.field, *found.cells) if name and name not in fields]:
            raise UnusableInput(f"{self.place}: {', '.join(unknown)}: no such field in {self.table}")
        if unknown := [related.table for related in found.related if related.table not in frames]:
            raise UnusableInput(f"{self.place}: {', '.join(unknown)}: no such table")
        found.require_columns()

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
        place = f"{expect.__globals__.get(FILE, expect.__module__)}:{expect.__code__.co_firstlineno}"
        parameters = inspect.signature(expect).parameters
        tables = tuple(
            name for name, item in parameters.items() if item.kind is not item.VAR_KEYWORD and name != _SCHEMAS
        )
        if not tables:
            raise UnusableInput(f"{place}: {expect.__name__} has no parameter; expected the table that the rule checks")
        name = f"{tables[0]}/{expect.__name__.replace('_', '-')}"
        words = _sections(inspect.cleandoc(expect.__doc__ or ""))
        _add(
            Rule(name, tables, *words, expect, needs_valid_tables, arithmetic, further, _SCHEMAS in parameters, place),
            dict(zip(("what must hold, in one sentence", "why it matters", *_MARKED), words, strict=True)),
        )
        return expect

    return register


def _add(made: Rule, words: dict[str, str]) -> None:
    """Add a rule to its module's. Raises UnusableInput if that has another of its name, or if its page lacks a part."""
    of_module = _BY_MODULE[made.expect.__module__]
    first = of_module.get(made.id, made)
    if first.place != made.place:
        raise UnusableInput(f"{made.place}: a second rule {made.id}; the first is in {first.place}. Rename one")
    if missing := [part for part, text in words.items() if not text]:
        raise UnusableInput(
            f"{made.place}: the docstring of the rule {made.id} lacks: {', '.join(missing)}. Expected what must"
            f" hold in a sentence, why it matters in a paragraph, and lines with {', '.join(_MARKED)} and a colon"
        )
    of_module[made.id] = made


def _sections(page: str) -> tuple[str, str, str, str, str]:
    """The summary, why it matters, a bad and a good example, and the fix."""
    prose, *marked = _SECTION.split(page)
    summary, _, why = prose.partition("\n\n")
    sections = dict(zip(marked[::2], marked[1::2], strict=True))
    texts = (summary, why, *[sections.get(name, "") for name in _MARKED])
    summary, why, bad, good, fix = (" ".join(text.split()) for text in texts)
    return summary, why, bad, good, fix


_BY_MODULE: dict[str, dict[str, Rule]] = defaultdict(dict)

# In a module that is a file of a package: the path of the file there.
FILE = "__civcas_file__"


def rules_in(module: str) -> dict[str, Rule]:
    """The rules of an imported module and, if it is a package, of its modules in their order, by their ids.

    Raises UnusableInput if two of them have the same id.
    """
    names = sorted(name for name in _BY_MODULE if name == module or name.startswith(f"{module}."))
    return merged(*[_BY_MODULE[name] for name in names])


def forget(module: str) -> None:
    """Forget the rules of a module that is about to be run again."""
    _BY_MODULE.pop(module, None)


def merged(*some: Mapping[str, Rule]) -> dict[str, Rule]:
    """All of the rules by their ids. Raises UnusableInput if two of them have the same."""
    found: dict[str, Rule] = {}
    for rule in (rule for rules in some for rule in rules.values()):
        if rule.id in found:
            raise UnusableInput(f"{rule.place}: a second rule {rule.id}; the first is in {found[rule.id].place}")
        found[rule.id] = rule
    return found


def import_all(name: str) -> None:
    """Import a module and, if it is a package, its modules."""
    module = importlib.import_module(name)
    for each in pkgutil.iter_modules(getattr(module, "__path__", [])):
        importlib.import_module(f"{name}.{each.name}")


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule of this program by its id, in the order of the modules' names and, inside a module, of the code."""
    from civcas.checking import rules

    import_all(rules.__name__)
    return rules_in(rules.__name__)


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
