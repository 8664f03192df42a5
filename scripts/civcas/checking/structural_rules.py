"""The rules that hold for every table, and for the register of known issues.

A known issue can't document a violation of these. The rules on the content of each table are in rules/.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StructuralRule:
    """What a rule asks, an example that breaks it, one that meets it, how to fix a violation, and why it matters."""

    asks: str
    bad: str
    good: str
    fix: str
    why: str


STRUCTURAL_RULES = {
    "structure/descriptor": StructuralRule(
        "datapackage.json and the Table Schemas are valid Data Package metadata, and have no member that is not"
        " supported here, such as `dialect`, since it would be ignored. Keys and foreign keys name fields and tables"
        " that are there; all programs read a pattern alike; examples and allowed values meet the other constraints of"
        " their field.",
        '"pattern": "("',
        '"pattern": "^[a-z]+$"',
        "Correct the file that the finding names. The Data Package standard describes every member.",
        why="Programs find the tables, their fields and their types through these files.",
    ),
    "structure/file": StructuralRule(
        "The file of each resource can be read, and each CSV file in data/ belongs to a resource.",
        "data/notes.csv is not in datapackage.json.",
        "data/releases.csv is the path of the resource `releases`.",
        "Restore the file, or correct `path` in datapackage.json. Delete a file that no resource needs.",
        why="A file that no resource describes is neither checked nor published.",
    ),
    "structure/document": StructuralRule(
        "README.md, CHANGELOG.md, LICENSE, LICENSE-DATA, CITATION.cff and the pages in docs/ are texts in UTF-8, inside"
        " the package, without merge conflicts. Pages in docs/ to which they link are there.",
        "LICENSE-DATA is missing.",
        "LICENSE-DATA beside datapackage.json.",
        "Restore the file from an earlier revision, or write it. Replace a link by the file itself.",
        why="They are published with the data. Without its licence nobody may use the data.",
    ),
    "structure/licence": StructuralRule(
        "LICENSE-DATA states the name, the title and the address of each licence in datapackage.json.",
        "CC0-1.0 in datapackage.json, and CC BY 4.0 in LICENSE-DATA.",
        "CC-BY-4.0 in datapackage.json, and CC BY 4.0 in LICENSE-DATA.",
        "Decide which licence holds, and correct the other file.",
        why="Programs read the one file and people the other. If they differ, nobody knows what is allowed.",
    ),
    "structure/no-records": StructuralRule(
        "Every table but known_issues holds at least one record.",
        "sources.csv with its header alone.",
        "sources.csv with a line for each source.",
        "Restore the file from an earlier revision.",
        why="A table is not empty by design: its records were lost, and nothing could be compared with them.",
    ),
    "structure/missing-table": StructuralRule(
        "Every table that a rule, a foreign key or `evidence` names is a resource of the package.",
        "`evidence` has rows about `airpower`, but datapackage.json has no such resource.",
        "datapackage.json has the resource `airpower`, with its file and schema.",
        "Restore the resource in datapackage.json, with its file and schema.",
        why="Without the table, the references to it can't be checked.",
    ),
    "structure/rule-not-checked": StructuralRule(
        "Every rule can be checked: each field that it reads is there, with the type that it expects.",
        "The field `killed` is now called `deaths`, but the rules still read `killed`.",
        "The field is called `killed`.",
        "Restore the field in the schema and in the file, or change the rule as well.",
        why="A rule that can't be checked would hide mistakes.",
    ),
    "structure/empty-file": StructuralRule(
        "The file of a table is not empty.",
        "A file without a single character.",
        "A header line and one line for each record.",
        "Restore the file from an earlier revision.",
        why="A table needs its header, even if it has no records.",
    ),
    "structure/encoding": StructuralRule(
        "The file of a table is UTF-8.",
        "A file saved as Windows-1252.",
        "A file saved as UTF-8.",
        "Save the file as UTF-8. In a spreadsheet, choose 'CSV UTF-8'.",
        why="In another encoding, letters such as é become other letters.",
    ),
    "structure/quotes": StructuralRule(
        "Quotes come in pairs, and each record is on one line.",
        '`a 5" shell`',
        '`"a 5"" shell"`',
        'Close the quote. Inside a quoted cell, write a quote twice (""). Remove line breaks from cells.',
        why="An open quote swallows the cells and lines after it.",
    ),
    "structure/header": StructuralRule(
        "The header names the fields of the schema, in their order.",
        "`source,url`",
        "`source_id,organisation_id,published_on,...`",
        "Copy the header from an earlier revision if nothing else changed; else restore the file.",
        why="A misplaced or misspelt name puts figures into the wrong field.",
    ),
    "structure/line-end": StructuralRule(
        "Lines end with LF.",
        "A file of an old Mac program, whose lines end with CR.",
        "A file whose lines end with LF.",
        "Save the file with LF (Unix) line ends.",
        why="Other line ends make programs see one long line.",
    ),
    "structure/merge-conflict": StructuralRule(
        "No merge conflict is left in a file.",
        "A line that starts with `<<<<<<<`.",
        "The lines of one side, or of both.",
        "Choose the lines to keep, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`.",
        why="Git writes both versions into the file and leaves the choice to you.",
    ),
    "structure/too-long": StructuralRule(
        "No cell has more than 32,767 characters, which is all that a spreadsheet can hold.",
        "A page of text in notes.",
        "A sentence in notes.",
        "Shorten the text. If it was not meant to be one cell, look for a quote that is not closed.",
        why="A spreadsheet cuts off the rest without a message.",
    ),
    "structure/blank-row": StructuralRule(
        "No line is empty, or holds only commas.",
        "An empty line between two records.",
        "One line for each record.",
        "Delete the line.",
        why="A line without values is no record.",
    ),
    "structure/missing-cell": StructuralRule(
        "Each record has a cell for each field.",
        "`iraq-mosul`",
        "`iraq-mosul,Mosul,Iraq,,,,,,`",
        "Write a comma between each two fields, also around an empty one.",
        why="If a cell is missing, the values after it are in the wrong fields.",
    ),
    "structure/extra-cell": StructuralRule(
        "No record has more cells than there are fields.",
        "`1,302`",
        "`1302`",
        'Put a cell that has a comma in quotes ("so, like this"). Write a number as 1302, not 1,302.',
        why="If there is a cell too many, the values after it are in the wrong fields.",
    ),
    "structure/canonical": StructuralRule(
        "The file is in canonical form: UTF-8 without a byte order mark, LF line ends, quotes only where needed, and a"
        " line end after the last record.",
        '`"monthly","2019-04"`',
        "`monthly,2019-04`",
        "Run `civcas format`.",
        why="If there is only one way to write a table, `git diff` shows real changes only.",
    ),
    "structure/order": StructuralRule(
        "Records are sorted by primary key.",
        "monthly-2019-05 before monthly-2019-04.",
        "monthly-2019-04 before monthly-2019-05.",
        "Run `civcas format`.",
        why="If rows have one order, `git diff` shows real changes only.",
    ),
    "structure/spaces": StructuralRule(
        "A cell has no stray space, tab or invisible character.",
        "`Mosul `, with a space at the end.",
        "`Mosul`",
        "Run `civcas format`.",
        why="Two values that look the same would not be equal.",
    ),
    "structure/characters": StructuralRule(
        "A cell has no control character and no invisible one, such as a soft hyphen or a mark of text direction.",
        "`Coal\\u00adition`",
        "`Coalition`",
        "Type the text again, without the character.",
        why="Nobody can see such a character, but a search does not find the word.",
    ),
    "structure/mixed-scripts": StructuralRule(
        "No word mixes Latin letters with Cyrillic or Greek ones.",
        "Raqq\u0430 with a Cyrillic letter at the end",
        "Raqqa",
        "Type the word again.",
        why="The letters look alike, so nobody sees why a search or a join does not find the word.",
    ),
    "structure/mojibake": StructuralRule(
        "The letters of a cell were not damaged by a program that read UTF-8 as another encoding.",
        "`RaqqaÃ©` or `â€™`",
        "`Raqqaé` or `’`",  # noqa: RUF001
        "Write the letters that the source has. If many cells are damaged, restore the file and save it as UTF-8.",
        why="Names that were damaged can't be found or cited.",
    ),
    "structure/unicode-form": StructuralRule(
        "Letters with accents are single characters (Unicode NFC), so that equal names are equal.",
        "The letter e and, after it, a combining accent.",
        "The one character `é`.",
        "Run `civcas format`.",
        why="Two names that look the same would not be equal.",
    ),
    "structure/placeholder": StructuralRule(
        "A cell is empty if its value is not known.",
        "`N/A`, `null` or `#REF!`",
        "An empty cell.",
        "Leave the cell empty.",
        why="Programs would take the placeholder for a value.",
    ),
    "structure/formula": StructuralRule(
        "No text begins with `=`, `+` or `@`.",
        "`@CJTFOIR announced 13 deaths.`",
        "`CJTFOIR announced 13 deaths.`",
        "Write the text without the sign.",
        why="A spreadsheet would take the text for a formula.",
    ),
    "structure/type": StructuralRule(
        "The value of a cell has the type of its field.",
        "`31/05/2019` in a date field.",
        "`2019-05-31`",
        "Write the value in the form that the schema gives.",
        why="A value of another type can't be compared or added up.",
    ),
    "structure/required": StructuralRule(
        "A required field is not empty.",
        "A release without a source_id.",
        "A release with a source_id.",
        "Fill the cell, or leave the record out.",
        why="Without this value, nobody can use the record.",
    ),
    "structure/enum": StructuralRule(
        "A cell holds one of the allowed values.",
        "`Irak`",
        "`Iraq`",
        "Use one of the values listed in docs/data-dictionary.md.",
        why="Filters and charts know only these values.",
    ),
    "structure/format": StructuralRule(
        "A cell of a field with the format uri, email or uuid is an address with a scheme (and a host, if it is of the"
        " web), an e-mail address or a UUID.",
        "http://[example",
        "https://example.org/page",
        "Copy the address again from the browser.",
        why="An address that a browser can't read leads nowhere.",
    ),
    "structure/length": StructuralRule(
        "A text has no fewer characters than minLength, and no more than maxLength, of its field.",
        "IRAQ in a field of two letters",
        "IQ",
        "Correct the value.",
        why="A text of another length is cut short, or holds more than it should.",
    ),
    "structure/pattern": StructuralRule(
        "A cell matches the pattern of its field.",
        "`Monthly 2019-04`",
        "`monthly-2019-04`",
        "Write the value in the form that the finding names.",
        why="Programs and readers rely on one form of keys, codes and addresses.",
    ),
    "structure/minimum": StructuralRule(
        "A number or date is not below the minimum of its field, and above an exclusiveMinimum.",
        "killed `-3`",
        "killed `3`",
        "Correct the value.",
        why="A value below it is a slip, such as a wrong sign or year.",
    ),
    "structure/maximum": StructuralRule(
        "A number or date is not above the maximum of its field, and below an exclusiveMaximum.",
        "A latitude of 363.4.",
        "A latitude of 36.34.",
        "Correct the value.",
        why="A value above it is a slip, such as a misplaced decimal point.",
    ),
    "structure/too-early": StructuralRule(
        "No date is before the year in which the campaign began. `temporalCoverage` in datapackage.json says when.",
        "A release published on 2009-05-31.",
        "A release published on 2019-05-31.",
        "Correct the date.",
        why="There was nothing to report yet, so the year was mistyped.",
    ),
    "structure/too-late": StructuralRule(
        "No date is after the day of `created` in datapackage.json.",
        "A source consulted on 2062-11-24.",
        "A source consulted on 2026-11-24.",
        "Correct the date. If it is right, set `created` in datapackage.json to that day.",
        why="Nobody can report or read what has not happened yet.",
    ),
    "structure/primary-key": StructuralRule(
        "No two records have the same primary key.",
        "Two records monthly-2019-04.",
        "One record monthly-2019-04.",
        "Merge the records, or give one another key.",
        why="The key is how evidence and readers refer to a record.",
    ),
    "structure/unique-key": StructuralRule(
        "No two records share a value that must be unique.",
        "Two sources with one url.",
        "One source for each url.",
        "Merge the records, or correct the value.",
        why="Two records with one such value are one record entered twice.",
    ),
    "structure/foreign-key": StructuralRule(
        "A reference names a record that exists.",
        "A release whose source_id is in no row of sources.",
        "A release whose source_id is in a row of sources.",
        "Correct the reference, or add the record it names.",
        why="A reader could not follow the reference.",
    ),
    "known_issues/rule-exists": StructuralRule(
        "A known issue names a rule on the content of a table, and the rule exists.",
        "rule `releases/completed`",
        "rule `releases/completed-sum`",
        "Correct the name. docs/rules.md lists the rules.",
        why="Only such an issue can document a finding.",
    ),
    "known_issues/record-exists": StructuralRule(
        "A known issue names a record that exists.",
        "record_id `monthly-2018-13`",
        "record_id `monthly-2018-12`",
        "Correct the key, or delete the issue if its record is gone for good.",
        why="A reader could not find the contradiction.",
    ),
    "known_issues/stale": StructuralRule(
        "The contradiction that a known issue documents is still there.",
        "An issue says that 8 + 50 reports are not 60, but the release now has 58.",
        "An issue says that 8 + 50 reports are not 60, and the release has 60.",
        "Look at the records named here first. If one of them was changed by mistake, undo that. Delete the issue only"
        " if the contradiction was resolved on purpose.",
        why="An issue about nothing misleads readers, or a figure was changed by mistake.",
    ),
}


def rule_of(name: str) -> str:
    """The structural rule that a condition is about: the first word of the condition's name."""
    return name.split(" ", maxsplit=1)[0]


def structural_rule(name: str) -> StructuralRule:
    """The structural rule that a condition of this name is about."""
    return STRUCTURAL_RULES[rule_of(name)]
