"""Reads datapackage.json and the Table Schemas, and collects what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from civcas.errors import UnusableInput
from civcas.package.faults import DESCRIPTOR, Fault, shape_faults
from civcas.package.files import refuse_link_outside
from civcas.package.json_files import line_of, parse_json, read_json, read_text, shown
from civcas.package.own_faults import own_faults
from civcas.package.schema import TableSchema, parse_schema
from civcas.package.schema_faults import reference_faults, schema_faults, without

# So many faults are listed where a command can't go on.
_LISTED = 5


@dataclass(frozen=True)
class Metadata:
    """The descriptor, the Table Schemas by resource in its order, and the faults that leave these usable.

    The members at fault are in neither.
    """

    descriptor: dict[str, Any]
    schemas: dict[str, TableSchema]
    faults: tuple[Fault, ...]


def read_metadata(root: Path, tables: Collection[str] | None = None) -> Metadata:
    """Read the descriptor and every schema. Raises UnusableInput if one of them can't be used.

    `tables`: only the schemas of these tables, without a look at what these refer to in others.
    """
    descriptor, of_descriptor = _read_descriptor(root)
    raise_faults(_same(descriptor["resources"]))
    items = _of_tables(descriptor, tables)
    for item in items:
        for path in (item["path"], item["schema"]):
            refuse_link_outside(root, path)
    raw = {item["schema"]: _parsed(item["schema"], read_text(root, item["schema"])) for item in items}
    faults = of_descriptor + [fault for _, of_schema in raw.values() for fault in of_schema]
    schemas = [parse_schema(raw[item["schema"]][0], item["name"]) for item in items]
    by_name = {schema.name: schema for schema in schemas}
    usable = {}
    for item, schema in zip(items, schemas, strict=True):
        wrong = _misnamed(item, raw[item["schema"]][0])
        if tables is None:
            wrong += reference_faults(item["schema"], raw[item["schema"]][0], schema, by_name)
        faults += wrong
        usable[schema.name] = parse_schema(without(raw[item["schema"]][0], wrong), schema.name)
    descriptor = without(descriptor, of_descriptor)
    wrong = own_faults(descriptor, usable) if tables is None else []
    return Metadata(without(descriptor, wrong), usable, tuple(dict.fromkeys(faults + wrong)))


def described_files(root: Path, tables: Collection[str] | None = None) -> list[str]:
    """The schemas and tables that the descriptor names. Raises UnusableInput if it can't be used.

    `tables`: only those of these tables.
    """
    items = _of_tables(_read_descriptor(root)[0], tables)
    return list(dict.fromkeys(item[member] for member in ("schema", "path") for item in items))


def _of_tables(descriptor: dict[str, Any], tables: Collection[str] | None) -> list[dict[str, Any]]:
    return [item for item in descriptor["resources"] if tables is None or item["name"] in tables]


def _read_descriptor(root: Path) -> tuple[dict[str, Any], list[Fault]]:
    """The descriptor, and the faults that leave it usable. Raises UnusableInput if there are others."""
    descriptor = read_json(root, DESCRIPTOR)
    faults = shape_faults(DESCRIPTOR, "descriptor", descriptor)
    raise_faults(fault for fault in faults if fault.fatal)
    return descriptor, faults


def raise_faults(faults: Iterable[Fault], more: str = "") -> None:
    """Raise UnusableInput if there are faults, with the first few of them."""
    found = list(faults)
    if found:
        left = [f"and {len(found) - _LISTED:,} more like this"] if len(found) > _LISTED else []
        raise UnusableInput("\n".join([*map(str, found[:_LISTED]), *left]) + more)


def line_of_fault(root: Path, fault: Fault) -> int:
    """The line at which a fault is; that of the member around it, if the member is not there."""
    text = read_text(root, fault.file)
    pointer = fault.pointer
    while True:
        try:
            return line_of(text, pointer)
        except (LookupError, ValueError):
            pointer = pointer[:-1]


def _same(items: list[dict[str, Any]]) -> Iterator[Fault]:
    """Resources that share a name or a file."""
    for member in ("name", "path"):
        counts = Counter(item[member].lower() for item in items)  # as file systems of Windows and macOS see them
        for number, item in enumerate(items):
            if (count := counts[item[member].lower()]) > 1:
                found = f"{item[member]} for {count} resources"
                yield Fault(DESCRIPTOR, ("resources", number, member), found, f"another {member} for each resource")


def _misnamed(item: dict[str, Any], raw: dict[str, Any]) -> list[Fault]:
    """A schema with the name of another table than its resource has."""
    name = raw.get("name", item["name"])
    if name == item["name"]:
        return []
    return [Fault(item["schema"], ("name",), shown(name), f"{item['name']}, the name of the resource, or no name")]


@lru_cache(maxsize=100)
def _parsed(file: str, text: str) -> tuple[dict[str, Any], list[Fault]]:
    """A Table Schema without the members that are no use, and its faults. Raises UnusableInput.

    The answer to the same text is kept, since a program may read a package often; nobody may change it.
    """
    raw = parse_json(file, text)
    faults = shape_faults(file, "table_schema", raw)
    raise_faults(fault for fault in faults if fault.fatal)
    raise_faults(_same_fields(file, raw))
    raw = without(raw, faults)
    wrong = schema_faults(file, raw)
    return without(raw, wrong), faults + wrong


def _same_fields(file: str, raw: dict[str, Any]) -> Iterator[Fault]:
    """Fields whose names differ in no more than case, which SQLite takes for one."""
    names = [field["name"] for field in raw["fields"]]
    for number, name in enumerate(names):
        twin = next((other for other in names[:number] if other.lower() == name.lower()), None)
        if twin:
            yield Fault(file, ("fields", number, "name"), f"{name} besides {twin}", "another name for each field")
