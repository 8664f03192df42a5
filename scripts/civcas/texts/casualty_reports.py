"""Reads what a text says of civilian-casualty assessments: text -> statements, each with the words it stands in.

A pattern is an English phrase in which `{field}` stands for a plain whole number and `<name>` for a phrase of PHRASES.
Everything is built to lose a figure rather than to misread one: numbers that are rounded, ranges or percentages are
no figures, a sentence that speaks of other counts or other countries is not read, and nothing is added up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from civcas.months import day_of
from civcas.texts.dates import MONTH, YEAR, When, dates
from civcas.texts.sentences import AT_LEAST, BULLET, DAY, EXACT, FILL, UNSURE, Sentence, sentences, value_at


@dataclass(frozen=True)
class Statement:
    """That a text states a value of a field: `words` are those around it, start and end the place in the text."""

    field: str
    value: str
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """What was read of a text: `statements` in order, and `unsure`, numbers that stand where a figure would, but are
    rounded, a range or otherwise no plain figure."""

    statements: list[Statement]
    unsure: list[Statement]

    def values(self, field: str) -> list[str]:
        """The different values that the text states for a field, in order."""
        return list(dict.fromkeys(item.value for item in self.statements if item.field == field))

    def value(self, field: str) -> str:
        """The one value that the text states for a field; empty where it states none or several."""
        values = self.values(field)
        return values[0] if len(values) == 1 else ""

    def of(self, field: str) -> list[Statement]:
        return [item for item in self.statements if item.field == field]


# --- the words ---------------------------------------------------------------------------------------------------

# What `<name>` stands for in a pattern. A space is any run of white space.
PHRASES = {
    "reports": (
        "(?:(?:open|new|more|additional|further|other|separate|individual|possible|potential|alleged|completed|total"
        "|remaining|civilian[- ]casualty|civilian[- ]harm|casualty|civcas|allegation|assessment) )*"
        "(?:reports?|allegations?|claims?)\\b"
    ),
    "casualties": "(?: of (?:possible )?civilian casualties)?",
    "of_these": f"(?:(?:out )?of (?:(?:the|these|those|them|which) )?(?:[{EXACT}{AT_LEAST}{UNSURE}]{FILL}* )?)?(?:<reports> )?(?:that )?",
    "assessed": (
        "(?:(?:was|were|are|is|have been|has been|had been|being) )?(?:then |also )?"
        "(?:(?:assessed and )?dismissed|assessed|determined|deemed|found|judged|considered) (?:to be |to have been |as )?"
    ),
    "credible": "[\"\u201c\u2018']?credible\\b",
    "non_credible": "[\"\u201c\u2018']?(?:non[-\u2013 ]?credible|not credible)\\b",
    "duplicates": "(?:an? )?[\"\u201c\u2018']?duplicat(?:es?|ive)\\b",
    "was": "(?:is|are|was|were|have been|has been|had been)",
    "resulted": "(?:resulted|resulting|result) in",
    "deaths": "(?:civilian )?(?:deaths?|fatalit(?:y|ies))",
    "unintended": "(?:unintentional|unintended|accidental)",
    "unintentionally": "(?:unintentionally|accidentally|inadvertently)",
    "injured": "(?:injured|wounded)",
    "injuries": "injur(?:y|ies)",
    "more": "(?:an additional |a further |another )?",
    "people": "(?:additional |adult |other |unidentified |innocent )?(?:civilians?|non-?combatants?|people)",
    "closed": "(?:(?:that|which|previously|been|were|was|had|have|has|CJTF-OIR|the Coalition) )*closed",
    "reopened": "(?:(?:but|and|then|were|was|have been|later|since) )*re-?opened",
    "strikes": (
        "(?:air ?)?strikes?\\b(?! (?:against|on|targeting) (?!ISI[SL]|IS\\b|Da|the Islamic|the group|targets))"
    ),
    "since_2014": (
        "since (?:(?:August|September) )?(?:2014|(?:it|(?:the )?(?:operations?|campaign|air war|war)|Operation Inherent Resolve)"
        " (?:began|started|was launched)|(?:the )?(?:start|beginning) of (?:Operation Inherent Resolve"
        "|(?:its|the|their) (?:US-led |anti-\\w+ )?(?:operations?|campaign|air war|war)(?! (?:to|for|in (?!2014|Iraq and|Syria and)))))"
    ),
    "in_period": "(?:during|in|over|for) (?:this|that|the same) (?:time )?period",
    "gap": f"[^{EXACT}{AT_LEAST}{UNSURE}.;]{{0,110}}?",
    "day": f"{DAY}{FILL}*",
}  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """A phrase, and what its sentence must (`needs`) and must not (`unless`) say beside it.

    `floor`: the number may be worded as at least. `rough`: the wording is the press's, which likes round numbers, so
    that a multiple of 50 counts as rounded. `once`: the phrase also words single cases, so that it counts
    only where the text has it once. `none` is the field that the phrase says is zero.
    """

    phrase: str
    needs: str = ""
    unless: str = ""
    floor: bool = False
    rough: bool = False
    once: bool = False
    none: str = ""


SINCE_2014 = "<since_2014>|\\b(?:between|from) (?:the \\w+ of )?(?:August|September) (?:[0-9]{1,2}, )?2014"


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


DOER = "\\bcoalition\\b|\\bCJTF|\\btask force\\b|\\bInherent Resolve\\b|\\bCENTCOM\\b|\\bCentral Command\\b|\\bit\\b"


COALITION = "\\bcoalition\\b|\\bCJTF|\\bCombined Joint|\\bInherent Resolve\\b"


# What makes a count no count of the month: of the campaign (no month's figure has reached a thousand), of a year, of
# one place, of one case.
NOT_OF_THE_MONTH = (
    f"\\bsince (?!{MONTHS})|\\bto date\\b|\\bso far\\b"
    "|(?:August|September|June) 2014|\\bbegan\\b|\\b(?:in|during|for|throughout|of) (?:all of )?20[0-9][0-9]\\b|\\bthis year\\b"
    f"|\\b(?:in)?to (?:the )?(?:next|following|{MONTHS})\\b|\\b(?:beginning|start) of (?:the|that) (?:month|period|year)\\b"
    "|\\bduring the (?:time )?period\\b|\\bduring (?:this|that) time\\b(?! period)"
    "|\\b[0-9]{1,3},[0-9]{3}\\b|\\b(?!(?:19|20)[0-9]{2}\\b)[0-9]{4,}\\b|\\bthousand\\b"
    "|\\b(?:past|last|first|two|three|six|nine|twelve) (?:\\w+ )?(?:months|years|quarter)\\b|\\bannual\\b|\\bquarter\\b"
    "|\\b(?:one|each|another|the (?:first|second|third|other|largest|deadliest|latest)) (?:of (?:the|these|those) |of which )?"
    "(?:credible )?(?:incidents?|cases?|strikes?)\\b|\\bone of (?:the|these|those) credible\\b"
)  # fmt: skip


# What is done with reports, by the Coalition, which the sentence must name; and what is said of them.
DONE_IN_THE_MONTH = (
    "carr(?:ied|ying|y) over {carried_over} <reports>",
    "carr(?:ied|ying) {carried_over} <reports> over",
    "carr(?:ied|ying) {carried_over} open <reports><casualties> from previous months",
    "receiv(?:ed|ing) {received} (?:new|additional) <reports>",
    "completed (?:the |its |their |an? )?(?:assessment|review|evaluation|investigation)s? (?:in <day> )?(?:of|on) {completed} <reports>",
    "completed {completed} (?:[a-z-]+ ){0,3}(?:reports?|assessments?)",
    "finished assessing {completed} <reports>",
    "assessed {completed} <reports>(?! (?:as|to|that|were|was|are|is|credible|non|not|duplicate)\\b)",
    "still assessing {open_at_end} <reports>(?! (?:from|in|on|about|concerning|related)\\b)",
    "re-?opened {reopened} <reports>",
)  # fmt: skip


OF_THE_MONTH = (
    "{carried_over} <reports> <was> carried over(?! (?:in)?to )",
    "{received} new <reports> <was> received",
    "assessments? of {completed} <reports> (?:has|have|had|was|were)(?: been)? completed",
    "{completed} <reports> <was> completed",
    "of (?:the|these|those) {completed} completed (?:[a-z-]+ ){0,3}(?:reports?|assessments?)",
    "{credible} <of_these><assessed><credible>",
    "assessed {credible} <reports> (?:as|to be) <credible>",
    "following {credible} <reports>(?: received in \\w+)? <was> <credible>",
    "{non_credible} <of_these><assessed><non_credible>",
    "assessed (?:the )?(?:remaining |other )?{non_credible} <reports> (?:as|to be) <non_credible>",
    "following {non_credible} <reports>(?: received in \\w+)? <was> <non_credible>",
    "{duplicate} <of_these><assessed><duplicates>",
    "assessed {duplicate} <reports> (?:as|to be) <duplicates>",
    "{open_at_end} <reports> (?:are|is|were|was|remain|remained)(?: still)? open\\b(?! from)",
    "{open_at_end} <reports> (?:that )?(?:are|is|were|was|remain) still (?:being assessed|under assessment)",
    "{open_at_end} <reports> still open\\b",
    "including {reopened} (?:<reports> )?<closed> <reopened>",
    "{reopened} (?:<reports> |of (?:them|these|those|which) )?<closed>[^.;]{0,60}? <reopened>",
    "including {reopened} (?:that (?:were|had been) )?re-?opened(?: <reports>)?",
    "{reopened} (?:previously closed )?<reports> <was> re-?opened",
)  # fmt: skip


NONE_OF_THE_MONTH = {
    "received (?:no|zero) (?:new |additional )?<reports>": "received",
    "(?:none of (?:the|these|those)(?: <reports>)?|no <reports>) <assessed><credible>": "credible",
    "(?:none of (?:the|these|those)(?: <reports>)?|no <reports>) <assessed><duplicates>": "duplicate",
    "<resulted> no <unintended> <deaths>": "killed",
}


HARMED_IN_CREDIBLE_REPORTS = (
    "<resulted> (?:the )?{killed} <unintended> <deaths>",
    "<resulted> (?:the )?{killed} civilian (?:deaths|fatalities)",
    "<resulted> (?:the )?<unintended> <deaths> of {killed}",
    "<unintended> <deaths> of {killed} and (?:the )?<injuries> to {injured} <people>",
    "<unintended> <deaths>,? and {injured} (?:<unintended> )?(?:civilian )?(?:<injuries>|<injured>)",
)


HARMED_IN_THESE_STRIKES = (
    "likely (?:resulted in|led to|caused) (?:the )?deaths? of {killed} <people>",
    "<resulted> <injuries> to <more>{injured} <people>",
    "deaths? of [^.;]{1,40} and <injuries> to <more>{injured} <people>",
)


PATTERNS = (
    *[Pattern(phrase, needs=DOER, unless=NOT_OF_THE_MONTH) for phrase in DONE_IN_THE_MONTH],
    *[Pattern(phrase, unless=NOT_OF_THE_MONTH) for phrase in OF_THE_MONTH],
    Pattern("received {received} <reports>", needs=f"^\\W*(?:in|during) (?:the month of )?(?:{MONTHS})\\b.*(?:{DOER})", unless=NOT_OF_THE_MONTH),
    *[Pattern(phrase, unless=NOT_OF_THE_MONTH, none=field) for phrase, field in NONE_OF_THE_MONTH.items()],
    *[Pattern(phrase, needs="\\bcredible\\b", unless=NOT_OF_THE_MONTH) for phrase in HARMED_IN_CREDIBLE_REPORTS],
    *[
        Pattern(phrase, needs="\\bpreponderance\\b|\\binvestigations? (?:concluded|found|indicate)|\\bafter a (?:thorough )?review",
                unless=SINCE_2014, once=True)
        for phrase in HARMED_IN_THESE_STRIKES
    ],
    Pattern("also resulted in minor <injuries> to {injured} <people>", unless=SINCE_2014, once=True),
    Pattern("{killed_total} civilians (?:have|had) been <unintentionally> killed", needs="\\bto date\\b|" + SINCE_2014, floor=True),
    Pattern("{killed_total} civilians (?:have|had) been <unintentionally> killed by coalition (?:air ?)?(?:strikes|actions)(?! (?:in|on|near|during|at)\\b)",
            needs="\\bassess", floor=True),
    Pattern("{killed_total} civilians (?:have been |had been |were )?(?:<unintentionally> )?killed <gap>\\b<since_2014>",
            needs=COALITION + "|\\bU\\.?S\\.? military said", floor=True, rough=True),
    Pattern("kill(?:ed|ing) {killed_total} civilians <gap>\\b<since_2014>", needs=COALITION, floor=True, rough=True),
    Pattern("<unintentionally> killed and {injured_total} (?:civilians )?(?:<was> )?(?:<unintentionally> )?<injured> <gap>\\b<since_2014>",
            needs=COALITION, floor=True),
    Pattern("{injured_total} civilians (?:have|had) been <unintentionally> <injured>", needs=SINCE_2014, floor=True),
    Pattern("(?:conducted|carried out|launched) (?:a total of )?{strikes_total} <strikes>", needs=SINCE_2014,
            unless="\\bU\\.?S\\.? (?:has |have |had )?(?:conducted|carried|launched)"),
    Pattern("<strikes>,? (?:that included|that consisted of|consisting of|including|with) {engagements_total} (?:separate )?engagements",
            needs=SINCE_2014),
    Pattern("total number of <reports><casualties>(?: <in_period>)? (?:was|is|stood at) {reports_total}", needs="<in_period>|" + SINCE_2014),
    Pattern("total number of credible <reports><casualties>(?: <in_period>)? (?:was|is|stood at) {credible_total}", needs="<in_period>|" + SINCE_2014),
    Pattern("{credible_total} (?:out )?of (?:the |a total of )?{reports_total} <reports>[^.;]{0,60}? <assessed><credible>",
            needs=SINCE_2014),
    Pattern("received (?:a total of )?{reports_total} <reports>", needs=SINCE_2014),
)  # fmt: skip


# A sentence that says one of these is about other counts, parties or countries, an earlier release, or no fact.
ELSEWHERE = "|".join(
    (
        "\\b(?:Airwars|Observatory|SOHR|SNHR|Syrian Network|Amnesty|Human Rights|rights (?:groups?|organi[sz]ations?)|CIVIC)\\b",
        "\\b(?:monitor(?:s|ing)?|activists?|watchdogs?|NGOs?|United Nations|U\\.?N|Iraq Body Count|VDC|White Helmets)\\b",
        "\\b(?:Afghan|Somali|Yemen|Libya|Pakistan|Niger|Taliban|AFRICOM|Africa Command)",
        "\\bRussian\\b|\\bRussia\\b(?!\\s*\\))|\\bTurk(?:ey|ish)\\b|\\bSyrian (?:government|army|regime)\\b|\\bSDF\\b",
        "\\b(?:RAF|Royal Air Force|Britain|British|U\\.?K|French|France|Dutch|Netherlands|Australian?|Belgi(?:um|an))\\b",
        "\\b(?:Iraqi|Syrian|Kurdish) (?:forces|security|partners|soldiers|troops)\\b",
        "\\b(?:in|across|over|inside|throughout) (?:Iraq\\b(?! and (?:in )?Syria| or Syria)|Syria\\b(?! and (?:in )?Iraq| or Iraq))",
        "\\b(?:previous|last|earlier|prior|preceding)(?:ly)? (?:report(?!s|ed)|release|statement|announcement|month(?!s)|monthly"
        "|tally|toll|count|figure|total|estimate|year|week)",
        "\\b(?:an?|one|two) (?:month|year|week)s? (?:ago|earlier|before)\\b|\\bthe month before\\b|\\bback then\\b|\\bat the time\\b",
        "\\b(?:up|down|rose|fell|increased?|decreased?) from\\b|\\bcompar(?:ed|ison)\\b|\\binstead of\\b|\\brather than\\b",
        "\\b(?:incorrect|correct(?:ion|ed)|revis(?:ed|ion)|retract|withdrawn|misstated|erroneous|mistaken|rumou?r|forecast)",
        f"\\b(?:admitted|acknowledged|announced|said|stated|reported) in (?:late |early |mid[- ])?(?:{MONTHS})\\b",
        f"\\b(?:report|release|statement|figures|data) (?:from|(?:released|published|issued) in) (?:late |early |mid[- ])?(?:{MONTHS})\\b",
        "\\b(?:in|on|from|for|over|around|outside|concerning) (?:eastern |western |northern |southern )?(?:Ar |Al |al-|Deir |Dayr |Tal |Abu )?"
        "(?:Mosul|Raqqah?|Hajin|Baghou?z|Tabqah?|[Ee]z[- ]Zou?r|Az Zawr|Aleppo|Manbij|Ramadi|Fallujah?|Afar|Kamal|Kobani|Palmyra|Hawija"
        "|Sinjar|Kirkuk|Anbar|Nineveh|Idlib|Baghdad|Mayadi?e?n|Shadd?adi)\\b",
        "\\b(?:initially|at first|reversed|reclassified|overturned|later found)\\b",
        "\\b(?:previously|earlier|formerly) (?:announced|published|stated|said|acknowledged|admitted|put)\\b",
        "\\bhad (?:said|put|announced)\\b|\\bnot (?:include|count)|\\bclaim(?:s|ed)? that\\b|\\bfalse(?:ly)?\\b",
        "\\b(?:expect(?:s|ed)?|would|could|may have|might|if|did not|denies|denied|deny)\\b",
    )
)  # fmt: skip


# What a release says of its own reports, and news agencies of the Islamic State, in spite of such words.
HARMLESS = (
    "\\bduplicat\\w* (?:reports? )?(?:of|to) (?:an? |the )?(?:previous|prior|earlier)\\w* (?:reported )?reports?"
    "|\\([^()]*\\b(?:outlawed|banned)\\b[^()]*\\)|\\bIslamic State (?:of|in) Iraq and (?:Syria|the Levant)|\\bMay [0-9]"
)


def expression(words: str) -> str:
    """A pattern as a regular expression over marked sentences."""
    for _ in range(3):  # phrases stand in phrases
        words = re.sub(r"<(\w+)>", lambda match: f"(?:{PHRASES[match[1]]})" if match[1] in PHRASES else match[0], words)
    words = re.sub(r" (?=[^\[\]]*(?:\[|$))", r"\\s+", words)  # not inside [...]
    opening = r"\b" if words[:1].isalpha() else ""
    number = rf"[{EXACT}{AT_LEAST}{UNSURE}]{FILL}*"
    return opening + re.sub(r"\{([a-z_]+)\}", lambda match: rf"(?:{HEDGED}\s+)?(?P<{match[1]}>{number})", words)


# Words between a phrase and its number, which `sentences` has weighed already.
HEDGED = r"(?:(?:at|more|less|fewer|up|as|many|no|than|least|most|about|around|approximately|nearly|almost|some|over|to)\b\s*)+?"


def search(words: str) -> re.Pattern[str]:
    return re.compile(expression(words) or r"", re.IGNORECASE | re.DOTALL)


# '12 of 18 reports were found to be credible' says nothing of the 18.
PART = re.compile(r"(?<!total )\bof(?:\s+(?:the|these|those|all|its))?\s+\Z", re.IGNORECASE)


NEVER = re.compile(r"(?!)")


COMPILED = [
    (search(pattern.phrase), search(pattern.needs), search(pattern.unless) if pattern.unless else NEVER, pattern)
    for pattern in PATTERNS
]


IS_ELSEWHERE, IS_HARMLESS = search(ELSEWHERE), search(HARMLESS)


CASE = re.compile(rf"\bnear\s+(?:[A-Z]|al[- ]|as[- ]|ar[- ])|^\W*(?:On\s+)?{DAY}{FILL}*,?\s+near\b")


ITEM = re.compile(r"^[ \t]*(?:[0-9]{1,3}[.)]|[-\u2013\u2014*\u2022])[ \t]+.*\b(?:near|in|at)\b", re.MULTILINE)


ABOUT = re.compile(r"\bcoalition\b|CJTF|\bInherent\s+Resolve\b|\bCentral\s+Command\b|\bCENTCOM\b", re.IGNORECASE)


# --- figures -----------------------------------------------------------------------------------------------------
def read(text: str) -> Reading:
    """Read a text on civilian-casualty assessments. Any text will do; one that is about something else states nothing."""
    if not ABOUT.search(text):
        return Reading([], [])
    found: list[Statement] = []
    unsure: list[Statement] = []
    single: list[tuple[Statement, Sentence]] = []
    for sentence in sentences(text):
        if IS_ELSEWHERE.search(IS_HARMLESS.sub("", sentence.words)) or CASE.search(sentence.marked):
            continue
        for phrase, needs, unless, pattern in COMPILED:
            if not needs.search(sentence.words) or unless.search(sentence.words):
                continue
            for match in phrase.finditer(sentence.marked):
                for item, certain in statements(sentence, match, pattern):
                    if pattern.once:
                        single += [(item, sentence)] if certain else []
                    else:
                        (found if certain else unsure).append(item)
        found += periods(sentence, {item.field for item in found if item.start >= sentence.start})
    found += alone(text, single)
    found.sort(key=lambda item: (item.start, item.field))
    return Reading(list(dict.fromkeys(found)), list(dict.fromkeys(unsure)))


def statements(sentence: Sentence, match: re.Match[str], pattern: Pattern) -> list[tuple[Statement, bool]]:
    """What one match states, and whether each number in it is a plain figure."""
    if pattern.none:
        return [(statement(sentence, pattern.none, "0", *match.span()), True)]
    stated = []
    for field in match.groupdict():
        start, end = match.span(field)
        if PART.search(sentence.words[:start]) and pattern.phrase.startswith("{" + field):
            continue
        value = value_at(sentence.words, start, end)
        kind = sentence.marked[start]
        certain = kind == EXACT or (kind == AT_LEAST and pattern.floor)
        certain = certain and value is not None and not (pattern.rough and value % 50 == 0)
        shown = sentence.words[start:end] if value is None else str(value)
        stated.append((statement(sentence, field, shown, start, end), certain))
    return stated


def statement(sentence: Sentence, field: str, value: str, start: int, end: int) -> Statement:
    """A statement at a place in a sentence, with the words around it."""
    return Statement(field, value, sentence.around(start, end), sentence.start + start, sentence.start + end)


def alone(text: str, single: list[tuple[Statement, Sentence]]) -> list[Statement]:
    """Statements whose wording also fits single cases: those that the text makes once, and not in a list of cases."""
    fields = [item.field for item, _ in single]
    listed = len(ITEM.findall(text)) > 1
    found = []
    for item, sentence in single:
        opening = text[: sentence.start].rsplit("\n", 1)[-1] + sentence.words[:10]
        if fields.count(item.field) == 1 and not (listed and BULLET.match(opening)):
            found += [item, *strike_days(sentence)]
    return found


# --- days --------------------------------------------------------------------------------------------------------

# 'In the month of August', 'During November 2016', 'December 2016, CJTF-OIR received'
OF_MONTH = re.compile(
    rf"\b(?:[Ii]n|[Dd]uring|[Ff]or)\s+(?:the\s+)?(?:month\s+of\s+)?{MONTH}(?:,?\s+{YEAR})?(?!\s*[0-9])"
    rf"|^(?:[A-Z .,]{{3,40}}[-\u2013—]+)?\W*{MONTH}\s+{YEAR}\s*,"
)


THROUGH = re.compile(
    rf"(?:\bbetween\s+(?:the\s+\w+\s+of\s+)?(?:Aug|Sept?)[a-z]*\.?\s+(?:[0-9]{{1,2}},?\s+)?2014,?\s+(?:and|to|until|through)"
    rf"|\b(?:from|since)\s+(?:the\s+\w+\s+of\s+)?(?:Aug|Sept?)[a-z]*\.?\s+(?:[0-9]{{1,2}},?\s+)?2014,?\s+(?:and|to|until|through))"
    rf"\s+(?:the\s+)?(?:end\s+of\s+)?(?P<until>(?:{MONTH})[^.;]{{0,12}})"
)


SPAN = re.compile(r"\bbetween\s+(?P<span>[A-Z][a-z]+\.?\s+[0-9]{1,2}.{0,45})", re.DOTALL)


MONTHLY = {"carried_over", "received", "completed"}


def periods(sentence: Sentence, stated: set[str]) -> list[Statement]:
    """The days that a sentence gives for the figures it states: the month, or the days of the strikes in question."""
    found = []
    if stated & MONTHLY:
        for match in OF_MONTH.finditer(sentence.words):
            named = dates(match.group())
            found += [statement(sentence, "month", month_text(when), *match.span()) for when in named]
    through = THROUGH.search(sentence.words)
    if through and (stated & {"strikes_total", "reports_total", "killed_total"}):
        named = dates(through["until"])
        last = named[0].last_day() if named and named[0].start == 0 else None
        found += [statement(sentence, "totals_through", last.isoformat(), *through.span())] if last else []
    return found


def strike_days(sentence: Sentence) -> list[Statement]:
    """The first and last day between which the sentence says that the strikes took place."""
    match = SPAN.search(sentence.words)
    named = dates(match["span"])[:2] if match else []
    if not match or len(named) < 2 or not all(when.day for when in named):
        return []
    last = named[1].last_day()
    first = named[0].first_day(last.year if last else None)
    if not first or not last or first > last:
        return []
    days = {"period_start": first, "period_end": last}
    return [statement(sentence, field, day.isoformat(), *match.span()) for field, day in days.items()]


def month_text(when: When) -> str:
    return f"{when.year or ''}-{when.month:02d}"


# --- the day of publication --------------------------------------------------------------------------------------
HEAD = 3000  # characters at the start of a page among which its date is looked for


NUMBERED = re.compile(r"\bRelease\s*(?:Number|No\.?|#)?\s*:?\s*(?P<day>20[0-9]{6})(?:-[0-9]+)?\b", re.IGNORECASE)


DATELINE = re.compile(r"^[A-Z][A-Z .]{3,30},\s*(?P<day>[^|\n]{6,20}?)\s*[-\u2013—]", re.MULTILINE)


DATE_LINE = re.compile(
    r"^(?:[^|\n]{0,60}\||(?:report\s+date|posted|published|released|date)(?:\s+on)?\s*:?)?\s*(?P<day>[^|\n]{6,20}?)\s*[-\u2013—]*\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def release_days(text: str) -> list[Statement]:
    """The days that a release itself gives in its head, wherever it is printed: its number, and its dateline."""
    found = []
    for match in NUMBERED.finditer(text[:HEAD]):
        day = day_of(int(match["day"][:4]), int(match["day"][4:6]), int(match["day"][6:]))
        found += [at(match, day)] if day else []
    return found + [item for match in DATELINE.finditer(text[:HEAD]) for item in whole_date(match)]


def publication(text: str) -> list[Statement]:
    """The days on which a page says, in its head, that it was published: those of the release, and lines of a date."""
    return release_days(text) + [item for match in DATE_LINE.finditer(text[:HEAD]) for item in whole_date(match)]


def whole_date(match: re.Match[str]) -> list[Statement]:
    """The day that a match gives, where its words are a date and nothing else."""
    named = dates(match["day"])
    if len(named) != 1 or not named[0].day or named[0].end - named[0].start != len(match["day"]):
        return []
    day = named[0].first_day()
    return [at(match, day)] if day else []


def at(match: re.Match[str], day: date) -> Statement:
    return Statement("published_on", day.isoformat(), " ".join(match.group().split()), *match.span())
