"""Hostile and malformed files: the right exit code, a message that says what is wrong and where, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from civcas.checking.descriptor import descriptor_findings, missing_tables
from civcas.errors import UnusableInput
from civcas.package.tables import read_package

DESCRIPTOR, RELEASES, EVIDENCE = "datapackage.json", "schemas/releases.json", "schemas/evidence.json"
NAMES = "the name of a field, or a list of different names"


def edit(root, file, change):
    """Change a JSON file of the package: `change` gets its content, the fields by name, and the resources by name."""
    path = root / file
    content = json.loads(path.read_text())
    parts = content.get("fields", []) + content.get("resources", [])
    change(content, {part["name"]: part for part in parts})
    path.write_text(json.dumps(content, indent=2))


def metadata_outcome(root):
    """The exit code that the descriptor and the schemas lead to, and what is said of them."""
    try:
        package = read_package(root, with_faults=True)
    except UnusableInput as error:
        return 2, str(error)
    found = [*descriptor_findings(package), *missing_tables(package)]
    assert all(finding.line and finding.found and finding.expected and finding.hint for finding in found if finding.key)
    return int(bool(found)), "\n".join(
        f"{finding.file}{finding.key}: {finding.found}; {finding.expected}" for finding in found
    )


def constraint(field, name, value):
    return lambda _, fields: fields[field].setdefault("constraints", {}).update({name: value})


def member(name, value):
    return lambda content, _: content.update({name: value})


def of_field(field, name, value):
    return lambda _, fields: fields[field].update({name: value})


def of_resource(name, value):
    return of_field("airpower", name, value)


def drop(name):
    return lambda content, _: content.pop(name)


def foreign(fields, resource, reference):
    key = {"fields": fields, "reference": {"resource": resource, "fields": reference}}
    return lambda content, _: content["foreignKeys"].append(key)


# The file, the change, the exit code, words of the message.
METADATA = [
    # the descriptor
    (DESCRIPTOR, drop("name"), 1, "no name"),
    (DESCRIPTOR, drop("title"), 1, "no title"),
    (DESCRIPTOR, drop("description"), 1, "no description"),
    (DESCRIPTOR, drop("version"), 1, "no version"),
    (DESCRIPTOR, drop("created"), 1, "no created"),
    (DESCRIPTOR, drop("keywords"), 1, "no keywords"),
    (DESCRIPTOR, drop("licenses"), 1, "no licenses"),
    (DESCRIPTOR, drop("contributors"), 1, "no contributors"),
    (DESCRIPTOR, drop("sources"), 1, "no sources"),
    (DESCRIPTOR, drop("resources"), 2, "no resources"),
    (DESCRIPTOR, drop("$schema"), 1, "no $schema"),
    (DESCRIPTOR, member("$schema", "https://example.org/profile.json"), 1, "#/$schema: "),
    (DESCRIPTOR, member("name", "Not a slug"), 1, "#/name: "),
    (DESCRIPTOR, member("name", "../../etc"), 1, "#/name: "),
    (DESCRIPTOR, member("name", "x" * 200), 1, "#/name: "),
    (DESCRIPTOR, member("title", 5), 1, "#/title: 5; a text"),
    (DESCRIPTOR, member("title", ""), 1, "#/title: "),
    (DESCRIPTOR, member("description", "x" * 33_000), 1, "#/description: "),
    (DESCRIPTOR, member("keywords", "civilians"), 1, '#/keywords: "civilians"; a list'),
    (DESCRIPTOR, member("created", "1950-01-01T00:00:00Z"), 1, "from 1980 to 2107"),
    (DESCRIPTOR, member("created", "2200-01-01T00:00:00Z"), 1, "from 1980 to 2107"),
    (DESCRIPTOR, member("created", "2026-02-31T00:00:00Z"), 1, "from 1980 to 2107"),
    (DESCRIPTOR, member("created", "yesterday"), 1, "from 1980 to 2107"),
    (DESCRIPTOR, member("created", 2026), 1, "#/created: 2026"),
    (DESCRIPTOR, member("licenses", []), 1, "#/licenses: []; a list of at least one licence"),
    (DESCRIPTOR, member("licenses", [{"name": "CC-BY-4.0"}]), 1, '#/licenses/0: no path for "CC-BY-4.0"'),
    (DESCRIPTOR, member("licenses", [{"name": "x", "title": "x", "path": "LICENSE"}]), 1, "#/licenses/0/path: "),
    (DESCRIPTOR, member("sources", [{"title": "x"}]), 1, "#/sources/0: no path"),
    (DESCRIPTOR, member("contributors", [{"givenName": "A"}]), 1, "#/contributors/0: no title"),
    (DESCRIPTOR, member("contributors", [{"title": "A", "roles": "creator"}]), 1, "#/contributors/0/roles: "),
    (DESCRIPTOR, member("profile", "tabular-data-package"), 1, "the member profile, which is not supported here"),
    (DESCRIPTOR, member("resources", []), 2, "at least one resource"),
    (DESCRIPTOR, member("resources", {}), 2, "at least one resource"),
    (DESCRIPTOR, lambda content, _: content["resources"].append("x"), 2, 'found "x", expected an object'),
    (DESCRIPTOR, lambda content, _: content["resources"].append(content["resources"][0]), 2, "for 2 resources"),
    # resources
    (DESCRIPTOR, of_resource("dialect", {"delimiter": ";"}), 1, "dialect, which is not supported here"),
    (DESCRIPTOR, of_resource("dialect", {"header": False}), 1, "dialect, which is not supported here"),
    (DESCRIPTOR, of_resource("compression", "gz"), 1, "compression, which is not supported here"),
    (DESCRIPTOR, of_resource("profile", "tabular-data-resource"), 1, "profile, which is not supported here"),
    (DESCRIPTOR, of_resource("data", []), 1, "data, which is not supported here"),
    (DESCRIPTOR, of_resource("encoding", "klingon"), 1, "/encoding: "),
    (DESCRIPTOR, of_resource("encoding", "latin-1"), 1, "/encoding: "),
    (DESCRIPTOR, of_resource("format", "xlsx"), 1, "/format: "),
    (DESCRIPTOR, of_resource("mediatype", "csv"), 1, "/mediatype: "),
    (DESCRIPTOR, of_resource("type", "file"), 1, "/type: "),
    (DESCRIPTOR, of_resource("hash", "md5:1"), 1, "/hash: "),
    (DESCRIPTOR, of_resource("name", "Airpower"), 2, "/name: found"),
    (DESCRIPTOR, of_resource("name", "sqlite_x"), 2, "/name: found"),
    (DESCRIPTOR, of_resource("name", "releases_fts"), 2, "/name: found"),
    (DESCRIPTOR, of_resource("name", "about"), 2, "/name: found"),
    (DESCRIPTOR, of_resource("name", "history"), 2, "/name: found"),
    (DESCRIPTOR, of_resource("name", "x" * 32), 2, "at most 31"),
    (DESCRIPTOR, of_resource("name", "releases"), 2, "for 2 resources"),
    (DESCRIPTOR, of_resource("name", "flights"), 1, "no resource is named airpower"),
    (DESCRIPTOR, of_resource("path", "data/releases.csv"), 2, "for 2 resources"),
    (DESCRIPTOR, of_resource("path", "../outside.csv"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", "data/../../outside.csv"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", "/etc/passwd"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", "C:\\x.csv"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", "..\\x.csv"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", "http://example.org/x.csv"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", ""), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", ["data/airpower.csv"]), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("schema", "/etc/passwd"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("schema", "https://example.org/s.json"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("schema", {"fields": []}), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("schema", "schemas/none.json"), 2, "schemas/none.json: no such file"),
    (DESCRIPTOR, of_resource("schema", "schemas"), 2, "schemas: not a file"),
    # a schema
    (RELEASES, drop("title"), 2, "schemas/releases.json#: found no title"),
    (RELEASES, drop("fields"), 2, "no fields"),
    (RELEASES, member("fields", []), 2, "a list of 1 to 1,000 fields"),
    (RELEASES, member("fields", "x"), 2, "a list of 1 to 1,000 fields"),
    (RELEASES, lambda s, _: s.update(fields=[s["fields"][0] | {"name": f"f{n}"} for n in range(2001)]), 2, "1,000"),
    (RELEASES, lambda s, _: s["fields"].append(5), 2, "found 5, expected an object"),
    (RELEASES, lambda s, _: s["fields"].append(s["fields"][0]), 2, "release_id besides release_id"),
    (RELEASES, lambda s, _: s["fields"].append(s["fields"][0] | {"name": "NOTES"}), 2, "NOTES besides notes"),
    (RELEASES, member("missingValues", ["", "NA"]), 1, "#/missingValues: "),
    (RELEASES, member("missingValues", []), 1, "#/missingValues: "),
    (RELEASES, member("fieldsMatch", ["subset"]), 1, "#/fieldsMatch: "),
    (RELEASES, member("$schema", "https://example.org"), 1, "#/$schema: "),
    # fields
    (RELEASES, lambda _, fields: fields["killed_total"].pop("title"), 2, 'found no title for "killed_total"'),
    (RELEASES, lambda _, fields: fields["killed_total"].pop("type"), 2, 'found no type for "killed_total"'),
    (RELEASES, of_field("notes", "type", "whole"), 2, 'found "whole", expected one of string, integer'),
    (RELEASES, of_field("notes", "type", "boolean"), 2, 'found "boolean", expected one of string, integer'),
    (RELEASES, of_field("notes", "name", "a b"), 2, "letters, digits and underscores"),
    (RELEASES, of_field("notes", "name", "1st"), 2, "letters, digits and underscores"),
    (RELEASES, of_field("notes", "name", ""), 2, "letters, digits and underscores"),
    (RELEASES, of_field("notes", "name", "é"), 2, "letters, digits and underscores"),
    (RELEASES, of_field("notes", "name", "rank"), 2, "letters, digits and underscores"),
    (RELEASES, of_field("notes", "name", "notes\n"), 2, "letters, digits and underscores"),
    (RELEASES, of_field("notes", "format", "email"), 1, "/format: "),
    (RELEASES, of_field("published_on", "format", "%d/%m/%Y"), 1, "/format: "),
    (RELEASES, of_field("published_on", "format", "uri"), 1, "format uri only for a string"),
    (RELEASES, of_field("killed_total", "bareNumber", False), 1, "bareNumber, which is not supported here"),
    (RELEASES, of_field("killed_total", "groupChar", ","), 1, "groupChar, which is not supported here"),
    (RELEASES, of_field("killed_total", "decimalChar", ","), 1, "decimalChar, which is not supported here"),
    (RELEASES, of_field("notes", "trueValues", ["yes"]), 1, "trueValues, which is not supported here"),
    (RELEASES, of_field("notes", "missingValues", ["-"]), 1, "missingValues, which is not supported here"),
    (RELEASES, of_field("notes", "constraints", []), 2, "found [], expected an object"),
    # constraints
    (RELEASES, constraint("notes", "requierd", True), 1, "requierd, which is not supported here"),
    (RELEASES, constraint("notes", "jsonSchema", {}), 1, "jsonSchema, which is not supported here"),
    (RELEASES, constraint("notes", "required", "yes"), 2, "expected true or false"),
    (RELEASES, constraint("notes", "pattern", "("), 1, "/constraints/pattern: "),
    (RELEASES, constraint("notes", "pattern", "^(?=[a-z]).*$"), 1, "no look-around"),
    (RELEASES, constraint("notes", "pattern", r"^(a)\1$"), 1, "no look-around"),
    (RELEASES, constraint("notes", "pattern", "^a{99999999999}$"), 1, "a regular expression"),
    (RELEASES, constraint("notes", "pattern", "^(" * 5000), 1, "a regular expression"),
    (RELEASES, constraint("notes", "pattern", "^((a{1000}){1000}){1000}$"), 1, "a regular expression"),
    (RELEASES, constraint("notes", "pattern", "[a-z]+"), 1, "a pattern of the whole cell"),
    (RELEASES, constraint("notes", "pattern", "^a|b$"), 1, "a pattern of the whole cell"),
    (RELEASES, constraint("notes", "pattern", r"^a\$"), 1, "a pattern of the whole cell"),
    (RELEASES, constraint("notes", "pattern", r"^[^|\]]+(a|b)$"), 0, ""),
    (RELEASES, constraint("killed_total", "pattern", "^[0-9]+$"), 1, "pattern only for a string"),
    (RELEASES, constraint("killed_total", "minimum", "0"), 1, "a whole number of 64 bits"),
    (RELEASES, constraint("killed_total", "minimum", 0.5), 1, "a whole number of 64 bits"),
    (RELEASES, constraint("killed_total", "maximum", 9_999_999_999_999_999_999), 1, "a whole number of 64 bits"),
    (RELEASES, constraint("killed_total", "minimum", True), 2, "a whole number or a number or a text"),
    (RELEASES, constraint("published_on", "minimum", "2014"), 1, "a date as YYYY-MM-DD"),
    (RELEASES, constraint("published_on", "exclusiveMaximum", "2014-02-30"), 1, "a date as YYYY-MM-DD"),
    (RELEASES, constraint("published_on", "minimum", 2014), 1, "a date as YYYY-MM-DD"),
    (RELEASES, constraint("notes", "minimum", "a"), 1, "minimum only for a number or a date"),
    (RELEASES, constraint("killed_total", "maxLength", 3), 1, "maxLength only for a string"),
    (RELEASES, constraint("notes", "minLength", -1), 1, "a whole number, 0 or more"),
    (RELEASES, constraint("notes", "maxLength", "3"), 2, "a whole number, 0 or more"),
    (
        RELEASES,
        constraint("killed_total", "enum", ["1"]),
        1,
        "as the field is of type integer",
    ),
    (RELEASES, constraint("published_on", "enum", [1]), 1, "as the field is of type date"),
    (RELEASES, constraint("notes", "enum", []), 1, "a list of different values"),
    (RELEASES, constraint("notes", "enum", ["a", "a"]), 1, "a list of different values"),
    (RELEASES, constraint("notes", "enum", ["a"]), 1, 'no category for "a"'),
    (RELEASES, of_field("notes", "categories", [{"value": "a", "label": "A"}]), 1, 'a category for "a"'),
    (RELEASES, of_field("notes", "categories", ["a"]), 2, "expected an object"),
    (RELEASES, of_field("release_type", "categories", [{"value": "monthly"}]), 2, "no label"),
    # keys
    (RELEASES, drop("primaryKey"), 2, "no primaryKey"),
    (RELEASES, member("primaryKey", []), 2, NAMES),
    (RELEASES, member("primaryKey", [5]), 2, "expected a text"),
    (RELEASES, member("primaryKey", ["release_id", "release_id"]), 2, NAMES),
    (RELEASES, member("primaryKey", ["nope"]), 1, '#/primaryKey: ["nope"]; fields of release_id'),
    (RELEASES, member("primaryKey", "release_id"), 0, ""),
    (RELEASES, member("uniqueKeys", [["nope"]]), 1, "#/uniqueKeys/0: "),
    (RELEASES, member("uniqueKeys", [[]]), 2, NAMES),
    (RELEASES, foreign(["nope"], "sources", ["source_id"]), 1, '#/foreignKeys/1: ["nope"]'),
    (RELEASES, foreign(["notes"], "sources", ["nope"]), 1, "a reference to nope; fields of sources"),
    (RELEASES, foreign(["source_id", "notes"], "sources", ["source_id"]), 1, "as many fields on both sides"),
    (RELEASES, foreign(["killed_total"], "sources", ["source_id"]), 1, "the same type"),
    (RELEASES, foreign(["notes"], "sources", ["language"]), 1, "the primary key or a unique key of sources"),
    (RELEASES, foreign(["notes"], "source", ["source_id"]), 1, "no resource is named source"),
    (RELEASES, foreign(["source_id"], "sources", ["source_id"]), 1, "one for the same fields"),
    (RELEASES, foreign(["notes"], "", ["nope"]), 1, "a reference to nope; fields of releases"),
    (RELEASES, foreign(["notes"], "", ["release_id"]), 0, ""),
    (RELEASES, lambda s, _: s["foreignKeys"][0].pop("reference"), 2, "no reference"),
    (EVIDENCE, lambda _, fields: fields["table"]["constraints"].pop("enum"), 1, "a category for"),
]


@pytest.mark.parametrize(("file", "change", "code", "words"), METADATA)
def test_descriptor_and_schemas(copy, file, change, code, words):
    edit(copy.root, file, change)
    found, text = metadata_outcome(copy.root)
    assert (found, words in text) == (code, True), text


@pytest.mark.parametrize("file", [DESCRIPTOR, RELEASES])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: b"", "not JSON"),
        (lambda _: b"{", "not JSON"),
        (lambda _: b"[]", "expected a JSON object"),
        (lambda _: b"5", "expected a JSON object"),
        (lambda data: data[: len(data) // 2], "not JSON"),
        (lambda data: b"\xef\xbb\xbf" + data, "a byte order mark"),
        (lambda data: data.decode().encode("utf-16"), "UTF-16"),
        (lambda data: data.replace(b"title", b"titl\xe9", 1), "not UTF-8 at byte"),
        (lambda _: b"[" * 100_000, "nested too deeply"),
        (lambda _: b'{"a":' * 500 + b"5" + b"}" * 500, "nested too deeply"),
        (lambda data: data.replace(b'"title":', b'"title": NaN, "x":', 1), "NaN"),
        (lambda data: data.replace(b'"title":', b'"title": 1e999, "x":', 1), "64 bits"),
        (lambda data: data.replace(b'"title":', b'"title": ' + b"9" * 5000 + b', "x":', 1), "5,000 digits"),
        (lambda data: data.replace(b'"title":', b'"title": "x", "title":', 1), '"title" of'),
        (lambda data: data.replace(b'"title": "', b'"title": "\\u0000', 1), "U+0000"),
        (lambda data: data.replace(b'"title": "', b'"title": "\\ud800', 1), "U+D800"),
        (lambda data: b"<<<<<<< HEAD\n" + data + b"=======\n>>>>>>> a\n", "a merge conflict on lines 1 to"),
    ],
)
def test_json_that_is_not_what_it_should_be(copy, file, change, words):
    path = copy.root / file
    path.write_bytes(change(path.read_bytes()))
    code, text = metadata_outcome(copy.root)
    assert code == 2
    assert file in text
    assert words in text


# --- files -------------------------------------------------------------------------------------------------------


def table(name):
    return f"data/{name}.csv"


def rewritten(name, change):
    """Change the bytes of a file."""

    def apply(root):
        path = root / name
        path.write_bytes(change(path.read_bytes()))

    return apply


def replaced(name, old, new):
    def change(data):
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return rewritten(name, change)


def edited(file, change):
    return lambda root: edit(root, file, change)


def instead(name, make):
    """Put something else in the place of a file."""

    def apply(root):
        path = root / name
        path.unlink(missing_ok=True)
        make(path)

    return apply


def renamed(root):
    """A field renamed in schema and table together."""
    for file in ("schemas/airpower.json", table("airpower")):
        replaced(file, "tanker_sorties", "refuelling_sorties")(root)


def without_records(*names):
    def apply(root):
        for name in names or [path.stem for path in (root / "data").glob("*.csv")]:
            rewritten(table(name), lambda data: data.split(b"\n", 1)[0] + b"\n")(root)

    return apply


def leads_out(root):
    """The table moved out of the package, and a link to it in its place."""
    path = (root / table("airpower")).rename(root.parent / f"{root.name}.csv")
    (root / table("airpower")).symlink_to(path)


def circle(path):
    path.symlink_to(path)


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
    "a long name": (edited(DESCRIPTOR, of_resource("path", "data/" + "x" * 300)), 1, "file name too long"),
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
    "a table that none refers to is empty": (without_records("control_totals"), 1, "matches-control-totals"),
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
    "evidence of no table": (
        edited(EVIDENCE, lambda _, fields: (fields["table"].pop("categories"), fields["table"]["constraints"].clear())),
        1,
        "evidence/record-exists can't be checked",
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


@pytest.mark.parametrize("case", FILES)
def test_files(copy, case):
    change, expected, words = FILES[case]
    change(copy.root)
    code, out, err = copy.run("check")
    assert (code, words in out + err) == (expected, True), out + err
    if code == 2:
        assert err.startswith("civcas: ")


@pytest.mark.parametrize("place", ["latitude", "longitude"])
@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e400", "9" * 400])
def test_coordinates_that_are_no_numbers(copy, place, value):
    lines = copy.lines("places")
    column = lines[0].split(",").index(place)
    line = next(number for number, each in enumerate(lines) if number and each.split(",")[column])
    cells = lines[line].split(",")
    cells[column] = value
    copy.write("places", [*lines[:line], ",".join(cells), *lines[line + 1 :]])
    code, out, _ = copy.run("check")
    assert code == 1
    assert f"data/places.csv:{line + 1}:" in out


COMMANDS = {
    "format": ("format",),
    "docs": ("docs",),
    "diff": ("diff", "HEAD"),
    "document": ("document", "releases/completed-sum", "x"),
    "verify": ("verify", "monthly-2019-04", "text.txt"),
    "draft": ("draft", "text.txt", "--url", "https://example.org/a", "--kind", "news"),
    "build": ("build",),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (edited(DESCRIPTOR, of_resource("path", "../outside.csv")), "a path inside the package"),
        (leads_out, "leads out"),
        (edited(RELEASES, member("primaryKey", [])), "#/primaryKey"),
        (edited(RELEASES, of_field("notes", "name", "a b")), "#/fields/"),
        (instead(DESCRIPTOR, os.mkfifo), "not a file"),
        (instead(RELEASES, circle), "too many levels"),
        (rewritten(RELEASES, lambda data: data[:500]), "not JSON"),
    ],
)
def test_every_command_refuses_what_it_cannot_use(copy, monkeypatch, command, change, words):
    change(copy.root)
    (copy.root / "text.txt").write_text("The Coalition: 111 reports are still open.")
    monkeypatch.chdir(copy.root)
    code, _, err = copy.run(*COMMANDS[command])
    assert (code, words in err) == (2, True), err


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "build"])
@pytest.mark.parametrize(
    "change",
    [
        edited(RELEASES, constraint("notes", "pattern", "(")),
        edited(RELEASES, member("primaryKey", ["nope"])),
        edited(RELEASES, foreign(["notes"], "sources", ["nope"])),
        edited(RELEASES, constraint("published_on", "minimum", "2014")),
        edited(DESCRIPTOR, of_resource("dialect", {"delimiter": ";"})),
    ],
)
def test_commands_that_do_not_check_refuse_what_check_reports(copy, monkeypatch, command, change):
    change(copy.root)
    (copy.root / "text.txt").write_text("The Coalition: 111 reports are still open.")
    monkeypatch.chdir(copy.root)
    code, _, err = copy.run(*COMMANDS[command])
    assert (code, "`civcas check` says more" in err) == (2, True), err
    assert copy.run("build")[0] == 1


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "change",
    [
        without_records(),
        instead(table("sources"), circle),
        instead(table("sources"), os.mkdir),
        instead(table("known_issues"), lambda path: path.write_bytes(b"")),
        lambda root: [instead(f"{name}", lambda path: path.write_bytes(b"\xff"))(root) for name in ("README.md",)],
        renamed,
        rewritten(table("sources"), lambda data: data.replace(b"https://", b"https://[", 1)),
    ],
)
def test_commands_on_damaged_tables(copy, monkeypatch, command, change):
    """Each command does its work or says in a sentence why it can't."""
    change(copy.root)
    (copy.root / "text.txt").write_text("The Coalition: 111 reports are still open.")
    monkeypatch.chdir(copy.root)
    code, out, err = copy.run(*COMMANDS[command])
    assert code in {0, 1, 2}
    assert out or err or command in {"format", "docs"}
    assert "Traceback" not in err
    if code == 2:
        assert err.startswith("civcas: ")


# --- in a process of its own, with little memory and time --------------------------------------------------------

_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2_500_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60,) * 2)
from civcas.cli import main
sys.exit(main(sys.argv[1:]))
"""


def limited(root, *arguments, **streams):
    environment = os.environ | {"POLARS_MAX_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-c", _LIMITED, arguments[0], "--package", str(root), *arguments[1:]]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.run(command, env=environment, text=True, timeout=300, check=False, **options)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (rewritten(table("organisations"), lambda data: data.rstrip(b"\n") + b"x" * 100_000_000 + b"\n"), "too-long"),
        (rewritten(table("organisations"), lambda data: data + b'"' + b"x,\n" * 5_000_000), "structure/quotes"),
    ],
)
def test_a_huge_cell_takes_neither_all_memory_nor_for_ever(copy, change, words):
    change(copy.root)
    done = limited(copy.root, "check")
    assert done.returncode == 1, done.stderr
    assert words in done.stdout
    assert len(done.stdout) < 10_000
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, which Linux has")
def test_a_full_disk_is_one_sentence(copy):
    with Path("/dev/full").open("w") as full:
        done = limited(copy.root, "check", stdout=full)
    assert (done.returncode, done.stderr) == (2, "civcas: no space left on device\n")
