"""The package as a schema.org Dataset, which search engines read: in dist/ and on the home page of the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from civcas.publishing.series import series_of

if TYPE_CHECKING:
    from civcas.publishing.data_package import Published

# The media type of each kind of file with data in dist/, by its suffix.
TYPES = {
    "db": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/x-ndjson",
    "geojson": "application/geo+json",
}


# The members of the descriptor that are named as schema.org names them.
COVERAGE = ("spatialCoverage", "temporalCoverage")


class FileNames(NamedTuple):
    """The files of dist/ that are called after the package."""

    database: str
    workbook: str
    archive: str
    dataset: str


class File(NamedTuple):
    """A file of dist/: its path there and, if they are known, its size in bytes and its SHA-256."""

    path: str
    size: int | None = None
    sha256: str = ""

    @property
    def media_type(self) -> str:
        return TYPES[self.path.rsplit(".", 1)[-1]]


def file_names(descriptor: dict[str, Any]) -> FileNames:
    return FileNames(*(f"{descriptor['name']}.{suffix}" for suffix in ("db", "xlsx", "zip", "jsonld")))


def main_files(descriptor: dict[str, Any]) -> list[File]:
    """The data files of dist/ that the home page of the site names. Their paths are the same on the site."""
    names = file_names(descriptor)
    tables = [*[table["name"] for table in descriptor["resources"]], *[series.name for series in series_of(descriptor)]]
    one_table = [f"{suffix}/{name}.{suffix}" for suffix in ("csv", "parquet") for name in tables]
    return [File(path) for path in (names.database, names.workbook, names.archive, *one_table)]


def described(
    descriptor: dict[str, Any], url: str, files: Iterable[File], items: Iterable[Published] = ()
) -> dict[str, Any]:
    """The Dataset. Its files are at `url`, or have relative addresses if that is empty.

    `items`: the tables whose figures it lists.
    """
    people = [{"@type": "Organization", "name": person["title"]} for person in descriptor["contributors"]]
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **({"@id": f"{url}/", "url": f"{url}/"} if url else {}),
        "name": descriptor["title"],
        "alternateName": descriptor["name"],
        "identifier": descriptor.get("id", descriptor["name"]),
        "description": descriptor["description"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"],
        "dateModified": descriptor["created"],
        "inLanguage": "en",
        "keywords": descriptor["keywords"],
        "license": descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "creator": people,
        "publisher": people,
        "isBasedOn": [source["path"] for source in descriptor["sources"]],
        **{name: descriptor[name] for name in COVERAGE if name in descriptor},
        **({"variableMeasured": measured} if (measured := list(_variables(items))) else {}),
        "distribution": [_download(file, url) for file in files],
    }


def address(path: str, url: str) -> str:
    """Where a file of dist/ is: at `url`, or beside the file that names it."""
    return f"{url}/{path}" if url else path


def _download(file: File, url: str) -> dict[str, Any]:
    known = {"contentSize": f"{file.size} B", "sha256": file.sha256} if file.sha256 else {}
    return {
        "@type": "DataDownload",
        "name": file.path,
        "contentUrl": address(file.path, url),
        "encodingFormat": file.media_type,
        **known,
    }


def _variables(items: Iterable[Published]) -> Iterable[dict[str, str]]:
    """The fields that have a unit."""
    for item in items:
        for field in item.schema["fields"]:
            if field.get("unit"):
                yield {
                    "@type": "PropertyValue",
                    "name": f"{item.name}.{field['name']}",
                    "description": field["description"],
                    "unitText": field["unit"],
                }
