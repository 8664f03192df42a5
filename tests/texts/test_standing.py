"""Whether a number stands in a text: digits of any script, marks of any language, words of some."""

from __future__ import annotations

import random
import sys
import time

import pytest
from num2words import num2words

from civcas.errors import UnusableInput
from civcas.texts.number_words import number_words
from civcas.texts.standing import Standing

WITH_WORDS = ["ar", "de", "es", "fr", "pt", "ru", "tr"]


def stands(text, value, language="en"):
    return bool(Standing(text, language).sentences_with(value))


DIGITS = [
    ("en", "At least 1,061 civilians were killed."),
    ("en", "At least 1061* civilians were killed."),
    ("en", "(1,061) civilians"),
    ("en", "“1’061” civilians"),
    ("en", "one thousand and sixty-one civilians"),
    ("fr", "Au moins 1 061 civils sont morts."),
    ("fr", "Au moins 1\u202f061 civils sont morts."),
    ("fr", "Au moins 1\u00a0061 civils sont morts."),
    ("de", "Mindestens 1.061 Zivilisten wurden getötet."),
    ("de", "Mindestens 1'061 Zivilisten wurden getötet."),
    ("es", "al menos 1.061 civiles"),
    ("es", "al menos 1,061 civiles"),
    ("pt", "pelo menos 1.061 civis"),
    ("ru", "1\u00a0061 мирный житель"),
    ("tr", "1.061'den fazla sivil"),
    ("ar", "قتل ١٬٠٦١ مدنيا"),
    ("ar", "قتل \u200f١٠٦١\u200f مدنيا"),
    ("ar", "قتل و١٠٦١ مدنيا"),
    ("ar", "قتل 1,061 مدنيا"),
    ("fa", "۱٬۰۶۱ غیرنظامی"),
    ("hi", "१,०६१ नागरिक मारे गए"),
    ("zh", "至少1061人死亡"),
    ("xx", "1061 xxx"),
]


@pytest.mark.parametrize(("language", "text"), DIGITS)
def test_digits_of_any_script_and_marks_of_any_language(language, text):
    (sentence,) = Standing(text, language).sentences_with("1061")
    assert sentence == " ".join(text.replace("\u200f", "").split())


def test_thousands_of_india():
    assert stands("१,०६,१०० नागरिक", "106100", "hi")


PARTS = [
    ("en", "11,061"), ("en", "1,061.5"), ("en", "1,061,000"), ("en", "1,0612"), ("en", "10,61"), ("en", "1.061"),
    ("en", "1,061%"), ("en", "1,061 %"), ("en", "-1,061"), ("en", "−1,061"), ("en", "$1,061"), ("en", "1,061st"),
    ("en", "1,061½"), ("en", "F1061"), ("en", "1061-1070"), ("en", "1050–1061"), ("en", "1,061 million"),
    ("en", "1,061 thousand"), ("en", "01061"), ("en", "1061:30"), ("en", "1\n061"), ("en", "1  061"),
    ("en", "one thousand and sixty-one hundred"), ("en", "two hundred one thousand and sixty-one"),
    ("de", "1,061"), ("de", "11.061"), ("de", "1.061,5"), ("de", "1061 Millionen"), ("de", "1061 Dutzend"),
    ("es", "1061 mil"), ("es", "11.061"), ("fr", "11 061"), ("fr", "1 061,5"), ("fr", "1061 milliers"),
    ("fr", "1061 millions"), ("fr", "1061 douzaines"), ("pt", "1061 mil"), ("ru", "1061 тысяча"), ("ru", "1061-й"),
    ("tr", "1061 bin"), ("ar", "١١٬٠٦١"), ("ar", "١٬٠٦١٫٥"), ("ar", "١٠٦١ ألف"), ("ar", "١٠٦١ مليون"),
    ("ar", "١٬٠٦١٪"), ("hi", "१०६१ करोड़"), ("zh", "1061万"), ("ko", "1061만"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "written"), PARTS)
def test_a_part_of_a_number_confirms_nothing(language, written):
    assert not stands(f"... {written} ...", "1061", language)


THREE = [
    ("en", "three hundred"), ("en", "twenty-three"), ("en", "three-quarters"), ("en", "hundred and three"),
    ("en", "three thousand and one"), ("en", "3 hundred"), ("de", "dreihundert"), ("de", "drei Millionen"),
    ("de", "dreiundzwanzig"), ("de", "drei und zwanzig"), ("es", "tres mil"), ("es", "treinta y tres"),
    ("es", "trescientos"), ("fr", "trois cents"), ("fr", "vingt-trois"), ("fr", "trois cent mille"),
    ("pt", "três mil"), ("pt", "cento e três"), ("ru", "двадцать три"), ("ru", "три тысячи"), ("ru", "триста"),
    ("tr", "üç yüz"), ("tr", "yüzüç"), ("tr", "on üç"), ("ar", "ثلاثة آلاف"), ("ar", "ثلاثة عشر"),
    ("ar", "ثلاثة وعشرون"), ("ar", "مائة وثلاثة"),
    ("fr", "trois milliers"), ("es", "tres docenas"), ("pt", "três dúzias"), ("de", "drei Dutzend"),
    ("ru", "три десятка"), ("tr", "üç düzine"), ("ar", "ثلاثة ملايين"), ("fr", "trois 100"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words"), THREE)
def test_a_part_of_a_number_in_words_confirms_nothing(language, words):
    assert not stands(f". {words} .", "3", language)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "three"), ("de", "drei"), ("es", "tres"), ("fr", "trois"), ("pt", "três"), ("ru", "трёх"), ("tr", "üç"),
     ("ar", "ثلاث"), ("ar", "وثلاثة")],
)  # fmt: skip
def test_but_the_whole_number_does(language, words):
    assert stands(f". {words} .", "3", language)


WORDS = [
    ("de", "tausendeinundsechzig", 1061), ("de", "zwei tausend", 2000), ("de", "Dreißig", 30), ("es", "CIEN", 100),
    ("es", "treinta y una", 31), ("es", "doscientas tres", 203), ("fr", "mille soixante-et-un", 1061),
    ("fr", "quatre-vingt-dix-sept", 97), ("fr", "nonante-sept", 97), ("fr", "quatre vingt", 80),
    ("fr", "mille cent", 1100), ("es", "cuarenta y un mil uno", 41_001),
    ("pt", "mil sessenta e uma", 1061), ("pt", "duzentas", 200), ("pt", "dezesseis", 16), ("pt", "dezasseis", 16),
    ("ru", "тысяча шестьдесят один", 1061), ("ru", "двадцати трёх", 23), ("ru", "трёхсот", 300),
    ("tr", "bin altmış bir", 1061), ("tr", "ON İKİ", 12), ("ar", "ألف وواحد وستين", 1061), ("ar", "خمسة وعشرين", 25),
    ("ar", "ثلاث عشرة", 13), ("ar", "ألفان وثلاثمائة", 2300), ("ar", "مئتان", 200),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "value"), WORDS)
def test_numbers_in_words(language, words, value):
    assert stands(f"x {words} x", str(value), language)


@pytest.mark.parametrize("language", WITH_WORDS)
def test_what_num2words_writes_is_found_as_that_number_and_no_other(language):
    """Its few mistakes, such as the Turkish for 141,891, are not found at all."""
    numbers = [*range(2, 400), *random.Random(1).sample(range(400, 50_000), 200)]
    words = number_words(language)
    found = {number: words.spellings(number) for number in numbers}
    for number in numbers:
        written = f"x {num2words(number, lang=language)} x"
        rows = {row for row, _, _ in words.rows_in(written)}
        assert not [other for other, spelt in found.items() if other != number and rows & spelt], written
    assert sum(map(bool, found.values())) > len(numbers) * (0.97 if language == "tr" else 0.999)


@pytest.mark.parametrize(("language", "text"), [("fr", "un civil"), ("de", "ein Mann, null"), ("tr", "bir sivil")])
def test_one_is_also_an_article(language, text):
    assert not stands(text, "1", language)
    assert not stands(text, "0", language)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "April 5, 2017", "2017-04-05"),
        ("fr", "le 5 avril 2017", "2017-04-05"),
        ("es", "el 5 de abril de 2017", "2017-04-05"),
        ("de", "Am 5. April 2017", "2017-04-05"),
        ("ru", "5 апреля 2017 года", "2017-04-05"),
        ("tr", "5 Nisan 2017", "2017-04-05"),
        ("ar", "في ٥ أبريل ٢٠١٧", "2017-04-05"),
        ("ar", "في ٥ نيسان ٢٠١٧", "2017-04-05"),
        ("zh", "2017年4月5日", ""),
    ],
)
def test_days(language, text, day):
    assert not stands(text, "5", language)
    assert not stands(text, "2017", language)
    assert not day or stands(text, day, language)


def test_a_month_stands_for_its_first_and_last_day():
    assert stands("à la fin d'avril 2019", "2019-04-30", "fr")
    assert stands("at the end of April 2019", "2019-04-30")


def test_the_sentence_is_shown_and_of_a_long_one_the_words_around():
    text = "Premier. Au moins 1 061 civils\nsont morts ! Dernier.\n\nAutre."
    assert Standing(text, "fr").sentences_with("1061") == ["Au moins 1 061 civils sont morts !"]
    (shown,) = Standing("mot " * 500 + "1 061 " + "mot " * 500, "fr").sentences_with("1061")
    assert "1 061" in shown
    assert len(shown) < 250
    many = Standing("Il y a 12 morts. " * 9 + "12 en tout. Soit 12 civils. Plus 12 civils.", "fr").sentences_with("12")
    assert many == ["Il y a 12 morts.", "12 en tout.", "Soit 12 civils."]


def test_without_the_extra_other_languages_are_refused(monkeypatch):
    from civcas.texts import languages

    languages.language.cache_clear()
    monkeypatch.setitem(sys.modules, "babel", None)
    with pytest.raises(UnusableInput, match="numbers of a text in the language fr need the extra `draft`"):
        Standing("12", "fr")
    assert stands("12 civilians, and one thousand", "1000")


@pytest.mark.parametrize("language", ["en", "fr", "tr"])
@pytest.mark.parametrize("text", ["1 " * 100_000, "12,345 " * 40_000, "trois mille " * 20_000, "iki" * 90_000])
def test_no_text_takes_long(language, text):
    start = time.monotonic()
    Standing(text, language).sentences_with("1061")
    assert time.monotonic() - start < 10
