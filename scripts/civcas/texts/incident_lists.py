"""Reads the lists of incidents in the Coalition's releases: day, place, what was found, and how many were harmed.

An item is read whole or not at all: if one part of it is not clear, its `problem` says which, and nothing of it is
used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from civcas.texts.dates import DATE, DateMention, find_dates
from civcas.texts.item_figures import ItemFigures, read_figures, states_harm
from civcas.texts.list_items import CREDIBLE, DUPLICATE, NON_CREDIBLE, OPEN, RawItem, cut_text

_CAMPAIGN_BEGAN = date(2014, 8, 8)
_LONGEST_SPAN = 31  # days, as for an incident of the package
_SHOWN = 90  # letters of an item's first words


@dataclass(frozen=True)
class ListItem:
    """One incident as a list gives it, in the words of the package. Empty text: not stated.

    `place` is spelled as the list has it. `reason` and `allegation_source` are categories of assessments and incidents.
    `airwars_code` may be an old one, such as S1190. `problem` is empty only if the item is clear.
    """

    number: str
    words: str
    first_day: date | None = None
    last_day: date | None = None
    country: str = ""
    place: str = ""
    status: str = ""
    allegation_source: str = ""
    killed: str = ""
    injured: str = ""
    reason: str = ""
    coalition_ref: str = ""
    airwars_code: str = ""
    mgrs: str = ""
    problem: str = ""

    @property
    def assessed(self) -> dict[str, str]:
        """The fields of `assessments` that the item states."""
        return {
            "status": self.status,
            "reason": self.reason,
            "killed_min": self.killed,
            "killed_max": self.killed,
            "injured_min": self.injured,
            "injured_max": self.injured,
        }

    @property
    def label(self) -> str:
        """How messages name the item: its number if it has one, and its first words."""
        cut = self.words if len(self.words) <= _SHOWN else self.words[:_SHOWN].rpartition(" ")[0] + " …"
        return f"item {self.number}, “{cut}”" if self.number else f"“{cut}”"


@dataclass(frozen=True)
class IncidentList:
    """The items of a text in order, and the text without them."""

    items: list[ListItem]
    rest: str

    @property
    def clear(self) -> list[ListItem]:
        return [item for item in self.items if not item.problem]

    @property
    def unclear(self) -> list[ListItem]:
        return [item for item in self.items if item.problem]


def read_incident_list(text: str, latest: date | None = None) -> IncidentList:
    """Read the lists of incidents of a text that names the Coalition or lists its findings; `latest` is its day."""
    cut = cut_text(text)
    items = [_within_days(_read_item(raw), latest) for raw in cut.items]
    return IncidentList(items, cut.rest)


# --- the wording -------------------------------------------------------------------------------------------------
_IN_DOUBT = re.compile(
    r"(?:on\s+)?(?:or\s+(?:about|around)|about|around|approximately|circa|between|in|early|late|mid|sometime"
    r"|(?:the\s+)?(?:week|month)\s+of)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:-|\u2013|\u2014|to|through)\s*(?=[A-Z0-9])", re.IGNORECASE)
_PLACE_AND_COUNTRY = re.compile(
    r"\s*,?\s*(?:(?:near|in|at)\s+(?:the\s+)?)?(?P<place>(?!the\b)[^\d\W][^:;\[\]]{1,90}?)\s*[,.]?"
    r"\s+(?P<country>Iraq|Syria)\b"
    r"(?=\s*[,.:;(]|\s+[-\u2013\u2014]|\s+via\b|\s*$)"
)
_GOES_ON = re.compile(r"\s*,?\s*(?:and|or|as\s+well\s+as)\b")
_NOT_A_PLACE = re.compile(r"\b(?:via|near|report|Iraq|Syria|civilians?|strikes?|on|during|between)\b", re.IGNORECASE)
_SOURCE = re.compile(
    r"\W{0,3}(?:via|according\s+to|reported\s+by)\s+(?:an?\s+|the\s+)?(?P<source>[^.:;()]{2,70}?)\s*(?P<aside>\([^()]*\))?"
    r"\s*(?:[.:;]|$|[-\u2013\u2014]\s|,\s|(?=\b(?:Coalition|During|After|The|An?)\s))",
    re.IGNORECASE,
)
_SOURCES = {
    "self_report": r"self",
    "airwars": r"\bairwars\b",
    "social_media": r"\bsocial\s+media\b",
    "ngo": (
        r"\bNGO\b|non-?governmental|humanitarian|Amnesty|Human\s+Rights|Observatory|White\s+Helmets|Network\s+for"
        r"|Red\s+C(?:ross|rescent)"
    ),
    "media": r"(?<!social )\b(?:media|press|news\w*|television|journalist|Reuters|BBC|New\s+York\s+Times)\b",
}
_REASONS = {
    NON_CREDIBLE: {
        "no_coalition_strikes": (
            r"\bno\s+(?:corroborating\s+)?(?:Coalition\s+)?(?:air\s?)?(?:strikes?|actions?)(?:\s+or\s+operations?)?"
            r"\s+(?:was|were)\s+(?:conducted|identified)"
        ),
        "insufficient_information": r"\binsufficient\s+(?:information|details?)(?!\s+available\s+to)",
        "insufficient_evidence": r"\binsufficient\s+evidence",
    },
    CREDIBLE: {
        "entered_target_area": r"\b(?:entered|(?:crossed|drove|walked)\s+into)\s+the\s+(?:target|impact)\s+area",
        "killed_by_secondary_explosion": r"\bsecondary\s+(?:explosions?|blasts?)",
    },
}
_MGRS = re.compile(r"(?<![A-Za-z0-9])(3[6-9][RST])\s?([A-Z]{2})\s?([0-9]{2,5}\s[0-9]{2,5}|[0-9]{4,10})(?![A-Za-z0-9])")
_CODE = re.compile(r"(?<![A-Za-z0-9])(C?[IS][0-9]{3,4}[a-z]?)(?![A-Za-z0-9])")
_REFERENCE = re.compile(
    r"(?<![\w/-])(?P<ref>[0-9]{2,4})\s*(?:/\s*(?=C?[IS][0-9]{3}|3[6-9][RST])|\s(?=3[6-9][RST]\s?[A-Z]{2}))"
    r"|\((?P<last>[0-9]{2,4})\)\W*$"
)
_FOUND = {
    DUPLICATE: r"\bduplicat(?:es?|ed|ive)\b|\bwas\s+assessed\s+in\s+allegation\b",
    NON_CREDIBLE: (
        rf"{_REASONS[NON_CREDIBLE]['no_coalition_strikes']}|\binsufficient\s+(?:evidence|information|details?)"
        r"|\bnot\s+sufficient|casualties\s+did\s+not\s+occur|\bnot\s+credible\b|\bnon-?credible\b|\bno\s+civilians?\s+(?:was|were)\s+harmed"
        r"|\bis\s+not\s+likely\b|\bdid\s+not\s+support\b|\bonly\s+legitimate\s+military\s+targets\b|\bnot\s+attributable\b"
        r"|\bno\s+civilian\s+casualties\s+(?:occurred|resulted)"
    ),
}
_CORRECTS = re.compile(
    r"\b(?:revis\w+|increas\w+|instead\s+of|rather\s+than|correct(?:ed|ion|s)|updat(?:e[sd]?|ing)|initially|originally"
    r"|raised|lowered|no\s+longer)\b"
    r"|(?<!not )(?<!Not )\bpreviously\s+(?:reported|released|announced|assessed|acknowledged)",
)
_FURTHER_ITEM = re.compile(
    rf"(?:{DATE.pattern.replace('?P<', '?P<next_')}),?\s+(?:near|in)\s[^.;:]{{2,60}}(?:Iraq|Syria),?\s+via\b"
)


# --- reading -----------------------------------------------------------------------------------------------------
class _UnclearError(Exception):
    """A part of an item is not clear; the message says which."""


def _read_item(raw: RawItem) -> ListItem:
    item = ListItem(raw.number, raw.words)
    if raw.problem:
        return replace(item, problem=raw.problem)
    try:
        return _read_whole(raw, item)
    except _UnclearError as unclear:
        return replace(item, problem=str(unclear))


def _read_whole(raw: RawItem, item: ListItem) -> ListItem:
    """Every part of an item. Raises _UnclearError."""
    first, last, after_days = _days(raw.words)
    place = _PLACE_AND_COUNTRY.match(after_days)
    if not place or _NOT_A_PLACE.search(place["place"]) or find_dates(place["place"]):
        raise _UnclearError(_why_no_place(after_days))
    after_place = after_days[place.end() :]
    source = _SOURCE.match(after_place)
    if not source and (_GOES_ON.match(after_place) or re.search(r"\bvia\b", after_place[:_SHOWN])):
        raise _UnclearError(_why_no_place(after_days))
    body = after_place[source.end() if source else 0 :].strip(" ,.:;-\u2013\u2014")
    if _FURTHER_ITEM.search(body):
        raise _UnclearError("another item seems to follow within it")
    references = _references(body)
    body = _without_references(body)
    status = _status(raw, body)
    if status == CREDIBLE and not raw.is_finished:
        raise _UnclearError("its text breaks off")
    figures = _figures(body, status)
    return replace(
        item,
        first_day=first,
        last_day=last,
        country=place["country"],
        place=" ".join(place["place"].split()),
        status=status,
        allegation_source=_category(source["source"], _SOURCES, "other") if source else "",
        killed=figures.killed,
        injured=figures.injured,
        reason=_category(body, _REASONS.get(status, {})),
        **references,
    )


def _days(words: str) -> tuple[date, date, str]:
    """The first and last day of an item, and the words after them. Raises _UnclearError."""
    words = re.sub(r"^[Oo]n\s+(?!or\b|about\b|around\b)", "", words)
    match = DATE.match(words)
    if not match:
        in_doubt = _IN_DOUBT.match(words) and find_dates(words[:60])
        raise _UnclearError("its day is in doubt" if in_doubt else "its day was not read")
    end = match.end()
    first_mention = last_mention = _mention(match.group())
    if (to := _TO.match(words, end)) and (second := DATE.match(words, to.end())):
        last_mention, end = _mention(second.group()), second.end()
    if not first_mention or not last_mention or not first_mention.day or not last_mention.day:
        raise _UnclearError("its day is not given, or there is no such day")
    if not last_mention.year:
        raise _UnclearError("the year of its day was not read")
    first, last = _day_and_last(first_mention, last_mention)
    if not _PLACE_FOLLOWS.match(words[end:]) or _DAYS_GO_ON.match(words[end:]):
        raise _UnclearError("the words after its day are not known, so the day is in doubt")
    return first, last, words[end:]


_PLACE_FOLLOWS = re.compile(r"\s*,?\s*(?:(?:near|in|at)\s|[A-Z\u2018\u2019'])")
_DAYS_GO_ON = re.compile(
    r"\s*,?\s*(?:in\s+the\s+(?:morning|evening|night|early)|at\s+(?:night|dawn|dusk|[0-9])|or\b|and\b)", re.IGNORECASE
)


def _mention(words: str) -> DateMention | None:
    found = find_dates(words)
    return found[0] if found else None


def _day_and_last(first_mention: DateMention, last_mention: DateMention) -> tuple[date, date]:
    """The days that two mentions give; the year of the first may follow from that of the last."""
    last = last_mention.last_day()
    first = first_mention.first_day(last_mention.year)
    if not first or not last:
        raise _UnclearError("there is no such day")
    if first > last or (last - first).days > _LONGEST_SPAN:
        raise _UnclearError(f"its days, {first} to {last}, are not in order or too far apart")
    return first, last


def _within_days(item: ListItem, latest: date | None) -> ListItem:
    """The item, with a problem if its days lie outside the campaign or after the day of the release."""
    if item.problem or not item.first_day or not item.last_day:
        return item
    if item.first_day < _CAMPAIGN_BEGAN:
        return replace(item, problem=f"its day, {item.first_day}, is before the campaign began")
    if latest and item.last_day > latest:
        return replace(item, problem=f"its day, {item.last_day}, is after the day of the release, {latest}")
    return item


def _why_no_place(after_days: str) -> str:
    head = after_days[:200]
    countries = re.findall(r"\b(?:Iraq|Syria)\b", re.split(r"\bvia\b|:", head)[0])
    if len(countries) > 1:
        return "it names several places"
    return "its place and country were not read" if countries else "its country is missing"


def _category(words: str, categories: dict[str, str], otherwise: str = "") -> str:
    """The one category whose words occur; empty if several do."""
    found = [name for name, pattern in categories.items() if re.search(pattern, words, re.IGNORECASE)]
    if len(found) > 1:
        return ""
    return found[0] if found else otherwise


def _references(body: str) -> dict[str, str]:
    """The Coalition's number, Airwars' code and the grid reference of an item. Raises _UnclearError."""
    grids = list(dict.fromkeys("".join("".join(parts).split()) for parts in _MGRS.findall(body)))
    codes = list(dict.fromkeys(_CODE.findall(body)))
    numbers = list(dict.fromkeys(_number(body, match) for match in _REFERENCE.finditer(body)))
    for found, what in ((grids, "grid references"), (codes, "codes of Airwars"), (numbers, "numbers of the Coalition")):
        if len(found) > 1:
            raise _UnclearError(f"it gives several {what}: {', '.join(found)}")
    if grids and len(grids[0]) % 2 == 0:
        raise _UnclearError(f"its grid reference, {grids[0]}, has not as many digits for easting as for northing")
    return {
        "coalition_ref": numbers[0] if numbers else "",
        "airwars_code": codes[0] if codes else "",
        "mgrs": grids[0] if grids else "",
    }


def _number(body: str, match: re.Match[str]) -> str:
    """The Coalition's number as printed, with the code of Airwars if it is joined to it by a stroke: 2801/CS093."""
    code = _CODE.match(body, match.end())
    return f"{match['ref']}/{code.group()}" if match["ref"] and code else match["ref"] or match["last"]


def _without_references(body: str) -> str:
    """The words without numbers and codes, which are no figures."""
    body = _MGRS.sub(" ", _REFERENCE.sub(" ", body))
    return _ABOUT_REFERENCES.sub(" ", _CODE.sub(" ", body)).strip(" /")


_ABOUT_REFERENCES = re.compile(r"\b(?:Report|Allegation)\s+/?\s*\.?\s*Closed\s+on\s.*$|/?\s*\bNo\s+MGRS\b.*$")


def _status(raw: RawItem, body: str) -> str:
    """What was found, by the heading and by the item's own words, which must agree. Raises _UnclearError."""
    if raw.heading and not raw.status:
        raise _UnclearError(f"it stands under the heading “{raw.heading[:_SHOWN]}”, which is not known")
    said = next((status for status, pattern in _FOUND.items() if re.search(pattern, body, re.IGNORECASE)), "")
    if states_harm(body):
        said = f"{said} and {CREDIBLE}" if said else CREDIBLE
    if " and " in said:
        raise _UnclearError(f"its own words say both {said}")
    if raw.status and said and raw.status not in (said, OPEN):
        raise _UnclearError(f"it stands under {raw.status}, but its own words say {said}")
    if raw.status == OPEN and said == CREDIBLE:
        raise _UnclearError("it stands under the open reports, but says how many were harmed")
    if not raw.status and not (said and _SOURCE.search(raw.words[:200])):
        raise _UnclearError("no heading above it says whether it was found credible")
    return raw.status or said


def _figures(body: str, status: str) -> ItemFigures:
    """The figures of a credible item. Raises _UnclearError if there are none that are clear."""
    if status != CREDIBLE:
        return ItemFigures()
    if _CORRECTS.search(body):
        raise _UnclearError("it may correct what was said before")
    figures = read_figures(body)
    if figures.problem:
        raise _UnclearError(figures.problem)
    if not figures.are_stated:
        raise _UnclearError("it is credible, but no figure of killed or injured was read")
    return figures
