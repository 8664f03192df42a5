"""What lists of incidents state of a record of `incidents` or `assessments`, by the item that is about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from civcas.package.tables import Table
from civcas.texts.draft.incident_matching import Incidents, Match, same_grid
from civcas.texts.draft.list_places import FoundPlace, Places
from civcas.texts.draft.proposal import iso
from civcas.texts.incident_lists import ListItem, read_incident_list
from civcas.texts.publication_dates import page_dates
from civcas.texts.statements import Unused
from civcas.texts.table_names import ASSESSMENTS, INCIDENTS

Record = dict[str, str | None]
Values = list[tuple[str, str, str]]  # field, value, words

# The fields of a record that an item of a list may state.
COMPARED = {
    INCIDENTS: [
        "first_day", "last_day", "country", "place_id", "status", "killed", "injured", "allegation_source",
        "coalition_ref", "mgrs", "airwars_code",
    ],
    ASSESSMENTS: ["stated_on", "status", "reason", "killed_min", "killed_max", "injured_min", "injured_max"],
}  # fmt: skip
_NEAR = timedelta(31)


class ListOfText:
    """The lists of a text, set beside the package."""

    def __init__(self, tables: Mapping[str, Table], text: str) -> None:
        self._text = text
        self._listed = read_incident_list(text)
        places, incidents = Places(tables), Incidents(tables)
        self._matched: list[tuple[ListItem, str, Match]] = []
        for item in self._listed.clear:
            place = places.find(item.place, item.country)
            place_id = place.place_id if isinstance(place, FoundPlace) else ""
            self._matched.append((item, place_id, incidents.match(item, place_id)))

    def values(self, table: str, record: Record) -> Values:
        """What the items about a record state of it."""
        found = [
            (name, value, _words(item))
            for item, place_id, match in self._matched
            if _is_about(table, record, match)
            for name, value in _stated(table, record, item, place_id).items()
            if value
        ]
        printed = [("stated_on", item.value, item.words) for item in page_dates(self._text)]
        return found + [each for each in printed if found and table == ASSESSMENTS and each[1] == record["stated_on"]]

    def unused(self, table: str, record: Record) -> list[Unused]:
        """The items that may be about a record, or that were not read, each with the reason."""
        unclear = [Unused(item.label, item.problem) for item in self._listed.unclear]
        doubtful = [Unused(item.label, match.problem) for item, _, match in self._matched if match.problem]
        if table != INCIDENTS or self.values(table, record):
            return unclear + doubtful
        near = [item for item, place_id, match in self._matched if _is_near(item, place_id, match, record)]
        return unclear + doubtful + [Unused(item.label, "it is of the same place, but of another day") for item in near]


def _is_about(table: str, record: Record, match: Match) -> bool:
    if record["incident_id"]:
        return match.incident is not None and match.incident["incident_id"] == record["incident_id"]
    if table != ASSESSMENTS or match.allegation is None:
        return False
    return match.allegation["allegation_id"] == record["allegation_id"]


def _is_near(item: ListItem, place_id: str, match: Match, record: Record) -> bool:
    first = date.fromisoformat(record["first_day"] or "")
    return not match.incident and place_id == record["place_id"] and abs(first - (item.first_day or first)) <= _NEAR


def _stated(table: str, record: Record, item: ListItem, place_id: str) -> dict[str, str]:
    if table == ASSESSMENTS:
        return item.assessed
    has_code, has_grid, has_number = (record[name] or "" for name in ("airwars_code", "mgrs", "coalition_ref"))
    same_number = has_number.partition("/")[0] == item.coalition_ref.partition("/")[0]
    return {
        "first_day": iso(item.first_day),
        "last_day": iso(item.last_day),
        "country": item.country,
        "place_id": place_id,
        "status": item.status,
        "killed": item.killed,
        "injured": item.injured,
        "allegation_source": item.allegation_source,
        "coalition_ref": has_number if item.coalition_ref and same_number else item.coalition_ref,
        "mgrs": has_grid if same_grid(has_grid, item.mgrs) else item.mgrs,
        "airwars_code": item.airwars_code if item.airwars_code.startswith("C") or not has_code else "",
    }


def _words(item: ListItem) -> str:
    return f"{item.number}. {item.words}" if item.number else item.words
