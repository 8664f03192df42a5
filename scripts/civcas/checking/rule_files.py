"""Finds the rules of a package: those of the collections that it uses, and those in its own folder rules/.

The files in rules/ are Python, which can do anything that the user can. So they run only if the package says that they
may (`Package.runs_rules`): if the user works inside it, or asks for it. Of others, only the text is read.
"""

from __future__ import annotations

import ast
import sys
import traceback
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from civcas.checking.guests import guest_code
from civcas.checking.rule import FILE, Rule, all_rules, forget, import_all, merged, rules_in
from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR, Fault
from civcas.package.files import read_file
from civcas.package.own import MEMBER, PROGRAMS_OWN, RULES, own_files, used
from civcas.package.tables import Package

GROUP = "civcas.rules"  # of the entry points by which installed distributions offer rules
_LARGEST = 1_000_000  # bytes of a file with rules

# Names that mean more than a rule of the program's own tables: how findings are combined rests on them.
_RESERVED = {"sourced", "sources-agree", "field-exists", "used", "matches-control-totals"}


def rules_of(package: Package) -> dict[str, Rule]:
    """Every rule that the package asks for, by its id. Raises UnusableInput if a file or a collection has a fault."""
    of_collections = [
        all_rules() if name == PROGRAMS_OWN else _of_collection(number, name)
        for number, name in enumerate(used(package.descriptor))
    ]
    files = rule_files(package) if package.runs_rules else ()
    return merged(*of_collections, *[_of_file(package.root, name, text) for name, text in files])


def rules_not_run(package: Package) -> dict[str, str]:
    """The rules in rules/ that are not run, each with its file and line. Their files are read, never executed."""
    if package.runs_rules:
        return {}
    found = [item for name, text in rule_files(package) for item in _named_in(name, text)]
    return dict(sorted(found))


def rule_files(package: Package) -> Iterator[tuple[str, bytes]]:
    """The files in rules/ and their texts, in order of their names. One that begins with an underscore has no rules."""
    for name in own_files(package):
        if name.startswith(f"{RULES}/") and not name.startswith(f"{RULES}/_"):
            yield name, read_file(package.root, name, _LARGEST)


# --- collections of installed distributions ----------------------------------------------------------------------
@cache
def _of_collection(number: int, name: str) -> dict[str, Rule]:
    """The rules that an installed distribution offers under a name: those of a module, or of a package's modules."""
    known = {point.name: point for point in entry_points(group=GROUP)}
    if name not in known:
        fault = Fault(DESCRIPTOR, (MEMBER, "uses", number), name, _known_names(known))
        raise UnusableInput(f"{fault}. Install the distribution that has these rules, or leave the name out")
    place = f"the rules {name} ({known[name].value})"
    try:
        with guest_code():
            import_all(known[name].value)
    except Exception as error:
        raise UnusableInput(f"{place}: can't be imported: {_said(error)}") from None
    rules = rules_in(known[name].value)
    if not rules:
        raise UnusableInput(f"{place}: no rule; expected a function with the decorator @rule()")
    return rules


def _known_names(known: Iterable[str]) -> str:
    return "one of " + ", ".join(sorted({PROGRAMS_OWN, *known}))


# --- the package's own files -------------------------------------------------------------------------------------
@cache
def _of_file(root: Path, name: str, text: bytes) -> dict[str, Rule]:
    """Run a file with rules. Raises UnusableInput, which names file and line."""
    path = str(root / name)
    module = ModuleType("civcas_rules_" + Path(name).stem)
    module.__file__, module.__dict__[FILE] = path, name
    sys.modules[module.__name__] = module  # where dataclasses and the like look for what they are in
    forget(module.__name__)
    try:
        with guest_code():
            exec(compile(text, path, "exec"), module.__dict__)  # noqa: S102  # the user asked for it
    except SyntaxError as error:
        raise UnusableInput(f"{name}:{error.lineno or 1}: not Python: {error.msg}") from None
    except UnusableInput:
        raise
    except Exception as error:
        raise UnusableInput(f"{name}:{_line_in(path, error)}: can't be run: {_said(error)}") from None
    rules = rules_in(module.__name__)
    if not rules:
        raise UnusableInput(f"{name}:1: no rule; expected a function with the decorator @rule()")
    for rule in rules.values():
        if rule.id.partition("/")[2] in _RESERVED:
            raise UnusableInput(f"{rule.place}: {rule.id}: this name has a meaning of its own. Rename the function")
    return rules


def _line_in(path: str, error: BaseException) -> int:
    """The last line of a file that led to an error."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return next((line for line in reversed(lines) if line), 1)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _named_in(name: str, text: bytes) -> Iterator[tuple[str, str]]:
    """The rules in a text of Python, by their decorators; the file as a whole if that can't be told."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        yield name, f"{name}:1"
        return
    found = [item for item in body if isinstance(item, ast.FunctionDef) and any(map(_is_rule, item.decorator_list))]
    for item in found:
        tables = [*item.args.posonlyargs, *item.args.args]
        if tables:
            yield f"{tables[0].arg}/{item.name.replace('_', '-')}", f"{name}:{item.decorator_list[0].lineno}"
    if not found:
        yield name, f"{name}:1"


def _is_rule(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")) == "rule"
