"""The package as a schema.org Dataset, which search engines read: in dist/ and on the home page of the site."""

from __future__ import annotations

from typing import Any, NamedTuple

from civcas.publishing.series import all_series

# The media type of each kind of file in dist/, by its suffix.
TYPES = {
    "db": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}


# The members of the descriptor that are named as schema.org names them.
COVERAGE = ("spatialCoverage", "temporalCoverage")


class FileNames(NamedTuple):
    """The files of dist/ that are called after the package."""

    database: str
    workbook: str
    archive: str
    dataset: str


def file_names(descriptor: dict[str, Any]) -> FileNames:
    return FileNames(*(f"{descriptor['name']}.{suffix}" for suffix in ("db", "xlsx", "zip", "jsonld")))


def paths(descriptor: dict[str, Any]) -> list[str]:
    """The data files of dist/. Their paths are the same on the site."""
    names = file_names(descriptor)
    tables = [*[table["name"] for table in descriptor["resources"]], *[series.name for series in all_series()]]
    one_table = [f"{suffix}/{name}.{suffix}" for suffix in ("csv", "parquet") for name in tables]
    return [names.database, names.workbook, names.archive, *one_table]


def described(descriptor: dict[str, Any], url: str) -> dict[str, Any]:
    """The Dataset. Its files are at `url`, or have relative addresses if that is empty."""
    base = f"{url}/" if url else ""
    coverage: dict[str, Any] = {name: descriptor[name] for name in COVERAGE if name in descriptor}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": descriptor["title"],
        "alternateName": descriptor["name"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "dateModified": descriptor["created"],
        "keywords": descriptor["keywords"],
        **({"url": base} if url else {}),
        "license": descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": person["title"]} for person in descriptor["contributors"]],
        "isBasedOn": [source["path"] for source in descriptor["sources"]],
        **coverage,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": base + path, "encodingFormat": _media_type(path)}
            for path in paths(descriptor)
        ],
    }


def _media_type(path: str) -> str:
    return TYPES[path.rsplit(".", 1)[-1]]
