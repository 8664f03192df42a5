"""Functions and values for all templates. They follow from the metadata, so they are computed once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from jinja2 import Environment

from civcas.checking.contradictions import in_words
from civcas.site.config import site_config
from civcas.site.database import address
from civcas.site.errors import ALLOWED
from civcas.site.words import day_in_words, value_in_words

if TYPE_CHECKING:
    from datasette.app import Datasette


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    site = site_config(datasette)
    if site is None:
        return
    metadata = datasette.metadata()
    titles = {name: table["title"] for name, table in metadata["databases"][site["database"]]["tables"].items()}
    env.globals["address"] = partial(address, site["database"])
    texts = {name: value for name, value in metadata.items() if isinstance(value, str)}
    env.globals["package"] = {"name": site["database"], **texts}
    env.globals["titles"] = titles
    env.globals["searched"] = [titles[name].lower() for name in site["searched"]]
    env.globals["first_month"] = site["first_day"][:7]
    env.globals["record_tables"] = site["keys"]
    env.globals["rules"] = {rule: text.splitlines() for rule, text in site["rules"].items()}
    env.globals["sql_allowed"] = ALLOWED
    env.globals["contradiction"] = in_words
    env.filters["thousands"] = _thousands
    env.filters["day_in_words"] = day_in_words
    env.filters["value_in_words"] = value_in_words
    env.filters["first_sentence"] = first_sentence
    env.filters["one_of"] = lambda title: title.removesuffix("s")


def _thousands(value: Any, field: str) -> Any:
    """A whole number with separators, such as 1,302, unless the field holds years or ids."""
    return f"{value:,}" if isinstance(value, int) and not field.endswith(("year", "_id")) else value


def first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".") + "."
