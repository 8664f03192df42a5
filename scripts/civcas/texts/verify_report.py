"""Writes the outcomes of verifications as text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from civcas.texts.languages import ENGLISH
from civcas.texts.readings import SecondReading
from civcas.texts.statements import Unused
from civcas.texts.verify import CONTRADICTED, OUTCOMES, Verification
from civcas.wording import count, plain, table_row

_MOST_UNUSED = 25


# A record compared with a text, and the readings that it counts as, if they are to be written.
Outcome = tuple[Verification, SecondReading | None]


def _summary(verification: Verification) -> str:
    numbers = {outcome: sum(field.outcome == outcome for field in verification.fields) for outcome in OUTCOMES}
    return ", ".join(f"{number} {outcome}" for outcome, number in numbers.items() if number) or "nothing to compare"


def report(outcomes: list[Outcome], style: str, *, several: bool) -> str:
    """The outcomes as text, JSON or Markdown. JSON is a list if `several` records were asked for."""
    if style == "json":
        return _as_json(outcomes, several=several)
    return _as_markdown(outcomes) if style == "markdown" else _as_text(outcomes)


def _as_text(outcomes: list[Outcome]) -> str:
    lines = [line for verification, reading in outcomes for line in (*_lines(verification), *_readings(reading))]
    unused = list(dict.fromkeys(item for verification, _ in outcomes for item in verification.unused))
    return "\n".join(lines + _unused(unused))


def _lines(verification: Verification) -> Iterator[str]:
    yield f"{verification.name} and {verification.document}: {_summary(verification)}"
    if verification.language != ENGLISH:
        yield f"  numbers were looked for in the language {verification.language}"
    for field in verification.fields:
        yield f"  {field.field:<17} {field.value or '(empty)':<12} {field.outcome}"
        yield from (f"      {value}: “{words}”" for value, words in field.stated)


def _readings(reading: SecondReading | None) -> Iterator[str]:
    if not reading:
        return
    yield from (f"  readings of {name}: 2" for name in reading.raised)
    yield from (f"  readings of {name} stay: {why}" for name, why in reading.left.items())


def _unused(unused: list[Unused]) -> list[str]:
    lines = [f"not used because {item.reason}: “{item.words}”" for item in unused[:_MOST_UNUSED]]
    more = len(unused) - _MOST_UNUSED
    return lines + ([f"not used: {count(more, 'more sentence')}; --format json lists all"] if more > 0 else [])


def _as_json(outcomes: list[Outcome], *, several: bool) -> str:
    """An object for one record, a list of objects for several.

    An object has `table`, `record`, `document`, `source`, `language`, `contradicted`, `fields` (with values stated),
    `not_used` and, with --write, `readings` (`raised` and `left`).
    """
    bodies = [_body(verification, reading) for verification, reading in outcomes]
    return json.dumps(bodies if several else bodies[0], indent=2, ensure_ascii=False)


def _body(verification: Verification, reading: SecondReading | None) -> dict[str, Any]:
    fields = [
        asdict(field) | {"stated": [{"value": value, "words": words} for value, words in field.stated]}
        for field in verification.fields
    ]
    body: dict[str, Any] = {
        "table": verification.table,
        "record": verification.record,
        "document": verification.document,
        "source": verification.source,
        "language": verification.language,
        "contradicted": verification.contradicted,
        "fields": fields,
        "not_used": [asdict(item) for item in verification.unused],
    }
    return body | ({"readings": {"raised": reading.raised, "left": reading.left}} if reading else {})


def _as_markdown(outcomes: list[Outcome]) -> str:
    return "\n\n".join("\n".join(_markdown(verification, reading)) for verification, reading in outcomes)


def _markdown(verification: Verification, reading: SecondReading | None) -> Iterator[str]:
    yield from (f"## {verification.name}", "", f"{verification.document}: {_summary(verification)}.", "")
    yield from ("| field | record | outcome | the text |", "|---|---|---|---|")
    for field in verification.fields:
        words = "<br>".join(plain(f"{value}: “{words}”") for value, words in field.stated)
        shown = f"**{field.outcome}**" if field.outcome == CONTRADICTED else field.outcome
        yield table_row(field.field, field.value, shown, words)
    if reading:
        yield ""
        yield from (f"- {plain(line.strip())}" for line in _readings(reading))
