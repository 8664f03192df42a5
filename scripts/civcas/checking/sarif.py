"""Writes a report as SARIF 2.1.0, the form in which programs exchange what analyses find."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from civcas import __version__
from civcas.checking.catalogue import catalogue
from civcas.checking.check import Report
from civcas.checking.contradictions import in_words
from civcas.checking.findings import Finding
from civcas.checking.report import summary
from civcas.wording import count, json_text, visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SEEN = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?: \((?P<words>.*)\))?")

Node = dict[str, Any]


def as_sarif(report: Report, *, documented: bool = False) -> str:
    """Findings as results, each with the rule that it breaks; documented ones are results that are suppressed.

    What was not checked or is not shown is a notification.
    """
    shown = report.findings if documented else report.errors
    pages = catalogue(report.known)
    names = sorted({finding.rule for finding in shown})
    number = {name: index for index, name in enumerate(names)}
    notes = [f"{name} was not checked: correct the files that it reads first" for name in report.skipped_rules]
    notes += [f"{name} was not run: {place}; --run-rules runs it" for name, place in report.rules_not_run.items()]
    if report.elsewhere:
        notes.append(f"{count(report.elsewhere, 'finding')} in other files not shown")
    rules = [_rule(name, pages[name]) for name in names]
    results = [_result(finding, number[finding.rule]) for finding in shown]
    return _log(rules, results, [_note("warning", note) for note in notes], summary(report))


def failure(message: str) -> str:
    """The log of a check that could not be made."""
    return _log([], [], [_note("error", message)], message, successful=False)


def _log(rules: list[Node], results: list[Node], notes: list[Node], words: str, *, successful: bool = True) -> str:
    driver = {"name": "civcas", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": successful, "toolExecutionNotifications": notes}],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"summary": words},
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _note(level: str, text: str) -> Node:
    return {"level": level, "message": {"text": text}}


def _rule(name: str, page: str) -> Node:
    """A rule, by its page: what it asks is the first paragraph."""
    asks = page.partition("\n\n")[0]
    return {"id": name, "shortDescription": {"text": asks}, "help": {"text": page, "markdown": page}}


def _result(finding: Finding, rule: int) -> Node:
    location: Node = {"physicalLocation": _place(finding.file, finding.line, finding.position)}
    named = "/".join(filter(None, (finding.key, finding.field)))
    if named:
        location["logicalLocations"] = [{"fullyQualifiedName": named, "kind": "member"}]
    result = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": _message(finding)},
        "locations": [location],
    }
    if seen := [_related(text) for text in finding.see]:
        result["relatedLocations"] = seen
    if finding.issue:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.issue}]
    return result


def _message(finding: Finding) -> str:
    if finding.issue:
        return visible(in_words(finding.rule, finding.found, finding.expected))
    text = f"Found {visible(finding.found)}, expected {visible(finding.expected)}."
    also = f"Also breaks {', '.join(finding.also)}." if finding.also else ""
    return " ".join(filter(None, (text, finding.hint, also)))


def _related(text: str) -> Node:
    """A record that a finding rests on: its file and line, and what is said of it."""
    match = _SEEN.fullmatch(text)
    if not match:
        return {"message": {"text": visible(text)}}
    return {
        "physicalLocation": _place(match["file"], int(match["line"]), None),
        "message": {"text": visible(match["words"] or text)},
    }


def _place(file: str, line: int | None, position: int | None) -> Node:
    region = {"startLine": line, "startColumn": position}
    region = {name: value for name, value in region.items() if value}
    safe = "/:?=&%" if "://" in file else "/"  # an address on the web is quoted already
    place: Node = {"artifactLocation": {"uri": quote(file, safe=safe)}}
    return place | ({"region": region} if line else {})
