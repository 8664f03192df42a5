"""The rows to propose for a list of incidents: incidents, assessments, evidence, and spellings of places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from civcas.package.ids import unique
from civcas.package.tables import Table
from civcas.texts.draft.evidence import evidence_row
from civcas.texts.draft.incident_matching import Incidents, Match, agrees, same_grid
from civcas.texts.draft.list_places import FoundPlace, Places
from civcas.texts.draft.proposal import Figure, Proposal, TextRow, empty_row, iso, rows_of
from civcas.texts.incident_lists import IncidentList, ListItem
from civcas.texts.table_names import ALLEGATIONS, ASSESSMENTS, EVIDENCE, INCIDENTS, PLACE_NAMES

_STATED_BY = "Coalition"
_RELEASE_SEEN = "release_seen"
_SHOWN = 240  # letters of an item's words beside its figures
_KEY = "incident_id"
_FIGURES = ("killed", "injured")


@dataclass(frozen=True)
class ListedRelease:
    """The release that a list belongs to: its key (empty if it is not known), its day, and the page it was read on."""

    release_id: str
    released_on: date | None
    source: TextRow


@dataclass
class _Matched:
    """An item, its place and the incident it is about. `problem` says why nothing is proposed for it."""

    item: ListItem
    place: FoundPlace | None
    match: Match
    problem: str = ""


def draft_incidents(tables: Mapping[str, Table], listed: IncidentList, release: ListedRelease) -> Proposal:
    """The rows for the clear items of a list. Remarks name every other item, with the reason."""
    incidents, places = Incidents(tables), Places(tables)
    matched = [_matched(item, incidents, places) for item in listed.items]
    _mark_repeated(matched)
    draft = _Draft(tables, incidents, release)
    for each in matched:
        if not each.problem:
            draft.add(each)
    left_out = [f"left out because {each.problem}: {each.item.label}" for each in matched if each.problem]
    return replace(draft.proposal(), remarks=[*draft.remarks, *left_out])


def _matched(item: ListItem, incidents: Incidents, places: Places) -> _Matched:
    if item.problem:
        return _Matched(item, None, Match(), item.problem)
    place = places.find(item.place, item.country)
    known = place if isinstance(place, FoundPlace) else None
    match = incidents.match(item, known.place_id if known else "")
    problem = match.problem
    if not problem and not match.incident and isinstance(place, str):
        problem = place
    return _Matched(item, known, match, problem)


def _mark_repeated(matched: list[_Matched]) -> None:
    """Give items a problem if several are about one incident, or cannot be told apart."""
    clear = [each for each in matched if not each.problem]
    names = {id(each): _identity(each) for each in clear}
    times = Counter(names.values())
    for each in clear:
        if times[names[id(each)]] > 1:
            each.problem = "the list has several items of the same incident, or of the same day and place"


def _identity(each: _Matched) -> tuple[str, ...]:
    if each.match.incident:
        return (each.match.incident[_KEY],)
    if each.match.allegation:
        return (each.match.allegation["code"],)
    return (iso(each.item.first_day), iso(each.item.last_day), each.place.place_id if each.place else "")


# --- rows --------------------------------------------------------------------------------------------------------
@dataclass
class _Draft:
    """The rows, figures and remarks so far."""

    tables: Mapping[str, Table]
    incidents: Incidents
    release: ListedRelease
    rows: dict[str, list[TextRow]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._assessments = rows_of(self.tables[ASSESSMENTS])
        evidence = self.tables[EVIDENCE]
        self._evidence = set(evidence.text.select(list(evidence.schema.primary_key)).iter_rows())

    def proposal(self) -> Proposal:
        return Proposal(rows=self.rows, figures=self.figures)

    def add(self, each: _Matched) -> None:
        before = self._additions(), len(self.remarks)
        if each.match.incident:
            self._known(each.item, each.match.incident, each.match)
        elif each.place:
            self._new(each.item, each.place, each.match)
        if (self._additions(), len(self.remarks)) == before and each.match.incident:
            self.remarks.append(f"nothing to add to {each.match.incident[_KEY]}: {each.item.label}")

    def _additions(self) -> int:
        return sum(map(len, self.rows.values())) + len(self.proposal().fills)

    # --- new incidents
    def _new(self, item: ListItem, place: FoundPlace, match: Match) -> None:
        """An incident that the package does not have."""
        schema = self.tables[INCIDENTS].schema
        taken = {row[_KEY] for row in [*self.incidents.rows, *self.rows.get(INCIDENTS, [])]}
        key = unique(f"{iso(item.first_day)}-{re.sub('-(?:iraq|syria)$', '', place.place_id)}", taken)
        allegation = match.allegation
        row = empty_row(schema) | self._cells(item) | {
            _KEY: key,
            "first_day": iso(item.first_day),
            "last_day": iso(item.last_day),
            "country": item.country,
            "place_id": place.place_id,
            "place_as_reported": place.spelling,
            "status": item.status,
            "status_basis": _RELEASE_SEEN,
            "release_id": self.release.release_id,
            "airwars_code": allegation["code"] if allegation else "",
            "source_id": self._source_id,
        }  # fmt: skip
        self._put(INCIDENTS, row)
        self._put_spelling(place, item.country)
        self._state(item, key, None)
        self._back(key)
        if allegation:
            self._link(item, key, allegation)
        elif item.airwars_code:
            self.remarks.append(
                f"airwars_code of {key} stays empty because {ALLEGATIONS} has no {item.airwars_code}: {item.label}"
            )
        self._put_assessment(item, key, allegation)
        if match.remark:
            self.remarks.append(f"{key}: {match.remark}")

    def _cells(self, item: ListItem) -> TextRow:
        """The cells of an incident that an item alone fills, if it states them."""
        return {
            "killed": item.killed,
            "injured": item.injured,
            "allegation_source": item.allegation_source,
            "coalition_ref": item.coalition_ref,
            "mgrs": item.mgrs,
        }

    def _put_spelling(self, place: FoundPlace, country: str) -> None:
        names = self.rows.get(PLACE_NAMES, [])
        if place.is_new_spelling and (place.spelling, country) not in {
            (row["place_as_reported"], row["country"]) for row in names
        }:
            cells = {"place_as_reported": place.spelling, "country": country, "place_id": place.place_id}
            cells["source_id"] = self._source_id
            self._put(PLACE_NAMES, empty_row(self.tables[PLACE_NAMES].schema) | cells)

    def _link(self, item: ListItem, key: str, allegation: TextRow) -> None:
        """Fill in the incident of Airwars' record, and of the statements on it."""
        self._fill(ALLEGATIONS, allegation["allegation_id"], _KEY, key, item)
        for row in self._assessments:
            if row["allegation_id"] == allegation["allegation_id"] and not row[_KEY]:
                self._fill(ASSESSMENTS, row["assessment_id"], _KEY, key, item)

    # --- incidents of the package
    def _known(self, item: ListItem, incident: TextRow, match: Match) -> None:
        """An incident that the package has: empty cells, evidence, an assessment, or what disagrees."""
        key = incident[_KEY]
        statements = self._statements_on(incident, match.allegation)
        day = iso(self.release.released_on)
        is_last = not day or all(row["stated_on"] <= day for row in statements)
        if incident["status"] != item.status and is_last:
            self.remarks.append(
                f"{INCIDENTS} has {key} as {incident['status']}, the list has it as {item.status}; nothing is proposed."
                f" If the release is the later one, correct the record by hand: {item.label}"
            )
            return
        if not match.by_reference and self._may_be_another(item, incident):
            self.remarks.append(
                f"{INCIDENTS} has {key} on that day at that place, with other figures and of {incident['release_id']}."
                f" Whether it is the same is not known; nothing is proposed: {item.label}"
            )
            return
        self._say_differences(item, incident)
        if not is_last:
            self.remarks.append(f"{key} was assessed again later, so its cells stay as they are: {item.label}")
            self._back_key(key)
        else:
            self._state(item, key, incident)
            self._back(key)
            self._fill_cells(item, incident)
        disagrees = is_last and any(figure.contradicts and figure.record == key for figure in self.figures)
        if disagrees:
            self.remarks.append(f"no assessment of {key} is proposed, because figures disagree: {item.label}")
        elif not any(self._is_of_release(row, item, incident) for row in statements):
            self._put_assessment(item, key, match.allegation)

    def _may_be_another(self, item: ListItem, incident: TextRow) -> bool:
        """Whether an incident of another release has other figures than an item of the same day and place."""
        if not incident["release_id"] or incident["release_id"] == self.release.release_id:
            return False
        return not agrees(incident, item)

    def _statements_on(self, incident: TextRow, allegation: TextRow | None) -> list[TextRow]:
        keys = {incident[_KEY]}
        of_allegation = allegation["allegation_id"] if allegation else None
        return [row for row in self._assessments if row[_KEY] in keys or row["allegation_id"] == of_allegation]

    def _is_of_release(self, row: TextRow, item: ListItem, incident: TextRow) -> bool:
        """Whether a statement is that of this release; one without a day may be, if the incident names the release."""
        if row["stated_by"] != _STATED_BY:
            return False
        if row["stated_on"]:
            return row["stated_on"] == iso(self.release.released_on)
        names_release = incident["release_id"] and incident["release_id"] == self.release.release_id
        return row["status"] == item.status and bool(names_release or row["source_id"] == self._source_id)

    def _say_differences(self, item: ListItem, incident: TextRow) -> None:
        """Remarks on cells that differ and of which no evidence is kept."""
        stated = {
            "first_day": iso(item.first_day),
            "last_day": iso(item.last_day),
            "allegation_source": item.allegation_source,
            "coalition_ref": item.coalition_ref,
            "mgrs": item.mgrs,
        }
        for name, value in stated.items():
            has = incident[name]
            like = same_grid(has, value) or (name == "coalition_ref" and has.split("/")[0] == value.split("/")[0])
            if value and has and has != value and not like:
                self.remarks.append(
                    f"{name} of {incident[_KEY]} is {has} in the package, but {value} in the list: {item.label}"
                )

    def _fill_cells(self, item: ListItem, incident: TextRow) -> None:
        cells = {name: value for name, value in self._cells(item).items() if name not in _FIGURES}
        if incident["status_basis"] == _RELEASE_SEEN:
            cells["release_id"] = self.release.release_id
        for name, value in cells.items():
            if value and not incident[name]:
                self._fill(INCIDENTS, incident[_KEY], name, value, item)

    # --- parts of both
    @property
    def _source_id(self) -> str:
        return self.release.source["source_id"]

    def _state(self, item: ListItem, key: str, incident: TextRow | None) -> None:
        """The figures that an item states, beside those of the record."""
        for name, value in (("status", item.status), ("killed", item.killed), ("injured", item.injured)):
            has = incident[name] if incident else None
            if value and (name != "status" or has is None):
                self.figures.append(Figure(INCIDENTS, key, name, value, _words(item), has))

    def _back(self, key: str) -> None:
        """Evidence for the figures of an item, or for the incident as a whole if it has none."""
        figures = [each for each in self.figures if each.record == key and each.field in _FIGURES]
        for figure in figures:
            self._put_evidence(figure)
        if not figures:
            self._back_key(key)

    def _back_key(self, key: str) -> None:
        self._put_evidence(Figure(INCIDENTS, key, _KEY, key, ""))

    def _put_evidence(self, figure: Figure) -> None:
        row = evidence_row(self.tables[EVIDENCE], figure, self.release.source)
        if tuple(row[name] for name in self.tables[EVIDENCE].schema.primary_key) not in self._evidence:
            self._put(EVIDENCE, row)

    def _put_assessment(self, item: ListItem, key: str, allegation: TextRow | None) -> None:
        """The statement of the release on an incident, unless a killed `civcas draft --write` has written it."""
        day = iso(self.release.released_on)
        if any((row[_KEY], row["stated_on"], row["stated_by"]) == (key, day, _STATED_BY) for row in self._assessments):
            return
        stem = allegation["allegation_id"].removeprefix("airwars-") if allegation else key
        taken = {row["assessment_id"] for row in [*self._assessments, *self.rows.get(ASSESSMENTS, [])]}
        number = next(number for number in range(1, len(taken) + 2) if f"{stem}-{number}" not in taken)
        cells = {
            "assessment_id": f"{stem}-{number}",
            "allegation_id": allegation["allegation_id"] if allegation else "",
            _KEY: key,
            "stated_on": day,
            "stated_by": _STATED_BY,
            **item.assessed,
            "source_id": self._source_id,
        }
        self._put(ASSESSMENTS, empty_row(self.tables[ASSESSMENTS].schema) | cells)

    def _fill(self, table: str, record: str, name: str, value: str, item: ListItem) -> None:
        self.figures.append(Figure(table, record, name, value, _words(item), ""))

    def _put(self, table: str, row: TextRow) -> None:
        self.rows.setdefault(table, []).append(row)


def _words(item: ListItem) -> str:
    return item.words if len(item.words) <= _SHOWN else item.words[:_SHOWN].rpartition(" ")[0] + " …"
