"""Reads the Coalition's strike reports: the strikes near each place, and the totals that a report states.

The reader leaves out what is not clear: a line that names several places, days that do not follow from the words, and
numbers that are rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from civcas.texts.sentences import DAY, EXACT, FILL, Sentence, sentences, value_at
from civcas.texts.strike_days import UNKNOWN, Days, strike_days

COUNTRIES = ("Iraq", "Syria")


BOTH = "both"  # a total for both countries together


_ONE_BY_ONE = "each"  # a sentence names both countries, but not together


@dataclass(frozen=True)
class StrikeLine:
    """Strikes near one place (`place` as the report spells it), or a total if `place` is empty.

    `first` and `last` are the days of the strikes, None if the report does not give them. `late`: strikes of an earlier
    day, which the totals of the report leave out. `problem` says why the line is left out; it is empty if the line is
    clear.
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
    problem: str = ""


@dataclass(frozen=True)
class StrikeReport:
    """The lines of a report for places, its totals, and the lines that were left out, each with its `problem`."""

    places: list[StrikeLine]
    totals: list[StrikeLine]
    unclear: list[StrikeLine]


# --- the wording -------------------------------------------------------------------------------------------------
_COUNT = rf"(?:{EXACT}{FILL}*|\b[Aa]n?\b)"


_STRIKES = r"(?:(?:air|precision|military)[-\s]?)*strikes?\b"


_OF_ENGAGEMENTS = rf"(?:,?\s+consisting\s+of\s+(?P<engagements>{_COUNT})\s+(?:separate\s+)?engagements?)?"


_PLACE = r"(?P<place>(?:(?:al|ar|as|at|tal)[-\s])?[A-Z\u2018\u2019'`][^,.;:()]{1,40}?)"


_HIT = r"(?:struck|destroyed|hit|engaged|damaged|suppressed|denied|targeted|killed|cratered|disabled|removed)\b"


_COUNTRY_HEADING = re.compile(r"^\W*(?:(?:Air)?[Ss]trikes?\s+in\s+)?(?P<country>Syria|Iraq)\W*$")


_EARLIER_HEADING = re.compile(r"^\W*(?:Previous|Earlier|Late|Additional)\s+[Ss]trikes\W*$")


_TOTAL = re.compile(
    rf"\bconduct(?:ed|ing)\s+(?:a\s+total\s+of\s+)?(?P<strikes>{_COUNT})\s+{_STRIKES}{_OF_ENGAGEMENTS}(?P<rest>.*)",
    re.DOTALL,
)


# 'Near Mosul, two strikes', also with the day before it, and several times in a line if its breaks were lost.
_NEAR_PLACE_STRIKES = re.compile(
    rf"(?:^\W*|(?<=\s)(?=N))(?:On\s+{DAY}{FILL}*,?\s+[Nn]ear|Near)\s+{_PLACE},\s+(?:(?P<country>Syria|Iraq),?\s+)?"
    rf"(?P<strikes>{_COUNT})\s+{_STRIKES}{_OF_ENGAGEMENTS}"
)


_STRIKES_NEAR_PLACE = re.compile(rf"(?P<strikes>{_COUNT})\s+{_STRIKES}\s+near\s+{_PLACE}\s+{_HIT}")


_AT_ONE_PLACE = re.compile(rf"\bnear\s+{_PLACE}(?=[.;:]|,\s+[a-z]|\s*$)")


_LATE_REPORTED = re.compile(
    rf"(?P<strikes>{_COUNT})\s+{_STRIKES}.{{0,160}}?\b(?:closed\s+within|not\s+previously\s+reported)",
    re.DOTALL | re.IGNORECASE,
)


_NO_STRIKES = re.compile(
    r"\bno\s+(?:reported\s+)?(?:air)?strikes?\s+(?:were\s+)?(?:reported\s+|conducted\s+)*in\s+(?P<country>Syria|Iraq)\b"
)


_IN_COUNTRY = re.compile(
    r"\bin\s+(?:designated\s+parts\s+of\s+)?(?P<country>Syria(?:\s+and\s+Iraq)?|Iraq(?:\s+and\s+Syria)?)\b",
    re.IGNORECASE,
)


_ISLAMIC_STATE = re.compile(r"Islamic\s+State\s+(?:of|in)\s+Iraq\s+and\s+(?:Syria|the\s+Levant)", re.IGNORECASE)


_OPENING = re.compile(r"\bcontinu(?:ed|ing)\s+to\s+(?:attack|strike)|\bconducting\b", re.IGNORECASE)


_MENTIONS_PLACE = re.compile(
    r"\b[Nn]ear\s+[A-Z].*strikes?\b|strikes?\b.*\b(?:near|(?:north|south|east|west)\w*\s+of)\s+[A-Z]", re.DOTALL
)


_STRIKE_REPORT = re.compile(
    r"\bmilitary\s+forces\b|\bStrikes\s+in\s+(?:Syria|Iraq)\b|\bpartner\s+nation|\bCombined\s+Joint\s+Task\s+Force\b",
    re.IGNORECASE,
)


_OTHER_SUBJECT = re.compile(r"\bAugust\s+2014\b|\bsince\b|\bunintentional|\bcivilian\s+casualt", re.IGNORECASE)


# --- reading -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Context:
    """What earlier sentences say about the lines that follow: their country and days.

    `usual_days` are the days that the opening of the report gives for all of it, `span` those from which to which it
    says to reach.
    """

    country: str = ""
    days: Days = UNKNOWN
    usual_days: Days = UNKNOWN
    late: bool = False
    span: Days = UNKNOWN


def read_strike_report(text: str, reported_on: date | None) -> StrikeReport:
    """Read a strike report of the day `reported_on`. Any other text states no strikes."""
    lines = list(_lines(text, reported_on)) if _STRIKE_REPORT.search(text) else []
    lines = [replace(line, problem=line.problem or _wrong_subject(line, reported_on)) for line in lines]
    lines = [replace(line, problem=line.problem or _problem(line, lines)) for line in lines]
    clear = [line for line in lines if not line.problem]
    return StrikeReport(
        places=[line for line in clear if line.place],
        totals=[line for line in clear if not line.place],
        unclear=[line for line in lines if line.problem],
    )


def _lines(text: str, reported_on: date | None) -> Iterator[StrikeLine]:
    context = _Context()
    for sentence in sentences(text):
        if not sentence.is_too_long and not _OTHER_SUBJECT.search(_ISLAMIC_STATE.sub("", sentence.words)):
            context, lines = _read_sentence(sentence, context, reported_on)
            yield from [_without_other_yesterday(line, context.span) for line in lines]


def _without_other_yesterday(line: StrikeLine, span: Days) -> StrikeLine:
    """The line, with a problem if its days are given as yesterday and that is not within the span of the report."""
    if not line.problem and _YESTERDAY.search(line.words) and _is_outside((line.first, line.last), span):
        return replace(line, problem=f"yesterday is {line.last}, and the report is about {span[0]} to {span[1]}")
    return line


def _read_sentence(
    sentence: Sentence, context: _Context, reported_on: date | None
) -> tuple[_Context, list[StrikeLine]]:
    """The lines that a sentence states, and the context of the next sentence."""
    words = sentence.words
    days = strike_days(words, reported_on)
    if _OPENS_SPAN.search(words) and days[0] != days[1] and not context.span[0]:
        context = replace(context, span=days)
    if _OPENING.search(words) and days[0] and days[0] == days[1]:
        context = replace(context, days=days, usual_days=days)
    if heading := _COUNTRY_HEADING.match(words):
        return replace(context, country=heading["country"], days=context.usual_days, late=False), []
    if _EARLIER_HEADING.match(words):
        return replace(context, country="", days=UNKNOWN, late=True), []
    if none := _NO_STRIKES.search(words):
        return context, _no_strikes(sentence, none["country"], days if days[0] else context.usual_days)
    if _LATE_REPORTED.search(sentence.marked):
        return replace(context, country=_country_in(words) or context.country, days=days, late=True), []
    if total := _TOTAL.search(sentence.marked):
        return _read_total(sentence, total, days, context)
    return context, list(_place_lines(sentence, context, reported_on))


_YESTERDAY = re.compile(r"\byesterday\b", re.IGNORECASE)


_OPENS_SPAN = re.compile(r"\bconduct(?:ed|ing)\b|\bcontinu(?:ed|ing)\b", re.IGNORECASE)


def _is_outside(days: Days, span: Days) -> bool:
    """Whether days that are known are not within a span that is known."""
    if not (days[0] and days[1] and span[0] and span[1]):
        return False
    return days[0] < span[0] or days[1] > span[1]


def _blank(sentence: Sentence, context: _Context, problem: str = "") -> StrikeLine:
    """A line without figures, in the country and on the days that the sentences before it give."""
    return StrikeLine(
        context.country, "?", 0, None, *context.days, sentence.one_line, sentence.start, context.late, problem
    )


def _read_total(
    sentence: Sentence, match: re.Match[str], days: Days, context: _Context
) -> tuple[_Context, list[StrikeLine]]:
    """A sentence on how many strikes were conducted: a total and, if it names one place, a line for the place."""
    country = _country_in(sentence.words) or context.country
    if not days[0] and not _OPENING.search(sentence.words):
        days = context.usual_days
    total = StrikeLine(country, "", *_counts_in(sentence, match), *days, sentence.one_line, sentence.start)
    near = _AT_ONE_PLACE.search(sentence.words, match.start("rest"))
    lines = [total, replace(total, place=" ".join(near["place"].split()))] if near else [total]
    usual_days = days if country == BOTH and not context.usual_days[0] else context.usual_days
    context = replace(context, days=days, usual_days=usual_days, late=False)
    return replace(context, country="" if country == BOTH else country), lines


def _place_lines(sentence: Sentence, context: _Context, reported_on: date | None) -> Iterator[StrikeLine]:
    """A line of the list: 'Near Mosul, two strikes engaged ...' or '... two airstrikes near Mosul destroyed ...'."""
    days = strike_days(sentence.words, reported_on) if _DAY.search(sentence.marked) else UNKNOWN
    blank = _blank(sentence, replace(context, days=days) if days[0] else context)
    matches = list(_NEAR_PLACE_STRIKES.finditer(sentence.marked)) or list(_STRIKES_NEAR_PLACE.finditer(sentence.marked))
    for match in matches:
        place = " ".join(sentence.words[match.start("place") : match.end("place")].split())
        strikes, engagements = _counts_in(sentence, match)
        named = match.groupdict().get("country") or _country_in(sentence.words[: match.start()])
        yield replace(blank, country=named or context.country, place=place, strikes=strikes, engagements=engagements)
    if len(_NEAR.findall(sentence.words)) > len(matches) > 0:
        yield replace(blank, problem="it names a further place that was not read")
    elif not matches and _MENTIONS_PLACE.search(sentence.words):
        yield replace(blank, problem="the wording was not understood")


_DAY = re.compile(DAY)


_NEAR = re.compile(r"\b[Nn]ear\s+[A-Z]")


def _no_strikes(sentence: Sentence, country: str, days: Days) -> list[StrikeLine]:
    """'There were no strikes in Syria on March 20-21': a total of 0 for each of the days, eight days at most."""
    first, last = days
    if not first or not last or (last - first).days > 7:
        return []
    each_day = [first + timedelta(number) for number in range((last - first).days + 1)]
    return [StrikeLine(country, "", 0, None, day, day, sentence.one_line, sentence.start) for day in each_day]


_LONG_BEFORE = timedelta(120)


_OTHER_NATION = re.compile(
    r"\b(?:RAF|Royal|British|French|Dutch|Danish|Belgian|Australian|Canadian|Jordanian|Saudi|Emirati|German|Turkish"
    r"|Russian|Israeli|(?:Iraqi|Syrian)\s+(?:air|army|forces|government))\b[^.;]{0,60}\bconduct(?:ed|ing)\b"
)


def _wrong_subject(line: StrikeLine, reported_on: date | None) -> str:
    """Why a line is not of the report: another nation's strikes, or a day that would be of the year before."""
    if _OTHER_NATION.search(line.words):
        return "it is about the strikes of another nation"
    if line.place and line.last and reported_on and reported_on - line.last > _LONG_BEFORE:
        return f"its last day would be {line.last}, long before the report of {reported_on}"
    return ""


def _problem(line: StrikeLine, lines: list[StrikeLine]) -> str:
    """Why a line is not clear, given all lines of the report."""
    if line.country not in (COUNTRIES if line.place else (*COUNTRIES, BOTH)):
        return "the country is missing"
    if line.late and line.place and not line.first:
        return "the days of these late-reported strikes are missing"
    if re.search(r"\s(?:and|or)\s|/|&", line.place):
        return "it names several places together"
    if sum(_place_and_days(other) == _place_and_days(line) for other in lines) > 1:
        about = "place and days" if line.place else "days"
        return f"several lines are about the same {about}, and none states their sum"
    return ""


def _place_and_days(line: StrikeLine) -> tuple[str, str, date | None, date | None]:
    return line.country, line.place, line.first, line.last


def _counts_in(sentence: Sentence, match: re.Match[str]) -> tuple[int, int | None]:
    """The strikes and engagements of a match; 'a strike' is one."""

    def number(group: str) -> int | None:
        start, end = match.span(group) if group in match.re.groupindex else (-1, -1)
        if start < 0:
            return None
        return 1 if match[group].lower() in ("a", "an") else value_at(sentence.words, start, end)

    return number("strikes") or 0, number("engagements")


def _country_in(words: str) -> str:
    """The country that a sentence is about: one, both together, one by one, or empty if it names none."""
    found = {match["country"].lower() for match in _IN_COUNTRY.finditer(_ISLAMIC_STATE.sub("", words))}
    if not found and _ISLAMIC_STATE.search(words) and "conducting" in words:  # the headline of the whole report
        return BOTH
    if any(" and " in " ".join(country.split()) for country in found):
        return BOTH
    return _ONE_BY_ONE if len(found) > 1 else "".join(found).capitalize()
