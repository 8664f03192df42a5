"""Tries a proposal out against the rules of the package."""

from __future__ import annotations

from collections.abc import Mapping

from civcas.checking.check import check
from civcas.checking.findings import Finding
from civcas.package.tables import Package


def try_out(package: Package, files: Mapping[str, bytes]) -> list[Finding]:
    """The findings that the package would have with these files of tables, and does not have now."""
    before = {_without_place(finding) for finding in check(package).errors}
    return [finding for finding in check(package, files).errors if _without_place(finding) not in before]


def _without_place(finding: Finding) -> tuple[str, ...]:
    """A finding without its line, which changes when rows are added above."""
    return finding.rule, finding.file, finding.key, finding.field, finding.found, finding.expected
