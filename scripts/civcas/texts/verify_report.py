"""Writes the outcome of a verification as text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from civcas.texts.verify import CONTRADICTED, OUTCOMES, Verification
from civcas.wording import count, plain, table_row

_MOST_UNUSED = 25


def _summary(verification: Verification) -> str:
    numbers = {outcome: sum(field.outcome == outcome for field in verification.fields) for outcome in OUTCOMES}
    return ", ".join(f"{number} {outcome}" for outcome, number in numbers.items() if number) or "nothing to compare"


def as_text(verification: Verification) -> str:
    lines = [f"{verification.table}/{verification.record} and {verification.document}: {_summary(verification)}"]
    for field in verification.fields:
        lines.append(f"  {field.field:<17} {field.value or '(empty)':<12} {field.outcome}")
        lines += [f"      {value}: “{words}”" for value, words in field.stated]
    lines += [f"not used because {item.reason}: “{item.words}”" for item in verification.unused[:_MOST_UNUSED]]
    more = len(verification.unused) - _MOST_UNUSED
    lines += [f"not used: {count(more, 'more sentence')}; --format json lists all"] if more > 0 else []
    return "\n".join(lines)


def as_json(verification: Verification) -> str:
    """An object with `table`, `record`, `document`, `contradicted`, `fields` (with values stated) and `not_used`."""
    fields = [
        asdict(field) | {"stated": [{"value": value, "words": words} for value, words in field.stated]}
        for field in verification.fields
    ]
    body = {
        "table": verification.table,
        "record": verification.record,
        "document": verification.document,
        "contradicted": verification.contradicted,
        "fields": fields,
        "not_used": [asdict(item) for item in verification.unused],
    }
    return json.dumps(body, indent=2, ensure_ascii=False)


def as_markdown(verification: Verification) -> str:
    lines = [
        f"## {verification.table}/{verification.record}",
        "",
        f"{verification.document}: {_summary(verification)}.",
        "",
        "| field | record | outcome | the text |",
        "|---|---|---|---|",
    ]
    for field in verification.fields:
        words = "<br>".join(plain(f"{value}: “{words}”") for value, words in field.stated)
        shown = f"**{field.outcome}**" if field.outcome == CONTRADICTED else field.outcome
        lines.append(table_row(field.field, field.value, shown, words))
    return "\n".join(lines)


FORMATS: dict[str, Callable[[Verification], str]] = {"text": as_text, "json": as_json, "markdown": as_markdown}
