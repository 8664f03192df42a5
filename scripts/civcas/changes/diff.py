"""What changed in the package between a git revision and the working tree."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from civcas.changes.headlines import Headline, headlines
from civcas.changes.members import MemberChange, changed_members
from civcas.changes.review import ChangedEvidence, ChangedText, changed_evidence, changed_texts
from civcas.changes.revision import package_at
from civcas.changes.table_diff import TableDiff, compare_table, is_same_table
from civcas.checking.findings import Finding
from civcas.checking.parse_errors import explain
from civcas.errors import UnusableInput
from civcas.package.tables import DoesNotParse, Package, Table, parse_table, read_bytes


@dataclass(frozen=True)
class Unreadable:
    """A table that was not compared, and the first finding or else the reason. `revision` is None for today's file."""

    file: str
    revision: str | None
    finding: Finding | None
    reason: str


@dataclass(frozen=True)
class Diff:
    """The changes of the package since `revision`: by table, of the descriptor and schemas, and of the headlines.

    `unreadable` are the tables that can't be read on one side, and so were not compared. `texts` and `evidence` are
    what no rule judges. `is_new` says that the revision has no package.
    """

    revision: str
    tables: list[TableDiff]
    headlines: list[tuple[Headline, Headline]]
    unreadable: list[Unreadable] = field(default_factory=list)
    members: list[MemberChange] = field(default_factory=list)
    texts: list[ChangedText] = field(default_factory=list)
    evidence: list[ChangedEvidence] = field(default_factory=list)
    is_new: bool = False


def diff(package: Package, revision: str) -> Diff:
    """Compare the package with an earlier revision of itself. Raises UnusableInput if there is no such revision."""
    with tempfile.TemporaryDirectory() as folder:
        before = package_at(package, revision, Path(folder))
        if before is None:
            nothing = Package(Path(folder), {"resources": []}, ())
            return replace(compare(nothing, package, revision), is_new=True, members=[])
        return compare(before, package, revision)


def compare(before: Package, after: Package, revision: str) -> Diff:
    """Compare two packages. A table that only one of them has counts as empty in the other."""
    parsed: dict[bytes, Table] = {}
    old, not_read_then = _readable(before, revision, parsed)
    new, not_read_now = _readable(after, None, parsed)
    skipped = not_read_then.keys() | not_read_now.keys()
    renamed = _renamed_tables(old, new, skipped)
    names = [name for name in dict.fromkeys([*after.schemas, *before.schemas]) if name not in skipped]
    pairs = [(old.get(renamed.get(name, name)), new.get(name)) for name in names if name not in renamed.values()]
    tables = [table for then, now in pairs if then is not now and (table := compare_table(then, now))]
    schemas = before.schemas | after.schemas
    return Diff(
        revision,
        tables,
        headlines=[] if skipped else _headlines(old, new, after),
        unreadable=[*not_read_then.values(), *not_read_now.values()],
        members=changed_members(before, after, renamed),
        texts=[text for table in tables for text in changed_texts(table, schemas[table.name])],
        evidence=[each for table in tables for each in changed_evidence(table, schemas[table.name])],
    )


def _headlines(old: Mapping[str, Table], new: Mapping[str, Table], after: Package) -> list[tuple[Headline, Headline]]:
    """The headlines as the package defines them now, each then and now."""
    return list(zip(headlines(old, after.descriptor), headlines(new, after.descriptor), strict=True))


def _readable(
    package: Package, revision: str | None, parsed: dict[bytes, Table]
) -> tuple[dict[str, Table], dict[str, Unreadable]]:
    """The tables that can be read, and those that can't, by name.

    `parsed` has the tables of both sides by the checksums of their files, so that an unchanged one is parsed once.
    """
    tables, unreadable = {}, {}
    for resource in package.resources:
        try:
            data = read_bytes(package, resource)
        except UnusableInput as error:
            why = str(error).removeprefix(f"{resource.path}: ")
            unreadable[resource.name] = Unreadable(resource.path, revision, None, why)
            continue
        checksum = hashlib.sha256(data).digest()
        if checksum in parsed and parsed[checksum].resource == resource:
            tables[resource.name] = parsed[checksum]
            continue
        try:
            # The cells are enough: the bytes of both sides would double the memory of a large diff.
            tables[resource.name] = parsed[checksum] = replace(parse_table(resource, data), data=b"")
        except DoesNotParse:
            finding = explain(resource, data)[0]
            unreadable[resource.name] = Unreadable(resource.path, revision, finding, finding.rule)
    return tables, unreadable


def _renamed_tables(old: dict[str, Table], new: dict[str, Table], skipped: set[str]) -> dict[str, str]:
    """The old names of tables that have another name now, by the new ones."""
    lost = [name for name in old if name not in new and name not in skipped]
    found: dict[str, str] = {}
    for name in [name for name in new if name not in old and name not in skipped]:
        same = [each for each in lost if each not in found.values() and is_same_table(old[each], new[name])]
        if same:
            found[name] = same[0]
    return found
