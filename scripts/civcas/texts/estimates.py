"""Reads sentences in which a text gives another's count of civilian harm: 'Airwars says that at least 8,300 ...'.

A count is read only if its sentence names one organisation that says it, and states one figure for what is counted.
What it covers is read as far as the sentence says it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from civcas.months import PRECISION, day_of
from civcas.texts.dates import MONTH_PATTERN, YEAR_PATTERN, DateMention, find_dates
from civcas.texts.numerals import value_of
from civcas.texts.sentences import AT_LEAST, EXACT, FILL, INEXACT, Sentence, sentences
from civcas.texts.speakers import speaks_for_the_coalition
from civcas.texts.vocabulary import without, words_in

# The words before a figure, and the qualifier that they mean. Other hedges leave a figure unread.
_QUALIFIERS = {
    "at_least": r"at\s+least|a\s+minimum\s+of|no\s+(?:fewer|less)\s+than|not\s+less\s+than",
    "more_than": r"more\s+than|over|in\s+excess\s+of|upwards\s+of",
    "up_to": r"up\s+to|as\s+many\s+as|at\s+most",
    "approximately": r"about|around|approximately|some|roughly|nearly|almost|close\s+to|an\s+estimated",
}
_FIELD_OF = {"at_least": "low", "more_than": "low", "up_to": "high", "approximately": "best", "exact": "best"}
_HEDGE = "|".join(_QUALIFIERS.values())
_NUMBER = rf"[{EXACT}{AT_LEAST}{INEXACT}]{FILL}*"
_COUNT = (
    rf"(?:(?P<hedge>{_HEDGE})\s+)?(?:(?:between|from)\s+)?(?P<first>{_NUMBER})"
    rf"(?:\s*(?:and|to|[-\u2013\u2014])\s*(?P<second>{_NUMBER}))?"
)
_PEOPLE = r"(?:Iraqi\s+|Syrian\s+|innocent\s+|local\s+)?(?P<people>civilians|non-?combatants|children|women|people)\b"
_LINK = r"(?:\s+(?:have|has|had|been|being|were|was|are|is|may|likely|also|reportedly|locally))*"
_DONE = r"\s+(?P<done>killed|died|dead|injured|wounded)\b"
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_COUNT}\s+{_PEOPLE}{_LINK}{_DONE}(?!\s+(?:and|or)\s+(?:injured|wounded)\b)",
        rf"{_COUNT}\s+(?P<people>civilian|child)\s+(?P<done>deaths?|fatalities|injuries)\b",
        rf"\b(?P<done>kill(?:ed|ing)?|injur(?:ed|ing)|wound(?:ed|ing))\s+{_COUNT}\s+{_PEOPLE}",
        rf"\b(?P<done>deaths?)\s+of\s+{_COUNT}\s+{_PEOPLE}",
    )
]
_SAYS = (
    r"says|said|estimates?|estimated|believes|counts|counted|tallied|documents|documented|recorded|records|reported|reports"
    r"|puts|put|found|claims|claimed|verified|listed|lists"
)
_COALITION_SAYS = re.compile(
    r"\b(?:coalition|CJTF-OIR|Pentagon|CENTCOM|military|U\.?S\.?|it|task\s+force)\s+(?:\w+\s+){0,3}?(?:say|admit\w*"
    rf"|acknowledge\w*|confirm\w*|conced\w*|assess\w*|den(?:y|ies|ied)|told|{_SAYS})\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:not|never|den(?:y|ies|ied)|disput\w*|reject\w*|whether|if|false|wrong\w*|exaggerat\w*|target(?:s|ed)?)\b|n['\u2019]t\b"
)
_BY_THE_COALITION = re.compile(r"\b(?:coalition|US-led|U\.S\.-led|American-led|Inherent\s+Resolve)\b", re.IGNORECASE)
_BY_OTHERS = re.compile(
    r"\b(?:Russia\w*|regime|Assad|Syrian\s+(?:government|army)|Iraqi\s+(?:forces|army|government)|SDF|Turk\w*|Israel\w*|Iran\w*"
    r"|all\s+(?:parties|sides)|both\s+sides)\b|\bby\s+(?:the\s+)?(?:ISI[SL]|IS|Islamic\s+State|Daesh)\b",
    re.IGNORECASE,
)
_ONE_EVENT = re.compile(
    r"\b(?:an?|the|that|this|one|single)\s+(?:[\w-]+\s+){0,2}?(?:air\s?strike|strike|raid|attack|incident|bombing|blast)\b",
    re.IGNORECASE,
)
_A_PLACE = re.compile(
    rf"\b(?:in|near|at|around|inside|outside)\s+(?!Iraq\b|Syria\b|{MONTH_PATTERN})(?:the\s+\w+\s+of\s+)?[A-Z]"
)


# The words of a sentence that leave a count as it is, besides the count, who says it, and its period. Others may make
# it a part, somebody else's, or a count of one place.
_KNOWN = words_in(
    "a an the that has have had been were was are is according to at by in since coalition us-led u.s.-led american-led"
    " us international air strikes airstrikes raids bombings bombardment actions forces likely killed monitor"
    " monitoring group organisation organization watchdog human rights network london-based iraq syria"
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'\u2019-][^\W\d_]+)*|[0-9]+")
_BOTH = re.compile(r"\b(?:Iraq\s+and\s+Syria|Syria\s+and\s+Iraq)\b")
_CAMPAIGN_BEGAN = "2014-08-01"


@dataclass(frozen=True)
class Estimate:
    """Another's count that a text gives. `cells` are the fields of `estimates` that its sentence states.

    `words` are the sentence. `open` says what has to be filled in by hand, and why it was not read. `whole`: every
    number of the sentence was read.
    """

    cells: dict[str, str]
    words: str
    open: tuple[str, ...]
    whole: bool


def names_of(organisations: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The names, short and long, by which texts call those who count, with the id of each.

    `organisations` are the rows of that table. The press, archives and the Coalition are left out, and names that
    several have.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for row in organisations:
        if row["kind"] in ("news", "archive", "other") or speaks_for_the_coalition(row["name"]):
            continue
        short = row["organisation_id"].title() if re.fullmatch(r"[a-z]{5,}", row["organisation_id"]) else ""
        start = row["name"].partition(" for ")[0]
        letters = row["abbreviation"] if row["abbreviation"].isupper() else ""
        for name in (row["name"], letters, start if " " in start else "", short):
            if len(name) > 2:
                found[name].add(row["organisation_id"])
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def read_estimates(text: str, names: Mapping[str, str]) -> list[Estimate]:
    """The counts that a text gives as those of one of `names` (see names_of), in order."""
    if not names:
        return []
    any_name = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b")
    found = [estimate for sentence in sentences(text) for estimate in _in_sentence(sentence, any_name, names)]
    return list({(estimate.words, estimate.cells["measure"]): estimate for estimate in found}.values())


def _in_sentence(sentence: Sentence, any_name: re.Pattern[str], names: Mapping[str, str]) -> Iterator[Estimate]:
    named = {names[match] for match in any_name.findall(sentence.words)}
    if sentence.is_too_long or len(named) != 1 or not _is_said_by(sentence.words, any_name):
        return
    matches = [match for form in _FORMS for match in form.finditer(sentence.marked)]
    counts = [(count, match.end()) for match in matches if (count := _count(sentence, match))]
    measures = [count["measure"] for count, _ in counts]
    rest = set(sentence.numbers) - {value for count, _ in counts for value in count.values()}
    for count, end in counts:
        if measures.count(count["measure"]) == 1:
            period = _period(sentence.words, end)
            cells = {"organisation_id": next(iter(named))} | count | period.cells | _scope(sentence.words)
            left = without(sentence.words, [*(match.span() for match in matches), period.span])
            strange = dict.fromkeys(_strange(any_name.sub(" ", left)))
            yield Estimate(
                cells, sentence.one_line, (*_open(sentence.words, cells), *_unknown(strange)), whole=not rest
            )


def _is_said_by(words: str, any_name: re.Pattern[str]) -> bool:
    """Whether one of the names says what a sentence states, and the Coalition does not."""
    if _COALITION_SAYS.search(words) or _DOUBT.search(words):
        return False
    name = any_name.pattern
    says = rf"{name}(?:['\u2019]s)?\W+(?:[\w-]+\W+){{0,6}}?(?i:{_SAYS})\b"
    cited = rf"\b(?i:according\s+to|(?:{_SAYS})\s+by)\s+(?:[\w-]+\W+){{0,6}}?{name}"
    return bool(re.search(rf"{says}|{cited}", words))


def _count(sentence: Sentence, match: re.Match[str]) -> dict[str, str] | None:
    """The measure, the qualifier and the figures of one match; None if the figure is not certain."""
    low = value_of(sentence.words[slice(*match.span("first"))])
    measure = _measure(match["people"].lower(), match["done"].lower())
    if low is None or not measure:
        return None
    if match["second"]:
        high = value_of(sentence.words[slice(*match.span("second"))])
        if high is None or high < low or match["hedge"]:
            return None
        return {"measure": measure, "qualifier": "between", "low": str(low), "high": str(high)}
    qualifier = _qualifier(match["hedge"])
    if qualifier == "exact" and match["first"][0] != EXACT:
        return None
    return {"measure": measure, "qualifier": qualifier, _FIELD_OF[qualifier]: str(low)}


def _qualifier(hedge: str | None) -> str:
    found = (name for name, words in _QUALIFIERS.items() if hedge and re.fullmatch(words, hedge, re.IGNORECASE))
    return next(found, "exact")


def _measure(people: str, done: str) -> str:
    """What is counted; empty if no measure of `estimates` counts that."""
    if done.startswith(("injur", "wound")):
        return "civilians_injured" if people.startswith(("civilian", "non")) else ""
    if people.startswith("child"):
        return "children_killed"
    return {"women": "women_killed", "people": "people_killed"}.get(people, "civilians_killed")


# --- what a figure covers ----------------------------------------------------------------------------------------
def _strange(words: str) -> Iterator[str]:
    """The words that may change what a count means."""
    for word in _WORD.findall(_BOTH.sub(" ", words)):
        if word.lower().removesuffix("'s").removesuffix("\u2019s") not in _KNOWN and not _SAYING.fullmatch(word):
            yield word


def _unknown(words: Iterable[str]) -> list[str]:
    shown = ", ".join(words)
    return [f"all of it: these words may change what the figure means: {shown}"] if shown else []


def _scope(words: str) -> dict[str, str]:
    """The fields that say what a figure covers, as far as its sentence says it."""
    found: dict[str, str] = {}
    if _BY_THE_COALITION.search(words) and not _BY_OTHERS.search(words):
        found["attributed_to"] = "Coalition"
    named = [country for country in ("Iraq", "Syria") if re.search(rf"\b{country}\b", words)]
    if named and not _is_of_a_part(words):
        found["country"] = "both" if len(named) > 1 else named[0]
    return found


def _is_of_a_part(words: str) -> bool:
    """Whether a sentence seems to be about one place or one event."""
    return bool(_A_PLACE.search(words) or _ONE_EVENT.search(words))


def _open(words: str, cells: Mapping[str, str]) -> Iterator[str]:
    if "attributed_to" not in cells:
        yield "attributed_to: the sentence does not say that the Coalition alone is held responsible"
    if "country" not in cells:
        part = "it may be about one place or one event" if _is_of_a_part(words) else "the sentence names none"
        yield f"country and place: {part}"
    start = cells.get("period_start", "")[: PRECISION[cells.get("start_precision", "day")]]
    if start < _CAMPAIGN_BEGAN[: len(start)]:
        yield "period_start: it is before the campaign"
    if not ("period_start" in cells and "period_end" in cells):
        yield "period_start, period_end: the sentence does not give both"


_SPAN = re.compile(
    r"\b(?:between|from)\s+(?P<first>[^.;]{3,30}?),?\s+(?:and|to|until|through)\s+(?P<last>[^;]{3,30})", re.DOTALL
)
_SINCE = re.compile(rf"\bsince\s+(?:(?P<year>{YEAR_PATTERN})|(?P<day>[^;]{{3,30}}))", re.DOTALL)
_IN = re.compile(
    rf"\b(?:in|during|for|throughout)\s+(?:(?P<year>{YEAR_PATTERN})|(?P<month>{MONTH_PATTERN},?\s+{YEAR_PATTERN}))"
    rf"(?!\s*(?:,|and|or|to|through|[-\u2013/])\s*(?:{YEAR_PATTERN}|{MONTH_PATTERN}))"
)
_SAYING = re.compile(rf"\b(?:{_SAYS})\b")


@dataclass(frozen=True)
class _Period:
    """The fields of the first and last day, and where the words for them are."""

    cells: dict[str, str]
    span: tuple[int, int] = (0, 0)


def _period(words: str, after: int) -> _Period:
    """The first and last day of the figure that ends at `after`; nothing if the sentence gives several periods.

    'In March' may be when something was said, unless it follows the figure at once.
    """
    within = [match for match in _IN.finditer(words) if match.start() > after]
    found = [
        *map(_span, _SPAN.finditer(words)),
        *map(_since, _SINCE.finditer(words)),
        *[_within(match) for match in within if not _SAYING.search(words, after, match.start())],
    ]
    periods = [period for period in found if period]
    return periods[0] if len(periods) == 1 else _Period({})


def _span(match: re.Match[str]) -> _Period | None:
    """None if it is no span of days, but one of numbers; without fields if its years are not given."""
    first, last = _opening_date(match["first"]), _opening_date(match["last"])
    if first is None or last is None:
        return None
    cells = _side("start", first, last.year) | _side("end", last)
    is_whole = len(cells) == 4 and cells["period_start"] <= cells["period_end"]
    return _Period(cells if is_whole else {}, (match.start(), match.start("last") + last.end))


def _since(match: re.Match[str]) -> _Period:
    if match["year"]:
        return _Period(_year("start", match["year"]), match.span())
    start = _opening_date(match["day"])
    return _Period(_side("start", start), (match.start(), match.start("day") + start.end)) if start else _Period({})


def _within(match: re.Match[str]) -> _Period | None:
    if match["year"]:
        return _Period(_year("start", match["year"]) | _year("end", match["year"]), match.span())
    month = _opening_date(match["month"])
    return _Period(_side("start", month) | _side("end", month), match.span()) if month else None


def _opening_date(words: str) -> DateMention | None:
    """The day or month with which some words begin; one with a span of days of its own is none."""
    found = find_dates(words)
    return found[0] if found and found[0].start == 0 and not found[0].last else None


def _year(side: str, year: str) -> dict[str, str]:
    return {f"period_{side}": f"{year}-01-01", f"{side}_precision": "year"}


def _side(side: str, mention: DateMention, year: int | None = None) -> dict[str, str]:
    day = day_of(mention.year or year, mention.month, mention.day or 1)
    if day is None:
        return {}
    return {f"period_{side}": day.isoformat(), f"{side}_precision": "day" if mention.day else "month"}
