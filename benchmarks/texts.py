"""How well `civcas draft` and `civcas verify` read real texts.

    python benchmarks/texts.py FOLDER

`texts.csv` lists texts with their addresses and the figures that each states, noted before the program read them.
The texts themselves are not ours to publish: save each in FOLDER as plain text, under its number (001.txt).

Prints recall and precision of what `draft` reads, by kind of text, and of what `verify` says about two records of each
text: one with the figures the text states, one with each of them changed by one. The texts whose `use` is `aside` were
kept aside when the phrases were written. Lists every figure that was missed or wrong. The exit code is 1 if a wrong
figure is read without doubt or a wrong record is confirmed, and 2 if no text is there.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from civcas.months import month_end
from civcas.package.tables import Package, read_package, read_table
from civcas.texts.casualty_reports import read_casualty_report
from civcas.texts.periods import report_months
from civcas.texts.text_extraction import read_document
from civcas.texts.verify import CONTRADICTED, NUMBER_STANDS, STATED, verify

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).with_name("texts.csv")


class Text(NamedTuple):
    """A text and the figures that it states, by field. `published_on` is the day of the release it is about."""

    number: str
    group: str
    figures: Mapping[str, str]
    words: str
    published_on: date | None


@dataclass
class Tally:
    """Of the figures that texts of one group state: how many were read and verified, and how many were wrong."""

    texts: int = 0
    stated: int = 0
    read: int = 0
    wrong: int = 0
    doubtful: int = 0
    confirmed: int = 0
    standing: int = 0
    contradicted: int = 0
    confirmed_falsely: int = 0
    remarks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        right = self.read + self.wrong
        return (
            f"{self.texts} texts state {self.stated} figures. draft reads {self.read} of them"
            f" ({_percent(self.read, self.stated)}), {self.doubtful} with doubt, and {self.wrong} wrong ones"
            f" (precision {_percent(self.read, right)}). verify finds {self.confirmed + self.standing}"
            f" ({_percent(self.confirmed + self.standing, self.stated)}; {self.confirmed} stated, {self.standing} as a"
            f" number in the text), contradicts {self.contradicted}, confirms {self.confirmed_falsely} changed by one"
        )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "none"


# --- the list ----------------------------------------------------------------------------------------------------
def texts_in(folder: Path) -> Iterator[Text]:
    """The texts of the list that are in the folder. Says which are not."""
    published = {
        row["release_id"]: row["published_on"] for row in read_table(read_package(ROOT), "releases").text.to_dicts()
    }
    with LIST.open(encoding="utf-8", newline="") as file:
        for number, group in groupby(csv.DictReader(file), key=lambda row: row["number"]):
            rows = list(group)
            first, document = rows[0], folder / f"{number}.txt"
            if not document.is_file():
                print(f"{number}: not in {folder}; its page is {first['address']}")
                continue
            day = published.get(first["release"])
            yield Text(
                number,
                f"{first['kind']}, {first['language']}, {first['use']}",
                {row["field"]: row["value"] for row in rows if row["field"]},
                read_document(str(document)).text,
                date.fromisoformat(day) if day else None,
            )


# --- draft -------------------------------------------------------------------------------------------------------
def read(text: Text) -> dict[str, list[str]]:
    """By field, the values that are read from a text. Of a field with several values, `draft` proposes none."""
    reading = read_casualty_report(text.words)
    found = {item.field: reading.values(item.field) for item in reading.statements if item.field != "month"}
    if months := report_months(reading, text.published_on):
        found["period_start"] = [month.isoformat() for month in months]
        found["period_end"] = [month_end(month).isoformat() for month in months]
    return found


def judge_draft(text: Text, tally: Tally) -> None:
    found = read(text)
    for name in dict.fromkeys([*text.figures, *found]):
        true, values = text.figures.get(name, ""), found.get(name, [])
        if len(values) > 1:
            tally.doubtful += 1
            tally.remarks.append(f"{text.number}: {name} {true or 'not stated'}, read as {' and '.join(values)}")
        elif values and values[0] == true:
            tally.read += 1
        elif values:
            tally.wrong += 1
            tally.remarks.append(f"{text.number}: WRONG, {name} is {true or 'not stated'}, read as {values[0]}")
        else:
            tally.remarks.append(f"{text.number}: missed {name} {true}")


# --- verify ------------------------------------------------------------------------------------------------------
_EMPTY = ("evidence", "sources")  # no source says in which language a text is


def package_of(texts: list[Text], root: Path) -> Package:
    """For each text, a release with its figures, and one with each of them changed by one."""
    package = read_package(ROOT, tables={"releases", *_EMPTY})
    names = package.schemas["releases"].names
    (root / "data").mkdir()
    for table in _EMPTY:
        (root / "data" / f"{table}.csv").write_text(",".join(package.schemas[table].names) + "\n", encoding="utf-8")
    with (root / "data" / "releases.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        for text in texts:
            day = text.published_on.isoformat() if text.published_on else ""
            writer.writerow({"release_id": f"right-{text.number}", "published_on": day, **text.figures})
            changed = {name: by_one(value) for name, value in text.figures.items()}
            writer.writerow({"release_id": f"wrong-{text.number}", "published_on": day, **changed})
    return replace(package, root=root)


def by_one(value: str) -> str:
    """A number, or a day, and one more."""
    return str(int(value) + 1) if value.isdigit() else (date.fromisoformat(value) + timedelta(1)).isoformat()


def judge_verify(package: Package, text: Text, tally: Tally) -> None:
    for name, outcome in _outcomes(package, text, "right").items():
        tally.confirmed += outcome == STATED
        tally.standing += outcome == NUMBER_STANDS
        if outcome == CONTRADICTED:
            tally.contradicted += 1
            tally.remarks.append(f"{text.number}: verify contradicts {name} {text.figures[name]}")
    for name, outcome in _outcomes(package, text, "wrong").items():
        if outcome == STATED:
            tally.confirmed_falsely += 1
            tally.remarks.append(f"{text.number}: WRONG, verify confirms {name} {by_one(text.figures[name])}")


def _outcomes(package: Package, text: Text, record: str) -> dict[str, str]:
    """What `verify` says about each figure of a record of a text."""
    compared = verify(package, f"releases/{record}-{text.number}", text.words, text.number)
    return {each.field: each.outcome for each in compared.fields if each.field in text.figures}


# --- the answer --------------------------------------------------------------------------------------------------
def tallies(texts: list[Text]) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory() as folder:
        package = package_of(texts, Path(folder))
        for text in texts:
            tally = found.setdefault(text.group, Tally())
            tally.texts += 1
            tally.stated += len(text.figures)
            judge_draft(text, tally)
            judge_verify(package, text, tally)
    return found


def main(folder: Path) -> int:
    texts = list(texts_in(folder))
    if not texts:
        print(f"{folder} has none of the texts of {LIST.name}")
        return 2
    found = tallies(texts)
    for remark in (each for tally in found.values() for each in tally.remarks):
        print(remark)
    for group in sorted(found):
        print(f"{group}: {found[group]}")
    return int(any(tally.wrong or tally.confirmed_falsely for tally in found.values()))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
