"""Functions and values for all templates. They follow from the metadata, so they are computed once."""

from __future__ import annotations

import json
import re
from functools import partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from jinja2 import Environment

from civcas.checking.contradictions import in_words
from civcas.site.config import Config, described_tables, metadata, site_config
from civcas.site.database import address
from civcas.site.errors import ALLOWED
from civcas.site.sentence_parts import with_article
from civcas.site.sentences import counted
from civcas.site.words import PRECISIONS, day_in_words, days_in_words, month_in_words, range_in_words, value_in_words

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    site = site_config(datasette)
    if site is None:
        return
    tables = described_tables(datasette)
    titles = {name: table["title"] for name, table in tables.items()}
    env.globals["address"] = partial(address, site["database"])
    texts = {name: value for name, value in metadata(datasette).items() if isinstance(value, str)}
    env.globals["package"] = {"name": site["database"], **texts}
    env.globals["titles"] = titles
    env.globals["descriptions"] = {name: table["description"] for name, table in tables.items()}
    env.globals["label_of"] = partial(label_of, site["labels"])
    env.globals["column_label"] = partial(column_label, site["labels"])
    env.globals["first_month"] = site["first_day"][:7]
    env.globals["record_tables"] = site["keys"]
    env.globals["rules"] = {rule: text.splitlines() for rule, text in site["rules"].items()}
    env.globals["in_words"] = partial(_in_words, site)
    env.globals["outlines_path"] = _outlines_path()
    env.globals["sql_allowed"] = ALLOWED
    env.globals["contradiction"] = in_words
    env.filters["with_article"] = with_article
    env.filters["counted_in_words"] = counted
    env.filters["range_in_words"] = lambda ends: range_in_words(*ends)
    env.filters["month_in_words"] = month_in_words
    env.filters["thousands"] = _thousands
    env.filters["day_in_words"] = day_in_words
    env.globals["days_in_words"] = days_in_words
    env.filters["value_in_words"] = value_in_words
    env.filters["first_sentence"] = first_sentence
    env.filters["parameter_label"] = in_plain_words
    env.filters["role_in_words"] = lambda role: re.sub("[A-Z]", lambda letter: f" {letter[0].lower()}", role)
    env.filters["one_of"] = lambda title: title.removesuffix("s")


# Read as a file, since importing the module that checks points would load all of polars into the server.
_OUTLINES = resources.files("civcas.checking") / "outlines.json"
_GRID = 0.05  # degrees, as fine as a small picture shows


def _outlines_path() -> str:
    """The outlines of the countries as the path of a small SVG, in degrees, with north at the top."""
    rings = [
        ring
        for feature in json.loads(_OUTLINES.read_text(encoding="utf-8"))["features"]
        for ring in feature["geometry"]["coordinates"]
    ]
    return "".join(f"M{'L'.join(dict.fromkeys(_on_the_grid(point) for point in ring))}Z" for ring in rings)


def _on_the_grid(point: list[float]) -> str:
    longitude, latitude = (round(value / _GRID) * _GRID for value in point)
    return f"{longitude:g},{-latitude:g}"


Labels = dict[str, dict[str, str]]


def label_of(labels: Labels, table: str, field: str) -> str:
    """The title of a field; the words of its name if it has none."""
    return labels.get(table, {}).get(field) or in_plain_words(field)


def column_label(labels: Labels, column: str) -> str:
    """A column of a query in words: the title of the field, if all tables call it so."""
    titles = {fields[column] for fields in labels.values() if column in fields}
    return titles.pop() if len(titles) == 1 else in_plain_words(column)


def in_plain_words(name: str) -> str:
    """The name of a field or a parameter as words: First month, for first_month."""
    words = name.removesuffix("_id").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _in_words(site: Config, table: str, record: Any, field: str) -> Any:
    """A value of a record as readers know it: 31 May 2019, non-credible, 1,302."""
    value, types = record[field], site["types"].get(table, {})
    if value is None:
        return ""
    if types.get(field) == "date":
        precision = PRECISIONS.get(field)
        return day_in_words(value, record[precision] if precision in types else "day")
    if field in site["categories"].get(table, {}):
        return value_in_words(value)
    return _thousands(value, field)


def _thousands(value: Any, field: str) -> Any:
    """A whole number with separators, such as 1,302, unless the field holds years or ids."""
    return f"{value:,}" if isinstance(value, int) and not field.endswith(("year", "_id")) else value


def first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."
