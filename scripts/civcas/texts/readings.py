"""Counts a verification as the second reading of a source: raises `readings` of its evidence from 1 to 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from civcas.errors import UnusableInput
from civcas.package.canonical import formatted
from civcas.package.tables import Package, read_tables
from civcas.package.writing import Change
from civcas.texts.draft.writing import with_control_totals
from civcas.texts.record_sources import evidence_for, sources_of
from civcas.texts.table_names import EVIDENCE
from civcas.texts.verify import NOT_MENTIONED, NUMBER_STANDS, Comparison, Verification, is_of_another_period

_ONCE, _TWICE = "1", "2"


@dataclass(frozen=True)
class SecondReading:
    """The fields of a record whose evidence was read a second time, and why that of others stays as it is."""

    raised: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)


def second_readings(
    package: Package, verifications: Sequence[Verification]
) -> tuple[list[SecondReading], dict[str, Change]]:
    """What each verification counts as, and by table the files that say so; none if nothing is to be raised.

    Raises UnusableInput if it is not clear which source the text is, or if the text states another value than the
    evidence from this source.
    """
    tables = read_tables(package)
    evidence, found = tables[EVIDENCE], []
    raised = pl.lit(value=False)
    for each in verifications:
        if not each.source:
            several = ", ".join(sources_of(tables, each.table, each.record))
            raise UnusableInput(
                f"nothing was written. {each.name} has several sources: {several}. Say with --url which one was read"
            )
        rows = evidence_for(tables, each.table, each.record).filter(pl.col("source_id") == each.source)
        reading = _reading(each, {row["field"]: row for row in rows.to_dicts()})
        found.append(reading)
        of_record = (pl.col("table") == each.table) & (pl.col("record_id") == each.record)
        raised |= of_record & (pl.col("source_id") == each.source) & pl.col("field").is_in(reading.raised)
    if not any(reading.raised for reading in found):
        return found, {}
    cell = pl.when(raised).then(pl.lit(_TWICE)).otherwise("readings").alias("readings")
    text = evidence.text.with_columns(cell)
    change = Change(evidence.resource.path, evidence.data, formatted(replace(evidence, text=text)))
    return found, with_control_totals(tables, {EVIDENCE: change})


def _reading(verification: Verification, evidence: dict[str, dict[str, str]]) -> SecondReading:
    """The fields to raise. Raises UnusableInput if the text contradicts the evidence."""
    if is_of_another_period(verification.fields):
        raise UnusableInput(f"nothing was written. {verification.name}: the text is about another period")
    reading = SecondReading()
    for compared in verification.fields:
        row = evidence.get(compared.field)
        why = _why_left(verification, compared, row)
        if why:
            reading.left[compared.field] = why
        else:
            reading.raised.append(compared.field)
    return reading


def _why_left(verification: Verification, compared: Comparison, row: dict[str, str] | None) -> str:
    """Why the evidence for a field stays as it is; empty if the text states its value, and nobody read it again yet."""
    if compared.outcome in (NOT_MENTIONED, NUMBER_STANDS):
        return f"{compared.outcome}, which confirms nothing in words"
    if not row:
        return f"no evidence from {verification.source} for it; `civcas draft` with --evidence-only adds that"
    stated = {value for value, _ in compared.stated}
    if len(stated) > 1:
        return "the text gives several values"
    if stated != {row["value"]}:
        raise UnusableInput(
            f"nothing was written. {verification.name}: the text states {compared.field} {', '.join(stated)}, but"
            f" {EVIDENCE} has {row['value']} from {verification.source}. Find out which is right, and correct it first"
        )
    return "" if row["readings"] == _ONCE else f"read {row['readings']} times already"
