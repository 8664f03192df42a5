"""Reads what a text says of civilian-casualty assessments: text -> statements, each with the words it stands in.

A pattern is an English phrase in which `{field}` stands for a plain whole number and `<name>` for a phrase of PHRASES.
Everything is built to lose a figure rather than to misread one: numbers that are rounded, ranges or percentages are
no figures, a sentence that speaks of other counts or other countries is not read, and nothing is added up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from civcas.calendar_words import MONTH, YEAR, When, dates, day_of
from civcas.sentences import AT_LEAST, BULLET, DAY, EXACT, FILL, UNSURE, Sentence, sentences, value_at


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

PHRASES = {
    "reports": (
        r"(?:(?:open|new|more|additional|further|other|separate|individual|possible|potential|alleged|completed|total"
        r"|remaining|civilian[- ]casualty|civilian[- ]harm|casualty|civcas|allegation|assessment)\s+)*"
        r"(?:reports?|allegations?|claims?)\b(?!\s+of\s+(?:unidentified|enemy))"
    ),
    # '... of these', '... of the remaining', or nothing: what a count of outcomes is followed by
    "of_these": rf"(?:of\s+(?:the|these|those|them|which)\b\s*(?:[{EXACT}{UNSURE}]{FILL}*\s+)?)?",
    "assessed": (
        r"(?:(?:was|were|are|is|have\s+been|has\s+been|had\s+been|being)\s+)?(?:then\s+|also\s+)?"
        r"(?:(?:assessed\s+and\s+)?dismissed|assessed|determined|deemed|found|judged|considered)\s+(?:to\s+(?:be|have\s+been)\s+|as\s+)?"
    ),
    "is": r"(?:is|are|was|were)",
    "credible": r"[\"“‘']?credible\b",
    "non_credible": r"[\"“‘']?(?:non[-–\s]?credible|not\s+credible|noncredible)\b",
    "duplicates": r"(?:(?:a|to\s+be)\s+)?[\"“‘']?duplicat(?:es?|ive)\b",
    "resulted": r"(?:resulted|resulting|result)\s+in",
    "deaths": r"(?:deaths?|fatalities|fatality)",
    "unintended": r"(?:unintentional|unintended|accidental)",
    "unintentionally": r"(?:unintentionally|accidentally|inadvertently)",
    "injured": r"(?:injured|wounded)",
    "people": r"(?:civilians?|non-?combatants?|people)",
    "closed": r"(?:previously\s+|been\s+|were\s+|was\s+|had\s+|have\s+|has\s+|CJTF-OIR\s+|the\s+Coalition\s+|that\s+|which\s+)*closed",
    "reopened": r"re-?opened",
    "since": r"(?:since|to\s+date|so\s+far|between\s+(?:the\s+beginning\s+of\s+)?(?:August|September)\s+2014|from\s+August\s+2014)",
    "day": rf"{DAY}{FILL}*",
    "gap": rf"[^{EXACT}{AT_LEAST}{UNSURE}.;]{{0,110}}?",
    "strikes": r"(?:air\s?)?strikes?\b(?!\s+in\s+(?:Iraq(?!\s+and\s+Syria)|Syria(?!\s+and\s+Iraq)))",
}


@dataclass(frozen=True)
class Pattern:
    """A phrase, and what the sentence must (`needs`) and must not (`unless`) say beside it.

    `floor`: the number may be worded as at least. `once`: a phrase that also words single cases, so that it counts
    only where the text has it once and lists no cases. `none` is the field that the phrase says is zero.
    """

    phrase: str
    needs: str = ""
    unless: str = ""
    floor: bool = False
    once: bool = False
    none: str = ""


TOTAL = r"\bsince\s+(?:the\s+(?:start|beginning)|operations?\b|Operation\b|August|2014|it\b|the\s+(?:campaign|coalition))|\bto\s+date\b|\bso\s+far\b|\b(?:August|September|June)\s+2014\b|\bsince\b.{0,60}\b2014\b|\bbegan\b"
CAMPAIGN = r"\b(?:August|September)\s+2014\b|\bsince\b.{0,60}\b2014\b|\bsince\s+the\s+(?:start|beginning)\b"
COALITION = r"\bcoalition\b|\bCJTF|\bCombined\s+Joint|\bInherent\s+Resolve\b|\bU\.?S\.?[- ]led\b"
WEIGHED = r"\bpreponderance\b|\binvestigations?\s+(?:concluded|found|indicate)|\bafter\s+a\s+(?:thorough\s+)?review"
OUTCOME = r"\bcredible\b"

PATTERNS = (
    # the month's reports
    Pattern("carr(?:ied|ying|y) over {carried_over} <reports>"),
    Pattern("carr(?:ied|ying) {carried_over} (?:<reports> over|open <reports>[^.;]{0,60} from previous months)"),
    Pattern("{carried_over} <reports> (?:were|had been|was) carried over"),
    Pattern("receiv(?:ed|ing) {received} (?:new|additional) <reports>", unless=TOTAL),
    Pattern("received {received} <reports>", needs=r"^\W*(?:in|during)\s+(?:the\s+month\s+of\s+)?[A-Z]", unless=TOTAL),
    Pattern("{received} new <reports> (?:were|was|had been) received", unless=TOTAL),
    Pattern("received (?:no|zero) (?:new |additional )?<reports>", none="received", unless=TOTAL),
    Pattern("completed (?:the |its |their |an? )?(?:assessments?|reviews?|evaluations?|investigations?) (?:in <day> )?(?:of|on) {completed} <reports>", unless=TOTAL),
    Pattern("completed {completed} (?:[a-z-]+ ){0,3}(?:reports?|assessments?)", unless=TOTAL),
    Pattern("assessments? of {completed} <reports> (?:has|have|had|was|were)(?: been)? completed", unless=TOTAL),
    Pattern("{completed} <reports> (?:were|was|have been|has been) completed", unless=TOTAL),
    Pattern("of (?:the|these|those) {completed} completed (?:[a-z-]+ ){0,3}(?:reports?|assessments?)", unless=TOTAL),
    Pattern("finished assessing {completed} <reports>", unless=TOTAL),
    Pattern("assessed {completed} <reports>(?! (?:as|to|that|were|was|are|is|credible|non|not|duplicate)\\b)", unless=TOTAL + r"|previously\s+received"),
    # their outcomes
    Pattern("{credible} <of_these>(?:<reports> )?(?:that )?<assessed><credible>", unless=TOTAL),
    Pattern("assessed {credible} <reports> (?:as|to be) <credible>", unless=TOTAL),
    Pattern("following {credible} <reports>(?: received in \\w+)? (?:are|were|is|was) <credible>", unless=TOTAL),
    Pattern("none of (?:the|these|those) (?:<reports> )?<assessed><credible>", none="credible", unless=TOTAL),
    Pattern("no <reports> <assessed><credible>", none="credible", unless=TOTAL),
    Pattern("{non_credible} <of_these>(?:<reports> )?(?:that )?<assessed><non_credible>", unless=TOTAL),
    Pattern("assessed (?:the )?(?:remaining |other )?{non_credible} <reports> (?:as|to be) <non_credible>", unless=TOTAL),
    Pattern("following {non_credible} <reports>(?: received in \\w+)? (?:are|were|is|was) <non_credible>", unless=TOTAL),
    Pattern("{duplicate} <of_these>(?:<reports> )?(?:that )?<assessed><duplicates>", unless=TOTAL),
    Pattern("assessed {duplicate} <reports> (?:as|to be) <duplicates>", unless=TOTAL),
    Pattern("(?:none of (?:the|these|those)|no)(?: <reports>)? <assessed><duplicates>", none="duplicate", unless=TOTAL),
    # what is left
    Pattern("{open_at_end} <reports> (?:are|is|were|was|remain|remained)(?: still)? open\\b"),
    Pattern("{open_at_end} <reports>(?: that)? (?:are|is|were|was|remain) still (?:being assessed|under assessment)"),
    Pattern("{open_at_end} <reports> still open\\b"),
    Pattern("still assessing {open_at_end} <reports>"),
    Pattern("including {reopened} (?:<reports> )?(?:that |which )?<closed> (?:but |and )?(?:then |were |was |have been |later |since )*<reopened>"),
    Pattern("{reopened} (?:<reports> |of (?:them|these|those|which) )?(?:that |which )?<closed>[^.;]{0,60}? <reopened>"),
    Pattern("including {reopened} (?:that (?:were|had been) )?<reopened>(?: <reports>)?"),
    Pattern("{reopened} (?:previously closed )?<reports> (?:were|was|have been|has been|had been) <reopened>"),
    Pattern("<reopened> {reopened} <reports>"),
    # who was harmed, in the release's credible reports
    Pattern("<resulted> (?:the )?{killed} <unintended>(?:ly)? (?:civilian )?<deaths>", needs=OUTCOME, unless=TOTAL),
    Pattern("<resulted> (?:the )?{killed} civilian <deaths>", needs=OUTCOME, unless=TOTAL),
    Pattern("<resulted> (?:the )?<unintended> <deaths> of {killed}(?: <people>)?", needs=OUTCOME, unless=TOTAL),
    Pattern("<resulted> no <unintended> (?:civilian )?<deaths>", none="killed", needs=OUTCOME, unless=TOTAL),
    Pattern("<unintended> (?:civilian )?<deaths> of {killed} and (?:the )?injur(?:y|ies) to {injured} <people>", needs=OUTCOME, unless=TOTAL),
    Pattern("<unintended> (?:civilian )?<deaths>,? and {injured} (?:<unintended> )?(?:civilian )?(?:injur(?:y|ies)|<injured>)", needs=OUTCOME, unless=TOTAL),
    Pattern("likely (?:resulted in|led to|caused) (?:the )?<deaths> of {killed} (?:unidentified |innocent )?<people>", needs=WEIGHED, unless=TOTAL, once=True),
    Pattern("<resulted> injur(?:y|ies) to (?:an additional |a further )?{injured} (?:additional |adult |other )?<people>", needs=WEIGHED, unless=TOTAL, once=True),
    Pattern("<deaths> of (?:[^.;]{1,40}) and injur(?:y|ies) to (?:an additional |a further )?{injured} (?:additional |adult |other )?<people>", needs=WEIGHED, unless=TOTAL, once=True),
    Pattern("<resulted> minor injur(?:y|ies) to {injured} (?:adult )?<people>", needs=r"\balso\b", unless=TOTAL, once=True),
    # the totals
    Pattern("{killed_total} civilians (?:have|had) been <unintentionally> killed", needs=TOTAL + "|" + COALITION, floor=True),
    Pattern("{killed_total} civilians (?:have been |had been |were )?(?:<unintentionally> )?killed <gap>\\bsince\\b", needs=COALITION, floor=True),
    Pattern("{killed_total} civilians (?:have been |had been |were )?(?:<unintentionally> )?killed <gap>\\bsince\\b", needs=r"U\.?S\.?\s+military\s+said", floor=True),
    Pattern("kill(?:ed|ing) {killed_total} civilians <gap>\\bsince\\b", needs=COALITION, floor=True),
    Pattern("<unintentionally> killed and {injured_total} (?:civilians )?(?:have been |were |had been )?(?:<unintentionally> )?<injured> <gap>\\bsince\\b", needs=COALITION, floor=True),
    Pattern("{injured_total} civilians (?:have|had) been <unintentionally> <injured>", needs=TOTAL, floor=True),
    Pattern("(?:conducted|carried out|launched) (?:a total of )?{strikes_total} <strikes>", needs=CAMPAIGN, unless=r"\bU\.?S\.?\s+(?:has|have|had)?\s*(?:conducted|carried)"),
    Pattern("<strikes> (?:that included|that consisted of|consisting of|including|with) {engagements_total} (?:separate )?engagements", needs=CAMPAIGN),
    Pattern("total number of <reports>(?: of (?:possible )?civilian casualties)?(?: [a-z ]{0,40}?)? (?:was|is|stood at) {reports_total}", unless=r"\bcredible\s+reports\b"),
    Pattern("total number of credible <reports>(?: of (?:possible )?civilian casualties)?(?: [a-z ]{0,40}?)? (?:was|is|stood at) {credible_total}"),
    Pattern("{credible_total} (?:out )?of (?:the |a total of )?{reports_total} <reports>", needs=TOTAL),
    Pattern("(?:received|reviewed|assessed) (?:a total of )?{reports_total} <reports>", needs=CAMPAIGN),
)  # fmt: skip

# A sentence of these is about other counts, other parties, other countries, an earlier release, or one case.
ELSEWHERE = re.compile(
    r"\bAirwars\b|\bmonitor(?:s|ing)?\b(?!\s+(?:the|team))|\bObservatory\b|\bSOHR\b|\bSNHR\b|\bSyrian\s+Network\b|\bAmnesty\b"
    r"|\bHuman\s+Rights\b|\brights\s+(?:groups?|organi[sz]ations?)\b|\bactivists?\b|\bwatchdogs?\b|\bNGOs?\b"
    r"|\bUnited\s+Nations\b|\bU\.?N\.?\s|\bCIVIC\b|\bIraq\s+Body\s+Count\b|\bVDC\b|\bWhite\s+Helmets\b"
    r"|\bAfghan|\bSomali|\bYemen|\bLibya|\bPakistan|\bNiger|\bAFRICOM\b|\bAfrica\s+Command\b"
    r"|\bRussian\b|\bRussia\b(?!\s*\))|\bSyrian\s+(?:government|army|regime)|\bTurk(?:ey|ish)\b|\bTaliban\b"
    r"|\bRAF\b|\bRoyal\s+Air\s+Force\b|\bBrit(?:ain|ish)\b|\bU\.?K\.?\b|\bFrench\b|\bFrance\b|\bDutch\b|\bAustralia|\bBelgi"
    r"|\b(?:Iraqi|Syrian|Kurdish)\s+(?:forces|security|partners)\b|\bSDF\b"
    r"|\b(?:previous|last|earlier|prior|preceding)(?:ly)?\s+(?:report(?!s|ed)|release|statement|announcement|month(?!s)|monthly|tally|toll|count"
    r"|figure|total|estimate|year|week)|\ba\s+(?:month|year|week)\s+(?:ago|earlier|before)\b|\bthe\s+month\s+before\b"
    r"|\b(?:up|down|rose|fell|increased?|decreased?)\s+from\b|\bcompar(?:ed|ison)\b|\binstead\s+of\b|\bincorrect"
    r"|\b(?:correct(?:ion|ed)|revis(?:ed|ion)|retract|withdrawn|misstated|erroneous|mistaken)"
    r"|\b(?:previously|earlier|formerly)\s+(?:announced|published|stated|said|acknowledged|admitted|put)\b"
    r"|\bhad\s+(?:said|put|announced)\b|\bnot\s+(?:include|count)|\brather\s+than\b|\bclaim(?:s|ed)?\s+that\b|\brumou?r"
    r"|\bexpect(?:s|ed)?\b|\bwould\b|\bforecast|\bif\b|\bdid\s+not\b|\bden(?:y|ied|ies)\b|\bfalse(?:ly)?\b",
    re.IGNORECASE,
)
# What a release says of its own reports, and news agencies of the ban of the Islamic State, in spite of such words.
HARMLESS = re.compile(
    r"\bduplicat\w*\s+(?:reports?\s+)?(?:of|to)\s+(?:an?\s+|the\s+)?(?:previous|prior|earlier)\w*\s+(?:reported\s+)?reports?"
    r"|\((?:[^()]*\b(?:outlawed|banned)\b[^()]*)\)",
    re.IGNORECASE,
)
CASE = re.compile(r"\bnear\s+(?:[A-Z]|al[- ]|as[- ]|ar[- ])|^\W*(?:On\s+)?" + DAY + FILL + r"*,?\s+near\b")
ITEM = re.compile(r"^[ \t]*(?:[0-9]{1,3}[.)]|[-–—*•])[ \t]+.*\b(?:near|in|at)\b", re.MULTILINE)
ABOUT = re.compile(r"\bcoalition\b|CJTF|\bInherent\s+Resolve\b|\bCentral\s+Command\b|\bCENTCOM\b", re.IGNORECASE)


# Words between a phrase and its number that `sentences` has weighed already.
BEFORE_NUMBER = r"(?:(?:at|more|less|fewer|up|as|many|no|than|least|most|about|around|approximately|nearly|almost|some|over|to)\b\s*)+?"


def compiled(pattern: Pattern) -> re.Pattern[str]:
    """The pattern as a regular expression over marked sentences."""
    words = pattern.phrase
    for _ in range(2):  # phrases hold no phrases of more than one level
        words = re.sub(r"<(\w+)>", lambda match: f"(?:{PHRASES[match[1]]})" if match[1] in PHRASES else match[0], words)
    words = re.sub(r" (?=[^\[\]]*(?:\[|$))", r"\\s+", words)
    number = rf"[{EXACT}{AT_LEAST}{UNSURE}]{FILL}*"
    opening = "" if words.startswith("{") else r"\b"
    words = re.sub(r"\{([a-z_]+)\}", lambda match: rf"(?:{BEFORE_NUMBER}\s+)?(?P<{match[1]}>{number})", words)
    return re.compile(opening + words, re.IGNORECASE)


COMPILED = [
    (
        compiled(pattern),
        re.compile(pattern.needs, re.IGNORECASE | re.DOTALL),
        re.compile(pattern.unless or r"(?!)", re.IGNORECASE | re.DOTALL),
        pattern,
    )
    for pattern in PATTERNS
]


# --- figures -----------------------------------------------------------------------------------------------------


def read(text: str) -> Reading:
    """Read a text on civilian-casualty assessments. Any text will do; one that is about something else states nothing."""
    if not ABOUT.search(text):
        return Reading([], [])
    found: list[Statement] = []
    unsure: list[Statement] = []
    single: list[tuple[Statement, Sentence]] = []
    for sentence in sentences(text):
        if ELSEWHERE.search(HARMLESS.sub("", sentence.words)) or CASE.search(sentence.marked):
            continue
        for expression, needs, unless, pattern in COMPILED:
            if not needs.search(sentence.words) or unless.search(sentence.words):
                continue
            for match in expression.finditer(sentence.marked):
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
        value = value_at(sentence.words, start, end)
        kind = sentence.marked[start]
        certain = kind == EXACT or (kind == AT_LEAST and pattern.floor)
        shown = sentence.words[start:end] if value is None else str(value)
        stated.append((statement(sentence, field, shown, start, end), certain and value is not None))
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
    rf"|^(?:[A-Z .,]{{3,40}}[-–—]+)?\W*{MONTH}\s+{YEAR}\s*,"
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

HEAD = 1500  # characters at the start of a page among which its date is looked for
NUMBERED = re.compile(r"\bRelease\s*(?:Number|No\.?|#)?\s*:?\s*(?P<day>20[0-9]{6})(?:-[0-9]+)?\b", re.IGNORECASE)
DATED = re.compile(
    r"^(?:[^|\n]{0,60}\||(?:report\s+date|posted|published|released|date)(?:\s+on)?\s*:?)?\s*(?P<day>[^|\n]{6,20}?)\s*[-–—]*\s*$"
    r"|^[A-Z][A-Z .]{3,30},\s*(?P<dateline>[^|\n]{6,20}?)\s*[-–—]",
    re.IGNORECASE | re.MULTILINE,
)


def publication(text: str) -> list[Statement]:
    """The days on which a page says, in its head, that it was published: its date line and its release number."""
    found = []
    for match in NUMBERED.finditer(text[:HEAD]):
        day = day_of(int(match["day"][:4]), int(match["day"][4:6]), int(match["day"][6:]))
        found += [at(text, match, "published_on", day.isoformat())] if day else []
    for match in DATED.finditer(text[:HEAD]):
        words = match["day"] or match["dateline"] or ""
        named = dates(words)
        if len(named) == 1 and named[0].day and named[0].year and named[0].end - named[0].start == len(words):
            day = named[0].first_day()
            found += [at(text, match, "published_on", day.isoformat())] if day else []
    return found


def at(text: str, match: re.Match[str], field: str, value: str) -> Statement:
    return Statement(field, value, " ".join(text[match.start() : match.end()].split()), *match.span())
