"""Descriptors and schemas with one fault each: the right exit code, and a message that says what is wrong and where."""

from __future__ import annotations

import pytest

from civcas.checking.descriptor import descriptor_findings, missing_tables
from civcas.errors import UnusableInput
from civcas.package.tables import read_package
from tests.checking.damage import (
    DESCRIPTOR,
    EVIDENCE,
    RELEASES,
    constraint,
    drop,
    edit,
    foreign,
    member,
    of_field,
    of_resource,
)

NAMES = "the name of a field, or a list of different names"


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
    (DESCRIPTOR, member("created", "1950-01-01T00:00:00Z"), 1, "from 1980 to today"),
    (DESCRIPTOR, member("created", "2200-01-01T00:00:00Z"), 1, "from 1980 to today"),
    (DESCRIPTOR, member("created", "2026-02-31T00:00:00Z"), 1, "from 1980 to today"),
    (DESCRIPTOR, member("created", "yesterday"), 1, "from 1980 to today"),
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
    (DESCRIPTOR, of_resource("profile", "data-resource"), 1, "/profile: "),
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
    (DESCRIPTOR, of_resource("name", "fields"), 2, "/name: found"),
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
