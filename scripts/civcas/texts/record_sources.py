"""The sources of records: which one a text is, and which records a source is about."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import polars as pl

from civcas.errors import UnusableInput
from civcas.package.tables import Table
from civcas.texts.draft.source import source_with_address
from civcas.texts.table_names import EVIDENCE, SOURCES

Tables = Mapping[str, Table]


def named_source(tables: Tables, url: str) -> str:
    """The key of the source with an address. Raises UnusableInput if there is none."""
    row = source_with_address(tables, url)
    if not row:
        raise UnusableInput(
            f"--url {url}: {SOURCES} has no source with this address. `civcas draft FILE --url ... --write` adds it"
        )
    return row["source_id"]


def sources_of(tables: Tables, table: str, key: str) -> list[str]:
    """The keys of the sources of a record: its own, and those that are evidence for it."""
    own = tables[table].text.filter(pl.col(tables[table].schema.primary_key[0]) == key)["source_id"]
    return sorted(set(own.drop_nulls()) | set(evidence_for(tables, table, key)["source_id"].drop_nulls()))


def evidence_for(tables: Tables, table: str, key: str) -> pl.DataFrame:
    """The rows of evidence for a record, as text."""
    return tables[EVIDENCE].text.filter((pl.col("table") == table) & (pl.col("record_id") == key))


def language_of(tables: Tables, source: str) -> str:
    """The language of a source; empty if it is not known."""
    found = tables[SOURCES].text.filter(pl.col("source_id") == source)["language"].drop_nulls()
    return str(found[0]) if len(found) else ""


def records_of_source(tables: Tables, source: str, names: list[str]) -> list[tuple[str, str]]:
    """The records of the named tables that a source is about, as (table, key). Raises UnusableInput if none are."""
    known = tables[SOURCES].text["source_id"].to_list()
    if source not in known:
        near = difflib.get_close_matches(source, known, n=1)
        raise UnusableInput(f"{SOURCES}/{source}: no such record" + (f"; did you mean {near[0]}?" if near else ""))
    evidence = tables[EVIDENCE].text.filter(pl.col("source_id") == source)
    found = []
    for name in names:
        key = tables[name].schema.primary_key[0]
        own = tables[name].text.filter(pl.col("source_id") == source)[key].to_list()
        found += [(name, each) for each in [*own, *evidence.filter(pl.col("table") == name)["record_id"]]]
    if not found:
        raise UnusableInput(f"{SOURCES}/{source}: no record of {', '.join(names)} refers to this source")
    return list(dict.fromkeys(found))
