"""A chart over time, in one panel or several that share their axes.

A mark of a chart's file has a kind, the field that it draws and, as far as it needs them, its label, its hue, `where`
(values of the rows that it draws) and `link` (see addresses.py):

    bar      the value in each month; further bars stand on it
    outline  the same without colour, beside no other
    step     the value from each time to the next, without a slope
    range    a line from the lower to the higher of two fields
    dot, diamond   the value as a point, as large as the field `size` says

`ends` names each step at its end, with its value. Panels are listed in the file, or one for each value of `panel_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from civcas.site.database import Row
from civcas.site.drawing.hues import hue
from civcas.site.drawing.scales import Time, bounds, in_words, number, round_steps
from civcas.site.drawing.svg import percent, point, tag

_TOP, _BOTTOM = 12, 24  # pixels above and below the plot, for labels
_GAP = 0.14  # between bars, as a share of a month
_LEAST = 1  # pixels, so that the smallest value can be seen
_END = 36  # pixels that the label at the end of a step takes
_FITTING = 6  # labels of time beside each other on a phone; of more, every second one is left out there
_LINE = 15  # pixels between the lines of a note

# From the addresses in a chart's file and the number of a row to the record of that row.
Link = Callable[[list[str] | None, int], str | None]


class Panel(NamedTuple):
    title: str | None
    marks: list[Row]
    rows: list[tuple[int, Row]]  # with their number in the table


class Frame(NamedTuple):
    """Where times and values are."""

    field: str
    time: Time
    highest: float
    height: int

    def y(self, value: float) -> float:
        return _TOP + (1 - value / self.highest) * (self.height - _TOP - _BOTTOM)

    @property
    def floor(self) -> float:
        return self.y(0)


def timeline(chart: Row, rows: list[Row], link: Link) -> Markup:
    """The panels with their axes."""
    panels = _panels(chart, rows)
    frame = _frame(chart, panels, chart.get("height", 260))
    drawn = [_panel(chart, panel, frame, link) for panel in panels]
    return tag("div", *drawn, class_="panels many" if "panel_of" in chart else "panels")


def preview(chart: Row, rows: list[Row], height: int) -> Markup:
    """The marks of the first panel alone."""
    panel = _panels(chart, rows)[0]
    frame = _frame(chart, [panel], height + _BOTTOM)
    marks = [mark for found in _marks(panel, frame, lambda *_: None) for mark in found]
    return tag("svg", *marks, class_="plot", width="100%", height=height)


def _panels(chart: Row, rows: list[Row]) -> list[Panel]:
    # A row without a time stands in the table alone.
    numbered = [(index, row) for index, row in enumerate(rows) if row[chart["time"]]]
    if field := chart.get("panel_of"):
        values = dict.fromkeys(row[field] for _, row in numbered)
        return [
            Panel(
                str(value).replace("_", " "), chart["marks"], [found for found in numbered if found[1][field] == value]
            )
            for value in values
        ]
    panels = chart.get("panels") or [chart]
    return [Panel(panel["title"] if panel is not chart else None, panel["marks"], numbered) for panel in panels]


def _frame(chart: Row, panels: list[Panel], height: int) -> Frame:
    """The axes that all panels share."""
    field = chart["time"]
    times = [row[field] for panel in panels for _, row in panel.rows]
    highest = max(_highest(panel, field) for panel in panels)
    return Frame(field, Time(times), chart.get("highest") or round_steps(highest)[-1], height)


def _highest(panel: Panel, field: str) -> float:
    stacks: dict[str, float] = {}
    tops = [0.0]
    for mark in panel.marks:
        for _, row in _rows_of(mark, panel):
            values = [value for name in _fields(mark) if (value := row.get(name)) is not None]
            tops.extend(values)
            if mark["mark"] == "bar" and values:
                stacks[row[field]] = stacks.get(row[field], 0) + values[0]
    return max([*tops, *stacks.values()])


def _fields(mark: Row) -> list[str]:
    """The fields of a mark. A step or dot draws the first of them that has a value."""
    return [mark["field"]] if isinstance(mark["field"], str) else list(mark["field"])


def _rows_of(mark: Row, panel: Panel) -> list[tuple[int, Row]]:
    wanted = mark.get("where", {})
    return [found for found in panel.rows if all(found[1][name] == value for name, value in wanted.items())]


def _value(mark: Row, row: Row) -> float | None:
    return next((row[name] for name in _fields(mark) if row[name] is not None), None)


def _hue(mark: Row, row: Row) -> str:
    return hue(row[mark["hue_of"]] if "hue_of" in mark else mark.get("hue", "plain"))


# --- marks -------------------------------------------------------------------------------------------------------
def _marks(panel: Panel, frame: Frame, link: Link) -> Iterator[list[Markup]]:
    stacks: dict[str, float] = {}
    for mark in panel.marks:
        kind, rows = mark["mark"], _rows_of(mark, panel)
        if kind in ("bar", "outline"):
            yield _bars(mark, rows, frame, stacks)
        elif kind == "range":
            yield _ranges(mark, rows, frame)
        elif kind == "step":
            yield _steps(mark, rows, frame)
    # What can be pointed at lies above all else: a column for each month with bars, then dots.
    barred = [mark for mark in panel.marks if mark["mark"] in ("bar", "outline")]
    if barred:
        yield [_column(barred, index, row, frame, link) for index, row in panel.rows if _drawn(barred, row)]
    for mark in panel.marks:
        if mark["mark"] in ("step", "dot", "diamond") and not (mark["mark"] == "step" and barred):
            yield _dots(mark, _rows_of(mark, panel), frame, link)


def _drawn(marks: list[Row], row: Row) -> bool:
    return any(_value(mark, row) is not None for mark in marks)


def _bars(mark: Row, rows: list[tuple[int, Row]], frame: Frame, stacks: dict[str, float]) -> list[Markup]:
    found = []
    for _, row in rows:
        value, month = _value(mark, row), row[frame.field]
        if value is None:
            continue
        below = stacks.get(month, 0)
        if mark["mark"] == "bar":
            stacks[month] = below + value
        left, right = frame.time.span(month)
        gap = (right - left) * _GAP / 2
        top = min(frame.y(below + value), frame.y(below) - (_LEAST if value else 0))
        found.append(
            tag(
                "rect",
                class_=f"shape {mark['mark']} {_hue(mark, row)}",
                x=percent(left + gap),
                width=percent(right - left - 2 * gap),
                y=top,
                height=frame.y(below) - top,
            )
        )
    return found


def _column(marks: list[Row], index: int, row: Row, frame: Frame, link: Link) -> Markup:
    left, right = frame.time.span(row[frame.field])
    area = tag("rect", class_="column", x=percent(left), width=percent(right - left), y=_TOP, height=frame.floor - _TOP)
    return point(index, link(marks[0].get("link"), index), area)


def _ranges(mark: Row, rows: list[tuple[int, Row]], frame: Frame) -> list[Markup]:
    low, high = _fields(mark)
    found = []
    for _, row in rows:
        if row[low] is not None and row[high] is not None and row[low] != row[high]:
            x = percent(frame.time.middle(row[frame.field]))
            top, bottom = frame.y(row[high]), frame.y(row[low])
            found.append(tag("line", class_=f"shape range {_hue(mark, row)}", x1=x, x2=x, y1=top, y2=bottom))
    return found


def _steps(mark: Row, rows: list[tuple[int, Row]], frame: Frame) -> list[Markup]:
    """One path in a drawing of its own, that is stretched to the width: paths know no percentages."""
    known = [
        (frame.time.middle(row[frame.field]), value) for _, row in rows if (value := _value(mark, row)) is not None
    ]
    if not known:
        return []
    left, value = known[0]
    steps = [f"M{1000 * left:.1f} {frame.y(value):.1f}"]
    steps += [f"H{1000 * left:.1f}V{frame.y(value):.1f}" for left, value in known[1:]]
    line = tag("path", class_=f"shape step {_hue(mark, rows[0][1])}", d="".join(steps))
    box = f"0 0 1000 {frame.height}"
    return [tag("svg", line, viewBox=box, preserveAspectRatio="none", width="100%", height=frame.height)]


def _dots(mark: Row, rows: list[tuple[int, Row]], frame: Frame, link: Link) -> list[Markup]:
    largest = max((row[mark["size"]] or 0 for _, row in rows), default=0) if "size" in mark else 0
    found = []
    for index, row in rows:
        value = _value(mark, row)
        if value is not None:
            radius = 2 + 8 * ((row[mark["size"]] or 0) / largest) ** 0.5 if largest else mark.get("radius", 2.5)
            shape = _shape(mark["mark"], percent(frame.time.middle(row[frame.field])), frame.y(value), radius)
            kind = f"shape {'dot' if mark['mark'] == 'step' else mark['mark']} {_hue(mark, row)}"
            found.append(point(index, link(mark.get("link"), index), tag("g", shape, class_=kind)))
    return found


def _shape(kind: str, x: str, y: float, radius: float) -> Markup:
    if kind != "diamond":
        return tag("circle", cx=x, cy=y, r=radius)
    path = tag("path", d="M0 -5L5 0L0 5L-5 0Z")
    return tag("svg", path, x=x, y=y, width=1, height=1, overflow="visible")


# --- axes and words ----------------------------------------------------------------------------------------------
def _panel(chart: Row, panel: Panel, frame: Frame, link: Link) -> Markup:
    marks = [mark for found in _marks(panel, frame, link) for mark in found]
    note = _note(chart.get("note"), panel, frame)
    plot = tag(
        "svg",
        *_grid(frame, 2 if "panel_of" in chart else _FITTING),
        *marks,
        *note,
        class_="plot",
        width="100%",
        height=frame.height,
    )
    parts = [_axis(chart, frame), plot]
    if chart.get("ends"):
        parts.append(_ends(panel, frame))
    title = [tag("p", panel.title, *_total(chart, panel), class_="panel-title")] if panel.title else []
    return tag("div", *title, tag("div", *parts, class_="axes"), class_="panel")


def _total(chart: Row, panel: Panel) -> list[Any]:
    """The sum of a panel that is one of many, since all have the scale of the highest."""
    if "panel_of" not in chart:
        return []
    (mark,) = panel.marks
    return [" ", tag("span", number(sum(row[mark["field"]] or 0 for _, row in panel.rows)), class_="muted")]


def _values(frame: Frame) -> list[float]:
    small = frame.height < 160
    steps = round_steps(frame.highest, 2 if small else 4)
    return [value for value in steps if value <= frame.highest]


def _axis(chart: Row, frame: Frame) -> Markup:
    suffix = chart.get("suffix", "")
    labels = [tag("text", number(value) + suffix, x="100%", y=frame.y(value) + 4) for value in _values(frame)]
    return tag("svg", *labels, class_="axis", height=frame.height)


def _grid(frame: Frame, fitting: int) -> Iterator[Markup]:
    for value in _values(frame):
        y = frame.y(value)
        yield tag("line", class_="floor" if value == 0 else "grid", x1=0, x2="100%", y1=y, y2=y)
    labels = frame.time.labels()
    crowded = len(labels) > fitting
    for index, (left, label) in enumerate(labels):
        x = percent(left)
        yield tag("line", class_="floor", x1=x, x2=x, y1=frame.floor, y2=frame.floor + 5)
        yield tag("text", label, class_="time wide" if crowded and index % 2 else "time", x=x, y=frame.height - 4)


def _ends(panel: Panel, frame: Frame) -> Markup:
    """The name and the last value of each step, at the height of that value or as near as there is room."""
    ends = end_values(panel.marks, [row for _, row in panel.rows], frame.field)
    ends.sort(key=lambda entry: entry["at"], reverse=True)
    places = _apart([frame.y(entry["at"]) for entry in ends], 10, frame.height - _BOTTOM)
    lines: list[Markup] = []
    for y, entry in zip(places, ends, strict=True):
        lines.append(tag("rect", class_=f"swatch {entry['hue']}", x=0, y=y - 8, width=10, height=10))
        lines.append(tag("text", tag("tspan", f"{entry['label']} "), entry["value"], class_="end", x=16, y=y + 1))
        lines.append(tag("text", entry["scope"], class_="scope", x=16, y=y + 15))
    return tag("svg", *lines, class_="ends", height=frame.height)


def _apart(places: list[float], top: float, bottom: float) -> list[float]:
    """The places from top to bottom, moved so that labels do not overlap."""
    found: list[float] = []
    for place in places:
        found.append(max(place, top, found[-1] + _END if found else top))
    limit = bottom
    for index in reversed(range(len(found))):
        found[index] = min(found[index], limit - 10)
        limit = found[index] + 10 - _END
    return found


def end_values(marks: list[Row], rows: list[Row], time: str) -> list[Row]:
    """For each step its label, scope and last value in words, and where that is."""
    found = []
    for mark in marks:
        if mark["mark"] != "step":
            continue
        drawn = [
            row for _, row in _rows_of(mark, Panel(None, marks, list(enumerate(rows)))) if _value(mark, row) is not None
        ]
        if drawn:
            last = drawn[-1]
            bound = bounds(last.get("low"), last.get("best"), last.get("high"), last.get("qualifier"))
            found.append(
                {
                    "label": mark["label"],
                    "scope": f"{mark['scope']}, to {in_words(last[time][:7])}",
                    "value": bound or number(_value(mark, last) or 0),
                    "hue": _hue(mark, last),
                    "at": _value(mark, last),
                }
            )
    return found


def _note(note: Row | None, panel: Panel, frame: Frame) -> Iterator[Markup]:
    """Lines of text beside the row with the highest value of a field."""
    if note is None or panel.marks[0].get("field") != note["beside"]:
        return
    rows = [row for _, row in panel.rows if row[note["of"]] is not None]
    if not rows:
        return
    row = max(rows, key=lambda row: row[note["of"]])
    words: dict[str, Any] = {
        name: number(value) if isinstance(value, int | float) else value for name, value in row.items()
    }
    words |= {name: in_words(row[name]) for name in note.get("days", [])}
    left, right = frame.time.span(row[frame.field])
    late = left > 0.5
    x = percent(left) if late else percent(right)
    y = frame.y(row[note["beside"]])
    for index, line in enumerate(note["lines"]):
        yield tag(
            "text",
            line.format(**words),
            class_="note late" if late else "note",
            x=x,
            y=y + 10 + index * _LINE,
            dx=-6 if late else 6,
        )
