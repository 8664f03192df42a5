"""Finds the incidents of the package that items of a list are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from civcas.package.tables import Table
from civcas.texts.draft.proposal import TextRow, iso, rows_of
from civcas.texts.incident_lists import ListItem
from civcas.texts.table_names import ALLEGATIONS, INCIDENTS

_NEAR = timedelta(2)
_SAME_EVENT = timedelta(31)  # monitors and releases may give days for one event that are so far apart


@dataclass(frozen=True)
class Match:
    """The incident of an item (None: the package has none) and Airwars' record of it.

    `by_reference`: a number, a code or a grid reference says so, not only day and place. `problem` says why it is not
    known whether the package has the incident.
    """

    incident: TextRow | None = None
    allegation: TextRow | None = None
    by_reference: bool = False
    problem: str = ""
    remark: str = ""


class Incidents:
    """The incidents and allegations of a package, to look items up in."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.rows = rows_of(tables[INCIDENTS])
        self._by_key = {row["incident_id"]: row for row in self.rows}
        self._by_number = _grouped(self.rows, lambda row: _number(row["coalition_ref"]))
        self._by_code = _grouped(self.rows, lambda row: row["airwars_code"])
        self._by_day = _grouped(self.rows, lambda row: row["first_day"])
        self._by_place = _grouped(self.rows, lambda row: row["place_id"])
        self._allegations: dict[str, list[TextRow]] = {}
        for row in rows_of(tables[ALLEGATIONS]):
            for code in dict.fromkeys([row["code"], *row["other_codes"].split("; ")]):
                if code and row["organisation_id"] == "airwars":
                    self._allegations.setdefault(code, []).append(row)

    def match(self, item: ListItem, place_id: str) -> Match:
        """The incident that an item is about; `place_id` is empty if its place is not known."""
        allegations = self._allegations.get(item.airwars_code, [])
        if len(allegations) > 1:
            codes = ", ".join(row["code"] for row in allegations)
            return Match(problem=f"its code {item.airwars_code} is that of several records of Airwars: {codes}")
        allegation = allegations[0] if allegations else None
        found = self._by_reference(item, allegation)
        if len(found) > 1:
            return Match(problem=f"its numbers and codes are those of several incidents: {_keys(found)}")
        if found:
            return self._referred(item, place_id, found[0])
        return self._by_day_and_place(item, place_id, allegation)

    def allegation_of(self, incident: TextRow) -> TextRow | None:
        """Airwars' record of an incident, if it names the incident."""
        rows = self._allegations.get(incident["airwars_code"], []) if incident["airwars_code"] else []
        return next((row for row in rows if row["incident_id"] == incident["incident_id"]), None)

    def _by_reference(self, item: ListItem, allegation: TextRow | None) -> list[TextRow]:
        """The incidents that have the number or the code of the item, or else its grid reference on that day.

        A grid reference alone may be that of a whole town.
        """
        found = [*self._by_number.get(_number(item.coalition_ref), []), *self._by_code.get(item.airwars_code, [])]
        if allegation and allegation["incident_id"] in self._by_key:
            found.append(self._by_key[allegation["incident_id"]])
        if not found:
            of_day = self._by_day.get(iso(item.first_day), [])
            found = [row for row in of_day if same_grid(row["mgrs"], item.mgrs)]
        return list({row["incident_id"]: row for row in found}.values())

    def _referred(self, item: ListItem, place_id: str, row: TextRow) -> Match:
        """The match by a reference, if the item can be about the incident at all."""
        days_apart = abs(date.fromisoformat(row["first_day"]) - (item.first_day or date.max))
        if row["country"] != item.country or (days_apart > _SAME_EVENT and row["place_id"] != place_id):
            return Match(
                problem=f"its number or code is that of {row['incident_id']}, which is of another day and place"
            )
        return Match(row, self.allegation_of(row), by_reference=True)

    def _by_day_and_place(self, item: ListItem, place_id: str, allegation: TextRow | None) -> Match:
        days = iso(item.first_day), iso(item.last_day)
        there = [row for row in self._by_place.get(place_id, []) if _may_be(row, item, allegation)]
        same = [row for row in there if (row["first_day"], row["last_day"]) == days]
        overlapping = [row for row in there if row["first_day"] <= days[1] and row["last_day"] >= days[0]]
        if len(same) > 1:
            agreeing = [row for row in same if agrees(row, item)]
            if len(agreeing) != 1:
                return Match(problem=f"the package has several incidents of that day and place: {_keys(same)}")
            same = agreeing
        if same:
            return Match(same[0], self.allegation_of(same[0]))
        if overlapping:
            return Match(problem=f"its days overlap with those of {_keys(overlapping)}")
        return Match(allegation=allegation, remark=self._looks_like(there, item))

    def _looks_like(self, there: list[TextRow], item: ListItem) -> str:
        """Which incidents at the place, a day or two apart, have the same figures."""
        near = [
            row
            for row in there
            if (item.killed or item.injured) and agrees(row, item) and _days_apart(row, item) <= _NEAR
        ]
        return f"check that it is not {_keys(near)}, a day or two apart and with the same figures" if near else ""


def _grouped(rows: list[TextRow], key: Callable[[TextRow], str]) -> dict[str, list[TextRow]]:
    """The rows by what `key` says of them; rows of which it says nothing are left out."""
    groups: dict[str, list[TextRow]] = {}
    for row in rows:
        if name := key(row):
            groups.setdefault(name, []).append(row)
    return groups


def same_grid(one: str, other: str) -> bool:
    """Whether two grid references, if both are given, name the same square, or one a part of the other."""
    if not one or not other or one[:5] != other[:5]:
        return False
    width = min(len(one), len(other)) // 2 - 2  # digits of easting
    halves = [(each[5 : 5 + len(each[5:]) // 2], each[5 + len(each[5:]) // 2 :]) for each in (one, other)]
    return all(halves[0][part][:width] == halves[1][part][:width] for part in (0, 1))


def agrees(row: TextRow, item: ListItem) -> bool:
    """Whether an incident has the status and the figures of an item, as far as the item states them."""
    return row["status"] == item.status and all(
        not stated or row[name] == stated for name, stated in (("killed", item.killed), ("injured", item.injured))
    )


def _may_be(row: TextRow, item: ListItem, allegation: TextRow | None) -> bool:
    """Whether no number, code or grid reference of an incident says that an item is about another one."""
    code = allegation["code"] if allegation else item.airwars_code
    if item.coalition_ref and row["coalition_ref"] and _number(row["coalition_ref"]) != _number(item.coalition_ref):
        return False
    if code.startswith("C") and row["airwars_code"] and row["airwars_code"] != code:
        return False
    return not (item.mgrs and row["mgrs"]) or same_grid(row["mgrs"], item.mgrs)


def _number(reference: str) -> str:
    """The number in a reference such as 2801/CS093."""
    return reference.partition("/")[0].strip()


def _days_apart(row: TextRow, item: ListItem) -> timedelta:
    return abs(date.fromisoformat(row["first_day"]) - (item.first_day or date.max))


def _keys(rows: list[TextRow]) -> str:
    return ", ".join(row["incident_id"] for row in rows)
