"""Datasette's metadata, made from the package: titles, columns, facets, licence and canned queries."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from civcas.package.schema import Field, TableSchema
    from civcas.package.tables import Package


DATABASE = "oir-civcas"


# A facet with more values than this is a list, not an overview.
FACET_VALUES = 8


# Processes beside the server's own, for requests whose cost the asker decides.
PROCESSES = 2


def metadata(package: Package) -> dict[str, Any]:
    """Datasette's metadata: titles, descriptions, columns with units, licence, sources, facets, queries."""
    from civcas.checking.rule import all_rules

    descriptor = package.descriptor
    licence = descriptor["licenses"][0]
    about = {
        "title": descriptor["title"],
        "description": descriptor["description"],
        "license": licence["title"],
        "license_url": licence["path"],
        "source": "The documents listed in the table of sources",
        "source_url": f"/{DATABASE}/sources",
    }
    tables = {name: table_metadata(schema) for name, schema in package.schemas.items()}
    databases = {DATABASE: {**about, "tables": tables, "queries": queries()}}
    rules = {rule.id: plain(f"{rule.summary}\n{rule.why}") for rule in all_rules().values()}
    # The table of each key of one field, by which a page links it wherever it stands.
    keys = {schema.primary_key[0]: name for name, schema in package.schemas.items() if len(schema.primary_key) == 1}
    plugins = {
        "pages": {"descriptor": descriptor, "rules": rules, "keys": keys},
        "limits": {"processes": PROCESSES},
    }
    files = {"extra_css_urls": ["/static/site.css"], "extra_js_urls": ["/static/names.js"]}
    return {**about, **files, "plugins": plugins, "databases": databases}


def table_metadata(schema: TableSchema) -> dict[str, Any]:
    # Only by a field that is always filled: a page after the first would lose rows among empty cells.
    dates = [field.name for field in schema.fields if field.type == "date" and field.required]
    facets = [field.name for field in schema.fields if 1 < len(field.categories) <= FACET_VALUES]
    facets += [key.fields[0] for key in schema.foreign_keys if key.table == "organisations"]
    order = {"sort_desc": dates[0]} if dates else {"sort": schema.primary_key[0]}
    return {
        "title": schema.title,
        "description": plain(schema.description),
        "columns": {field.name: column_text(field) for field in schema.fields},
        "facets": facets,
        "label_column": "name" if "name" in schema.names else schema.primary_key[0],
        **order,
    }


def column_text(field: Field) -> str:
    """The field's description, which has its unit, and what its values mean."""
    values = [f"{value}: {label}" for value, label in field.categories.items()]
    return plain(" ".join([field.description, *values]))


def plain(text: str) -> str:
    """Markdown's code marks taken out: Datasette shows descriptions as they are."""
    return text.replace("`", "")


def queries() -> dict[str, dict[str, Any]]:
    """The canned queries: each a file whose first comment lines are its title, its description, and what
    plugins/questions.py reads: a line for each parameter (`:`) and for each table whose pages link it (`@`)."""
    folder = resources.files("civcas.site") / "queries"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): query(file.read_text(encoding="utf-8")) for file in files}


def query(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    length = next(number for number, line in enumerate(lines) if not line.startswith("-- "))
    head = [line.removeprefix("-- ") for line in lines[:length]]
    return {
        "title": head[0],
        "description": " ".join(line for line in head[1:] if line[0] not in ":@"),
        "params": [line[1:].split()[0] for line in head if line[0] == ":"],
        "head": "\n".join(line for line in head if line[0] in ":@"),
        "sql": "\n".join(lines[length:]),
        "hide_sql": True,
    }
