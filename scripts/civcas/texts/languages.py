"""What shows that a number is not a count, by language: names of months, words such as thousand, the decimal mark.

English has its own modules. All other languages are as the Unicode Common Locale Data Repository has them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from civcas.errors import UnusableInput
from civcas.extras import how_to_install
from civcas.texts.dates import DATE, DateMention, find_dates
from civcas.texts.folding import folded
from civcas.texts.numerals import NUMBER_WORD

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

ENGLISH = "en"


# Words for a thousand, a hundred, twelve or ten things, which make another number of the one before them, as far as the
# repository lacks them.
_GROUPS = {
    "ar": "دزينة|عشرات|مئات|آلاف",
    "de": "Dutzend|Dutzende|Hundert|Hunderte|Tausend|Tausende",
    "es": "docenas?|decenas?|centenas?|centenar|centenares|millar|millares",
    "fr": "douzaines?|dizaines?|centaines?|milliers?",
    "pt": "dúzias?|dezenas?|centenas?|milhar|milhares",
    "ru": "дюжин[аы]?|десят(?:ок|ка|ков)|сот(?:ня|ни|ен)",
    "tr": "düzine",
}


@dataclass(frozen=True)
class Language:
    """A language: its dates, and what makes a larger number of the number before it.

    `dates` has the groups `day`, `month` and `year`. `decimal_marks` never separate thousands.
    """

    code: str
    dates: re.Pattern[str]
    months: dict[str, int]
    multipliers: re.Pattern[str]
    decimal_marks: frozenset[str]

    def days_in(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The days that a text names, as YYYY-MM-DD, each with its place; of a month its first and its last day."""
        for mention in self._mentions(text):
            for day in {mention.first_day(), mention.last_day()} - {None}:
                yield str(day), mention.start, mention.end

    def _mentions(self, text: str) -> Iterator[DateMention]:
        if self.code == ENGLISH:
            yield from find_dates(text)
            return
        for match in self.dates.finditer(text):
            if match["year"]:
                day = int(match["day"]) if match["day"] else None
                yield DateMention(self.months[folded(match["month"])], day, None, int(match["year"]), *match.span())


@cache
def language(code: str) -> Language:
    """A language by its ISO 639-1 code. Raises UnusableInput without the extra `draft`, unless it is English."""
    if code == ENGLISH:
        multipliers = rf"[\s-]*(?:{NUMBER_WORD})\b"
        return Language(code, DATE, {}, re.compile(multipliers, re.IGNORECASE), frozenset("."))
    locales = _locales(code)
    months = dict(_months(locales))
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    return Language(
        code,
        re.compile(_DATE.format(months=names or "(?!)"), re.IGNORECASE),
        {folded(name): number for name, number in months.items()},
        re.compile(_multipliers(code, locales), re.IGNORECASE),
        frozenset(_decimal_marks(locales)),
    )


_DATE = (
    r"(?:(?P<day>(?<!\d)\d{{1,2}})(?:er|[.\u00ba\u00aa\u00b0])?(?:\s*[-\u2013]\s*\d{{1,2}}\.?)?\s*(?:de\s+|d['\u2019])?)?"
    r"(?<![^\W\d])(?P<month>{months})(?!\w)\.?(?:,?\s+(?:de\s+|del\s+)?(?P<year>(?:\d{{4}})(?!\d)))?"
)


def _locales(code: str) -> list[Locale]:
    """All locales of a language, the language itself first; none if it is not in the repository."""
    try:
        from babel import Locale, localedata
    except ImportError:
        raise UnusableInput(
            f"numbers of a text in the language {code} need the extra `draft`: {how_to_install('draft')}"
        ) from None
    names = [name for name in localedata.locale_identifiers() if re.fullmatch(rf"{code}(?:_\w+)?", name)]
    return [Locale.parse(name) for name in sorted(names)]


def _months(locales: list[Locale]) -> Iterator[tuple[str, int]]:
    """The names of months in all countries of a language, long and short; where they differ, the first counts."""
    for locale in reversed(locales):
        for context, width in product(("format", "stand-alone"), ("abbreviated", "wide")):
            for number, name in locale.months[context][width].items():
                if not name.isdecimal():
                    yield unicodedata.normalize("NFC", name.rstrip(".")), number


def _multipliers(code: str, locales: list[Locale]) -> str:
    """A pattern for words such as thousand and dozen, which may stand apart or, in some scripts, directly after."""
    patterns = {pattern.pattern for locale in locales[:1] for pattern in _compact_patterns(locale)}
    words = {unicodedata.normalize("NFC", pattern.strip("0\u00a0\u202f ")) for pattern in patterns} - {""}
    listed = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    listed += [_GROUPS[code]] if code in _GROUPS else []
    return rf"[\s-]*(?:{'|'.join(listed)})(?:(?!\w)|(?<=[^\x00-\u0fff]))" if listed else "(?!)"


def _compact_patterns(locale: Locale) -> Iterator[NumberPattern]:
    for by_size in locale.compact_decimal_formats["long"].values():
        yield from by_size.values()


def _decimal_marks(locales: list[Locale]) -> set[str]:
    """The decimal mark of a language, unless the language separates thousands with it in one of its countries."""
    marks = {locale.number_symbols["latn"]["decimal"] for locale in locales[:1]}
    return marks - {locale.number_symbols["latn"]["group"] for locale in locales}
