"""How many small changes to the checks the tests notice, and which they do not.

    python -m tests.faults.mutants                                # everything, which takes hours
    python -m tests.faults.mutants --module rules/releases --list survivors
    python -m tests.faults.mutants --sample 200 --seed 1

mutmut leaves decorated functions alone, and every rule is one; cosmic-ray starts the tests anew for each change, which
takes seconds. So each change is made here in a fork of one process that has loaded the libraries: a rule first meets
the cases of its table, and any other module, or a rule that passes its cases, the tests named in TESTS. A change that
keeps the module from being imported is not counted.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import importlib.machinery
import importlib.util
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

# Loaded once, for all forks. Nothing here may start a thread: a fork has none of them.
import frictionless  # noqa: F401
import hypothesis  # noqa: F401
import mgrs  # noqa: F401
import pandera.polars  # noqa: F401
import pytest

from tests.faults.mutations import Mutation, applied, mutations

if TYPE_CHECKING:
    from tests.checking.rules.judging import Case

ROOT = Path(__file__).resolve().parents[2]
CHECKING = ROOT / "scripts" / "civcas" / "checking"
TESTED = ROOT / "tests" / "checking"
SECONDS = 240  # a change after which the tests run longer than this is noticed

# The tests of each module. Those of a whole command on a copy of the package are too slow to run for every change.
TESTS = {
    "cells": ["test_structure"],
    "cell_text": ["test_cell_text", "test_structure"],
    "keys": ["test_structure"],
    "pandera_schemas": ["test_structure", "test_content", "test_days", "test_pandera_schema"],
    "content": ["test_content", "test_structure"],
    "days": ["test_days"],
    "expectations": ["test_content", "rules/test_rules"],
    "known_issues": ["test_register"],
    "causes": ["test_folding", "test_control_totals"],
    "groups": ["test_groups", "test_folding", "test_control_totals"],
    "references": ["test_references"],
    "form": ["test_form"],
    "parse_errors": ["test_explain"],
    "check": ["test_whole_check"],
    "documenting": ["test_documenting"],
    "geography": ["test_geography", "test_distances", "rules/test_rules"],
}
# The properties that rules and what they share must have besides the cases of their tables.
_RULES = ["rules/test_bookkeeping", "rules/test_declarations"]
_QUICKLY = ["-x", "--assert=plain", "-p", "no:cacheprovider"]
SURVIVED, KILLED, NOT_IMPORTED = 0, 1, 2


@dataclass(frozen=True)
class Mutant:
    """One change to one module."""

    path: Path
    module: str
    tree: ast.Module
    mutation: Mutation

    @cached_property
    def code(self) -> str:
        """The line that is changed."""
        return self.path.read_text(encoding="utf-8").splitlines()[self.mutation.line - 1]

    def __str__(self) -> str:
        return f"{self.module}:{self.mutation.line} {self.mutation.words}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--module", action="append", help="only modules whose name has this, such as rules/releases")
    parser.add_argument("--line", action="append", help="only lines that have this text")
    parser.add_argument("--sample", type=int, help="only so many changes")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--list", choices=["survivors", "all"], help="name the changes on standard error")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    os.chdir(ROOT)
    wanted = arguments.module or [""]
    paths = [path for path in _modules() if any(part in _name(path) for part in wanted)]
    mutants = [mutant for path in paths for mutant in _mutants(path)]
    if arguments.line:
        mutants = [mutant for mutant in mutants if any(text in mutant.code for text in arguments.line)]
    if arguments.sample:
        mutants = random.Random(arguments.seed).sample(mutants, min(arguments.sample, len(mutants)))
    changed = dict.fromkeys(mutant.path for mutant in mutants)
    once = {path.parent if path.parent != CHECKING else path: path for path in changed}.values()
    for mutant, verdict in _verdicts([_unchanged(path) for path in once], arguments.processes):
        if verdict != SURVIVED:
            sys.exit(f"{mutant.module}: its tests fail without any change")
    counts: Counter[tuple[str, int]] = Counter()
    for mutant, verdict in _verdicts(mutants, arguments.processes):
        counts[mutant.module, verdict] += 1
        if arguments.list == "all" or (arguments.list and verdict == SURVIVED):
            print(("survived", "killed", "not imported")[verdict], mutant, file=sys.stderr, flush=True)
    print(_table(counts))


def _modules() -> Iterator[Path]:
    yield from sorted(CHECKING / f"{name}.py" for name in TESTS)
    for folder in ("rules", "shared"):
        yield from sorted(path for path in (CHECKING / folder).glob("*.py") if path.name != "__init__.py")


def _name(path: Path) -> str:
    return path.relative_to(CHECKING).with_suffix("").as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _mutants(path: Path) -> Iterator[Mutant]:
    tree = _tree(path)
    yield from (Mutant(path, _name(path), tree, mutation) for mutation in mutations(tree, _enums()))


def _unchanged(path: Path) -> Mutant:
    tree = _tree(path)
    return Mutant(path, _name(path), tree, Mutation(0, "unchanged", tree, tree))


def _enums() -> list[list[str]]:
    """The values of each field that has a list of them, from the schemas."""
    schemas = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))]
    fields = [field for schema in schemas for field in schema["fields"]]
    return [field["constraints"]["enum"] for field in fields if "enum" in field.get("constraints", {})]


# --- one fork for each mutant ------------------------------------------------------------------------------------


def _verdicts(mutants: Sequence[Mutant], processes: int) -> Iterator[tuple[Mutant, int]]:
    running: dict[int, Mutant] = {}
    waiting = list(reversed(mutants))
    while waiting or running:
        while waiting and len(running) < processes:
            mutant = waiting.pop()
            running[_fork(mutant)] = mutant
        process, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        yield running.pop(process), code if code in (SURVIVED, NOT_IMPORTED) else KILLED


def _fork(mutant: Mutant) -> int:
    process = os.fork()
    if process:
        return process
    signal.alarm(SECONDS)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    code = KILLED
    with contextlib.suppress(BaseException):
        code = _verdict(mutant)
    os._exit(code)


def _verdict(mutant: Mutant) -> int:
    name = ".".join(("civcas", "checking", *mutant.module.split("/")))
    try:
        sys.meta_path.insert(0, _Changed(name, mutant))
        importlib.import_module(name)
    except Exception:  # whatever the change made of the module
        return NOT_IMPORTED
    folder = mutant.module.rpartition("/")[0]
    if folder and not _passes_cases(name if folder == "rules" else ""):
        return KILLED
    names = _RULES if folder else TESTS[mutant.module]
    paths = [path if path.is_dir() else path.with_suffix(".py") for path in (TESTED / name for name in names)]
    return KILLED if pytest.main([*_QUICKLY, *map(str, paths)]) else SURVIVED


def _passes_cases(module: str) -> bool:
    """Whether the rules of a module, or all of them, say of their cases what they should."""
    from civcas.checking.rule import all_rules
    from tests.checking.rules import test_rules
    from tests.checking.rules.test_cells_named import NAMING, test_every_cell_that_may_be_the_cause_is_named

    rules = {rule.id for rule in all_rules().values() if not module or rule.expect.__module__ == module}
    cases = [case for case in test_rules.CASES if case.rule in rules]
    if not all(_passes(case) for case in cases):
        return False
    for case in cases:
        test_rules.test_names_the_line_and_the_key_of_one_record(case)
        test_rules.test_cells_that_take_part_are_fields_of_their_tables(case)
    for case in NAMING:
        if case.rule in rules:
            test_every_cell_that_may_be_the_cause_is_named(case)
    return True


def _passes(case: Case) -> bool:
    from tests.checking.rules.judging import expectation, violations

    if violations(case.rule, case.good):
        return False
    found = violations(case.rule, case.bad)
    said = [(row.key, row.field, row.found, row.expected) for row in found]
    cells = {*expectation(case.rule, case.bad).cells} if case.cells is not None else None
    previous = [row.previous for row in found] if case.previous is not None else None
    see = (
        [(cell.line, cell.field, cell.words) for row in found for cell in row.related] if case.see is not None else None
    )
    missing = [row.missing for row in found] if case.missing is not None else None
    wanted = (case.expect, case.cells, case.previous, case.see, case.missing)
    return (said, cells, previous, see, missing) == wanted


class _Changed(importlib.machinery.PathFinder, importlib.machinery.SourceFileLoader):  # type: ignore[misc]
    """Finds and loads one module with a change; leaves all others alone."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        super().__init__(name, str(mutant.path))
        self._mutant = mutant

    def find_spec(self, fullname: str, path: Any = None, target: ModuleType | None = None) -> Any:  # type: ignore[override]  # noqa: ARG002
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        tree = self._mutant.tree
        return compile(applied(tree, self._mutant.mutation), str(self._mutant.path), "exec")


def _table(counts: Counter[tuple[str, int]]) -> str:
    """Mutants and how many were killed, by module and in all, as a Markdown table."""
    lines = ["| module | mutants | killed | rate |", "|---|---:|---:|---:|"]
    total: Counter[int] = Counter()
    for name in sorted({module for module, _ in counts}):
        lines.append(_row(name, counts[name, KILLED], counts[name, SURVIVED]))
        total.update({KILLED: counts[name, KILLED], SURVIVED: counts[name, SURVIVED]})
    return "\n".join([*lines, _row("all", total[KILLED], total[SURVIVED])])


def _row(name: str, killed: int, survived: int) -> str:
    number = killed + survived
    return f"| {name} | {number} | {killed} | {100 * killed / number:.0f} % |" if number else f"| {name} | 0 | 0 | |"


if __name__ == "__main__":
    main()
