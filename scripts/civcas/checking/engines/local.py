"""The tables in this process, as Polars frames; what is wrong with a file is told by its bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import narwhals as nw
import polars as pl

from civcas.checking.causes import FindingWithCells
from civcas.checking.cells import cell_findings, without_invalid_values
from civcas.checking.content import ask
from civcas.checking.days import Days, days_of
from civcas.checking.descriptor import changed_files, empty_tables, stray_files
from civcas.checking.documents import document_findings
from civcas.checking.engines.engine import Answers
from civcas.checking.engines.framed import FramedTable, ask_frame, out_of_order
from civcas.checking.engines.stored import NotCanonical, StoredTable, is_in_order, store_table
from civcas.checking.expectations import Frame
from civcas.checking.findings import Finding
from civcas.checking.form import form_findings, order_findings
from civcas.checking.keys import PRIMARY_KEY
from civcas.checking.pandera_schemas import Condition
from civcas.checking.parse_errors import explain
from civcas.checking.structural_rules import structural_rule
from civcas.errors import UnusableInput, reason
from civcas.package.files import LARGEST, require_file
from civcas.package.tables import (
    ByName,
    DoesNotParse,
    HeldTable,
    LocalTable,
    Package,
    Resource,
    Table,
    parse_table,
    read_bytes,
)
from civcas.progress import step


class NoRoom(UnusableInput):
    """Temporary files can't be written."""


_LARGE = 100_000  # records of a package, from which memory counts more than a little time
_LARGE_FILE = 32 << 20  # bytes of a table's file, from which its cells are kept in files


class Local:
    """Polars, in this process. Large tables are kept in files."""

    def __init__(self, tables: Iterable[Table] = ()) -> None:
        self._tables: dict[str, Table | StoredTable] = {table.schema.name: table for table in tables}
        self._frames = {name: table.lazy() for name, table in self._tables.items()}
        self._in_order: dict[str, bool] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._settings = ExitStack()

    def read(self, package: Package, instead: Mapping[str, bytes]) -> tuple[Mapping[str, HeldTable], list[Finding]]:
        findings = [*stray_files(package), *document_findings(package)]
        data = dict(instead)
        for number, resource in enumerate(package.resources, 1):
            step(f"reading {resource.name}", number, len(package.resources))
            try:
                findings += self._hold(package, resource, data)
            except NoRoom:
                raise
            except UnusableInput as error:
                findings.append(not_readable(resource, error))
        require_some(package, self._tables, findings)
        self._frames = {name: table.lazy() for name, table in self._tables.items()}
        if self._large:  # until it is closed, Polars streams whatever is asked of the frames
            self._settings.enter_context(pl.Config(engine_affinity="streaming"))
        return self._tables, [*findings, *changed_files(package, data), *empty_tables(self._tables)]

    def _hold(self, package: Package, resource: Resource, data: dict[str, bytes]) -> Iterable[Finding]:
        """Read a table. What is wrong with the form of its file; raises UnusableInput if it can't be read."""
        name = resource.name
        size = 0 if name in data else require_file(package.root, resource.path)
        if size > _LARGE_FILE and resource.schema.primary_key:
            try:
                self._tables[name] = self._stored(package, resource)
                return []
            except NotCanonical as error:  # only its bytes say what is wrong with it
                if size > LARGEST:
                    return explained_part(resource, error.data, error.before)
        data.setdefault(name, read_bytes(package, resource))
        if not resource.schema.primary_key:  # the schema has a fault, which is a finding of its own
            return []
        table, found = parsed_or_explained(resource, data[name])
        self._tables |= {name: table} if table else {}
        return found

    def _stored(self, package: Package, resource: Resource) -> StoredTable:
        self._folder = self._folder or tempfile.TemporaryDirectory(prefix="civcas-")
        try:
            return store_table(package.root, resource, days_of(package.descriptor), Path(self._folder.name))
        except OSError as error:
            folder = Path(self._folder.name).parent
            raise NoRoom(
                f"{resource.path} is large, and is kept in temporary files in {folder} meanwhile: {reason(error)}."
                " Name a folder with more space in TMPDIR"
            ) from None

    @property
    def tables(self) -> ByName[LocalTable]:
        """The tables that were read."""
        return ByName(self._tables)

    def frame(self, name: str) -> Frame:
        frame: Frame = nw.from_native(self._frames[name])
        return frame

    def cells(self, name: str, days: Days) -> list[FindingWithCells]:
        table = self._tables[name]
        found = table.found if isinstance(table, FramedTable) else cell_findings(table, days, large=self._large)
        if valid := without_invalid_values(table.schema, found, days):
            self._frames[name] = valid(self._frames[name])
            if isinstance(table, Table):
                self._frames[name] = self._frames[name].collect().lazy()
        return found

    def order(self, name: str) -> list[FindingWithCells]:
        table = self._tables[name]
        if isinstance(table, Table):
            found = order_findings(table)
        else:
            found = iter([]) if self._is_in_order(table) else out_of_order(table)
        return [FindingWithCells(each, frozenset([(each.table, each.line, each.field)])) for each in found]

    def ask(self, name: str, conditions: list[Condition]) -> Answers:
        table = self._tables[name]
        if isinstance(table, FramedTable):
            left = [each for each in conditions if each.name != PRIMARY_KEY or not self._is_in_order(table)]
            return ask_frame(self.frame(name), left, 1)
        return ask(table.schema, conditions, self._frames[name].collect(), large=self._large)

    def _is_in_order(self, table: FramedTable) -> bool:
        """Whether each record has a greater key than the one before, so that no key is there twice either."""
        name = table.schema.name
        if name not in self._in_order:
            self._in_order[name] = is_in_order(table)
        return self._in_order[name]

    def close(self) -> None:
        self._settings.close()
        if self._folder:
            self._folder.cleanup()

    @property
    def _large(self) -> bool:
        return sum(table.height for table in self._tables.values()) > _LARGE


def explained_part(resource: Resource, data: bytes, before: int) -> list[Finding]:
    """What is wrong with the form of a part of a file, of which so many lines are before it."""
    table, found = parsed_or_explained(resource, data)
    found = [replace(each, line=each.line + before) if each.line and each.line > 1 else each for each in found]
    if table:  # it could be read, if it were smaller
        words = f"a file of more than {LARGEST:,} bytes that is not in canonical form"
        found.append(_of_file(resource, words, "canonical form", "Mend the form first. The table is checked then."))
    return found


def parsed_or_explained(resource: Resource, data: bytes) -> tuple[Table | None, list[Finding]]:
    """The table if it can be parsed, and what is wrong with the form of its file."""
    table = None
    with suppress(DoesNotParse):  # the error holds all lines of the file in memory: let go of it first
        table = parse_table(resource, data)
    return table, list(form_findings(table) if table else explain(resource, data))


def require_some(package: Package, tables: Mapping[str, HeldTable], findings: list[Finding]) -> None:
    """Raises UnusableInput if none of the tables can be read, and the descriptor has no fault that says why."""
    if not tables and not package.faults:
        reasons = "\n".join(f"{_place(finding)}: {finding.found}" for finding in findings)
        raise UnusableInput(f"none of the tables can be read:\n{reasons}")


def _place(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}" if finding.line else finding.file


def not_readable(resource: Resource, error: UnusableInput) -> Finding:
    """That a table's file can't be read."""
    return _of_file(resource, str(error).rpartition(": ")[2], "a file", structural_rule("structure/file").fix)


def _of_file(resource: Resource, found: str, expected: str, hint: str) -> Finding:
    return Finding("structure/file", resource.path, found=found, expected=expected, hint=hint, table=resource.name)
