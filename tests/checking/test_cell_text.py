"""The text of a cell: what counts as a stray or damaged character, and how an unreadable value was meant."""

from __future__ import annotations

import polars as pl
import pytest

from civcas.checking.cell_text import LONGEST_CELL, TEXT_RULES, suggestion, suspect, text_fault

WRONG = {
    "spaces": [" a", "a ", "a  b", "a\tb", "a\u00a0b", "\u2009a", "a\u200bb", "\ufeffa"],
    "characters": ["a\u0007", "Coal\u00adition", "a\u202eb", "\ue000", "\u2800", "\u3164", "\u115f", "\u1160",
        "\uffa0"],
    "mojibake": ["Raqqa\u00c3\u00a9", "\u00e2\u20ac", "\u00ef\u00bb\u00bfa", "a\ufffd", "\u00d8\u00a7", "\u00c2\u00a3"],
    "unicode-form": ["e\u0301"],
    "placeholder": [
        "N/A", "n/a", "na", "n.a.", "null", "None", "NaN", "nil", "TBD", "-", "--", "?", "??",
        "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#DIV/0!", "#N/A", "#SPILL!", "#ref", "#REF?",
    ],
    "formula": ["=SUM(A1:A9)", "+1", "@a"],
    "too-long": ["a" * (LONGEST_CELL + 1), "\U0001f4a5" * 16_384],
}  # fmt: skip
RIGHT = [
    "a", "a b", "Raqqa\u00e9", "\u2019", "al-Bab", "-3", "a = b", "a+b", "a@b", "none of them", "3 n/a", "banal", "x?",
    "#", "\u00c3", "\u0627\u0644\u0631\u0642\u0629", "a" * LONGEST_CELL, "\U0001f4a5" * 16_383, "\u00e9" * LONGEST_CELL,
]  # fmt: skip


def broken(text):
    """The rules that a text breaks, in order, and whether it is suspect at all."""
    frame = pl.DataFrame({"cell": [text]})
    rules = [name for name, rule in TEXT_RULES.items() if frame.select(rule.broken(pl.col("cell"))).item()]
    return [name.removeprefix("structure/") for name in rules], frame.select(suspect(pl.col("cell"))).item()


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in WRONG.items() for text in texts])
def test_text_that_breaks_a_rule(rule, text):
    rules, is_suspect = broken(text)
    assert rules[0] == rule
    assert is_suspect
    assert text_fault(text) == TEXT_RULES[f"structure/{rule}"].expected


@pytest.mark.parametrize("text", RIGHT, ids=lambda text: text[:9])
def test_text_that_breaks_none(text):
    assert broken(text)[0] == []
    assert text_fault(text) == ""


def test_a_cell_may_be_as_long_as_one_of_a_workbook():
    assert LONGEST_CELL == 32_767


def test_plain_text_is_not_even_suspect():
    assert not broken("monthly-2019-04: 1,302 killed (3 reports); see p. 4")[1]


def test_only_texts_are_asked_for_more_than_their_characters():
    wider = [name for name, rule in TEXT_RULES.items() if not rule.only_text]
    assert wider == ["structure/spaces", "structure/characters"]


@pytest.mark.parametrize(
    ("kind", "value", "hint"),
    [
        ("integer", "N/A", "Leave the cell empty."),
        ("date", "?", "Leave the cell empty."),
        ("integer", "1,302", "Write 1302, without separators."),
        ("integer", "-1.302.456", "Write -1302456, without separators."),
        ("integer", "1 302", "Write 1302, without separators."),
        ("integer", "1'302", "Write 1302, without separators."),
        ("number", "1\u202f302", "Write 1302, without separators."),
        ("integer", "1302,5", ""),
        ("integer", "13,02", ""),
        ("integer", "1,3024", ""),
        ("integer", "1302.0", "Write 1302."),
        ("integer", "1302.00", "Write 1302."),
        ("integer", "1302.50", ""),
        ("integer", "1302.0 dead", ""),
        ("number", "36,5", "Write 36.5."),
        ("number", "-36,55", "Write -36.55."),
        ("number", "36,5 N", ""),
        ("integer", "01302", "Write 1302."),
        ("integer", "-01302", "Write -1302."),
        ("number", "036.5", "Write 36.5."),
        ("number", "-00.5", "Write -0.5."),
        ("integer", "01302 or so", ""),
        ("integer", "1.3E+05", "Write all digits; a spreadsheet has shortened the number."),
        ("integer", "13e5", "Write all digits; a spreadsheet has shortened the number."),
        ("number", "13e5", ""),
        ("integer", "13e5x", ""),
        ("integer", "many", ""),
        ("number", "1302.0", ""),
        ("date", "31/05/2019", "Write 2019-05-31."),
        ("date", "05.31.2019", "Write 2019-05-31."),
        ("date", "4-5-2019", "Write 2019-04-05 or 2019-05-04."),
        ("date", "04/04/2019", "Write 2019-04-04."),
        ("date", "40/50/2019", "Write the day as YYYY-MM-DD."),
        ("date", "31/05/2019x", ""),
        ("date", "2019-05-31T00:00", "Write 2019-05-31."),
        ("date", "2019-05-31 12:30:00", "Write 2019-05-31."),
        ("date", "43616", "Write 2019-05-31."),
        ("date", "436161", ""),
        ("date", "53616", ""),
        ("date", "2019/5/31", "Write 2019-05-31."),
        ("date", "2019.05.31", "Write 2019-05-31."),
        ("date", "2019-5-3", "Write 2019-05-03."),
        ("date", "2019-02-30", "There is no such day."),
        ("date", "2019-05-310", ""),
        ("date", "31 May 2019", "Write 2019-05-31."),
        ("date", "1-January-2019", "Write 2019-01-01."),
        ("date", "31-DEC-2019", "Write 2019-12-31."),
        ("date", "31 Foo 2019", ""),
        ("date", "31 May 2019?", ""),
        ("date", "in May", ""),
    ],
)
def test_what_an_unreadable_value_was_meant_to_be(kind, value, hint):
    assert suggestion(kind, value)[0] == hint
    assert bool(suggestion(kind, value)[1]) == bool(hint)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("integer", ["1,302", "1.0", "01", "1e5", "9" * 16, "N/A"]),
        ("number", ["1,302", "1,5", "01", "9" * 400, "?"]),
        ("date", ["31/05/2019", "2019-05-31 00:00", "43616", "2019/05/31", "2019-02-30", "31 May 2019"]),
    ],
)
def test_each_kind_of_slip_has_words_of_its_own(kind, values):
    assert len({suggestion(kind, value)[1] for value in values}) == len(values)
