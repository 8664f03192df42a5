"""The totals that readers quote first, so that a change of the data can say what it does to them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from civcas.package.tables import Table

Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Headline:
    """A total in words, its value (null where no record gives it) and the record that states it, if one does."""

    label: str
    value: int | None
    record: str = ""


def headlines(tables: dict[str, Table]) -> list[Headline]:
    """The headline totals, always the same ones in the same order; a table or field that is missing counts as empty."""
    frames = {name: table.typed for name, table in tables.items()}
    return [
        latest(frames, "killed_total", "civilians killed, by the latest release that states the total"),
        latest(frames, "strikes_total", "strikes, by the latest release that states the total"),
        *airwars_range(frames),
        total(frames, "incidents", "killed", "civilians killed in the incidents listed, by the Coalition"),
        Headline("credible incidents listed", chosen(frames, "incidents", status="credible").height),
        total(frames, "strikes", "strikes", "strikes listed by place"),
        Headline("estimates", chosen(frames, "estimates").height),
        Headline("known issues", chosen(frames, "known_issues").height),
    ]


def chosen(frames: Frames, table: str, **values: str) -> pl.DataFrame:
    """The rows of a table in which each named field has its value."""
    frame = frames.get(table, pl.DataFrame())
    if not set(values) <= set(frame.columns):
        return frame.clear()
    return frame.filter(*[pl.col(name) == value for name, value in values.items()]) if values else frame


def latest(frames: Frames, field: str, label: str) -> Headline:
    """The total of the last release that states it; annual reports have totals of their own."""
    releases = frames.get("releases", pl.DataFrame())
    if not {field, "published_on", "release_id", "release_type"} <= set(releases.columns):
        return Headline(label, None)
    stated = releases.filter(pl.col(field).is_not_null(), pl.col("release_type") != "annual")
    last = stated.sort("published_on", "release_id").tail(1)
    return Headline(label, *last.select(field, "release_id").row(0)) if last.height else Headline(label, None)


def airwars_range(frames: Frames) -> list[Headline]:
    """Airwars' latest range for the whole campaign, its minimum and its maximum."""
    labels = {"low": "civilians killed, Airwars' latest minimum", "high": "civilians killed, Airwars' latest maximum"}
    scope = {
        "organisation_id": "airwars",
        "measure": "civilians_killed",
        "attributed_to": "Coalition",
        "country": "both",
    }
    rows = chosen(frames, "estimates", **scope, qualifier="between")
    if not rows.height:
        return [Headline(label, None) for label in labels.values()]
    whole = rows.filter(pl.col("place").is_null(), pl.col("period_start").dt.year() == 2014)
    last = whole.sort("period_end", "published_on", "estimate_id").tail(1)
    return [
        Headline(label, *(last.select(field, "estimate_id").row(0) if last.height else (None,)))
        for field, label in labels.items()
    ]


def total(frames: Frames, table: str, field: str, label: str) -> Headline:
    frame = frames.get(table, pl.DataFrame())
    return Headline(label, int(frame[field].sum()) if field in frame.columns else None)
