"""dist/ as a Data Package of the tables, and as one of the series: each with its CSV file and its Table Schema.

They are two, since `civcas check` takes a package of tables, and a series has no key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civcas.package.json_files import read_json
from civcas.package.metadata import DESCRIPTOR
from civcas.package.schema import as_tuple
from civcas.package.tables import Package
from civcas.publishing.json_files import write_json
from civcas.publishing.schema_org import File
from civcas.publishing.series import Series, all_series

SCHEMAS, SERIES_DESCRIPTOR = "schemas", "series.json"

# What every resource of dist/ says of its file. `profile` is what version 1 of the standard has for `type`.
_FILE = {
    "type": "table",
    "profile": "tabular-data-resource",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
}


@dataclass(frozen=True)
class Published:
    """A table or series that is published. `schema` is its Table Schema, as JSON has it.

    `summary` is the short description that the descriptor has.
    """

    name: str
    title: str
    summary: str
    description: str
    schema: dict[str, Any]

    @property
    def csv(self) -> str:
        """The path of its CSV file."""
        return f"csv/{self.name}.csv"

    @property
    def key(self) -> tuple[str, ...]:
        """The fields of the primary key; a series has none."""
        return as_tuple(self.schema.get("primaryKey", []))

    @property
    def required(self) -> set[str]:
        """The fields that are always filled."""
        required = {field["name"] for field in self.schema["fields"] if field.get("constraints", {}).get("required")}
        return required | set(self.key)

    @property
    def values(self) -> dict[str, list[str]]:
        """The fields of text that have a list of allowed values, each with these."""
        texts = [field for field in self.schema["fields"] if field["type"] == "string"]
        lists = {field["name"]: field.get("constraints", {}).get("enum", []) for field in texts}
        return {name: values for name, values in lists.items() if values}


def published(package: Package) -> list[Published]:
    """The tables and then the series. Raises UnusableInput if a schema can't be read."""
    return [*_tables(package), *(_series(series) for series in all_series())]


def _tables(package: Package) -> Iterator[Published]:
    for item in package.descriptor["resources"]:
        schema = read_json(package.root, item["schema"])
        description = schema["description"]
        yield Published(item["name"], item["title"], item.get("description", description), description, schema)


def _series(series: Series) -> Published:
    """A series. Its name stands for each column's title, since a column has no other."""
    fields = [
        {"name": name, "title": name.replace("_", " ").capitalize(), "type": series.types[name], "description": meaning}
        for name, meaning in series.columns.items()
    ]
    schema = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "name": series.name,
        "title": series.title,
        "description": series.description,
        "fields": fields,
    }
    return Published(series.name, series.title, series.description, series.description, schema)


def write_data_package(folder: Path, package: Package, items: list[Published], files: Iterable[File]) -> None:
    """The descriptors and the schemas. `files` are those that are there already, among them the CSV files."""
    paths = {file.path: file for file in files}
    (folder / SCHEMAS).mkdir()
    for item in items:
        write_json(folder / SCHEMAS / f"{item.name}.json", item.schema)
    about = package.descriptor
    tables = [_resource(item, paths[item.csv]) for item in items if item.name in package.schemas]
    series = [_resource(item, paths[item.csv]) for item in items if item.name not in package.schemas]
    write_json(folder / DESCRIPTOR, {**about, "resources": tables})
    names = {"name": f"{about['name']}-series", "title": f"Series of: {about['title']}"}
    names |= {"id": f"{about['id']}-series"} if "id" in about else {}
    write_json(folder / SERIES_DESCRIPTOR, {**about, **names, "resources": series})


def _resource(item: Published, file: File) -> dict[str, Any]:
    return {
        "name": item.name,
        "path": file.path,
        "title": item.title,
        "description": item.summary,
        **_FILE,
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": f"{SCHEMAS}/{item.name}.json",
    }
