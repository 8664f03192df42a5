"""The rules that every table must meet, whatever it holds: what each asks, and how to fix a violation."""

from __future__ import annotations

# Every structural rule: what it asks, and how to mend a violation.
CATALOGUE = {
    "structure/descriptor": (
        "datapackage.json and the Table Schemas are valid Data Package metadata.",
        "see the Data Package standard",
    ),
    "structure/file": (
        "Each resource's file can be read, and each CSV in data/ is a resource.",
        "add the file, or mend `path` in datapackage.json",
    ),
    "structure/empty-file": ("A table's file is not empty.", "restore the file from another revision"),
    "structure/encoding": ("A table's file is UTF-8.", "save the file as UTF-8"),
    "structure/quotes": ("Quotes come in pairs and each record stands on one line.", "close the quote"),
    "structure/header": (
        "The header names the schema's fields in their order.",
        "take over the header from another revision",
    ),
    "structure/blank-row": ("No line is empty.", "delete the line"),
    "structure/missing-cell": ("Each record has a cell for each field.", "write the missing commas"),
    "structure/extra-cell": ("No record has more cells than there are fields.", "quote the cell that holds a comma"),
    "structure/canonical": (
        "The file is in canonical form: UTF-8 without BOM, LF, quotes only where needed, a last line end.",
        "run `civcas format`",
    ),
    "structure/order": ("Records are sorted by primary key.", "run `civcas format`"),
    "structure/spaces": ("A cell has no stray space, tab or invisible character.", "run `civcas format`"),
    "structure/type": ("A cell can be read as its field's type.", "write the value in the form that the schema gives"),
    "structure/required": ("A required field is filled.", "fill the cell, or leave the record out"),
    "structure/enum": (
        "A cell holds one of the allowed values.",
        "use one of the values listed in docs/data-dictionary.md",
    ),
    "structure/pattern": ("A cell has the form that its field's pattern asks for.", "write the value in that form"),
    "structure/minimum": ("A number or date is not below the field's minimum.", "correct the value"),
    "structure/maximum": ("A number or date is not above the field's maximum.", "correct the value"),
    "structure/primary-key": (
        "No two records have the same primary key.",
        "merge the records, or give one another key",
    ),
    "structure/unique-key": (
        "No two records share a value that must be unique.",
        "merge the records, or correct the value",
    ),
    "structure/foreign-key": (
        "A reference names a record that exists.",
        "correct the reference, or add the record it names",
    ),
}
