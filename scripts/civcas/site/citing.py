"""How to cite one record: as a line of text and for BibTeX, with the version of the package that has it."""

from __future__ import annotations

import re
from typing import Any

from civcas.site.database import Row

_SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


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
        "bibtex": _bibtex(
            f"{descriptor['name']}-{record}",
            author=f"{{{_escaped(author)}}}",
            title=f"{{{_escaped(title)}}}",
            howpublished=f"In: {_escaped(package)}, record {_escaped(record)}",
            version=_escaped(version),
            year=year,
            url=permalink.replace("{", "%7B").replace("}", "%7D"),
        ),
    }


def citation_of_package(descriptor: dict[str, Any]) -> str:
    """How to cite the package, with the day of its data."""
    author, version, day = descriptor["contributors"][0]["title"], descriptor["version"], descriptor["created"][:10]
    return f"{author}: {descriptor['name']}: {descriptor['title']}. Version {version}, data of {day}."


def _bibtex(key: str, **fields: str) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@misc{{{re.sub(r'[^A-Za-z0-9:.-]+', '-', key)},", *lines, "}"])


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(char, f"\\{char}" if char in "&%$#_{}" else char) for char in text)
