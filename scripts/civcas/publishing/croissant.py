"""The package as Croissant 1.0 describes data sets for machine learning: its CSV files, and the fields of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from civcas.package.schema import as_tuple
from civcas.publishing.data_package import Published
from civcas.publishing.schema_org import File, address

# The context that the specification asks for, with all its terms.
_TERMS = """
    citeAs column equivalentProperty extract field fileObject fileProperty fileSet format includes isLiveDataset
    jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator source
    subField transform
"""
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS.split()},
}
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}


def croissant(descriptor: dict[str, Any], url: str, files: Iterable[File], items: list[Published]) -> dict[str, Any]:
    """The description, as JSON-LD. Its files are at `url`, or have relative addresses if that is empty."""
    sizes = {file.path: file for file in files}
    people = [{"@type": "sc:Organization", "name": person["title"]} for person in descriptor["contributors"]]
    authors = " and ".join(person["title"] for person in descriptor["contributors"])
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": descriptor["name"],
        "alternateName": descriptor["title"],
        "description": descriptor["description"],
        "version": descriptor["version"],
        "datePublished": descriptor["created"],
        "keywords": descriptor["keywords"],
        "license": descriptor["licenses"][0]["path"],
        "creator": people,
        "citeAs": f"{authors}: {descriptor['title']}. Version {descriptor['version']}, {descriptor['created'][:4]}.",
        **({"url": f"{url}/"} if url else {}),
        "distribution": [_file(sizes[item.csv], url) for item in items],
        "recordSet": [_records(item) for item in items],
    }


def _file(file: File, url: str) -> dict[str, str]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": address(file.path, url),
        "contentSize": f"{file.size} B",
        "encodingFormat": file.media_type,
        "sha256": file.sha256,
    }


def _records(item: Published) -> dict[str, Any]:
    keys = [{"@id": f"{item.name}/{name}"} for name in item.key]
    return {
        "@type": "cr:RecordSet",
        "@id": item.name,
        "name": item.name,
        "description": item.description,
        **({"key": keys} if keys else {}),
        "field": [_field(item, field) for field in item.schema["fields"]],
    }


def _field(item: Published, field: dict[str, Any]) -> dict[str, Any]:
    target = _references(item).get(field["name"])
    return {
        "@type": "cr:Field",
        "@id": f"{item.name}/{field['name']}",
        "name": field["name"],
        "description": field["description"],
        "dataType": _TYPES[field["type"]],
        **({"references": {"field": {"@id": target}}} if target else {}),
        "source": {"fileObject": {"@id": item.csv}, "extract": {"column": field["name"]}},
    }


def _references(item: Published) -> dict[str, str]:
    """The fields that refer to a field by themselves, each with the name of that field."""
    keys = [(as_tuple(key["fields"]), key["reference"]) for key in item.schema.get("foreignKeys", [])]
    return {
        fields[0]: f"{reference.get('resource') or item.name}/{as_tuple(reference['fields'])[0]}"
        for fields, reference in keys
        if len(fields) == 1
    }
