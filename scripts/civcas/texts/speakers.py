"""Whose words a sentence gives: the Coalition's, or another party's."""

from __future__ import annotations

import re

_SAYS = re.compile(
    r"\b(?:said|says|told|claim(?:s|ed)|believes?|counted|tallied|documented|insist(?:s|ed)|argue[sd]|stated|states"
    r"|wrote|estimates|alleg(?:es|ed)|according\s+to)\b",
    re.IGNORECASE,
)


_THE_COALITION = re.compile(
    r"\b(?:coalition|CJTF|task\s+force|Inherent\s+Resolve|Central\s+Command|CENTCOM|command(?:er)?|military|Pentagon"
    r"|it|he|she|they|statement|reports?|release|tally|officials?|spokes\w+|inquiry|investigation|review|U\.?S\.?|DoD"
    r"|(?:Col|Gen|Maj|Lt|Brig)\.|Colonel|General|Major)(?!\w)",
    re.IGNORECASE,
)


_SOMEONE_ELSE = re.compile(
    r"\b(?:lawmakers?|MPs?|ministers?|ministry|parliament\w*|government|governors?|mayors?|residents?|witness(?:es)?"
    r"|doctors?|lawyers?|critics?|(?<!State\s)(?<!ISIS\s)groups?|organi[sz]ations?|network|newspapers?|analysts?|experts?|researchers?"
    r"|journalists?|senators?|congress\w*|professor|police|hospitals?|envoy|ambassador|embassy|charity|charities|agency"
    r"|campaigners?|survivors?|relatives?|council|Iraqi|Syrian|Kurdish|locals?)\b",
    re.IGNORECASE,
)


_NAMES_THE_COALITION = re.compile(
    r"\b(?:coalition|CJTF|task\s+force|Inherent\s+Resolve|Central\s+Command|CENTCOM|military|Pentagon|officials?|spokes\w+"
    r"|Col\.|Gen\.|commander)(?!\w)|\baccording\s+to\s+the\s+(?:statement|report|release)\b"
    r"|\bthe\s+(?:statement|report|release)\s+(?:said|says|noted|added)\b",
    re.IGNORECASE,
)


_A_NAME_FOLLOWS = re.compile(r"\s+(?:[A-Z]|the\s|an?\s)")


_PRONOUN = re.compile(
    r"\W*(?:It(?!\s+(?:is|was)\b)|They|He|She|Its|Their|The\s+(?:group|ministry|network|organi[sz]ation|charity|agency))\b"
)


def speaks_for_the_coalition(speaker: str) -> bool:
    """Whether the words that name a speaker are of the Coalition or of its members' forces."""
    return bool(_THE_COALITION.search(speaker)) and not _SOMEONE_ELSE.search(speaker)


def is_of_another_party(words: str) -> bool:
    """Whether someone who is not known to speak for the Coalition says what a sentence states."""
    return any(not speaks_for_the_coalition(_speaker(words, match)) for match in _SAYS.finditer(words))


def refers_back(words: str) -> bool:
    """Whether the subject of a sentence is that of the sentence before it."""
    return bool(_PRONOUN.match(words))


def says_for_someone_before(words: str, before: str) -> bool:
    """Whether a sentence like 'It said that' follows one that does not name the Coalition."""
    return refers_back(words) and bool(_SAYS.search(words)) and not _NAMES_THE_COALITION.search(before)


def _speaker(words: str, says: re.Match[str]) -> str:
    """The words that name who says it: those before the verb in its clause, or else those around it."""
    after = words[says.end() : says.end() + 80]
    if says.group().lower().startswith("according"):
        return re.split(r"[,.;:]\s", after)[0]
    before = words[max(0, says.start() - 150) : says.start()]
    clause = re.split(r"[,;:\u201c\u201d\"]\s*", before)[-1].strip()
    if clause:
        return clause
    if _A_NAME_FOLLOWS.match(after) and before.rstrip().endswith((",", '"', "\u201d")):
        return after + " " + " ".join(_SOMEONE_ELSE.findall(before))
    return before
