"""What a search finds without words: records by id, what there is of a time or place, and who states a number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from datasette.utils import escape_sqlite

from civcas.site.database import Row
from civcas.site.searching.search import Search
from civcas.site.searching.terms import Span
from civcas.site.sentences import title

_SHOWN = 10
_PUBLISHERS = 4
_FEW = 5  # incidents of a time that are named one by one


def by_id(search: Search) -> list[Row]:
    return [
        search.line(table, record)
        for key, table in search.site["keys"].items()
        for record in search.rows(
            f"SELECT * FROM {escape_sqlite(table)} WHERE {escape_sqlite(key)} IN (?, lower(?))", [search.typed] * 2
        )
    ]


def of_span(search: Search, places: list[str]) -> list[Row]:
    """What there is of the day, month or year that was named, everywhere or near the place that was."""
    span = search.terms.span
    if span is None:
        return []
    near = _counted(search, span, places[0]) if places else []
    return [*near, *_counted(search, span, None), *_releases_of(search, span)]


def _releases_of(search: Search, span: Span) -> list[Row]:
    """The report for the month, and the releases published on the day."""
    sql = "SELECT * FROM releases WHERE release_id = ? OR (published_on = ? AND ?) ORDER BY release_id"
    month = f"monthly-{span.month}" if span.in_one_month else ""
    return [search.line("releases", row) for row in search.rows(sql, [month, f"{span.first}", span.is_day])]


# Tables with a first and a last day, and what their records are called.
_DATED = {"incidents": "Incidents", "allegations": "Allegations", "strikes": "Records of strikes"}


def _counted(search: Search, span: Span, place: str | None) -> list[Row]:
    """What happened in that time, counted, with the addresses of the lists; a few incidents one by one."""
    lines = []
    for table, what in _DATED.items():
        if place and "place_id" not in search.site["types"][table]:
            continue
        asked = {"first_day__lte": span.last.isoformat(), "last_day__gte": span.first.isoformat()}
        asked |= {"place_id": place} if place else {}
        where = "first_day <= :first_day__lte AND last_day >= :last_day__gte" + (
            " AND place_id = :place_id" if place else ""
        )
        many = _number(search, table, where, asked)
        if many:
            near = f" near {_name_of(search, place)}" if place else ""
            href = f"{search.address(table)}?{urlencode(asked)}"
            lines.append({"label": f"{what}{near}, {span.words}: {many:,}", "href": href, "text": ""})
        if table == "strikes" and not span.is_day:
            lines += _reported_only(search, span, place)
        if table == "incidents" and 0 < many <= _FEW:
            sql = f"SELECT * FROM incidents WHERE {where} ORDER BY incident_id"
            lines += [search.line(table, row) for row in search.rows(sql, asked)]
    if span.is_day and not place:
        href = f"{search.address('strikes-of-a-day')}?{urlencode({'day': span.first.isoformat()})}"
        label = f"All strikes of {span.words}, with those of reports without a day"
        lines.append({"label": label, "href": href, "text": ""})
    return lines


def _number(search: Search, table: str, where: str, asked: Row) -> int:
    """How many records fulfil a condition. The build counted the strikes of each report, but not for each place."""
    by_report = table == "strikes" and "place_id" not in asked
    of_reports = "coalesce(sum(records), 0) FROM strikes_by_report"
    counted = of_reports if by_report else f"count(*) FROM {table}"
    return search.count(f"SELECT {counted} WHERE {where}", asked)


def _reported_only(search: Search, span: Span, place: str | None) -> list[Row]:
    """The records of strikes of which only the day of the report is known, which is the day after the strikes."""
    first, last = (day + timedelta(days=1) for day in (span.first, span.last))
    asked = {"first_day__isnull": "1", "reported_on__gte": first.isoformat(), "reported_on__lte": last.isoformat()}
    asked |= {"place_id": place} if place else {}
    where = "first_day IS NULL AND reported_on BETWEEN :reported_on__gte AND :reported_on__lte" + (
        " AND place_id = :place_id" if place else ""
    )
    many = _number(search, "strikes", where, asked)
    near = f" near {_name_of(search, place)}" if place else ""
    label = f"And those of which only the day of the report is known{near}, {span.words}: {many:,}"
    return [{"label": label, "href": f"{search.address('strikes')}?{urlencode(asked)}", "text": ""}] if many else []


def _name_of(search: Search, place: str) -> str:
    return str(search.connection.execute("SELECT name FROM places WHERE place_id = ?", [place]).fetchone()[0])


def of_places(search: Search, places: list[str]) -> list[Row]:
    """The places named, each with how much there is of it."""
    return [
        {**search.line("places", row), "counts": _of_place(search, row)}
        for place in places[:3]
        for row in search.rows("SELECT * FROM places WHERE place_id = ?", [place])
    ]


def _of_place(search: Search, place: Row) -> list[Row]:
    lines = []
    for table, what in (("incidents", "incidents"), ("strikes", "records of strikes")):
        sql = f"SELECT count(*) FROM {table} WHERE place_id = ?"
        if many := search.count(sql, [place["place_id"]]):
            href = f"{search.address(table)}?{urlencode({'place_id': place['place_id']})}"
            lines.append({"label": f"{many:,} {what}", "href": href})
    return lines


_STATING = """
SELECT e."table" AS "table", e.record_id, e.field, count(*) AS sources, json_group_array(DISTINCT o.name) AS publishers
FROM evidence AS e JOIN sources USING (source_id) JOIN organisations AS o USING (organisation_id)
WHERE e.value = :number AND e."table" IN ('releases', 'estimates', 'strike_totals', 'airpower', 'incidents')
GROUP BY e."table", e.record_id, e.field
ORDER BY sources DESC, e."table", e.record_id
"""


def stating(search: Search) -> list[Row]:
    """Who states a number: the figures that have it in a source, the most often stated first."""
    return [found for number in search.terms.numbers[:3] for found in _stating(search, number)]


def _stating(search: Search, number: str) -> Iterator[Row]:
    rows = search.rows(_STATING, {"number": number})
    if not rows:
        return
    lines = []
    for row in rows[:_SHOWN]:
        key = next(key for key, table in search.site["keys"].items() if table == row["table"])
        sql = f"SELECT * FROM {escape_sqlite(row['table'])} WHERE {key} = ?"
        for record in search.rows(sql, [row["record_id"]]):
            href = f"{search.address(row['table'], row['record_id'])}#{row['field']}"
            field = search.site["labels"][row["table"]].get(row["field"], row["field"])
            publishers = json.loads(row["publishers"])
            more = f" and {len(publishers) - _PUBLISHERS} more" if len(publishers) > _PUBLISHERS else ""
            lines.append(
                {
                    "label": f"{title(search.connection, row['table'], record)}: {field.lower()}",
                    "href": href,
                    "text": "stated by " + ", ".join(publishers[:_PUBLISHERS]) + more,
                }
            )
    href = f"{search.address('evidence')}?{urlencode({'value': number})}"
    yield {"number": f"{int(number):,}", "total": len(rows), "href": href, "lines": lines}
