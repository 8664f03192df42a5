"""Checks datapackage.json, the Table Schemas, and that every file in data/ is described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civcas.checking.findings import Finding
from civcas.checking.rule import all_rules
from civcas.checking.structural_rules import structural_rule
from civcas.package.schema import read_json
from civcas.package.tables import DESCRIPTOR, Package
from civcas.wording import count

# The members of the descriptor that dist/ and the site show.
_SHOWN = ("name", "title", "description", "version", "created", "keywords", "licenses", "contributors", "sources")


def descriptor_findings(package: Package) -> Iterator[Finding]:
    """What datapackage.json lacks, and what Frictionless says of it and of each Table Schema."""
    import frictionless

    hint = structural_rule("structure/descriptor").fix
    metadata: dict[str, tuple[Any, dict[str, Any]]] = {DESCRIPTOR: (frictionless.Package, package.descriptor)}
    for item in package.descriptor["resources"]:
        metadata[item["schema"]] = (frictionless.Schema, read_json(package.root / item["schema"]))
    for member in _SHOWN:
        if member not in package.descriptor:
            yield Finding("structure/descriptor", DESCRIPTOR, found=f"no {member}", expected=f"a {member}", hint=hint)
    for file, (kind, descriptor) in metadata.items():
        try:
            messages = [error.message for error in kind.metadata_validate(dict(descriptor))]
        except Exception as error:  # Frictionless fails on a member of a type that it does not expect
            messages = [f"Frictionless can't read it: {error}"]
        for message in messages:
            yield Finding("structure/descriptor", file, found=message, expected="valid metadata", hint=hint)


def stray_files(package: Package) -> Iterator[Finding]:
    paths = {resource.path for resource in package.resources}
    for file in sorted((package.root / "data").glob("*.csv")):
        path = f"data/{file.name}"
        if path not in paths:
            yield Finding(
                "structure/file",
                path,
                found="a file that no resource names",
                expected=f"a resource in {DESCRIPTOR}",
                hint=structural_rule("structure/file").fix,
            )


def missing_tables(package: Package) -> Iterator[Finding]:
    """Tables that rules, foreign keys or the schema of `evidence` name and that the descriptor does not have."""
    schemas = package.schemas
    named: dict[str, list[str]] = {}
    for rule in all_rules().values():
        for name in rule.parameters if rule.table in schemas else ():
            named.setdefault(name, []).append(f"rule {rule.id}")
    for schema in schemas.values():
        for key in schema.foreign_keys:
            named.setdefault(key.table, []).append(f"the foreign key {', '.join(key.fields)} of {schema.name}")
    for name in schemas["evidence"].field("table").constraints.get("enum", []) if "evidence" in schemas else ():
        named.setdefault(name, []).append("the field table of evidence")
    for name, who in named.items():
        if name not in schemas:
            more = f" and {count(len(who) - 1, 'other')}" if len(who) > 1 else ""
            yield Finding(
                "structure/missing-table",
                DESCRIPTOR,
                found=f"no resource is named {name}",
                expected=f"the table {name}, which {who[0]}{more} need",
                hint=structural_rule("structure/missing-table").fix,
            )
