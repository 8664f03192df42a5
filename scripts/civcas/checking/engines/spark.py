"""The tables on Apache Spark, for tables that are larger than one machine.

Every part of a file is read, and its cells are checked, where Spark has it, by the code that one machine runs. Rules
are Narwhals expressions, which Spark evaluates itself. A file that is not in canonical form is read whole by this
process, since only its bytes say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw
from pyspark.errors import AnalysisException

from civcas.checking.causes import FindingWithCells
from civcas.checking.cells import cell_findings, without_invalid_values
from civcas.checking.days import Days, days_of
from civcas.checking.descriptor import changed_files, empty_tables, stray_files
from civcas.checking.documents import document_findings
from civcas.checking.doubts import NOT_EVALUATED
from civcas.checking.engines.engine import Answers
from civcas.checking.engines.framed import FramedTable, ask_frame, out_of_order
from civcas.checking.engines.local import not_readable, parsed_or_explained, require_some
from civcas.checking.engines.spark_files import File
from civcas.checking.engines.spark_frames import of_polars
from civcas.checking.engines.spark_session import new_session
from civcas.checking.engines.spark_tables import read_table
from civcas.checking.expectations import Frame
from civcas.checking.findings import Finding
from civcas.checking.form import order_findings
from civcas.checking.pandera_schemas import Condition
from civcas.checking.shared.records import record_by_record
from civcas.errors import UnusableInput
from civcas.package.files import require_file
from civcas.package.own import REGISTER
from civcas.package.tables import HeldTable, Package, Resource, Table, read_bytes
from civcas.progress import step

_AT_ONCE = 8  # queries that Spark is asked at a time, so that it need not wait for one to plan the next


class Spark:
    """Spark, at `master` (such as local[*] or spark://host:7077). Raises UnusableInput if it can't be had.

    `folder` is the address of the folder that it reads the tables from, if that is not the package's own.
    """

    def __init__(self, master: str, folder: str = "") -> None:
        self._session, self._folder = new_session(master), folder
        self._session.catalog.clearCache()  # what an earlier check kept of the same files may be out of date
        self._tables: dict[str, FramedTable | Table] = {}
        self._frames: dict[str, Frame] = {}
        self._found: dict[str, list[FindingWithCells]] = {}

    def read(self, package: Package, instead: Mapping[str, bytes]) -> tuple[Mapping[str, HeldTable], list[Finding]]:
        findings = [*document_findings(package), *([] if self._folder else stray_files(package))]
        days, data = days_of(package.descriptor), dict(instead)
        for number, resource in enumerate(package.resources, 1):
            step(f"reading {resource.name}", number, len(package.resources))
            try:
                if resource.schema.primary_key:  # else the schema has a fault, which is a finding of its own
                    findings += self._hold(package, resource, days, data)
            except UnusableInput as error:
                findings.append(not_readable(resource, error))
        require_some(package, self._tables, findings)
        findings += [] if self._folder else changed_files(package, data)
        return self._tables, [*findings, *empty_tables(self._tables)]

    def _hold(self, package: Package, resource: Resource, days: Days, data: dict[str, bytes]) -> Iterator[Finding]:
        """What is wrong with a file. Spark reads it or, if it is not in canonical form, this process."""
        name = resource.name
        file = File(self._session, self._folder or _folder_of(package, resource), resource)
        if name not in data and name != REGISTER and (table := read_table(file, resource, days)):
            self._tables[name], self._found[name] = table, table.found
            self._frames[name] = table.frame
            return
        if name not in data:
            data[name] = file.content() if self._folder else read_bytes(package, resource)
        content = data[name]
        parsed, found = parsed_or_explained(resource, content)
        yield from found
        if parsed:
            self._tables[name], self._found[name] = parsed, cell_findings(parsed, days)
            self._frames[name] = nw.from_native(of_polars(self._session, parsed.typed))

    def frame(self, name: str) -> Frame:
        return self._frames[name]

    def cells(self, name: str, days: Days) -> list[FindingWithCells]:
        found = self._found[name]
        if valid := without_invalid_values(self._tables[name].schema, found, days):
            self._frames[name] = record_by_record(self._frames[name], valid)
        return found

    def order(self, name: str) -> list[FindingWithCells]:
        table = self._tables[name]
        found = order_findings(table) if isinstance(table, Table) else out_of_order(table)
        return [FindingWithCells(each, frozenset([(each.table, each.line, each.field)])) for each in found]

    def ask(self, name: str, conditions: list[Condition]) -> Answers:
        return ask_frame(self._frames[name], conditions, _AT_ONCE, (*NOT_EVALUATED, AnalysisException))

    def close(self) -> None:
        self._session.stop()


def _folder_of(package: Package, resource: Resource) -> str:
    """The address of the folder that has the table's file. Raises UnusableInput if the file can't be opened."""
    require_file(package.root, resource.path)
    return (package.root / resource.path).absolute().parent.as_uri()
