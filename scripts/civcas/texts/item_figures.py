"""Reads how many civilians an item of a list says were killed and injured.

A figure counts only in words that are known, and only if nothing else that is said of harm is left over: an item whose
words are not understood in full has no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from civcas.texts.numerals import NUMERAL
from civcas.texts.sentences import AT_LEAST, DAY, EXACT, FILL, INEXACT, Sentence, sentences, value_at
from civcas.texts.vocabulary import without, words_in

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
_MORE = re.compile(
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
_MORE = re.compile(
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
_MORE = re.compile(
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
_ONE_OF_SEVERAL = re.compile(r"\b(?:in|by|during|from)\s+the\s+second\b", re.IGNORECASE)
_MORE = re.compile(r"\b(?:further|additional|another|others?|more(?!\s+likely))\b", re.IGNORECASE)
_OF_A_PART = re.compile(r"\bincluding\b[^,;.]*", re.IGNORECASE)
_COUNTED_CASUALTIES = re.compile(rf"[{_MARKS}]{FILL}*\s+(?:[\w-]+\s+){{0,2}}casualt", re.IGNORECASE)
_DRIVER = re.compile(r"\bdrivers?\b", re.IGNORECASE)
# What the enemy does, or has done.
_ACT_OF_THE_ENEMY = re.compile(
    rf"\b{_THE_ENEMY}(?:\s+(?:fighters|who|that|which|members|had|has|have|also|then|later))*"
    rf"\s+(?:\w+\s+)?(?:attacks?|strikes?|explosions?|blasts?|shots|killed|killing|injured|injuring|wounded|wounding)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\bnot\s+(?:likely|credible|occur|support|sufficient|substantiated|possible)|\b(?:alleged|reported)\s+civilian"
    r"|\ballegation|\binsufficient|\bno\s+(?:\w+\s+)?civilian",
    re.IGNORECASE,
)


# A count is used only if all words of its sentence are among these. Others may deny it, give it to somebody else, or
# make it a part of something.
_KNOWN = words_in(
    "a about accidental accidentally action additional adjacent adult after against aid aircraft airstrike airstrikes "
    "all also ammunition an and another antenna area around as assessed associated at attack attacks available "
    "barracks based bed-down been being blast boat boats bridge bridges building buildings bulldozer bunker bunkers "
    "but by bystander bystanders cache camp car carrying cars cause caused cave caves center checkpoint child "
    "children civilian civilians coalition collapsed compound conceal construction control controlled convoy crane "
    "crater crossed daesh daesh-held daesh-travelled damaged death deaths debris destroyed detention device died "
    "dislodge do driver drivers drone drove due during effects engage engaged engagement engaging entered equipment "
    "excavator exchange exited explosion explosions explosive explosives facility factory fatalities fatality "
    "fighters fighting financial fire flight for forced forces fragmentation from fuel fueling further garage "
    "generator had has have he headquarters heavy her his home homes house ied impact impacts improvised in "
    "inadvertently including indirect information injured injuries injuring injury innocent inside into is isil isis "
    "isis-controlled isis-defensive isis-held it its killed killing labor launch launcher launchers leader left "
    "lethal likely local location locations manual media more mortar motorcycle motorcycles moved munition munitions "
    "near nearby non-combatant non-combatants observation of oil on others partner point position positions post "
    "post-strike posts proximity pump recovery refinery regrettably released residential result resulted resulting "
    "results review reviewing roads roadway rocket rockets roof rounds route routes scooter second secondary setting "
    "she shed shots shrapnel site staging station storage streets strike strikes struck structure structures supply "
    "system tactical tanker tankers tanks target targeted targeting targets team terrorists that the their them these "
    "they this thorough to tragically trench trenches truck trucks tunnel tunnels uas under unfortunately "
    "unidentified unintended unintentional unintentionally unit urban used vbied vbieds vehicle vehicle-borne "
    "vehicles vessel vicinity video walked wall warehouse warning was weapon weapons wellhead were when which while "
    "who whom will with within woman women wounded wounding"
)
_PHRASES = re.compile(
    r"\bmore\s+likely\s+than\s+not\b|\bmoments\s+before\b|\bunknown\s+to\s+Coalition\s+observers\b|\bit\s+appears\s+that\b"
    r"|\bunbeknownst\s+to\s+the\s+Coalition\b|\b(?:was|were)\s+fired\b|\(not\s+previously\s+reported\)"
    r"|\bnot\s+(?:previously\s+)?observed(?:\s+near\s+the\s+target)?(?:\s+(?:during|before)\s+the\s+engagement)?\b"
    r"|\bpassing\s+vehicle\b|\boccupied\s+by\s+ISI[SL]\s+fighters\b|\bon\s+reported\b",
    re.IGNORECASE,
)
_HEAD = re.compile(r".*\breport\s*[:.]\s*", re.DOTALL)  # of an item, if its first sentence goes on
_OF_A_WHOLE = re.compile(r"\b(?:of|(?<!resulted\s)in|by)\s*\Z", re.IGNORECASE)
_BY_OTHERS = re.compile(
    r"\bby\s+(?!(?:an?\s+|the\s+)?(?:secondary|effects|blast|explosions?|strikes?|munitions?|debris|shrapnel|weapons?)\b)",
    re.IGNORECASE,
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
    rest = without(sentence.marked, spans)
    harm = _HARM.search(_HARMLESS.sub(" ", rest)) or _COUNTED_CASUALTIES.search(rest)
    is_of_driver = bool(read.counts) and not counts and _DRIVER.search(sentence.words)
    is_more = bool(counts) and not read.counts and _MORE.search(sentence.words, max(0, spans[0][0] - 12), spans[0][1])
    is_unsure = bool(counts) and all(count.exact for count in counts) and not _is_known_in_full(sentence, spans)
    if (harm and not is_of_driver) or is_more or is_unsure:
        read.left_over.append(sentence.around(0, 0, 160) if len(sentence.words) > 160 else sentence.one_line)
    read.counts += counts


def _may_change_counts(sentence: Sentence, *, has_counts: bool) -> bool:
    """Whether a sentence behind the counts may say that they are others. `has_counts`: it has counts of its own."""
    return bool(_CHANGES_IT.search(sentence.words) or (not has_counts and _MORE_OF_THEM.search(sentence.marked)))


def _is_known_in_full(sentence: Sentence, spans: list[tuple[int, int]]) -> bool:
    """Whether all words of a sentence leave its counts as they are, and no number behind them may change them."""
    (start, end), stop = spans[0], spans[-1][1]
    head = _HEAD.match(sentence.words, 0, start)
    first = head.end() if head else 0
    before, rest = sentence.words[first:start], _CODES.sub(" ", sentence.words[start:])
    if DAY in sentence.marked[first:] or _OF_A_WHOLE.search(before) or "*" in sentence.words[start:end]:
        return False
    further = _OF_A_PART.sub("", _CODES.sub(" ", sentence.marked[stop:]))
    words = _PHRASES.sub(" ", _HARMLESS.sub(" ", before) + rest)
    if (
        _ONE_OF_SEVERAL.search(words)
        or re.search(f"[{_MARKS}]", further)
        or _BY_OTHERS.search(rest)
        or _ACT_OF_THE_ENEMY.search(words)
    ):
        return False
    return {word.lower() for word in _WORD.findall(NUMERAL.sub(" ", words))} <= _KNOWN


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
