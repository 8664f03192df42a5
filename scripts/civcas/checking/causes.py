"""One cause, one finding: findings that follow from a wrong cell are folded into the one that names it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from civcas.checking.findings import Finding

Cell = tuple[str, int | None, str]
_CONTROL = "/matches-control-totals"


@dataclass(frozen=True)
class FindingWithCells:
    """A finding with the cells that take part in it, each as table, line and field.

    `previous` is the line of an earlier record that takes part; a record between the two may take part as well.
    """

    finding: Finding
    cells: frozenset[Cell]
    previous: int | None = None

    def follows_from(self, cause: FindingWithCells) -> bool:
        """Whether the cause's cell takes part. If the cause is about form, any cell of its record does."""
        if not cause.finding.rule.startswith("structure/"):
            return bool(self.cells & cause.cells)
        here, there = self.finding.line or 0, cause.finding.line or 0
        near = min(here, self.previous or here) <= there <= max(here, self.previous or here)
        return self.finding.table == cause.finding.table and near


def is_cause(finding: Finding) -> bool:
    """Whether a finding says by itself that a cell is wrong: its form is, or no source states its value."""
    return finding.rule.startswith("structure/") or finding.rule.endswith("/sourced")


def fold(found: list[FindingWithCells]) -> list[Finding]:
    """The findings, each one that follows from another named in that one's `also`."""
    causes = [item for item in found if is_cause(item.finding)]
    also: dict[int, list[str]] = {}
    rest = []
    for item in found:
        if is_cause(item.finding):
            continue
        cause = next((number for number, cause in enumerate(causes) if item.follows_from(cause)), None)
        if cause is None:
            rest.append(item.finding)
        else:
            also.setdefault(cause, []).append(item.finding.rule)
    named = [
        replace(cause.finding, also=tuple(dict.fromkeys(also.get(number, ())))) for number, cause in enumerate(causes)
    ]
    return named + rest


def fold_control_totals(found: list[Finding]) -> list[Finding]:
    """The findings, without each difference of control totals that another finding at one of its records explains."""
    errors = [finding for finding in found if not finding.issue]
    totals = [finding for finding in errors if finding.rule.endswith(_CONTROL)]
    at = {f"{finding.file}:{finding.line}": finding for finding in errors if not finding.rule.endswith(_CONTROL)}
    causes: dict[int, str] = {}
    explained: list[int] = []
    for total in totals:
        lines = [f"{total.file}:{total.line}", *[seen.split(" ", 1)[0] for seen in total.see]]
        cause = next((at[line] for line in lines if line in at), None)
        if cause is not None:
            causes[id(cause)] = total.rule
            explained.append(id(total))
    kept = [finding for finding in found if id(finding) not in explained]
    return [
        replace(finding, also=(*finding.also, causes[id(finding)])) if id(finding) in causes else finding
        for finding in kept
    ]
