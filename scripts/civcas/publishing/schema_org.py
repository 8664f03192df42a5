"""The package as schema.org's Dataset, which search engines for data read: in dist/, and on the site's home page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TYPES = {
    "db": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}


def paths(descriptor: dict[str, Any]) -> list[str]:
    """The files of dist/ that are the data, by their paths there, which are those on the site, too."""
    name = descriptor["name"]
    whole = [f"{name}.{kind}" for kind in ("db", "xlsx", "zip")]
    return whole + [
        f"{kind}/{table['name']}.{kind}" for kind in ("csv", "parquet") for table in descriptor["resources"]
    ]


def described(descriptor: dict[str, Any], address: Callable[[str], str]) -> dict[str, Any]:
    """The Dataset; `address` makes a link of a path of the site."""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": descriptor["title"],
        "alternateName": descriptor["name"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "dateModified": descriptor["created"],
        "keywords": descriptor["keywords"],
        "license": descriptor["licenses"][0]["path"],
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": person["title"]} for person in descriptor["contributors"]],
        "isBasedOn": [source["path"] for source in descriptor["sources"]],
        "spatialCoverage": ["Iraq", "Syria"],
        "temporalCoverage": "2014-08-08/..",
        "distribution": [
            {"@type": "DataDownload", "contentUrl": address(path), "encodingFormat": TYPES[path.rsplit(".", 1)[-1]]}
            for path in paths(descriptor)
        ],
    }
