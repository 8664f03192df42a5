"""Checks the text of a cell before its value is read: no stray or damaged characters."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

import polars as pl

from civcas.package.tables import BELOW, DIGITS

# White space other than one plain space, and two invisible characters that programs add at the start of texts.
_SPACES = r"^ | $|  |[^\S ]|[\u200b\ufeff]"
# Control, format, private-use and unassigned characters, and letters that show nothing.
_CONTROL = r"[\p{Cc}\p{Cf}\p{Co}\p{Cn}\x{2800}\x{3164}\x{115F}\x{1160}\x{FFA0}\x{FFFC}]"
# A word of letters of two scripts that look alike, such as a Cyrillic a in a Latin name.
_MIXED = r"\p{Latin}[\p{Cyrillic}\p{Greek}]|[\p{Cyrillic}\p{Greek}]\p{Latin}"
# UTF-8 that was read as Windows-1252 or Latin-1 and saved again, and what is left of bytes that could not be read.
_HIGH = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # noqa: RUF001
_MOJIBAKE = rf"\x{{FFFD}}|[ÃÂØÙÐÑ][{_HIGH}]|â€|ï»¿"
# What programs write for a value that is missing or could not be worked out.
_PLACEHOLDER = r"(?i)^(?:n/?a|n\.a\.|null|none|nan|nil|tbd|-+|\?+|#(?:ref|name|value|num|null|div/0|n/a|spill)[!?]?)$"
_FORMULA = r"^[=+@]"
LONGEST_CELL = 32_767  # characters that a cell of a workbook can hold


def length(text: pl.Expr) -> pl.Expr:
    """The characters of a text, as a workbook counts them (UTF-16): those beyond U+FFFF, such as an emoji, are two."""
    return text.str.len_chars() + text.str.count_matches(r"[\x{10000}-\x{10FFFF}]")


@dataclass(frozen=True)
class TextRule:
    """A structural rule on the text of cells: the pattern of what is wrong, and what is expected instead.

    `only_text`: it applies to text fields alone, since other types have a form that excludes such texts anyway.
    """

    wrong: str
    expected: str
    only_text: bool = True

    def broken(self, cell: pl.Expr) -> pl.Expr:
        return cell.str.contains(self.wrong)


class _NotComposed(TextRule):
    def broken(self, cell: pl.Expr) -> pl.Expr:
        return cell != cell.str.normalize("NFC")


class _TooLong(TextRule):
    def broken(self, cell: pl.Expr) -> pl.Expr:
        return length(cell) > LONGEST_CELL


PLACEHOLDER = "structure/placeholder"
# In order: the first rule that a cell breaks is the one that is reported.
TEXT_RULES = {
    "structure/spaces": TextRule(_SPACES, "no stray space", only_text=False),
    "structure/characters": TextRule(_CONTROL, "no control or invisible character", only_text=False),
    "structure/mixed-scripts": TextRule(_MIXED, "words in one script"),
    "structure/mojibake": TextRule(_MOJIBAKE, "the letters that the source has"),
    "structure/unicode-form": _NotComposed(r"[^\x00-\x7F]", "composed letters (Unicode NFC)"),
    PLACEHOLDER: TextRule(_PLACEHOLDER, "an empty cell if the value is not known"),
    "structure/formula": TextRule(_FORMULA, "a text that a spreadsheet does not take for a formula"),
    "structure/too-long": _TooLong("", f"at most {LONGEST_CELL:,} characters"),
}


def text_fault(text: str) -> str:
    """What is expected of a text that breaks one of the rules, or ''."""
    frame = pl.DataFrame({"cell": [text]})
    broken = (rule.expected for rule in TEXT_RULES.values() if frame.select(rule.broken(pl.col("cell"))).item())
    return next(broken, "")


def suspect(cell: pl.Expr) -> pl.Expr:
    """Whether a cell may break one of the rules: few cells do, and only those are looked at rule by rule."""
    any_of = "|".join(["[^ -~]", "^ | $|  ", _PLACEHOLDER, _FORMULA])  # beyond printable ASCII, anything may be wrong
    return cell.str.contains(any_of) | (cell.str.len_bytes() > LONGEST_CELL)


# --- what an unreadable value was meant to be --------------------------------------------------------------------

_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def suggestion(kind: str, value: str) -> tuple[str, str]:
    """How a value that can't be read as its type might have been meant, and what is wrong with it; or two ''."""
    if re.search(_PLACEHOLDER, value):
        return "Leave the cell empty.", "a placeholder for a missing value"
    return _number(kind, value) if kind in ("integer", "number") else _date(value)


def _number(kind: str, value: str) -> tuple[str, str]:
    if re.fullmatch(r"-?\d{1,3}([,. ' \u00a0\u202f]\d{3})+", value):
        return f"Write {re.sub(r'[^0-9-]', '', value)}, without separators.", "numbers with separators"
    if kind == "integer" and re.fullmatch(r"-?\d+\.0+", value):
        return (
            f"Write {value.split('.', maxsplit=1)[0]}.",
            "whole numbers with decimals, as a spreadsheet or a data frame saves them",
        )
    if kind == "number" and re.fullmatch(r"-?\d+,\d+", value):
        return f"Write {value.replace(',', '.')}.", "decimal commas"
    if re.fullmatch(r"-?0\d+(\.\d+)?", value):
        plain = re.sub("^(-?)0+(?=[0-9])", r"\1", value)
        return f"Write {plain}.", "leading zeros"
    if kind == "integer" and re.fullmatch(r"[\d.]+[eE]\+?\d+", value):
        return "Write all digits; a spreadsheet has shortened the number.", "numbers with an exponent"
    return _too_long(value, kind)


def _too_long(value: str, kind: str) -> tuple[str, str]:
    most = f"a number below {BELOW:,}" if kind == "integer" else f"no more than {DIGITS} digits"
    if re.fullmatch(r"-?\d+(\.\d+)?", value) and sum(map(str.isdigit, value)) > DIGITS:
        return f"Give {most}: not all formats can hold more.", "numbers of too many digits"
    return "", ""


def _date(value: str) -> tuple[str, str]:
    day_or_month = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", value)
    if day_or_month:
        first, second, year = (int(part) for part in day_or_month.groups())
        dates = {_iso(year, second, first), _iso(year, first, second)} - {""}
        hint = f"Write {' or '.join(sorted(dates))}." if dates else "Write the day as YYYY-MM-DD."
        return hint, "dates as a spreadsheet saves them (DD/MM/YYYY or MM/DD/YYYY)"
    with_time = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*", value)
    if with_time:
        return f"Write {with_time[1]}.", "dates with a time"
    if re.fullmatch(r"4\d{4}", value):
        return f"Write {_EXCEL_EPOCH + datetime.timedelta(int(value))}.", "the day numbers of a spreadsheet"
    parts = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", value)
    if parts:
        meant = _iso(*(int(part) for part in parts.groups()))
        return (
            (f"Write {meant}.", "dates in another form")
            if meant
            else ("There is no such day.", "days that do not exist")
        )
    named = re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})", value)
    if named and named[2].lower() in _MONTHS:
        return f"Write {_iso(int(named[3]), _MONTHS.index(named[2].lower()) + 1, int(named[1]))}.", "dates in words"
    return "", ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""
