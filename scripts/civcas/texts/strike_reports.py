"""Reads the Coalition's strike reports: text -> strikes near places, and the totals that the report states.

As in reading.py, what is not plain is left out: a place that a line names together with another, a day that
does not follow from the words, a number that is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from civcas.texts.dates import When, dates
from civcas.texts.sentences import EXACT, FILL, Sentence, sentences, value_at

Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Strikes:
    """Strikes of a report: near a place (`place` as the report spells it), or in all where `place` is empty.

    `country` is Iraq, Syria or both. `first` and `last` are the days of the strikes, None where the report
    does not tell them. `late`: strikes of an earlier day, which the report's totals leave out. `doubt` says why
    the line is not certain; empty where it is.
    """

    country: str
    place: str
    strikes: int
    engagements: int | None
    first: date | None
    last: date | None
    words: str
    start: int
    late: bool = False
    doubt: str = ""


@dataclass(frozen=True)
class StrikeReport:
    """What a report lists for places and in all, and what was left out, each with its `doubt`."""

    places: list[Strikes]
    totals: list[Strikes]
    doubtful: list[Strikes]


COUNT = rf"(?:{EXACT}{FILL}*|\b[Aa]n?\b)"


STRIKES = r"(?:(?:air|precision|military)[-\s]?)*strikes?\b"


OF_ENGAGEMENTS = rf"(?:,?\s+consisting\s+of\s+(?P<engagements>{COUNT})\s+(?:separate\s+)?engagements?)?"


PLACE = r"(?P<place>(?:(?:al|ar|as|at|tal)[-\s])?[A-Z\u2018\u2019'`][^,.;:()]{1,40}?)"


DEED = r"(?:struck|destroyed|hit|engaged|damaged|suppressed|denied|targeted|killed|cratered|disabled|removed)\b"


HEADING = re.compile(r"^\W*(?:(?:Air)?[Ss]trikes?\s+in\s+)?(?P<country>Syria|Iraq)\W*$")


EARLIER = re.compile(r"^\W*(?:Previous|Earlier|Late|Additional)\s+[Ss]trikes\W*$")


LEAD = re.compile(
    rf"\bconduct(?:ed|ing)\s+(?:a\s+total\s+of\s+)?(?P<strikes>{COUNT})\s+{STRIKES}{OF_ENGAGEMENTS}(?P<rest>.*)",
    re.DOTALL,
)


NEAR = re.compile(
    rf"^\W*Near\s+{PLACE},\s+(?:(?P<country>Syria|Iraq),?\s+)?(?P<strikes>{COUNT})\s+{STRIKES}{OF_ENGAGEMENTS}"
)


NEAR_THEM = re.compile(rf"(?P<strikes>{COUNT})\s+{STRIKES}\s+near\s+{PLACE}\s+{DEED}")


AT_PLACE = re.compile(rf"\bnear\s+{PLACE}(?=[.;:]|,\s+[a-z]|\s*$)")


LATE = re.compile(
    rf"(?P<strikes>{COUNT})\s+{STRIKES}.{{0,160}}?\b(?:closed\s+within|not\s+previously\s+reported)",
    re.DOTALL | re.IGNORECASE,
)


NOTHING = re.compile(
    r"\bno\s+(?:reported\s+)?(?:air)?strikes?\s+(?:were\s+)?(?:reported\s+|conducted\s+)*in\s+(?P<country>Syria|Iraq)\b"
)


IN_COUNTRY = re.compile(
    r"\bin\s+(?:designated\s+parts\s+of\s+)?(?P<country>Syria(?:\s+and\s+Iraq)?|Iraq(?:\s+and\s+Syria)?)\b",
    re.IGNORECASE,
)


ISLAMIC_STATE = re.compile(r"Islamic\s+State\s+(?:of|in)\s+Iraq\s+and\s+(?:Syria|the\s+Levant)", re.IGNORECASE)


WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)


DAYS_OF_WEEK = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]


DATELINE = re.compile(r"^[A-Z][A-Z .,]+.{0,24}?(?:--|[—\u2013]|\s-)\s*")  # it dates the report, not the strikes


REPORTED = re.compile(r"\breported\s+(?:on\s+)?\w+day\b", re.IGNORECASE)


TO = re.compile(r"\s*(?:[-\u2013]|to|through|and)\s*", re.IGNORECASE)


CONTINUED = re.compile(r"\bcontinu(?:ed|ing)\s+to\s+(?:attack|strike)|\bconducting\b", re.IGNORECASE)


NEAR_SOMEHOW = re.compile(
    r"\b[Nn]ear\s+[A-Z].*strikes?\b|strikes?\b.*\b(?:near|(?:north|south|east|west)\w*\s+of)\s+[A-Z]", re.DOTALL
)


REPORT = re.compile(
    r"\bmilitary\s+forces\b|\bStrikes\s+in\s+(?:Syria|Iraq)\b|\bpartner\s+nation|\bCombined\s+Joint\s+Task\s+Force\b",
    re.IGNORECASE,
)


NOT_HERE = re.compile(r"\bAugust\s+2014\b|\bsince\b|\bunintentional|\bcivilian\s+casualt", re.IGNORECASE)


@dataclass(frozen=True)
class State:
    """What holds until the report says otherwise: the country of its lines, and the days of the strikes.

    `usual` are the days that the head of the report gives for all of it.
    """

    country: str = ""
    days: Days = (None, None)
    usual: Days = (None, None)
    late: bool = False


def read_strikes(text: str, reported_on: date | None) -> StrikeReport:
    """Read a strike report of the day `reported_on`; any other text states no strikes."""
    found: list[Strikes] = []
    state = State()
    for sentence in sentences(text) if REPORT.search(text) else []:
        if NOT_HERE.search(ISLAMIC_STATE.sub("", sentence.words)):
            continue
        state, items = read_sentence(sentence, state, reported_on)
        found += items
    found = [replace(item, doubt=item.doubt or doubt_of(item, found)) for item in found]
    certain = [item for item in found if not item.doubt]
    return StrikeReport(
        [item for item in certain if item.place],
        [item for item in certain if not item.place],
        [item for item in found if item.doubt],
    )


def read_sentence(sentence: Sentence, state: State, reported_on: date | None) -> tuple[State, list[Strikes]]:
    """What a sentence states, and what holds after it."""
    words = sentence.words
    head = HEADING.match(words)
    none = NOTHING.search(words)
    lead = LEAD.search(sentence.marked)
    days = days_in(words, reported_on)
    if CONTINUED.search(words) and days[0] and days[0] == days[1]:
        state = replace(state, days=days, usual=days)
    if head:
        return replace(state, country=head["country"], days=state.usual, late=False), []
    if EARLIER.match(words):
        return replace(state, country="", days=(None, None), late=True), []
    if none:
        return state, no_strikes(sentence, none["country"], days if days[0] else state.usual)
    if LATE.search(sentence.marked):
        return replace(state, country=country_in(words) or state.country, days=days, late=True), []
    if lead:
        country = country_in(words) or state.country
        days = days if days[0] or CONTINUED.search(words) else state.usual
        after = replace(state, country="" if country == "both" else country, days=days, late=False)
        return after, led(sentence, lead, country, days)
    return state, list(listed(sentence, state))


def led(sentence: Sentence, lead: re.Match[str], country: str, days: Days) -> list[Strikes]:
    """A sentence that says how many strikes were conducted: a total and, where it names one place, the place's line."""
    near = AT_PLACE.search(sentence.words, lead.start("rest"))
    total = Strikes(country, "", *numbers(sentence, lead), *days, sentence.shown, sentence.start)
    return [total, replace(total, place=near["place"].strip())] if near else [total]


def listed(sentence: Sentence, state: State) -> Iterator[Strikes]:
    """A line of the list: 'Near Mosul, two strikes engaged ...' or '... two airstrikes near Mosul destroyed ...'."""
    first, last = state.days
    blank = Strikes(state.country, "?", 0, None, first, last, sentence.shown, sentence.start, state.late)
    matches = [match] if (match := NEAR.search(sentence.marked)) else list(NEAR_THEM.finditer(sentence.marked))
    for match in matches:
        place = sentence.words[match.start("place") : match.end("place")].strip()
        strikes, engagements = numbers(sentence, match)
        named = match.groupdict().get("country") or country_in(sentence.words[: match.start()])
        country = named or state.country
        yield replace(blank, country=country, place=place, strikes=strikes, engagements=engagements)
    if not matches and NEAR_SOMEHOW.search(sentence.words):
        yield replace(blank, doubt="the wording was not understood")


def doubt_of(item: Strikes, found: list[Strikes]) -> str:
    """Why a line is not certain, given all lines of the report."""
    if item.country not in ("Iraq", "Syria") and (item.place or item.country != "both"):
        return "the country is not told"
    if item.late and item.place and not item.first:
        return "the days of late strikes are not told"
    if re.search(r"\s(?:and|or)\s|/|&", item.place):
        return "it names several places together"
    line = (item.country, item.place, item.first, item.last)
    if sum((other.country, other.place, other.first, other.last) == line for other in found) > 1:
        return (
            f"several lines are about the same {'place and days' if item.place else 'days'}, whose sum no line states"
        )
    return ""


def numbers(sentence: Sentence, match: re.Match[str]) -> tuple[int, int | None]:
    """The strikes and engagements of a match; 'a strike' is one."""

    def number(group: str) -> int | None:
        start, end = match.span(group) if group in match.re.groupindex else (-1, -1)
        if start < 0:
            return None
        return 1 if match[group].lower() in ("a", "an") else value_at(sentence.words, start, end)

    return number("strikes") or 0, number("engagements")


def country_in(words: str) -> str:
    """The country that a sentence speaks of: Iraq, Syria or both together; empty where it names none, and 'each'
    where it names them one by one."""
    found = {match["country"].lower() for match in IN_COUNTRY.finditer(ISLAMIC_STATE.sub("", words))}
    if not found and ISLAMIC_STATE.search(words) and "conducting" in words:  # the headline of the whole report
        return "both"
    if any(" and " in " ".join(country.split()) for country in found):
        return "both"
    return "each" if len(found) > 1 else "".join(found).capitalize()


def days_in(words: str, reported_on: date | None) -> Days:
    """The days of the strikes in a sentence: a date, a span of dates, yesterday, or the last such weekday."""
    words = DATELINE.sub("", words)
    named = [when for when in dates(words) if when.day]
    yesterday = re.search(r"\byesterday\b", REPORTED.sub("", words), re.IGNORECASE)
    if len(named) == 1 and not yesterday:
        return placed(named[0], reported_on)
    if named:
        return spanned(words, named, reported_on)
    if not reported_on or re.search(r"\blast\s+\w+\s+days\b", words):
        return None, None
    if yesterday:
        return (reported_on - timedelta(1),) * 2
    weekdays = WEEKDAY.findall(REPORTED.sub("", words))
    if len(weekdays) != 1:
        return None, None
    back = (reported_on.weekday() - DAYS_OF_WEEK.index(weekdays[0].lower())) % 7
    return (reported_on - timedelta(back or 7),) * 2


def spanned(words: str, named: list[When], reported_on: date | None) -> Days:
    """The span between two dates, or between a date and yesterday."""
    first, last = placed(named[0], reported_on)[0], None
    if len(named) == 2 and TO.fullmatch(words[named[0].end : named[1].start]):
        last = placed(named[1], reported_on)[1]
    elif len(named) == 1 and reported_on and re.search(r"\band\s+yesterday\b", words[named[0].end :]):
        last = reported_on - timedelta(1)
    return (first, last) if first and last and first < last else (None, None)


def placed(when: When, reported_on: date | None) -> Days:
    """The first and last of the days; where their year is untold, the last such days up to the report."""
    for year in (reported_on.year, reported_on.year - 1) if reported_on else (None,):
        first, last = when.first_day(year), when.last_day(year)
        if first and last and first <= last and not (reported_on and last > reported_on):
            return first, last
    return None, None


def no_strikes(sentence: Sentence, country: str, days: Days) -> list[Strikes]:
    """'There were no strikes in Syria on March 20-21': a total of 0 for each of the days, a week at the most."""
    first, last = days
    if not first or not last or (last - first).days > 7:
        return []
    each = [first + timedelta(number) for number in range((last - first).days + 1)]
    return [Strikes(country, "", 0, None, day, day, sentence.shown, sentence.start) for day in each]
