"""Cuts a text into the items of its lists of incidents, each with the status that the words above it give.

An item may run over lines and pages. What is not an item stays in `rest`, for the readers of other figures.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from civcas.texts.dates import DATE
from civcas.texts.vocabulary import words_in

CREDIBLE, NON_CREDIBLE, DUPLICATE, OPEN = "credible", "non_credible", "duplicate", "open"


@dataclass(frozen=True)
class RawItem:
    """One item in one line, without its number or bullet.

    `number` is the number as printed, empty if it has none. `status` is what the `heading` above it says, empty if that
    is not known. `is_finished`: its last sentence has an end. `problem` says why the item cannot be read.
    """

    number: str
    words: str
    heading: str
    status: str
    is_finished: bool = True
    problem: str = ""


@dataclass(frozen=True)
class CutText:
    """The items of a text, and the text without them."""

    items: list[RawItem]
    rest: str


# --- the wording -------------------------------------------------------------------------------------------------
_DASHES = r"[-\u2010-\u2015\u2212*•●○▪■◦‣·]"
_BULLET = re.compile(
    rf"\s*(?:{_DASHES}+\s*)?(?:[Ii]tem\s+)?(?:\(?(?P<number>[0-9]{{1,3}})(?:[.)]|:)(?![0-9])|\((?:[a-z]|[ivx]{{1,5}})\)"
    rf"|(?:[a-z]|[ivx]{{2,5}})[.)](?=\s)|(?<!\w){_DASHES}+)\s*"
)

# Words before a day that put it in doubt; the item begins with them nevertheless.
_BEFORE_DAY = (
    r"(?:on\s+)?(?:or\s+(?:about|around)\s+|(?:about|around|approximately|circa)\s+|(?:in\s+|between\s+|from\s+)"
    r"|(?:the\s+)?(?:night|morning|evening|week|month)\s+of\s+|(?:early|late|mid)[-\s]+|sometime\s+|the\s+)*"
)
_BEGINS_WITH_DAY = re.compile(
    rf"{_BEFORE_DAY}(?:{re.sub('[?]P<[a-z0-9]+>', '?:', DATE.pattern)}|[0-9]{{1,2}}[./][0-9]{{1,2}}[./][0-9]{{2,4}})",
    re.IGNORECASE,
)
_NAMES_PLACE = re.compile(
    r"\b(?:near|in|at|outside|Province|Governorate)\b.{1,120}?\b(?:Iraq|Syria|via)\b|,\s*(?:Iraq|Syria)\b"
)
_SAYS_WHO = re.compile(r"\bvia\s.{2,60}")
_IS_ABOUT_HARM = re.compile(
    r"\bcivilian|\bcasualt|\bcivcas\b|\ballegation|\bcredib|\bduplicate|\bvia\s.{2,60}\breport\b", re.IGNORECASE
)
_OF_A_STATUS = {
    NON_CREDIBLE: r"\bnon?[-\u2010-\u2015\s]*credible|\bnot\s+(?:\w+\s+){0,2}credible",
    DUPLICATE: r"\bduplicat(?:es?|ed|ive)\b",
    OPEN: r"\bre[-\u2010]?opened\b|\bopen\b",
    CREDIBLE: r"\bcredible\b|\bcasualties\s+(?:\w+\s+){0,2}(?:did\s+)?occur(?:red)?\b",
}
_REPORTS = (
    r"(?:reports?|incidents?|allegations?|assessments?|cases?|strikes?|claims?|list|items?|events?|descriptions?)"
)


# The words of headings besides the status, a date and numbers. Any other may give the items another meaning.
_OF_HEADINGS = words_in(
    "after received unintentional regrettably occurred "
    "a an the of in on for from by and to is are was were be been have has that which these this there here all "
    "list lists following below new civilian civilians casualty casualties harm report reports incident incidents "
    "allegation allegations assessment assessments case cases strike strikes claim claims item items event events "
    "description descriptions summary total one two three four five six seven eight nine ten eleven twelve "
    "assessed determined found deemed considered closed completed during month monthly period coalition cjtf-oir "
    "oir combined joint task force operation inherent resolve us-led iraq syria section annex table as being s "
    "more additional other each reviewed review result results"
)
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OF_REPORTS = re.compile(rf"\b{_REPORTS}\b", re.IGNORECASE)
_POINTS_BELOW = re.compile(r"\b(?:following|below|here\s+(?:is|are)|these\s+are)\b", re.IGNORECASE)
_LEADING_HEADING = re.compile(
    rf"\W*(?:[\w\u2010-\u2015-]+\s+){{0,3}}{_REPORTS}\s*(?:[:\u2013\u2014]|-+\s)", re.IGNORECASE
)
_PAGE_FURNITURE = re.compile(
    r"\s*(?:-\s*)?(?:page\s+)?[0-9]{1,3}(?:\s*(?:of|/)\s*[0-9]{1,3})?(?:\s*-)?\s*|\s*(?:UN)?CLASSIFIED\b.{0,20}"
    r"|[-_=*\s]{3,}",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(
    r"[.!?:;][\"'\u201d\u2019)\]]*\s*$|[0-9][A-Z]\s?[A-Z]{2}\s?[0-9 ]{4,11}\W*$|\)\s*$"
    r"|/\s?[A-Z]{1,2}[0-9]{3,4}[a-z]?\s*$|\bNo MGRS(?: Given)?\s*$"
)
_HARM = re.compile(r"\b(?:killed|injured|wounded|died|deaths?|harmed|casualties)\b", re.IGNORECASE)
_ABOUT_THE_WHOLE = re.compile(
    r"\b(?:since|to date|total|CJTF-OIR|completed|as thoroughly as|possible civilian|all reports|we|our|every"
    r"|August 2014|determined to be|following|below)\b",
    re.IGNORECASE,
)
_SUBHEADING = re.compile(rf"\W*(?:Iraq|Syria|{DATE.pattern})\W*")  # orders a list, and says nothing of the status
_NUMBERED = rf"(?:[0-9]{{1,3}}[.)]|\([0-9]{{1,3}}\)|[•●▪])[ \t]*{_BEGINS_WITH_DAY.pattern}"
_TITLE = r"(?:Non[- ]?[Cc]redible|Credible|Duplicate|Re-?opened)\s+[Rr]eports?\b"
_EVENED_OUT = [
    (re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]"), ""),
    (re.compile(r"\xa0"), " "),
    (re.compile(r"\f"), "\n\n"),
    (re.compile(r"(?<=[0-9])[ \t]+,"), ","),
    # a line of its own for each item and heading of a text that lost its breaks
    (re.compile(rf"(?<=[.!?:)\u201d\"0-9])[ \t]*(?={_TITLE})"), "\n\n"),
    (re.compile(rf"({_TITLE})[ \t]*(?={_NUMBERED})"), r"\1\n"),
    (re.compile(rf"(?:(?<=[.!?)\u201d\"])[ \t]*|(?<=[0-9])[ \t]+)(?={_NUMBERED})"), "\n"),
    (re.compile(r"(?m)^([ \t]*\(?[0-9]{1,3}[.)])[ \t]*\n(?=[ \t]*\S)"), r"\1 "),  # a number on a line of its own
]
_LONGEST_HEADING = 90
_LONGEST_ITEM = 4_000
_MOST_LINES = 200  # of an item that goes on after a page break


# --- cutting -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Block:
    """Lines that belong together. `opens`: it begins with the start of an item."""

    lines: list[str]
    opens: bool

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.lines).split())

    @property
    def is_finished(self) -> bool:
        return bool(_ENDS_SENTENCE.search(self.lines[-1]))


def cut_text(text: str) -> CutText:
    """Cut a text into the items of its lists and the rest."""
    blocks = _joined(list(_blocks(_one_item_a_line(text))))
    items: list[RawItem] = []
    rest: list[str] = []
    heading, status, follows_item = "", "", False
    for block in blocks:
        if block.opens and (item := _item(block, heading, status)):
            items.append(item)
            follows_item = True
            continue
        rest.append("\n".join(block.lines))
        said = _status_said(block)
        if said is not None:
            heading, status = block.words, said
        elif follows_item and _may_belong_to_item(block.words):
            items[-1] = replace(items[-1], problem=f"the paragraph after it may belong to it: “{block.words[:80]}”")
        follows_item = follows_item and said is None
    return CutText(items, "\n\n".join(rest))


def _item(block: _Block, heading: str, status: str) -> RawItem | None:
    """The item of a block, unless it is about something else than harm to civilians."""
    words = block.words
    bullet = _BULLET.match(words)
    content = words[bullet.end() :] if bullet else words
    if not _IS_ABOUT_HARM.search(content) and not status:
        return None
    problem = ""
    if len(content) > _LONGEST_ITEM:
        problem = f"it has more than {_LONGEST_ITEM:,} letters"
    number = (bullet and bullet["number"]) or ""
    return RawItem(number, content, heading, status, block.is_finished, problem)


def _one_item_a_line(text: str) -> list[str]:
    """The lines of a text, without page numbers and running heads, and with each numbered item on a line of its own."""
    for pattern, instead in _EVENED_OUT:
        text = pattern.sub(instead, text)
    lines = text.splitlines()
    seen = Counter(line.strip() for line in lines)
    return [
        line
        for line in lines
        if not line.strip() or not (_PAGE_FURNITURE.fullmatch(line) or _is_running_head(line.strip(), seen))
    ]


def _is_running_head(line: str, seen: Counter[str]) -> bool:
    """Whether a short line stands in a text again and again, and is no heading of a list."""
    return seen[line] > 1 and len(line) <= _LONGEST_HEADING and not _statuses_in(line) and not _BULLET.match(line)


def _blocks(lines: list[str]) -> Iterator[_Block]:
    """Paragraphs, headings and starts of items."""
    current: list[str] = []
    opens = False
    for number, line in enumerate(lines):
        before = _Block(current, opens)
        if not line.strip():
            if current:
                yield before
            current, opens = [], False
            continue
        may_open = not current or before.is_finished or _is_heading(before) or bool(_BULLET.match(line))
        starts = may_open and _opens_item(line, lines[number + 1 : number + 5])
        if current and (starts or (may_open and _is_heading(_Block([line], opens=False))) or _is_heading(before)):
            yield before
            current = []
        opens = starts if not current else opens
        current = [*current, line.strip()]
    if current:
        yield _Block(current, opens)


def _opens_item(line: str, following: list[str]) -> bool:
    """Whether an item begins with this line: by its day and place, or by its bullet and what it is about."""
    following = list(itertools.takewhile(_goes_on, following))
    bullet = _BULLET.match(line)
    words = " ".join(" ".join([line[bullet.end() :] if bullet else line, *following]).split())[:400]
    by_day = _BEGINS_WITH_DAY.match(words)
    if by_day and _NAMES_PLACE.search(words[by_day.end() : by_day.end() + 200]):
        return True
    is_of_place = bool(re.search(r"\b(?:Iraq|Syria)\b", words[:200]) and _SAYS_WHO.search(words[:250]))
    if not bullet:
        return is_of_place and words[0].isupper() and len(words.split(" via ")[0]) < 90
    has_day_or_place = by_day or re.search(r"\b(?:Iraq|Syria)\b|\bnear\s+[A-Z]", words[:200])
    return is_of_place or bool(has_day_or_place and _IS_ABOUT_HARM.search(words))


def _goes_on(line: str) -> bool:
    """Whether a line may go on with the one above it."""
    return bool(line.strip()) and not _BULLET.match(line) and not _BEGINS_WITH_DAY.match(line)


def _joined(blocks: list[_Block]) -> list[_Block]:
    """The blocks, with an item that breaks off joined with the paragraph that goes on with it, as on the next page."""
    joined: list[_Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        goes_on = not block.opens and not _is_heading(block)
        if last and last.opens and not last.is_finished and goes_on and len(last.lines) <= _MOST_LINES:
            joined[-1] = replace(last, lines=[*last.lines, *block.lines])
        else:
            joined.append(block)
    return joined


# --- headings ----------------------------------------------------------------------------------------------------
def _statuses_in(words: str) -> list[str]:
    """The statuses that words name."""
    found = []
    for status, pattern in _OF_A_STATUS.items():
        words, times = re.subn(pattern, " ", words, flags=re.IGNORECASE)
        found += [status] if times else []
    return found


def _status_of(words: str) -> str:
    """The one status that the words above a list give; empty if they have others, or words that may change them."""
    statuses = _statuses_in(words)
    if len(statuses) != 1:
        return ""
    for pattern in _OF_A_STATUS.values():
        words = re.sub(pattern, " ", words, flags=re.IGNORECASE)
    left = {word.lower() for word in _WORDS.findall(DATE.sub(" ", words))}
    return statuses[0] if left <= _OF_HEADINGS else ""


def _is_heading(block: _Block) -> bool:
    """Whether a block is a short line without the form of a sentence."""
    if len(block.lines) != 1 or block.opens:
        return False
    words = block.words
    if len(words) > _LONGEST_HEADING or words.endswith((".", ",", ";")):
        return False
    is_short = bool(re.match(r"\W*[^\W_a-z]", words)) and len(words.split()) <= 10
    return is_short and not _HARM.search(words)


def _status_said(block: _Block) -> str | None:
    """The status that a block gives for the items below it: empty if it is not known, None if the block gives none."""
    if _is_heading(block):
        if _SUBHEADING.fullmatch(block.words):
            return None
        return _status_of(block.words)
    leading = _LEADING_HEADING.match(block.words)
    if leading and _statuses_in(leading.group()):
        return _status_of(leading.group())
    said = None
    for sentence in re.split(r"(?<=[.:])\s+(?=[A-Z])", block.words):
        if _POINTS_BELOW.search(sentence) and _OF_REPORTS.search(sentence):
            said = _status_of(sentence)
    return said


def _may_belong_to_item(words: str) -> bool:
    return bool(_HARM.search(words)) and not _ABOUT_THE_WHOLE.search(words)
