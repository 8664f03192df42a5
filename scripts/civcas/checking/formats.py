"""The forms in which a report can be written, by the names that `civcas check --format` takes."""

from __future__ import annotations

from collections.abc import Callable

from civcas.checking import junit, sarif
from civcas.checking.report import as_github, as_json, as_markdown, as_text

FORMATS: dict[str, Callable[..., str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "markdown": as_markdown,
    "sarif": sarif.as_sarif,
    "junit": junit.as_junit,
}
