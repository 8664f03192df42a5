"""A chart of one bar for each row, one under the other, with its label and its value in words.

The file of a chart says how a row is called (`label` and the lighter `note`), and what its bar shows: `stack`, fields
that stand one after the other, as shares of the field `of` if there is one. Without a stack, the fields low, best and
high are a range, a dot or an arrow.
"""

from __future__ import annotations

from markupsafe import Markup

from civcas.site.database import Row
from civcas.site.drawing.hues import hue
from civcas.site.drawing.scales import bounds, in_words, number
from civcas.site.drawing.svg import percent, tag
from civcas.site.drawing.timeline import Link

_HEIGHT = 18
_SHOWN = 7  # rows of a preview


def ranking(chart: Row, rows: list[Row], link: Link) -> Markup:
    highest = max((_size(chart, row) for row in rows), default=0) or 1
    items = [_item(chart, index, row, highest, link) for index, row in enumerate(rows)]
    return tag("ol", *items, class_="ranking")


def preview(chart: Row, rows: list[Row], height: int) -> Markup:
    shown = rows[:_SHOWN]
    highest = max((_size(chart, row) for row in shown), default=0) or 1
    room = height / max(len(shown), 1)
    bars = [
        tag("svg", *_marks(chart, row, highest, min(room - 3, _HEIGHT)), y=index * room, width="100%", height=room)
        for index, row in enumerate(shown)
    ]
    return tag("svg", *bars, class_="plot", width="100%", height=height)


def _item(chart: Row, index: int, row: Row, highest: float, link: Link) -> Markup:
    words = {name: value if value is not None else "" for name, value in row.items()}
    words |= {name: in_words(row[name]) for name in chart.get("days", []) if row[name]}
    if "period" in chart:
        words["period"] = _period(*(row[name] for name in chart["period"]))
    if "published" in chart:
        published = row[chart["published"]]
        words["published"] = f"published {in_words(published)}" if published else ""
    words |= {name: meant.get(row[name], row[name]) for name, meant in chart.get("words", {}).items()}
    label = chart["label"].format(**words)
    parts = [part.format(**words) for part in chart.get("note", [])]
    note = ", ".join(part for part in parts if part)
    content = [
        tag("span", label, *([" ", tag("small", note)] if note else []), class_="label"),
        tag("svg", *_marks(chart, row, highest, _HEIGHT), class_="bar", width="100%", height=_HEIGHT),
        tag("span", _value(chart, row), class_="value"),
    ]
    href = link(chart.get("link"), index)
    tabindex = "-1" if href else None
    inner = tag("a" if href else "span", *content, href=href, tabindex=tabindex, data_row=index, class_="point")
    return tag("li", inner)


def _period(first: str | None, last: str) -> str:
    """The months of a period in words."""
    if first and first[:7] == last[:7]:
        return in_words(last[:7])
    return f"{in_words(first[:7])} to {in_words(last[:7])}" if first else f"to {in_words(last[:7])}"


def _size(chart: Row, row: Row) -> float:
    if "stack" not in chart:
        return float(max(row[name] or 0 for name in ("low", "best", "high")))
    return 1 if "of" in chart else float(sum(row[part["field"]] or 0 for part in chart["stack"]))


def _value(chart: Row, row: Row) -> str:
    if "stack" not in chart:
        return bounds(row["low"], row["best"], row["high"], row.get("qualifier"))
    if "of" in chart:
        return f"{number(row[chart['value']])} of {number(row[chart['of']])}"
    return number(_size(chart, row))


def _marks(chart: Row, row: Row, highest: float, height: float) -> list[Markup]:
    if "stack" in chart:
        return _stacked(chart, row, highest, height)
    low, best, high = row["low"], row["best"], row["high"]
    kind = hue(row[chart["hue_of"]])
    middle = height / 2
    found = []
    if low is not None and high is not None and low != high:
        edges = {"x1": percent(low / highest), "x2": percent(high / highest)}
        found.append(tag("line", class_=f"shape span {kind}", y1=middle, y2=middle, **edges))
        return found
    value = next(value for value in (best, low, high) if value is not None)
    turned = "right" if best is None and low is not None else "left" if best is None else ""
    x = percent(value / highest)
    found.append(tag("line", class_="grid", x1=0, x2=x, y1=middle, y2=middle))
    if turned:  # an arrow: at least, or at most, this many
        path = tag("path", d=f"M0 -5L{8 if turned == 'right' else -8} 0L0 5Z")
        found.append(
            tag("svg", path, x=x, y=middle, class_=f"shape arrow {kind}", overflow="visible", width=1, height=1)
        )
    else:
        found.append(tag("circle", class_=f"shape dot {kind}", cx=x, cy=middle, r=5))
    return found


def _stacked(chart: Row, row: Row, highest: float, height: float) -> list[Markup]:
    whole = (row[chart["of"]] or 1) if "of" in chart else highest
    found, left = [], 0.0
    for part in chart["stack"]:
        value = row[part["field"]]
        if value:
            kind = hue(row[part["hue_of"]] if "hue_of" in part else part.get("hue", "plain"))
            place = {"x": percent(left / whole), "width": percent(value / whole)}
            found.append(tag("rect", class_=f"shape bar {kind}", y=1.0, height=height - 2, **place))
            left += value
    return found
