"""Checks datapackage.json, the Table Schemas, and that every file in data/ is described."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from civcas.checking.findings import Finding
from civcas.checking.rule import Rule, tables_with_evidence
from civcas.checking.schema_values import value_faults
from civcas.checking.structural_rules import structural_rule
from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR, Fault
from civcas.package.files import mapped
from civcas.package.json_files import parse_json, read_json, read_text, shown
from civcas.package.metadata import line_of_fault
from civcas.package.own import REGISTER, uses_programs_own
from civcas.package.schema import as_tuple
from civcas.package.sums import sum_faults
from civcas.package.tables import HeldTable, Package
from civcas.wording import count

_DATA = "data"


def descriptor_findings(package: Package) -> Iterator[Finding]:
    """The faults of datapackage.json and of the Table Schemas, each at its line and JSON pointer.

    Frictionless is asked about the files in which the program itself finds no fault.
    """
    faults = [*package.faults, *value_faults(package)]
    for fault in faults:
        yield fault_finding(package, fault)
    faulty = {fault.file for fault in faults}
    for file in dict.fromkeys([DESCRIPTOR, *(item["schema"] for item in package.descriptor["resources"])]):
        if file not in faulty:
            yield from _of_frictionless(package, file)


def _of_frictionless(package: Package, file: str) -> Iterator[Finding]:
    for message in _frictionless_messages(file, read_text(package.root, file)):
        yield fault_finding(package, Fault(file, (), message, "valid metadata"))


@lru_cache(maxsize=100)
def _frictionless_messages(file: str, text: str) -> list[str]:
    """What Frictionless says of the descriptor or a schema with this text. It is asked once of each text."""
    import frictionless

    content, kind = parse_json(file, text), frictionless.Package
    if file != DESCRIPTOR:
        kind = frictionless.Schema
        content["primaryKey"] = list(as_tuple(content["primaryKey"]))  # a text is legal, but not to Frictionless
    try:
        return [error.message for error in kind.metadata_validate(content)]
    except Exception as error:  # Frictionless fails on a member of a type that it does not expect
        return [f"Frictionless can't read it: {error}"]


def changed_files(package: Package, data: Mapping[str, bytes]) -> Iterator[Finding]:
    """Files that are not those whose `bytes` and `hash` the descriptor gives; those not in `data` are read."""
    for number, item in enumerate(package.descriptor["resources"]):
        if not item.keys() & {"bytes", "hash"}:
            continue
        try:
            file = data[item["name"]] if item["name"] in data else mapped(package.root, item["path"])
        except UnusableInput:  # which is a finding of its own
            continue
        for fault in sum_faults(number, item, file):
            yield fault_finding(package, fault)


def fault_finding(package: Package, fault: Fault, rule: str = "structure/descriptor") -> Finding:
    """The finding for a fault of the descriptor or a schema, at its line."""
    return Finding(
        rule,
        fault.file,
        line_of_fault(package.root, fault),
        key=fault.place,
        found=fault.found,
        expected=fault.expected,
        hint=structural_rule(rule).fix,
    )


def stray_files(package: Package) -> Iterator[Finding]:
    """CSV files in data/, at any depth, that no resource names, and what is left of a command that was killed."""
    paths = {resource.path for resource in package.resources}
    for folder, _, names in os.walk(package.root / _DATA):
        for name in sorted(names):
            path = (Path(folder) / name).relative_to(package.root).as_posix()
            if name.startswith(".") and ".csv." in name.lower():
                yield _stray(path, "a file that a command left behind when it was killed", "no such file")
            elif name.lower().endswith(".csv") and path not in paths:
                yield _stray(path, "a file that no resource names", f"a resource in {DESCRIPTOR}")


def _stray(path: str, found: str, expected: str) -> Finding:
    return Finding("structure/file", path, found=found, expected=expected, hint=structural_rule("structure/file").fix)


def empty_tables(tables: Mapping[str, HeldTable]) -> Iterator[Finding]:
    """Tables without a record, but for the register: only of known issues may there be none."""
    for name, table in tables.items():
        if name != REGISTER and not table.height:
            yield Finding(
                "structure/no-records",
                table.resource.path,
                1,
                found="a header without records",
                expected="records",
                hint=structural_rule("structure/no-records").fix,
                table=name,
            )


def missing_foreign_keys(package: Package) -> Iterator[tuple[str, Finding]]:
    """Fields named as the key of another table that do not refer to it: that table, and the finding."""
    schemas = package.schemas
    files = {item["name"]: item["schema"] for item in package.descriptor["resources"]}
    keys = {schema.primary_key[0]: name for name, schema in schemas.items() if len(schema.primary_key) == 1}
    faulty = {fault.file for fault in package.faults if fault.pointer[:1] == ("foreignKeys",)}
    for name, schema in schemas.items():
        for number, field in enumerate(schema.names if files[name] not in faulty else ()):
            target = keys.get(field, name)
            tables = {key.table for key in schema.foreign_keys if field in key.fields}
            refers = target in tables or not tables <= schemas.keys()  # a table that is not there is a finding, too
            if target != name and not refers:
                found, expected = f"no foreign key for {field}", f"a foreign key from {field} to {target}"
                yield target, fault_finding(package, Fault(files[name], ("fields", number), found, expected))


def missing_tables(package: Package, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Tables that rules, foreign keys or the schema of `evidence` name and that the descriptor does not have."""
    schemas = package.schemas
    named: dict[str, list[str]] = {}
    for rule in rules.values():
        for name in rule.parameters:
            named.setdefault(name, []).append(f"rule {rule.id}")
    for name in tables_with_evidence(schemas) if uses_programs_own(package.descriptor) else ():
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
    yield from _of_references(package, named)


def _of_references(package: Package, named: Collection[str]) -> Iterator[Finding]:
    """Foreign keys to a table that the descriptor does not have, and that nothing else names."""
    for item in package.descriptor["resources"]:
        raw = read_json(package.root, item["schema"]).get("foreignKeys", [])
        places = [as_tuple(key["fields"]) for key in raw]
        for key in package.schemas[item["name"]].foreign_keys:
            if key.table not in package.schemas and key.table not in named:
                pointer = ("foreignKeys", places.index(key.fields), "reference", "resource")
                yield fault_finding(package, Fault(item["schema"], pointer, shown(key.table), "the name of a resource"))


def has_faulty_references(package: Package) -> bool:
    """Whether a foreign key leads nowhere, so that it can't be said which records are referred to."""
    keys = [key for schema in package.schemas.values() for key in schema.foreign_keys]
    is_fault = any(fault.pointer[:1] == ("foreignKeys",) for fault in package.faults)
    return is_fault or any(key.table not in package.schemas for key in keys)
