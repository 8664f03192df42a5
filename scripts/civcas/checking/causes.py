"""One cause, one finding: findings that follow from a wrong cell are folded into the one that names it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from civcas.checking.findings import Finding

Cell = tuple[str, int | None, str]


@dataclass(frozen=True)
class Located:
    """A finding with the cells that take part in it, by which one cause is told from many.

    `previous` is the line of an earlier record that takes part; what lies between the two might have to.
    """

    finding: Finding
    cells: frozenset[Cell]
    previous: int | None = None

    def follows_from(self, root: Located) -> bool:
        """Whether the root's cell takes part; of a record that is not in form, any cell does."""
        if not root.finding.rule.startswith("structure/"):
            return bool(self.cells & root.cells)
        here, there = self.finding.line or 0, root.finding.line or 0
        near = min(here, self.previous or here) <= there <= max(here, self.previous or here)
        return self.finding.table == root.finding.table and near


def is_root(finding: Finding) -> bool:
    """Whether a finding says by itself that a cell is wrong: its form is, or no source states its value."""
    return finding.rule.startswith("structure/") or finding.rule.endswith("/sourced")


def fold(located: list[Located]) -> list[Finding]:
    """One cause, one finding: what follows from a wrong cell is told with it, not again beside it."""
    roots = [item for item in located if is_root(item.finding)]
    also: dict[int, list[str]] = {}
    rest = []
    for item in located:
        if is_root(item.finding):
            continue
        cause = next((number for number, root in enumerate(roots) if item.follows_from(root)), None)
        if cause is None:
            rest.append(item.finding)
        else:
            also.setdefault(cause, []).append(item.finding.rule)
    told = [replace(root.finding, also=tuple(dict.fromkeys(also.get(number, ())))) for number, root in enumerate(roots)]
    return told + rest
