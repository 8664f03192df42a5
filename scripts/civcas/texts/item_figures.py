"""Reads how many civilians an item of a list says were killed and injured.

A figure counts only in words that are known, and only if nothing else that is said of harm is left over: an item whose
words are not understood in full has no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from civcas.texts.list_items import words_in
from civcas.texts.sentences import AT_LEAST, DAY, EXACT, FILL, INEXACT, Sentence, sentences, value_at

KILLED, INJURED = "killed", "injured"


@dataclass(frozen=True)
class ItemFigures:
    """The figures of an item (empty: not stated) and the words around them. `problem` says why there are none."""

    killed: str = ""
    injured: str = ""
    problem: str = ""

    @property
    def are_stated(self) -> bool:
        return bool(self.killed or self.injured)


@dataclass(frozen=True)
class _Count:
    field: str
    value: str
    exact: bool


# --- the wording -------------------------------------------------------------------------------------------------
_MARKS = f"{EXACT}{AT_LEAST}{INEXACT}"
_NUMBER = f"(?:the\\s+)?(?P<number>[{_MARKS}]{FILL}*|\\ban?\\b|\\banother\\b)"
_KINDS = r"(?:(?:an?\s+)?(?:additional|other|more|further|unidentified|innocent|local|adult)\s+)*"
_THING = (
    r"(?:vehicles?|scooters?|motorcycles?|trucks?|cars?|buildings?|houses?|homes?|structures?|compounds?|boats?|areas?)"
)
_PEOPLE = rf"(?:civilians?(?!\s+{_THING}\b)|non-?combatants?)(?:\s+(?:bystanders?|drivers?))?"
_HARM_WORD = (
    r"kill(?:ed|ing|s)?|injur(?:ed|es|ing|y|ies)|wound(?:ed|ing|s)?|harm(?:ed|ing)?|hurt|dead|died|dying|deaths?"
    r"|fatalit(?:y|ies)|fatally|perished|lives|victims?|survived?|survivors?|missing|maimed|presumed"
    r"|murdered|beheaded|shot"
)
_HARM = re.compile(rf"\b(?:{_HARM_WORD})\b", re.IGNORECASE)
_PLAIN = rf"(?:(?!\b(?:{_HARM_WORD})\b)[^,;:.(){_MARKS}])"  # a letter of words without numbers and without harm
_DOUBT = r"(?:and\b|or\b|plus\b|possibl|perhaps|maybe|as\s+well|along\b|together\b|with\b|another\b)"
_SUBGROUP = rf"(?:including|among\s+them|(?:one|two|both|all|some|most|[{_MARKS}]{FILL}*)\s+of\s+(?:whom|them))"
_BETWEEN = (
    "(?:"
    rf"\s*\((?!{_DOUBT}){_PLAIN}{{1,80}}\)"
    rf"|\s*,\s*+{_SUBGROUP}(?:(?!\b(?:{_HARM_WORD})\b)[^,;:.()]){{1,80}},"
    rf"|\s*,\s*+(?!{_DOUBT}){_PLAIN}{{1,100}},"
    r"|\s+(?:in|inside|on|near|at|within|nearby|of|from|outside)\b"
    rf"(?:\s+(?!(?:and|or|while|but|who|that)\b)[^\s,;:.(){_MARKS}]+){{0,8}}?"
    rf"|\s+(?:who|that)\b{_PLAIN}{{2,90}}?(?=\s+(?:was|were|had|have)\b)"
    rf"|\s++(?!and\b|or\b){_PLAIN}{{2,90}}?,?\s+and(?=\s+(?:was|were)\b)"
    ")?"
)
_WERE = r"(?:was|were|had\s+been|have\s+been|has\s+been|being)"
_HOW = (
    r"(?:(?:more\s+likely\s+than\s+not|also|likely|likewise|then|unintentionally|inadvertently|accidentally|unfortunately"
    r"|regrettably|tragically|subsequently|assessed\s+to\s+have\s+been)\s+)*"
)
_STATED = r"(?P<harm>killed|injured|wounded)"
_HEDGE = r"(?:at\s+least|up\s+to|as\s+many\s+as|about|around|approximately|nearly|some|more\s+than|over)"
_OTHERS = r"(?:\s+(?:others?|more|additional|further|civilians?|people))*"

_COUNTS = [
    # 'four civilians were unintentionally killed', 'a civilian exited a building and was killed'
    re.compile(rf"{_NUMBER}\s+{_KINDS}{_PEOPLE}{_BETWEEN}\s+(?:{_WERE}\s+)?{_HOW}{_STATED}\b", re.IGNORECASE),
    # 'injuring 14 civilians'
    re.compile(
        rf"\b(?P<harm>killing|injuring|wounding|killed|injured|wounded)\s+{_NUMBER}\s+{_KINDS}{_PEOPLE}\b",
        re.IGNORECASE,
    ),
    # 'two unintentional civilian deaths'
    re.compile(
        rf"{_NUMBER}\s+{_KINDS}(?:unintentional\s+|unintended\s+|accidental\s+)?civilian\s+"
        r"(?P<harm>deaths?|fatalit(?:y|ies)|injur(?:y|ies))\b",
        re.IGNORECASE,
    ),
    # 'the deaths of 11 civilians', 'injuries to an additional four civilians'
    re.compile(
        rf"\b(?P<harm>deaths?|injur(?:y|ies))\s+(?:of|to)\s+(?:an\s+additional\s+)?{_NUMBER}\s+{_KINDS}{_PEOPLE}\b",
        re.IGNORECASE,
    ),
    # 'three civilians died'
    re.compile(rf"{_NUMBER}\s+{_KINDS}{_PEOPLE}\s+(?P<harm>died)\b", re.IGNORECASE),
]
# '... and two were injured', '..., and another was wounded': only after a count in the same sentence
_AND_MORE = re.compile(
    rf"\s*(?:,|,?\s+(?:and|while|but))\s+(?:{_HEDGE}\s+)?{_NUMBER}{_OTHERS}\s+(?:{_WERE}\s+)?{_HOW}{_STATED}\b",
    re.IGNORECASE,
)
# 'Two others were injured', in a later sentence
_OTHERS_WERE = re.compile(
    rf"{_NUMBER}\s+(?:others?|more)(?:\s+civilians?)?\s+(?:{_WERE}\s+)?{_HOW}{_STATED}\b", re.IGNORECASE
)

_THE_ENEMY = (
    r"(?:ISI[SL]|IS|Da['\u2019]?esh|Al[-\s]?Q(?:aida|aeda|a['\u2019]ida)|AQ[-\w]*|terrorists?|fighters?|militants?"
    r"|combatants?|insurgents?|militia)"
)
_OF_THE_ENEMY = [
    rf"\b(?:killed|killing|injured|injuring|wounded|wounding)\s+(?:(?!civilian)[^\s,;:.]+\s+){{0,6}}?{_THE_ENEMY}\b",
    rf"\b{_THE_ENEMY}(?:\s+(?!civilian)[\w-]+){{0,2}}\s+(?:was|were)\s+(?:also\s+)?(?:killed|injured|wounded)\b",
]
_HARMLESS = re.compile(
    "|".join(
        [
            *_OF_THE_ENEMY,
            r"\bno\s+(?:assessed\s+|additional\s+|other\s+)?civilian\s+(?:casualties|deaths|injuries)\b",
            r"\bkill\s+box\b|\bharm\s+to\s+civilians\s+was\s+not\b",
        ]
    ),
    re.IGNORECASE,
)
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:each|apiece|every|both\s+strikes|respectively)\b|\b(?:in|by|during|from)\s+the\s+(?:first|second|third|other)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"(?<!likely than )\b(?:not|never|unlikely|denie[sd]|neither)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:further|additional|another|others?|more(?!\s+likely))\b", re.IGNORECASE)
_OF_A_PART = re.compile(r"\bincluding\b[^,;.]*", re.IGNORECASE)
_COUNTED_CASUALTIES = re.compile(rf"[{_MARKS}]{FILL}*\s+(?:[\w-]+\s+){{0,2}}casualt", re.IGNORECASE)
_DRIVER = re.compile(r"\bdrivers?\b", re.IGNORECASE)
_UNSURE = re.compile(r"\b(?:may|might|could)\s+have\b|\bpossibl[ey]\b|\bperhaps\b", re.IGNORECASE)
_SAID_OR_DONE_BY_OTHERS = re.compile(
    rf"\b(?:allegedly|reportedly|alleged|reported|claimed)\b(?:\W+\w+){{0,2}}\W+\Z"
    rf"|\b{_THE_ENEMY}(?:\s+(?:who|that|which|members|had|has|have|also|then|later))*\s+\Z",
    re.IGNORECASE,
)
_BY_THE_ENEMY = re.compile(rf"\s+by\s+(?:an?\s+|the\s+)?(?:\w+\s+)?{_THE_ENEMY}\b", re.IGNORECASE)
_DOUBTED = re.compile(
    r"\bnot\s+(?:likely|credible|occur|support|sufficient|substantiated|possible)|\b(?:alleged|reported)\s+civilian"
    r"|\ballegation|\binsufficient|\bno\s+(?:\w+\s+)?civilian",
    re.IGNORECASE,
)


# A count is used only if all that stands before and behind it in its sentence is known. Other words may deny it, give
# it to others, or make it a part of something.
_OPENING = r"\W*(?:(?:regrettably|unfortunately|tragically)\b,?\s*)?"
_ASSESSED = (
    r"(?:it\s+(?:is|was|is\s+was)\s+assessed(?:\s+that)?|it\s+appears\s+that|it\s+is\s+more\s+likely\s+than\s+not\s+that"
    r"|unknown\s+to\s+Coalition\s+observers,|based\s+on\s+a\s+thorough\s+review\s+of\s+all\s+available\s+information,)"
)
_STRIKE = r"(?:strikes?|attacks?|engagements?|air\s?strikes?)"
_BEFORE_COUNT = re.compile(
    rf"{_OPENING}(?:{_ASSESSED})?\s*"
    rf"|(?:[^:]*:\s*)?{_OPENING}(?:during|while|in|after|following|a|the|it\s+was\s+assessed\s+that\s+during)\b[^;:]*?"
    rf"(?:{_ASSESSED}|\b(?:but|and)\s+(?:regrettably|unfortunately)\b,?|\bresulted\s+in(?:\s+the)?|,|\b{_STRIKE})?\s*",
    re.IGNORECASE,
)
_STANCE = re.compile(
    r"\b(?:if|whether|unclear|uncertain|claim\w*|sa(?:id|ys?)|told|accord\w*|witness\w*|alleg\w*|evidence|doubt\w*|false\w*|true"
    r"|reject\w*|dismiss\w*|no|none|not|never|without|unknown(?!\s+to\s+Coalition)|deni\w*|rumou?r\w*|Russian?|regime|Turk\w*"
    r"|Israeli?|Iranian|families|groups?|half|some)\b|\b(?:of|per|(?<!resulted\s)in|by)\s*\Z",
    re.IGNORECASE,
)
_KNOWN_BEHIND = words_in(
    "a an the this these that their his her its they he she it who was were had as of to by in into on onto at "
    "from with due during when while after result results resulting strike strikes airstrike airstrikes attack "
    "blast blasts explosion explosions secondary proximity target targets targeted location locations impact "
    "impacts point area areas action effects exchange vehicle vehicles motorcycle scooter truck car boat entered "
    "crossed drove walked moved inadvertently unexpectedly moments munition munitions weapon weapons released "
    "fired struck collapsed collapse engaged building buildings structure structures adjacent near nearby second "
    "coalition urban setting targeting isis daesh fighters position unbeknownst civilians forced do manual labor "
    "for blown against will aircraft debris shrapnel fragmentation wall roof"
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_CODES = re.compile(r"\b(?:MGRS|[0-9]{1,4}(?:/[A-Z]+[0-9]+)?|3[6-9][RST][A-Z]{2}[0-9 ]*|C?[IS][0-9]{3,4}[a-z]?)\b")
_CHANGES_IT = re.compile(
    r"\b(?:correct(?:ion|ed)|revised|risen|rose|now|later|since|already|included|counted|(?<!not\s)previously|release|identified"
    r"|withdrawn|non-?credible|duplicate|bod(?:y|ies)|passed\s+away|also\s+(?:died|killed|injured))\b",
    re.IGNORECASE,
)


_MORE_OF_THEM = re.compile(
    rf"{DAY}|[{_MARKS}]{FILL}*\s+(?:more|others?|further|additional|of\s+(?:them|these|whom))\b", re.IGNORECASE
)
_LIKELY = re.compile(r"\bmore\s+likely\s+than\s+not\b", re.IGNORECASE)
_MOMENTS = re.compile(r"\bmoments\s+before\b", re.IGNORECASE)
_HEDGED = re.compile(
    r"\*|\b(?:approximately|about|minimum|least|most|roughly|estimated|probably|possibly|maybe)\b", re.IGNORECASE
)


# --- reading -----------------------------------------------------------------------------------------------------
@dataclass
class _Read:
    """What the sentences of an item say so far: the counts, and the words on harm that are in none of them."""

    counts: list[_Count] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)


def read_figures(words: str) -> ItemFigures:
    """The figures that the words of an item state, or why they state none."""
    read = _Read()
    for sentence in sentences(words):
        before = len(read.counts)
        _read_sentence(sentence, read)
        if before and _may_change_counts(sentence, has_counts=len(read.counts) > before):
            read.left_over.append(sentence.one_line)
    if read.left_over:
        return ItemFigures(problem=f"what it says of harm is in words that are not known: “{read.left_over[0]}”")
    if any(not count.exact for count in read.counts):
        inexact = ", ".join(f"{count.field} {count.value}" for count in read.counts if not count.exact)
        return ItemFigures(problem=f"its figures are not exact ({inexact})")
    for name in (KILLED, INJURED):
        values = [count.value for count in read.counts if count.field == name]
        if len(values) > 1:
            return ItemFigures(problem=f"it gives several figures of {name} ({', '.join(values)})")
    values_by_field = {count.field: count.value for count in read.counts}
    return ItemFigures(values_by_field.get(KILLED, ""), values_by_field.get(INJURED, ""))


def states_harm(words: str) -> bool:
    """Whether words state that a number of civilians were killed or injured, and do not doubt it."""
    for sentence in sentences(words):
        if not _DOUBTED.search(sentence.words) and any(pattern.search(sentence.marked) for pattern in _COUNTS):
            return True
    return False


def _read_sentence(sentence: Sentence, read: _Read) -> None:
    spans: list[tuple[int, int]] = []
    counts: list[_Count] = []
    for match in _matches(sentence.marked, followed=bool(read.counts)):
        spans.append(match.span())
        counts.append(_count(sentence, match))
    rest = _without(sentence.marked, spans)
    harm = _HARM.search(_HARMLESS.sub(" ", rest)) or _COUNTED_CASUALTIES.search(rest)
    is_of_driver = bool(read.counts) and not counts and _DRIVER.search(sentence.words)
    is_more = bool(counts) and not read.counts and _MORE.search(sentence.words, max(0, spans[0][0] - 12), spans[0][1])
    unsure = bool(counts) and (
        _is_unsure(sentence, spans, rest)
        or (all(count.exact for count in counts) and not _is_known_in_full(sentence, spans))
    )
    if (harm and not is_of_driver) or is_more or unsure:
        read.left_over.append(sentence.around(0, 0, 160) if len(sentence.words) > 160 else sentence.one_line)
    read.counts += counts


def _may_change_counts(sentence: Sentence, *, has_counts: bool) -> bool:
    """Whether a sentence behind the counts may say that they are others. `has_counts`: it has counts of its own."""
    return bool(_CHANGES_IT.search(sentence.words) or (not has_counts and _MORE_OF_THEM.search(sentence.marked)))


def _is_known_in_full(sentence: Sentence, spans: list[tuple[int, int]]) -> bool:
    """Whether all words of a sentence around its counts are known to leave these as they are."""
    before, behind = sentence.words[: spans[0][0]], sentence.words[spans[-1][1] :]
    if not _BEFORE_COUNT.fullmatch(before) or _STANCE.search(_LIKELY.sub("", before)):
        return False
    if any(_HEDGED.search(sentence.words[start:end]) for start, end in spans):
        return False
    words = {word.lower() for word in _WORD.findall(_CODES.sub(" ", _MOMENTS.sub("", _OF_A_PART.sub("", behind))))}
    return words <= _KNOWN_BEHIND


def _is_unsure(sentence: Sentence, spans: list[tuple[int, int]], rest: str) -> bool:
    """Whether the counts of a sentence may be others than those of the item.

    They may be of each of several strikes, possible, denied, what others say, or of harm that the enemy did. A further
    number behind them may change them.
    """
    if _ONE_OF_SEVERAL.search(sentence.words) or _UNSURE.search(sentence.words):
        return True
    start, end = spans[0]
    further = _OF_A_PART.sub("", _HARMLESS.sub("", rest[end:]))
    if _NEGATED.search(sentence.words[:start]) or re.search(f"[{_MARKS}]", further):
        return True
    by_enemy = any(_BY_THE_ENEMY.match(sentence.words[stop:]) for _, stop in spans)
    return by_enemy or any(_SAID_OR_DONE_BY_OTHERS.search(sentence.words[:begin]) for begin, _ in spans)


def _matches(marked: str, *, followed: bool) -> Iterator[re.Match[str]]:
    """Every count of a sentence, in order and without overlaps. `followed`: a sentence before has counts."""
    position = 0
    patterns = [*_COUNTS, _OTHERS_WERE] if followed else _COUNTS
    while True:
        found = [match for pattern in patterns if (match := pattern.search(marked, position))]
        if not found:
            return
        count: re.Match[str] | None = min(found, key=lambda each: (each.start(), -each.end()))
        while count:
            yield count
            position = count.end()
            count = _AND_MORE.match(marked, position)


def _count(sentence: Sentence, match: re.Match[str]) -> _Count:
    start, end = match.span("number")
    name = KILLED if re.match("kill|dea|died|fatal", match["harm"], re.IGNORECASE) else INJURED
    if match["number"].lower() in ("a", "an", "another"):
        return _Count(name, "1", exact=True)
    value = value_at(sentence.words, start, end)
    shown = sentence.words[start:end] if value is None else str(value)
    return _Count(name, shown, exact=value is not None and sentence.marked[start] == EXACT)


def _without(marked: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        marked = marked[:start] + " " * (end - start) + marked[end:]
    return marked
