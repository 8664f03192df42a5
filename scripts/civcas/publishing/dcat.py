"""The package as a dataset of DCAT 3, the W3C's vocabulary that open-data portals read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from civcas.publishing.schema_org import File, address

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ENGLISH = "http://id.loc.gov/vocabulary/iso639-1/en"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def dcat_dataset(descriptor: dict[str, Any], url: str, files: Iterable[File]) -> dict[str, Any]:
    """The dataset, as JSON-LD. Its files are at `url`, or have relative addresses if that is empty."""
    agents = [{"@type": "foaf:Agent", "foaf:name": person["title"]} for person in descriptor["contributors"]]
    licence = {"@id": descriptor["licenses"][0]["path"]}
    created = {"@type": "xsd:dateTime", "@value": descriptor["created"]}
    return {
        "@context": _CONTEXT,
        "@type": "dcat:Dataset",
        **({"@id": f"{url}/", "dcat:landingPage": {"@id": f"{url}/"}} if url else {}),
        "dct:title": _english(descriptor["title"]),
        "dct:description": _english(descriptor["description"]),
        "dct:identifier": descriptor.get("id", descriptor["name"]),
        "dcat:version": descriptor["version"],
        "dct:issued": created,
        "dct:modified": created,
        "dct:language": {"@id": _ENGLISH},
        "dcat:keyword": [_english(keyword) for keyword in descriptor["keywords"]],
        "dct:license": licence,
        "dct:creator": agents,
        "dct:publisher": agents,
        "dct:source": [{"@id": source["path"]} for source in descriptor["sources"]],
        "dct:spatial": [
            {"@type": "dct:Location", "skos:prefLabel": _english(place)}
            for place in descriptor.get("spatialCoverage", [])
        ],
        "dct:temporal": _period(descriptor["temporalCoverage"]),
        "dcat:distribution": [_distribution(file, url, licence) for file in files],
    }


def _distribution(file: File, url: str, licence: dict[str, str]) -> dict[str, Any]:
    where = {"@id": address(file.path, url)}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _english(file.path),
        "dcat:accessURL": where,
        "dcat:downloadURL": where,
        "dcat:mediaType": {"@id": _MEDIA_TYPES + file.media_type},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.size)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
        "dct:license": licence,
    }


def _period(coverage: str) -> dict[str, Any]:
    """A first and a last day, which is `..` if the period goes on."""
    first, _, last = coverage.partition("/")
    days = {"dcat:startDate": first, "dcat:endDate": "" if last == ".." else last or first}
    dates = {name: {"@type": "xsd:date", "@value": day} for name, day in days.items() if day}
    return {"@type": "dct:PeriodOfTime", **dates}


def _english(text: str) -> dict[str, str]:
    return {"@language": "en", "@value": text}
