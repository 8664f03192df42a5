"""Writes a report as text for people, JSON for programs, annotations for GitHub, or Markdown for a summary."""

from __future__ import annotations

from dataclasses import asdict

from civcas.checking.check import Report
from civcas.checking.contradictions import in_words
from civcas.checking.findings import Finding
from civcas.wording import count, cut, json_text, plain, table_row, visible

# GitHub shows no more annotations than these of one step.
ANNOTATIONS = 10
# A job summary holds 1 MiB: so many rows of a table, with cells cut to so many characters, stay within it.
ROWS = 500
# Of the records that a finding rests on, so many are named.
SEEN = 6
# A text of a file is shown up to so many characters.
_LONGEST = 500


def as_text(report: Report, *, documented: bool = False) -> str:
    """Findings as `file:line:column rule`, each followed by what was found, what was expected and how to fix it.

    A documented one is followed by what the package has and what contradicts it.
    """
    shown = report.findings if documented else report.errors
    parts = [text_of(finding) for finding in shown]
    return "\n".join([*parts, *not_run(report), summary(report)])


def not_run(report: Report) -> list[str]:
    """A line for each rule of the package that was not run, with its place."""
    return [
        f"{place} {name} was not run: it is code of the package. --run-rules runs it"
        for name, place in report.rules_not_run.items()
    ]


def text_of(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.position) if part)
    lines = [f"{place} {finding.rule}" + (f" [documented: {finding.issue}]" if finding.issue else "")]
    if finding.key or finding.field:
        lines.append("  in:       " + " / ".join(visible(part) for part in (finding.key, finding.field) if part))
    if finding.issue:
        lines.append(f"  known:    {_shown(in_words(finding.rule, finding.found, finding.expected))}")
    else:
        lines += [f"  found:    {_shown(finding.found)}", f"  expected: {_shown(finding.expected)}"]
    lines += [f"  see:      {seen}" for seen in seen_of(finding)]
    if finding.hint and not finding.issue:
        lines.append(f"  hint:     {finding.hint}")
    if finding.also:
        lines.append("  also:     breaks " + ", ".join(finding.also))
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    """A text of a file, in one line that is not too long for a terminal."""
    return visible(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def seen_of(finding: Finding) -> list[str]:
    """The records that a finding rests on: the first few, and how many more there are."""
    left = len(finding.see) - SEEN
    return [*finding.see[:SEEN], *([f"and {left:,} more"] if left > 0 else [])]


def summary(report: Report) -> str:
    """One sentence: what was checked, and the outcome."""
    records = sum(report.records.values())
    checked = ", ".join(
        f"{number:,} {name}{'' if number == 1 else 's'}"
        for number, name in ((len(report.records), "table"), (records, "record"), (report.rules, "rule"))
    )
    parts = [f"{count(len(report.errors), 'finding')}, {len(report.documented):,} documented by known issues"]
    if report.elsewhere:
        parts.append(f"{count(report.elsewhere, 'finding')} in other files")
    if report.skipped_rules:
        parts.append(f"{count(len(report.skipped_rules), 'rule')} skipped until the files are corrected")
    if report.rules_not_run:
        parts.append(f"{count(len(report.rules_not_run), 'rule')} of the package not run")
    if not (report.rules or report.skipped_rules or report.rules_not_run):
        parts.append("the package asks for no rule on what its tables say")
    return f"{checked}: {'; '.join(parts)}"


def as_json(report: Report, *, documented: bool = True) -> str:
    """`findings` with all their fields, `records` by table, `rules`, `skipped_rules`, `rules_not_run`, `errors`."""
    shown = report.findings if documented else report.errors
    found = [asdict(finding) | {"table": finding.table, "severity": finding.severity} for finding in shown]
    body = {
        "errors": len(report.errors),
        "errors_in_other_files": report.elsewhere,
        "documented": len(report.documented),
        "records": report.records,
        "rules": report.rules,
        "skipped_rules": report.skipped_rules,
        "rules_not_run": dict(report.rules_not_run),
        "findings": found,
    }
    return json_text(body, indent=2)


def as_github(report: Report, *, documented: bool = False) -> str:
    """Workflow commands that annotate the cells: one a finding, or one a file and rule where there are too many."""
    groups = grouped(report.errors)
    lines = [annotation(*group) for group in groups[:ANNOTATIONS]]
    if documented:
        lines += [annotation(finding) for finding in report.documented[: ANNOTATIONS - 1]]
    left = sum(len(group) for group in groups[ANNOTATIONS:])
    more = f" {count(left, 'finding')} without an annotation: see the job summary." if left else ""
    return "\n".join([*lines, f"::notice title=civcas check::{escape(summary(report))}.{more}"])


def grouped(findings: list[Finding]) -> list[list[Finding]]:
    """Each finding by itself while GitHub shows them all, else those of one rule in one file together."""
    if len(findings) <= ANNOTATIONS:
        return [[finding] for finding in findings]
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.file, finding.rule), []).append(finding)
    return list(groups.values())


def annotation(finding: Finding, *others: Finding) -> str:
    """The command that annotates a finding's cell; `others` break the same rule further down the file."""
    places = [("file", finding.file), ("line", finding.line), ("col", finding.position), ("title", finding.rule)]
    where = ",".join(f"{name}={escape_property(str(value))}" for name, value in places if value)
    parts = [f"{finding.key} / {finding.field}" if finding.key else ""]
    if finding.issue:
        parts.append(_shown(in_words(finding.rule, finding.found, finding.expected)))
    else:
        parts += [f"found {_shown(finding.found)}", f"expected {_shown(finding.expected)}"]
    parts += ["see " + ", ".join(seen_of(finding)) if finding.see else ""]
    parts += ["" if finding.issue else finding.hint, "also breaks " + ", ".join(finding.also) if finding.also else ""]
    if others:
        parts.append(f"and {len(others):,} more of this rule in this file, the next on line {others[0].line}")
    message = "; ".join(part for part in parts if part)
    return f"::{'notice' if finding.issue else 'error'} {where}::{escape(message)}"


def escape(message: str) -> str:
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(value: str) -> str:
    return escape(value).replace(":", "%3A").replace(",", "%2C")


def as_markdown(report: Report, *, documented: bool = True) -> str:
    """A summary line and a table of findings, errors first; as many as a job summary holds, and the rest counted."""
    lines = ["## civcas check", "", summary(report) + ".", ""]
    lines += [f"- {plain(line)}" for line in not_run(report)] + ([""] if report.rules_not_run else [])
    for title, found, columns in (
        ("Findings", report.errors, ["where", "rule", "record", "found", "expected", "how to fix it"]),
        ("Documented by known issues", report.documented if documented else [], ["where", "rule", "record", "known"]),
    ):
        if found:
            lines += [f"### {title}", "", table_row(*columns), "|" + "---|" * len(columns)]
            lines += [markdown_row(finding) for finding in found[:ROWS]]
            lines.append("")
            if len(found) > ROWS:
                lines += [f"{len(found) - ROWS:,} more are not listed; `civcas check` lists them all.", ""]
    return "\n".join(lines)


def markdown_row(finding: Finding) -> str:
    where = f"{finding.file}:{finding.line}" if finding.line else finding.file
    record = " / ".join(part for part in (finding.key, finding.field) if part)
    if finding.issue:
        known = in_words(finding.rule, finding.found, finding.expected)
        return table_row(where, finding.rule, plain(record), plain(cut(known)))
    expected = cut("; see ".join([finding.expected, *([", ".join(seen_of(finding))] if finding.see else [])]))
    texts = (record, cut(finding.found), expected, cut(finding.hint))
    return table_row(where, finding.rule, *map(plain, texts))
