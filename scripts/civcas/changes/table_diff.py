"""What changed in one table: records added, removed, renamed and changed, by key and field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import polars as pl

from civcas.package.tables import KEY, LINE, Table

FIELD, OLD, NEW = "field", "old", "new"


# The key that a renamed record had. No field can have such a name.
OLD_KEY = "@old key"


_NTH, _ROW, _OLD_LINE = "nth", "row", "@old line"
_OLD_ROW = f"{_ROW}_right"


_NO_CELLS = pl.DataFrame(schema={LINE: pl.Int64, KEY: pl.String, FIELD: pl.String, OLD: pl.String, NEW: pl.String})


@dataclass(frozen=True)
class TableDiff:
    """The changes of one table, in the order of its lines.

    `added` and `removed` hold whole records (every cell as text, with its line and key). `renamed` holds the line, key
    and old key of records that differ in one field of their key only. `changed` has one row for each changed cell: its
    line in the working tree, the record's key, the field, the old and the new value. `records` counts the records that
    have a changed cell. `renamed_fields` has the old names of fields whose cells are the same, by their new names;
    `old_name` is the table's name before, if it had another one.
    """

    name: str
    path: str
    added: pl.DataFrame
    removed: pl.DataFrame
    renamed: pl.DataFrame
    changed: pl.DataFrame
    new_fields: tuple[str, ...] = ()
    lost_fields: tuple[str, ...] = ()
    renamed_fields: dict[str, str] = field(default_factory=dict)
    old_name: str = ""

    @property
    def records(self) -> int:
        return self.changed[LINE].n_unique()

    def __bool__(self) -> bool:
        records = self.added.height + self.removed.height + self.renamed.height + self.changed.height
        return bool(records or self.new_fields or self.lost_fields or self.renamed_fields or self.old_name)


def compare_table(old: Table | None, new: Table | None) -> TableDiff:
    """Compare records by primary key. If several share a key, the first is compared with the first, and so on.

    A field that only one side has counts as empty on the other.
    """
    table = cast(Table, new or old)
    before, after = (side.text if side else table.text.clear() for side in (old, new))
    left, right = _keys(before, _key_fields(old or table, table)), _keys(after, table.schema.primary_key)
    pairs = right.join(left, on=[KEY, _NTH], how="inner", maintain_order="left")
    new_fields = _only_in(new, old)
    renamed_fields = _renamed_fields(pairs, before, after, _only_in(old, new), new_fields)
    before = before.rename({earlier: name for name, earlier in renamed_fields.items()})
    added = _records(after, right.join(left, on=[KEY, _NTH], how="anti", maintain_order="left"))
    removed = _records(before, left.join(right, on=[KEY, _NTH], how="anti", maintain_order="left"))
    renamed = _renamed_records(removed, added, table.schema.primary_key)
    names = dict.fromkeys([*after.columns, *before.columns])
    cells = [_changed_cells(pairs, before, after, name) for name in names if name != LINE]
    return TableDiff(
        name=table.schema.name,
        path=table.resource.path,
        added=added.join(renamed, on=LINE, how="anti", maintain_order="left"),
        removed=removed.join(renamed, left_on=LINE, right_on=_OLD_LINE, how="anti", maintain_order="left"),
        renamed=renamed.drop(_OLD_LINE),
        changed=pl.concat([_NO_CELLS, *cells]).sort(LINE, maintain_order=True),
        new_fields=tuple(name for name in new_fields if name not in renamed_fields),
        lost_fields=tuple(name for name in _only_in(old, new) if name not in renamed_fields.values()),
        renamed_fields=renamed_fields,
        old_name=old.schema.name if old and new and old.schema.name != new.schema.name else "",
    )


def is_same_table(old: Table, new: Table) -> bool:
    """Whether a table with another name is the same one: the same fields, and at least half of the keys."""
    if old.schema.names != new.schema.names or old.schema.primary_key != new.schema.primary_key:
        return False
    before, after = (_keys(table.text, table.schema.primary_key).select(KEY).unique() for table in (old, new))
    shared = before.join(after, on=KEY).height
    return 0 < max(before.height, after.height) <= 2 * shared


# --- fields ------------------------------------------------------------------------------------------------------
def _only_in(table: Table | None, other: Table | None) -> list[str]:
    """The fields that only the first of two tables has."""
    if table is None or other is None:
        return []
    return [name for name in table.schema.names if name not in other.schema.names]


def _renamed_fields(
    pairs: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame, lost: list[str], new: list[str]
) -> dict[str, str]:
    """The lost fields that have the cells of a new one, which are not all empty, by the name of the new one."""
    found: dict[str, str] = {}
    for name in new:
        cells = _cells(after, name, pairs[_ROW])
        for earlier in lost:
            if earlier in found.values() or cells.null_count() == cells.len():
                continue
            if cells.equals(_cells(before, earlier, pairs[_OLD_ROW]), null_equal=True):
                found[name] = earlier
                break
    return found


def _cells(text: pl.DataFrame, name: str, rows: pl.Series) -> pl.Series:
    """The cells of a field at these rows; empty if there is no such field."""
    return text[name].gather(rows) if name in text.columns else pl.Series([None] * rows.len(), dtype=pl.String)


# --- records -----------------------------------------------------------------------------------------------------
def _key_fields(old: Table, new: Table) -> tuple[str, ...]:
    """The fields that identify the records of the old table, as those of the new one are identified."""
    fields, own = new.schema.primary_key, old.schema.primary_key
    return own if len(own) == len(fields) and not {*fields} <= {*old.schema.names} else fields


def _keys(text: pl.DataFrame, fields: tuple[str, ...]) -> pl.DataFrame:
    """The key of each record, its number among the records with that key, and its row in the table."""
    parts = [pl.col(name).fill_null("") if name in text.columns else pl.lit("") for name in fields]
    joined = text.select(pl.concat_str(parts, separator="/").alias(KEY))
    # Numbering takes long, and two records hardly ever share a key.
    repeated = joined[KEY].n_unique() < joined.height
    nth = pl.int_range(pl.len()).over(KEY) if repeated else pl.lit(0, pl.Int64)
    return joined.with_columns(nth.alias(_NTH)).with_row_index(_ROW)


def _records(text: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The records at these rows, with their lines and keys."""
    return text[rows[_ROW]].with_columns(rows[KEY])


def _renamed_records(removed: pl.DataFrame, added: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """The added records that are removed ones with another value in one field of the key."""
    names = [name for name in added.columns if name in removed.columns and name not in (LINE, KEY)]
    found = pl.DataFrame(schema={LINE: added.schema[LINE], KEY: pl.String, OLD_KEY: pl.String, _OLD_LINE: pl.Int64})
    for changed in key:
        same = [name for name in names if name != changed]
        content = [name for name in same if name not in key]
        if changed not in names or not content:
            continue
        left, right = (_numbered_by(frame.filter(_is_filled(content)), same) for frame in (added, removed))
        pairs = left.join(right, on=[*same, _NTH], how="inner", nulls_equal=True, suffix="_old")
        again = pairs.select(
            LINE,
            KEY,
            pl.col(f"{KEY}_old").alias(OLD_KEY),
            pl.col(f"{LINE}_old").cast(pl.Int64).alias(_OLD_LINE),
        )
        found = pl.concat([found, again]).unique(LINE, keep="first").unique(_OLD_LINE, keep="first")
    return found.sort(LINE)


def _is_filled(names: list[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(names).is_not_null())


def _numbered_by(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The frame with the number of each record among those with the same cells."""
    return frame.with_columns(pl.int_range(pl.len()).over(names).alias(_NTH))


def _changed_cells(pairs: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame, name: str) -> pl.DataFrame:
    """The changed cells of one field, one row each. Taking one field at a time saves memory."""
    old, new = _cells(before, name, pairs[_OLD_ROW]), _cells(after, name, pairs[_ROW])
    differs = old.ne_missing(new)
    changed = pairs.filter(differs)
    cells = {
        LINE: after[LINE].gather(changed[_ROW]),
        KEY: changed[KEY],
        OLD: old.filter(differs),
        NEW: new.filter(differs),
    }
    return pl.DataFrame(cells).with_columns(pl.lit(name).alias(FIELD)).select(_NO_CELLS.columns)
