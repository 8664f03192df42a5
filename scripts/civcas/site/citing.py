"""How to cite one record: as a line of text and for BibTeX, with the version of the package that has it."""

from __future__ import annotations

from typing import Any

from civcas.publishing.bibtex import entry, escaped, web_address, whole
from civcas.site.database import Row


def citation(descriptor: dict[str, Any], url: str, record: str, title: str) -> Row:
    """`url` is the page of the record, `record` its table and key, such as releases/monthly-2019-04.

    The version is a parameter of the address: a site that has another one says so, instead of showing other figures.
    """
    author, version, year = descriptor["contributors"][0]["title"], descriptor["version"], descriptor["created"][:4]
    permalink = f"{url}?version={version}"
    package = f"{descriptor['name']}: {descriptor['title']}"
    return {
        "permalink": permalink,
        "text": f"{author}: {title}. In: {package}. Version {version}, {year}. Record {record}. {permalink}",
        "bibtex": entry(
            f"{descriptor['name']}-{record}",
            author=whole(author),
            title=whole(title),
            howpublished=f"In: {escaped(package)}, record {escaped(record)}",
            version=escaped(version),
            year=year,
            url=web_address(permalink),
        ),
    }


def citation_of_package(descriptor: dict[str, Any]) -> str:
    """How to cite the package, with the day of its data."""
    author, version, day = descriptor["contributors"][0]["title"], descriptor["version"], descriptor["created"][:10]
    return f"{author}: {descriptor['name']}: {descriptor['title']}. Version {version}, data of {day}."
