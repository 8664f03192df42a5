"""Elements of SVG and HTML as text."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape


def tag(name: str, *content: Any, **attributes: Any) -> Markup:
    """An element. Attributes that are None are left out; `class_` is class, and `tab_index` is tab-index."""
    given = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    text = "".join(f' {key}="{escape(_short(value))}"' for key, value in given.items())
    inner = "".join(str(escape(part)) for part in content)
    return Markup(f"<{name}{text}>{inner}</{name}>")  # noqa: S704  all parts are escaped


def _short(value: Any) -> Any:
    """A number without needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def percent(share: float) -> str:
    return f"{_short(100.0 * share)}%"


def point(row: int, href: str | None, *content: Any, **attributes: Any) -> Markup:
    """What a reader can point at: it belongs to a row of the table, and leads to its record.

    It is no stop of the tab key, since charts have hundreds; static/charts.js walks through them with the arrow keys.
    """
    if href is None:
        return tag("g", *content, data_row=row, class_="point", **attributes)
    return tag("a", *content, href=href, tabindex="-1", data_row=row, class_="point", **attributes)
