"""The tables in this process, as Polars frames; what is wrong with a file is told by its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from typing import Any

import narwhals as nw
import polars as pl

from civcas.checking.causes import FindingWithCells
from civcas.checking.cells import cell_findings, without_invalid_values
from civcas.checking.content import ask
from civcas.checking.days import Days
from civcas.checking.descriptor import changed_files, empty_tables, stray_files
from civcas.checking.documents import document_findings
from civcas.checking.engines.engine import Answers
from civcas.checking.expectations import Frame
from civcas.checking.findings import Finding
from civcas.checking.form import form_findings, order_findings
from civcas.checking.pandera_schemas import Condition
from civcas.checking.parse_errors import explain
from civcas.checking.structural_rules import structural_rule
from civcas.errors import UnusableInput
from civcas.package.tables import DoesNotParse, HeldTable, Package, Resource, Table, parse_table, read_bytes

_LARGE = 100_000  # records of a package, from which memory counts more than a little time


class Local:
    """Polars, in this process."""

    def __init__(self, tables: Iterable[Table] = ()) -> None:
        self._tables = {table.schema.name: table for table in tables}
        self._frames = {name: table.typed for name, table in self._tables.items()}

    def read(self, package: Package, instead: Mapping[str, bytes]) -> tuple[Mapping[str, HeldTable], list[Finding]]:
        findings = [*stray_files(package), *document_findings(package)]
        data: dict[str, bytes] = {}
        for resource in package.resources:
            try:
                name = resource.name
                data[name] = instead[name] if name in instead else read_bytes(package, resource)
            except UnusableInput as error:
                findings.append(not_readable(resource, error))
                continue
            if resource.schema.primary_key:  # else the schema has a fault, which is a finding of its own
                table, found = parsed_or_explained(resource, data[name])
                findings += found
                self._tables |= {name: table} if table else {}
        require_some(package, self._tables, findings)
        self._frames = {name: table.typed for name, table in self._tables.items()}
        return self._tables, [*findings, *changed_files(package, data), *empty_tables(self._tables)]

    def frame(self, name: str) -> Frame:
        return nw.from_native(self._frames[name].lazy())

    def cells(self, name: str, days: Days) -> list[FindingWithCells]:
        table = self._tables[name]
        with self._config():
            found = cell_findings(table, days, large=self._large)
            if valid := without_invalid_values(table.schema, found, days):
                self._frames[name] = valid(self._frames[name].lazy()).collect()
        return found

    def order(self, name: str) -> list[FindingWithCells]:
        found = order_findings(self._tables[name])
        return [FindingWithCells(each, frozenset([(each.table, each.line, each.field)])) for each in found]

    def ask(self, name: str, conditions: list[Condition]) -> Answers:
        with self._config():
            return ask(self._tables[name].schema, conditions, self._frames[name], large=self._large)

    @property
    def _large(self) -> bool:
        return sum(table.height for table in self._tables.values()) > _LARGE

    def _config(self) -> Any:
        return pl.Config(engine_affinity="streaming") if self._large else nullcontext()


def parsed_or_explained(resource: Resource, data: bytes) -> tuple[Table | None, list[Finding]]:
    """The table if it can be parsed, and what is wrong with the form of its file."""
    try:
        table = parse_table(resource, data)
    except DoesNotParse:
        return None, list(explain(resource, data))
    return table, list(form_findings(table))


def require_some(package: Package, tables: Mapping[str, HeldTable], findings: list[Finding]) -> None:
    """Raises UnusableInput if none of the tables can be read, and the descriptor has no fault that says why."""
    if not tables and not package.faults:
        reasons = "\n".join(f"{finding.file}: {finding.found}" for finding in findings)
        raise UnusableInput(f"none of the tables can be read:\n{reasons}")


def not_readable(resource: Resource, error: UnusableInput) -> Finding:
    """That a table's file can't be read."""
    found, fix = str(error).rpartition(": ")[2], structural_rule("structure/file").fix
    return Finding("structure/file", resource.path, found=found, expected="a file", hint=fix, table=resource.name)
