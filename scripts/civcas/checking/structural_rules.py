"""The rules that every table must meet, whatever it holds: what each asks, and how to fix a violation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StructuralRule:
    """What a structural rule asks, an example that breaks it and one that meets it, and how to fix a violation."""

    asks: str
    bad: str
    good: str
    fix: str


STRUCTURAL_RULES = {
    "structure/descriptor": StructuralRule(
        "datapackage.json and the Table Schemas are valid Data Package metadata.",
        'A resource without "schema".',
        'A resource with "name", "path", "title" and "schema".',
        "Correct the file that the finding names; the Data Package standard describes every member.",
    ),
    "structure/file": StructuralRule(
        "The file of each resource can be read, and each CSV file in data/ belongs to a resource.",
        "data/notes.csv, which datapackage.json does not name.",
        "data/releases.csv, the path of the resource releases.",
        "Restore the file, or correct `path` in datapackage.json; delete a file that no resource needs.",
    ),
    "structure/missing-table": StructuralRule(
        "Every table that a rule, a foreign key or `evidence` names is a resource of the package.",
        "evidence names airpower, and datapackage.json has no such resource.",
        "A resource airpower, with its file and schema.",
        "Restore the resource in datapackage.json, with its file and schema.",
    ),
    "structure/rule-not-checked": StructuralRule(
        "Every rule can be checked: each field that it reads is there, with the type that it expects.",
        "A field killed that was renamed to deaths, while releases/sourced reads killed.",
        "The field killed.",
        "Restore the field in the schema and the file, or change the rule with it.",
    ),
    "structure/empty-file": StructuralRule(
        "The file of a table is not empty.",
        "A file of no bytes.",
        "A header line and one line for each record.",
        "Restore the file from an earlier revision.",
    ),
    "structure/encoding": StructuralRule(
        "The file of a table is UTF-8.",
        "A file saved as Windows-1252.",
        "A file saved as UTF-8.",
        "Save the file as UTF-8. In a spreadsheet, choose 'CSV UTF-8'.",
    ),
    "structure/quotes": StructuralRule(
        "Quotes come in pairs, and each record is on one line.",
        'a 5" shell',
        '"a 5"" shell"',
        'Close the quote. Inside a quoted cell, write a quote twice (""). Remove line breaks from cells.',
    ),
    "structure/header": StructuralRule(
        "The header names the fields of the schema, in their order.",
        "source,url",
        "source_id,organisation_id,published_on,...",
        "Copy the header from an earlier revision of the file.",
    ),
    "structure/line-end": StructuralRule(
        "Lines end with LF.",
        "A file of an old Mac program, whose lines end with CR.",
        "A file whose lines end with LF.",
        "Save the file with LF (Unix) line ends.",
    ),
    "structure/merge-conflict": StructuralRule(
        "No merge conflict is left in a file.",
        "A line that starts with <<<<<<<.",
        "The lines of one side, or of both.",
        "Choose the lines to keep, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
    ),
    "structure/too-long": StructuralRule(
        "No cell has more than 32,767 characters, which is all that a spreadsheet can hold.",
        "A page of text in notes.",
        "A sentence in notes.",
        "Shorten the text. If it was not meant to be one cell, look for a quote that is not closed.",
    ),
    "structure/blank-row": StructuralRule(
        "No line is empty, or holds only commas.",
        "An empty line between two records.",
        "One line for each record.",
        "Delete the line.",
    ),
    "structure/missing-cell": StructuralRule(
        "Each record has a cell for each field.",
        "iraq-mosul",
        "iraq-mosul,Mosul,Iraq,,,,",
        "Write every field, the empty ones too: one comma between each two.",
    ),
    "structure/extra-cell": StructuralRule(
        "No record has more cells than there are fields.",
        "1,302",
        "1302",
        'Put a cell that has a comma in quotes ("so, like this"). Write a number as 1302, not 1,302.',
    ),
    "structure/canonical": StructuralRule(
        "The file is in canonical form: UTF-8 without a byte order mark, LF line ends, quotes only where needed, and a"
        " line end after the last record.",
        '"monthly","2019-04"',
        "monthly,2019-04",
        "Run `civcas format`.",
    ),
    "structure/order": StructuralRule(
        "Records are sorted by primary key.",
        "monthly-2019-05 before monthly-2019-04",
        "monthly-2019-04 before monthly-2019-05",
        "Run `civcas format`.",
    ),
    "structure/spaces": StructuralRule(
        "A cell has no stray space, tab or invisible character.",
        "'Mosul '",
        "'Mosul'",
        "Run `civcas format`.",
    ),
    "structure/characters": StructuralRule(
        "A cell has no control character and no invisible one, such as a soft hyphen or a mark of text direction.",
        "Coal\\u00adition",
        "Coalition",
        "Type the text again, without the character.",
    ),
    "structure/mojibake": StructuralRule(
        "The letters of a cell were not damaged by a program that read UTF-8 as another encoding.",
        "RaqqaÃ© or â€™",
        "Raqqaé or ’",  # noqa: RUF001
        "Write the letters that the source has. If many cells are damaged, restore the file and save it as UTF-8.",
    ),
    "structure/unicode-form": StructuralRule(
        "Letters with accents are single characters (Unicode NFC), so that equal names are equal.",
        "e followed by a combining accent",
        "é",
        "Run `civcas format`.",
    ),
    "structure/placeholder": StructuralRule(
        "A cell whose value is not known is empty.", "N/A, null or #REF!", "An empty cell.", "Leave the cell empty."
    ),
    "structure/formula": StructuralRule(
        "No text begins with =, + or @, which a spreadsheet takes for a formula.",
        "=SUM(A1:A9)",
        "SUM of nine cells",
        "Write the text without the sign.",
    ),
    "structure/type": StructuralRule(
        "A cell can be read as the type of its field.",
        "31/05/2019 in a date field",
        "2019-05-31",
        "Write the value in the form that the schema gives.",
    ),
    "structure/required": StructuralRule(
        "A required field is filled.",
        "A release without a source_id.",
        "A release with a source_id.",
        "Fill the cell, or leave the record out.",
    ),
    "structure/enum": StructuralRule(
        "A cell holds one of the allowed values.",
        "Irak",
        "Iraq",
        "Use one of the values listed in docs/data-dictionary.md.",
    ),
    "structure/pattern": StructuralRule(
        "A cell has the form that the pattern of its field asks for.",
        "Monthly 2019-04",
        "monthly-2019-04",
        "Write the value in that form.",
    ),
    "structure/minimum": StructuralRule(
        "A number or date is not below the minimum of its field.", "-3 killed", "3 killed", "Correct the value."
    ),
    "structure/maximum": StructuralRule(
        "A number or date is not above the maximum of its field.",
        "A latitude of 363.4",
        "A latitude of 36.34",
        "Correct the value.",
    ),
    "structure/too-early": StructuralRule(
        "No date is before the year in which the campaign began, by `temporalCoverage` in datapackage.json.",
        "A release published on 2009-05-31.",
        "A release published on 2019-05-31.",
        "Correct the date.",
    ),
    "structure/too-late": StructuralRule(
        "No date is in the future: after today, and after the day of `created` in datapackage.json.",
        "A source consulted on 2062-11-24.",
        "A source consulted on 2026-11-24.",
        "Correct the date. If it is right, set the clock of this computer.",
    ),
    "structure/primary-key": StructuralRule(
        "No two records have the same primary key.",
        "Two records monthly-2019-04.",
        "One record monthly-2019-04.",
        "Merge the records, or give one another key.",
    ),
    "structure/unique-key": StructuralRule(
        "No two records share a value that must be unique.",
        "Two sources with one url.",
        "One source for each url.",
        "Merge the records, or correct the value.",
    ),
    "structure/foreign-key": StructuralRule(
        "A reference names a record that exists.",
        "A release whose source_id is in no row of sources.",
        "A release whose source_id is in a row of sources.",
        "Correct the reference, or add the record it names.",
    ),
}


def rule_of(name: str) -> str:
    """The structural rule that a condition is about: the first word of the condition's name."""
    return name.split(" ", maxsplit=1)[0]


def structural_rule(name: str) -> StructuralRule:
    """The structural rule that a condition of this name is about."""
    return STRUCTURAL_RULES[rule_of(name)]
