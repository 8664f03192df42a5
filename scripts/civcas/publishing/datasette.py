"""The metadata of the Datasette site: titles, fields, facets, queries, settings of the plugins."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from civcas.package.own import uses_programs_own
from civcas.publishing.about import ABOUT
from civcas.publishing.about import COLUMNS as ABOUT_COLUMNS
from civcas.publishing.fields import COLUMNS, FIELDS
from civcas.publishing.queries import queries_of, ready_queries
from civcas.publishing.reading import facets, first_fields, first_sort
from civcas.publishing.series import definition, series_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from civcas.package.schema import Field, TableSchema
    from civcas.package.tables import LocalTable, Package
    from civcas.publishing.series import Series

    Schemas = dict[str, TableSchema]


# The key of the metadata under which the site's plugins find their settings.
PLUGIN = "civcas"


# Worker processes for requests that can cost much: with our queries, with a visitor's own, and those of them that take
# long.
_PROCESSES = {"pages": 2, "queries": 2, "slow": 1}


# Records from which on a table is too large to be counted for each reader.
_LARGE = 100_000


# In a query's head: the allowed values of a field, from its schema.
_VALUES = re.compile(r"\{(\w+)\.(\w+)\}")


def metadata(package: Package, tables: Mapping[str, LocalTable], files: list[str], url: str = "") -> dict[str, Any]:
    """The content of metadata.json.

    `files`: the paths of those that can be downloaded. `url`: where the site is published, if that is known.
    """
    name, licence = package.descriptor["name"], package.descriptor["licenses"][0]
    about = {
        "title": package.descriptor["title"],
        "description": package.descriptor["description"],
        "license": licence["title"],
        "license_url": licence["path"],
        **_source(package),
    }
    queries = queries_of(package)
    described = {table: _table_metadata(schema, package.descriptor) for table, schema in package.schemas.items()}
    described |= {series.name: _series_metadata(series) for series in series_of(package.descriptor)}
    canned = {query: _with_values(text, package.schemas) for query, text in queries.items()}
    return {
        **about,
        "extra_css_urls": ["/static/site.css"],
        "plugins": {PLUGIN: {"url": url, "files": files, **_settings(package, tables, queries)}},
        "databases": {name: {**about, "tables": described, "queries": canned}},
    }


def _headlines(package: Package, tables: Mapping[str, LocalTable]) -> list[dict[str, Any]]:
    """Those that a record states; a package without a home page of its own shows sums and counts as well."""
    from civcas.changes.headlines import headlines, stated

    found = headlines(tables, package.descriptor)
    shown = stated(found) if uses_programs_own(package.descriptor) else found
    return [asdict(headline) for headline in shown]


def _source(package: Package) -> dict[str, str]:
    """Where the figures come from: the table of sources or, in a package that need not have one, the page about it."""
    if uses_programs_own(package.descriptor):
        words, href = "The documents listed in the table of sources", f"/{package.descriptor['name']}/sources"
    else:
        words, href = "The sources listed on the page about the package", "/-/about#sources"
    return {"source": words, "source_url": href}


def _settings(package: Package, tables: Mapping[str, LocalTable], queries: dict[str, Any]) -> dict[str, Any]:
    """What the plugins need to know of the package, so that they name no table, field or value that a schema names."""
    from civcas.checking.rule_files import rules_of
    from civcas.package.own import has_register
    from civcas.publishing.data_package import published
    from civcas.publishing.geography import has_points
    from civcas.publishing.sqlite import searched_tables

    schemas = package.schemas
    return {
        "database": package.descriptor["name"],
        "own_pages": uses_programs_own(package.descriptor),
        "register": has_register(package),
        "points": [item.name for item in published(package) if has_points(item)],
        "processes": _PROCESSES,
        "large": _LARGE,
        "descriptor": package.descriptor,
        "headlines": _headlines(package, tables),
        "rules": {rule.id: _plain(f"{rule.summary}\n{rule.why}") for rule in rules_of(package).values()},
        "keys": {schema.primary_key[0]: name for name, schema in schemas.items() if len(schema.primary_key) == 1},
        "primary_keys": {name: list(schema.primary_key) for name, schema in schemas.items()},
        "types": {name: {field.name: field.type for field in schema.fields} for name, schema in schemas.items()}
        | {series.name: series.types for series in series_of(package.descriptor)},
        # What else SQL may name.
        "named": [FIELDS, *COLUMNS, ABOUT, *ABOUT_COLUMNS, *ready_queries(queries)],
        "series": [series.name for series in series_of(package.descriptor)],
        "categories": {name: _categories(schema) for name, schema in schemas.items()},
        "citing": {name: schema.primary_key[0] for name, schema in schemas.items() if _names_a_source(schema)},
        "searched": _in_order([schema for name, schema in schemas.items() if name in searched_tables(package)]),
        "labels": {name: {field.name: field.title for field in schema.fields} for name, schema in schemas.items()},
        "first_fields": {name: first_fields(schema, package.descriptor) for name, schema in schemas.items()},
        "first_day": min(_first_days(schemas), default=""),
    }


def _categories(schema: TableSchema) -> dict[str, dict[str, str]]:
    """The fields with a list of allowed values, each value with its meaning."""
    return {field.name: field.categories for field in schema.fields if field.categories}


def _names_a_source(schema: TableSchema) -> bool:
    """Whether each record has a key of one field and names a main source."""
    return len(schema.primary_key) == 1 and any(key.table == "sources" for key in schema.foreign_keys)


def _in_order(schemas: list[TableSchema]) -> list[str]:
    """The names of the tables, those first whose records have a name of their own, not only an id."""
    return [schema.name for schema in sorted(schemas, key=lambda schema: _label(schema).endswith("_id"))]


def _first_days(schemas: Schemas) -> list[str]:
    fields = [field for schema in schemas.values() for field in schema.fields if field.type == "date"]
    return [field.constraints["minimum"] for field in fields if "minimum" in field.constraints]


def _label(schema: TableSchema) -> str:
    return "name" if "name" in schema.names else schema.primary_key[0]


def _table_metadata(schema: TableSchema, descriptor: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": schema.title,
        "description": _plain(schema.description),
        "columns": {field.name: _column_text(field) for field in schema.fields},
        "facets": facets(schema),
        "label_column": _label(schema),
        **first_sort(schema, descriptor),
    }


def _series_metadata(series: Series) -> dict[str, Any]:
    return {
        "title": series.title,
        "description": series.description,
        "columns": series.columns,
        "definition": definition(series),
    }


def _column_text(field: Field) -> str:
    """The field's description, which has its unit, and what its values mean."""
    values = [f"{value}: {label}" for value, label in field.categories.items()]
    return _plain(" ".join([field.description, *values]))


def _plain(text: str) -> str:
    """The text without Markdown's code marks, which Datasette would show."""
    return text.replace("`", "")


def _with_values(query: dict[str, Any], schemas: Schemas) -> dict[str, Any]:
    """The query with {table.field} in its parameter lines replaced by the values that the schema allows."""

    def values(match: re.Match[str]) -> str:
        *most, last = schemas[match[1]].labels(match[2])
        return f"{', '.join(most)} or {last}" if most else last

    return {**query, "head": _VALUES.sub(values, query["head"])}
