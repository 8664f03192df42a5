"""What a package says of itself to this program: the member `civcas` of its descriptor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR
from civcas.package.files import refuse_link_outside

if TYPE_CHECKING:
    from civcas.package.tables import Package

MEMBER = "civcas"
# What comes with this program for the tables of oir-civcas: rules, series, questions, charts, and pages of the site.
PROGRAMS_OWN = "oir-civcas"

# The folders of a package with rules and with questions of its own.
RULES, QUERIES = "rules", "queries"

# The table that documents findings, and the fields that make it that. Any other table of this name is just a table.
REGISTER = "known_issues"
_FIELDS_OF_REGISTER = {"issue_id", "rule", "table", "record_id", "field", "found", "expected", "explanation", "status"}


def said(descriptor: Mapping[str, Any]) -> Mapping[str, Any]:
    """The member `civcas`; empty if there is none."""
    found: Mapping[str, Any] = descriptor.get(MEMBER, {})
    return found


def used(descriptor: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the collections of rules that the package uses."""
    return tuple(said(descriptor).get("uses", ()))


def uses_programs_own(descriptor: Mapping[str, Any]) -> bool:
    """Whether the package has the tables of oir-civcas, and wants what comes with this program for them."""
    return PROGRAMS_OWN in used(descriptor)


def of_table(descriptor: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    """How readers first see a table: its `first` fields, and the field that it is sorted by, `newest_by`."""
    found: Mapping[str, Any] = said(descriptor).get("tables", {}).get(table, {})
    return found


def has_register(package: Package) -> bool:
    """Whether the package has a register of known issues."""
    return REGISTER in package.schemas and set(package.schemas[REGISTER].names) >= _FIELDS_OF_REGISTER


def own_files(package: Package) -> Iterator[str]:
    """The files of the package in rules/ and queries/. Raises UnusableInput if a link leads out of the package."""
    for folder, kind in ((RULES, "*.py"), (QUERIES, "*.sql")):
        for file in sorted((package.root / folder).glob(kind)):
            name = f"{folder}/{file.name}"
            refuse_link_outside(package.root, name)
            yield name


def require_programs_own(package: Package, command: str) -> None:
    """Raise UnusableInput if a command that only knows the tables of oir-civcas is given another package."""
    if not uses_programs_own(package.descriptor):
        raise UnusableInput(
            f"`civcas {command}` knows only the tables of packages that use {PROGRAMS_OWN}: {DESCRIPTOR} has no"
            f' "{PROGRAMS_OWN}" in {MEMBER}.uses. Nothing was done'
        )
