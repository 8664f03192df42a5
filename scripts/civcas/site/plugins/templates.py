"""Functions and values for all templates. They follow from the metadata, so they are computed once."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from jinja2 import Environment

from civcas.checking.contradictions import in_words
from civcas.site.config import site_config
from civcas.site.database import address
from civcas.site.errors import ALLOWED
from civcas.site.parameters import month_in_words

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    site = site_config(datasette)
    if site is None:
        return
    metadata = datasette.metadata()
    tables = metadata["databases"][site["database"]]["tables"]
    titles = {name: table["title"] for name, table in tables.items()}
    env.globals["address"] = partial(address, site["database"])
    texts = {name: value for name, value in metadata.items() if isinstance(value, str)}
    env.globals["package"] = {"name": site["database"], **texts}
    env.globals["titles"] = titles
    env.globals["descriptions"] = {name: table["description"] for name, table in tables.items()}
    env.globals["label_of"] = partial(label_of, site["labels"])
    env.globals["column_label"] = partial(column_label, site["labels"])
    env.globals["searched"] = [titles[name].lower() for name in site["searched"]]
    env.globals["first_month"] = site["first_day"][:7]
    env.globals["record_tables"] = site["keys"]
    env.globals["rules"] = {rule: text.splitlines() for rule, text in site["rules"].items()}
    env.globals["sql_allowed"] = ALLOWED
    env.globals["contradiction"] = in_words
    env.filters["thousands"] = _thousands
    env.filters["first_sentence"] = first_sentence
    env.filters["value_in_words"] = value_in_words
    env.filters["parameter_label"] = in_plain_words
    env.filters["role_in_words"] = lambda role: re.sub("[A-Z]", lambda letter: f" {letter[0].lower()}", role)
    env.filters["day_in_words"] = lambda day: f"{int(day[8:10])} {month_in_words(day)}"
    env.filters["one_of"] = lambda title: title.removesuffix("s")


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


def value_in_words(value: str) -> str:
    """A coded value as words: non-credible, for non_credible."""
    return value.replace("non_", "non-").replace("_", " ")


def _thousands(value: Any, field: str) -> Any:
    """A whole number with separators, such as 1,302, unless the field holds years or ids."""
    return f"{value:,}" if isinstance(value, int) and not field.endswith(("year", "_id")) else value


def first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."
