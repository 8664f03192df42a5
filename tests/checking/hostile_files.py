"""Damaged files: what is done to the package, the exit code of `check`, and words of what it says."""

from __future__ import annotations

import os

from tests.checking.damage import (
    DESCRIPTOR,
    EVIDENCE,
    RELEASES,
    circle,
    constraint,
    edit,
    edited,
    instead,
    leads_out,
    member,
    of_resource,
    renamed,
    replaced,
    rewritten,
    table,
    without_records,
)

# Of a kind that another of them stands for.
ALIKE = {
    "a folder",
    "a CSV file in capitals",
    "a table that none refers to is empty",
    "two byte order marks",
    "the year 0",
    "a year before 0",
    "a number of 400 digits",
    "a text that is too short",
    "a day at the limit",
    "a primary key of no field",
}
# What is done to the package, the exit code of `check`, words of what it says.
FILES = {
    "no file": (lambda root: (root / table("airpower")).unlink(), 1, "no such file"),
    "a folder": (instead(table("airpower"), os.mkdir), 1, "not a file"),
    "a pipe": (instead(table("airpower"), os.mkfifo), 1, "not a file"),
    "a descriptor that is a pipe": (instead(DESCRIPTOR, os.mkfifo), 2, "not a file"),
    "a schema that is a pipe": (instead(RELEASES, os.mkfifo), 2, "not a file"),
    "a device": (instead(table("airpower"), lambda path: path.symlink_to("/dev/zero")), 2, "leads out of the package"),
    "a circle of links": (instead(table("airpower"), circle), 1, "too many levels of symbolic links"),
    "a schema in a circle of links": (instead(RELEASES, circle), 2, "too many levels of symbolic links"),
    "a link that leads out": (
        leads_out,
        2,
        "data/airpower.csv: a link leads out of the package",
    ),
    "a link that stays inside": (
        lambda root: (
            (root / table("airpower")).rename(root / "kept.csv"),
            (root / table("airpower")).symlink_to("../kept.csv"),
        ),
        0,
        "no finding",
    ),
    "a long name": (edited(DESCRIPTOR, of_resource("path", "data/" + "x" * 300 + ".csv")), 1, "file name too long"),
    "a CSV file in a folder": (
        lambda root: ((root / "data/sub").mkdir(), (root / "data/sub/x.csv").write_text("a\n")),
        1,
        "data/sub/x.csv structure/file",
    ),
    "a CSV file in capitals": (
        lambda root: (root / "data/NOTES.CSV").write_text("a\n"),
        1,
        "data/NOTES.CSV structure/file",
    ),
    "a temporary file": (
        lambda root: (root / "data/.evidence.csv.k3x9").write_text("a\n"),
        1,
        "left behind when it was killed",
    ),
    "all tables empty": (without_records(), 1, "structure/no-records"),
    "a table that others refer to is empty": (without_records("sources"), 1, "a header without records"),
    "a table that none refers to is empty": (without_records("control_totals"), 1, "structure/no-records"),
    "no bytes": (instead(table("airpower"), lambda path: path.write_bytes(b"")), 1, "structure/empty-file"),
    "NUL bytes": (instead(table("airpower"), lambda path: path.write_bytes(b"\0" * 5000)), 1, "structure/header"),
    "UTF-16": (rewritten(table("airpower"), lambda data: data.decode().encode("utf-16")), 1, "structure/encoding"),
    "two byte order marks": (
        rewritten(table("airpower"), lambda data: b"\xef\xbb\xbf" * 2 + data),
        1,
        "structure/header",
    ),
    "100,000 columns": (
        instead(table("airpower"), lambda path: path.write_text("a," * 100_000 + "a\n")),
        1,
        "structure/header",
    ),
    "a row of 100,000 cells": (
        rewritten(table("airpower"), lambda data: data + b"x," * 100_000 + b"x\n"),
        1,
        "100,001 cells",
    ),
    "a line of 2 million characters": (
        rewritten(table("organisations"), lambda data: data.rstrip(b"\n") + b"x" * 2_000_000 + b"\n"),
        1,
        "structure/too-long",
    ),
    "a cell of 33,000 characters": (
        rewritten(table("organisations"), lambda data: data.rstrip(b"\n") + b"x" * 33_000 + b"\n"),
        1,
        "structure/too-long",
    ),
    "a merge conflict": (
        rewritten(table("airpower"), lambda data: data + b"<<<<<<< HEAD\n=======\n>>>>>>> a\n"),
        1,
        "structure/merge-conflict",
    ),
    "a row of commas": (rewritten(table("airpower"), lambda data: data + b"," * 10 + b"\n"), 1, "structure/blank-row"),
    "CR line ends": (
        rewritten(table("airpower"), lambda data: data.replace(b"\n", b"\r")),
        1,
        "structure/line-end",
    ),
    "a quote in a cell": (
        replaced(table("releases"), "monthly-2019-04,monthly", 'monthly-2019-04,mon"thly'),
        1,
        "quotes",
    ),
    "a cell of two lines": (
        replaced(table("releases"), "monthly-2019-04,monthly", 'monthly-2019-04,"mon\nthly"'),
        1,
        "structure/quotes",
    ),
    "an empty quoted cell": (
        replaced(table("releases"), "monthly-2019-04,monthly", 'monthly-2019-04,""'),
        1,
        "required",
    ),
    "the year 0": (replaced(table("releases"), "2019-05-31", "0000-01-01"), 1, "structure/type"),
    "a year before 0": (replaced(table("releases"), "2019-05-31", "-2019-05-31"), 1, "structure/type"),
    "the year 10000": (replaced(table("releases"), "2019-05-31", "10000-05-31"), 1, "structure/type"),
    "a day that does not exist": (replaced(table("releases"), "2019-05-31", "2019-02-30"), 1, "There is no such day"),
    "a number of 400 digits": (replaced(table("releases"), ",1302,", "," + "9" * 400 + ","), 1, "structure/type"),
    "a number of 19 digits": (replaced(table("releases"), ",1302,", "," + "9" * 19 + ","), 1, "structure/type"),
    "a control character": (replaced(table("releases"), ",1302,", ",\x1b[31m1302,"), 1, "\\x1b[31m1302"),
    "an address with a bracket": (
        rewritten(table("sources"), lambda data: data.replace(b"https://", b"https://[", 1)),
        1,
        "structure/pattern",
    ),
    "an address with no port that exists": (
        rewritten(table("sources"), lambda data: data.replace(b".example.org/", b".example.org:99999/", 1)),
        1,
        "structure/format",
    ),
    "a field renamed everywhere": (renamed, 1, "tanker_sorties"),
    "the wrong number of bytes": (edited(DESCRIPTOR, of_resource("bytes", 1)), 1, "the file's size"),
    "the wrong hash": (edited(DESCRIPTOR, of_resource("hash", "0" * 32)), 1, "the file's hash"),
    "a text that is too short": (
        edited(RELEASES, constraint("source_id", "minLength", 500)),
        1,
        "at least 500 characters",
    ),
    "a text that is too long": (edited(RELEASES, constraint("source_id", "maxLength", 3)), 1, "at most 3 characters"),
    "a number at the limit": (
        edited(RELEASES, constraint("killed_total", "exclusiveMaximum", 1302)),
        1,
        "less than 1302",
    ),
    "a day at the limit": (
        edited(RELEASES, constraint("published_on", "exclusiveMinimum", "2019-05-31")),
        1,
        "more than 2019-05-31",
    ),
    "a number that is not listed": (
        edited(
            RELEASES,
            lambda _, fields: fields["killed_total"].update(
                constraints={"enum": [1, 2]},
                categories=[{"value": 1, "label": "one"}, {"value": 2, "label": "two"}],
            ),
        ),
        1,
        "one of 1, 2",
    ),
    "a primary key of no field": (
        edited(RELEASES, member("primaryKey", ["nope"])),
        1,
        "schemas/releases.json",
    ),
    "every primary key of no field": (
        lambda root: [
            edit(root, f"schemas/{path.name}", member("primaryKey", ["nope"])) for path in (root / "schemas").iterdir()
        ],
        1,
        "schemas/sources.json",
    ),
    "evidence of any table": (
        edited(EVIDENCE, lambda _, fields: (fields["table"].pop("categories"), fields["table"]["constraints"].clear())),
        0,
        "no finding",
    ),
    "a pattern that is none": (edited(RELEASES, constraint("notes", "pattern", "(")), 1, "#/fields/"),
    "300 resources": (
        edited(
            DESCRIPTOR,
            lambda content, resources: content["resources"].extend(
                resources["airpower"] | {"name": f"x{number}", "path": f"data/x{number}.csv"} for number in range(300)
            ),
        ),
        1,
        "data/x299.csv",
    ),
}
