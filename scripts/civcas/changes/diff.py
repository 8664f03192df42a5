"""What changed in the tables between a git revision and the working tree, by record and field."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import polars as pl

from civcas.changes.headlines import Headline, headlines
from civcas.errors import UnusableInput
from civcas.package.tables import KEY, LINE, Package, Table, read_package, read_table

FIELD, OLD, NEW = "field", "old", "new"


NTH, ROW = "nth", "row"


NO_CELLS = pl.DataFrame(schema={LINE: pl.UInt32, KEY: pl.String, FIELD: pl.String, OLD: pl.String, NEW: pl.String})


@dataclass(frozen=True)
class TableDiff:
    """The changes of one table, in the order of its lines.

    `added` and `removed` hold whole records (every cell as text, with its line and key). `changed` has one row for each
    changed cell: its line in the working tree, the record's key, the field, the old and the new value. `records` counts
    the records that have a changed cell.
    """

    name: str
    path: str
    added: pl.DataFrame
    removed: pl.DataFrame
    changed: pl.DataFrame
    records: int
    new_fields: tuple[str, ...] = ()
    lost_fields: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added.height + self.removed.height + self.records or self.new_fields or self.lost_fields)


@dataclass(frozen=True)
class Diff:
    """The changes of the package since `revision`: by table, and of the headlines.

    `unreadable` lists the files that can't be parsed on one side, and so were not compared.
    """

    revision: str
    tables: list[TableDiff]
    headlines: list[tuple[Headline, Headline]]
    unreadable: list[str]


def diff(package: Package, revision: str) -> Diff:
    """Compare the package with an earlier revision of itself. Raises UnusableInput if there is no such revision."""
    with tempfile.TemporaryDirectory() as folder:
        before = _package_at(package, revision, Path(folder))
        return compare(before, package, revision)


def compare(before: Package, after: Package, revision: str) -> Diff:
    """Compare two packages. A table that only one of them has counts as empty in the other."""
    old, unreadable_then = _readable(before)
    new, unreadable_now = _readable(after)
    unreadable = [f"{path} at {revision}" for path in unreadable_then.values()] + list(unreadable_now.values())
    skipped = unreadable_then.keys() | unreadable_now.keys()
    names = [name for name in dict.fromkeys([*after.schemas, *before.schemas]) if name not in skipped]
    tables = [compare_table(old.get(name), new.get(name)) for name in names]
    pairs = [] if skipped else list(zip(headlines(old), headlines(new), strict=True))
    return Diff(revision, [table for table in tables if table], pairs, unreadable)


def _readable(package: Package) -> tuple[dict[str, Table], dict[str, str]]:
    """The tables that can be read, and the paths of those that can't."""
    tables, unreadable = {}, {}
    for resource in package.resources:
        try:
            # The cells are enough: the bytes of both sides would double the memory of a large diff.
            tables[resource.name] = replace(read_table(package, resource.name), data=b"")
        except UnusableInput:
            unreadable[resource.name] = resource.path
    return tables, unreadable


def compare_table(old: Table | None, new: Table | None) -> TableDiff:
    """Compare records by primary key. If several share a key, the first is compared with the first, and so on."""
    table = cast(Table, new or old)
    left, right = _keys(old, table), _keys(new, table)
    pairs = right.join(left, on=[KEY, NTH], how="inner", maintain_order="left")
    fields = _shared(old, new)
    cells = [_cells_that_differ(pairs, old, new, name) for name in fields if old and new]
    changed = pl.concat([NO_CELLS, *cells]).sort(LINE, maintain_order=True)
    return TableDiff(
        name=table.schema.name,
        path=table.resource.path,
        added=_records(new, right.join(left, on=[KEY, NTH], how="anti", maintain_order="left")),
        removed=_records(old, left.join(right, on=[KEY, NTH], how="anti", maintain_order="left")),
        changed=changed,
        records=changed[LINE].n_unique(),
        new_fields=tuple(name for name in new.schema.names if name not in fields) if old and new else (),
        lost_fields=tuple(name for name in old.schema.names if name not in fields) if old and new else (),
    )


def _shared(old: Table | None, new: Table | None) -> list[str]:
    """The fields that both have, in the order of the new table."""
    if old is None or new is None:
        return []
    return [name for name in new.schema.names if name in old.schema.names]


def _keys(table: Table | None, like: Table) -> pl.DataFrame:
    """The key of each record, its number among the records with that key, and its row in the table."""
    text = table.text if table else like.text.clear()
    parts = [pl.col(name).fill_null("") if name in text.columns else pl.lit("") for name in like.schema.primary_key]
    joined = text.select(pl.concat_str(parts, separator="/").alias(KEY))
    return joined.with_columns(pl.int_range(pl.len()).over(KEY).alias(NTH)).with_row_index(ROW)


def _cells_that_differ(pairs: pl.DataFrame, old: Table, new: Table, name: str) -> pl.DataFrame:
    """The changed cells of one field, one row each. Taking one field at a time saves memory."""
    before, after = old.text[name].gather(pairs[f"{ROW}_right"]), new.text[name].gather(pairs[ROW])
    differs = before.ne_missing(after)
    changed = pairs.filter(differs)
    cells = {
        LINE: new.text[LINE].gather(changed[ROW]),
        KEY: changed[KEY],
        OLD: before.filter(differs),
        NEW: after.filter(differs),
    }
    return pl.DataFrame(cells).with_columns(pl.lit(name).alias(FIELD)).select(NO_CELLS.columns)


def _records(table: Table | None, rows: pl.DataFrame) -> pl.DataFrame:
    """The records at these rows, with their lines and keys."""
    return table.text[rows[ROW]].with_columns(rows[KEY]) if table else rows.select(KEY)


# --- the package as it was ---------------------------------------------------------------------------------------
def _package_at(package: Package, revision: str, folder: Path) -> Package:
    """The package at a revision, with its files put into `folder`. Raises UnusableInput."""
    _resolve(package, revision)
    archive = folder / "archive.tar"
    _git(package, "archive", "--format=tar", f"--output={archive}", revision)
    with tarfile.open(archive) as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", None)  # not in the first releases of Python 3.11
        for member in tar:
            if member.isfile() and member.name.endswith((".csv", ".json")):
                tar.extract(member, folder)
    archive.unlink()
    try:
        return read_package(folder)
    except UnusableInput as error:
        message = str(error).replace(f"{folder}/", "")
        raise UnusableInput(f"revision {revision}: {message}") from None


def _resolve(package: Package, revision: str) -> None:
    """Raises UnusableInput if the package is not in a git checkout, or there is no such revision."""
    try:
        _git(package, "rev-parse", "--show-toplevel")
    except _GitFailed:
        raise UnusableInput(
            f"{package.root}: not in a git checkout. `civcas diff` compares with a revision of the package in git"
        ) from None
    try:
        _git(package, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except _GitFailed:
        raise UnusableInput(
            f"{revision}: no such revision. `git log` lists the revisions here; `git fetch` gets more"
        ) from None


class _GitFailed(UnusableInput):
    """A git command ended with an error; the message is git's own."""


def _git(package: Package, *arguments: str) -> bytes:
    """What a git command prints. Raises _GitFailed, or UnusableInput if git is not installed."""
    try:
        done = subprocess.run(["git", *arguments], cwd=package.root, capture_output=True, check=True)  # noqa: S603, S607
    except FileNotFoundError:
        raise UnusableInput("git is not installed. `civcas diff` needs it to read the earlier revision") from None
    except subprocess.CalledProcessError as error:
        raise _GitFailed(f"git {arguments[0]}: {error.stderr.decode(errors='replace').strip()}") from None
    return done.stdout
