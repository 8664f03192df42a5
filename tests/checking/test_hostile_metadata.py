"""Descriptors and schemas with one fault each: the right exit code, and a message that says what is wrong and where."""

from __future__ import annotations

import json

import pytest

from civcas.checking.descriptor import descriptor_findings, missing_tables
from civcas.checking.rule import all_rules
from civcas.errors import UnusableInput
from civcas.package.tables import read_package
from civcas.publishing.series import all_series
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
    found = [*descriptor_findings(package), *missing_tables(package, all_rules())]
    assert all(finding.line and finding.found and finding.expected and finding.hint for finding in found if finding.key)
    return int(bool(found)), "\n".join(
        f"{finding.file}{finding.key}: {finding.found}; {finding.expected}" for finding in found
    )


def pattern_and_example(pattern, example):
    return lambda _, fields: fields["notes"].update(example=example, constraints={"pattern": pattern})


def lengths(least, most):
    return lambda _, fields: fields["notes"].update(example="ab", constraints={"minLength": least, "maxLength": most})


def enumerated(field, value):
    """Allow this one value of a field, which has no example then."""

    def change(_, fields):
        fields[field].setdefault("constraints", {}).update(enum=[value])
        fields[field].update(categories=[{"value": value, "label": "A"}])
        fields[field].pop("example", None)

    return change


# Patterns with a text that they match, and patterns that Python, Rust and others read in different ways, or one not.
PATTERNS = {
    r"^[^|\]]+(a|b)$": "xa",
    r"^[\[\]&-]+$": "[&-]",
    r"^(?:a|b){2,3}?\.$": "ab.",
    r"^\d+ \S*$": "12 x",
    "^[ء-ي]+$": "مصر",
    "^a{2}b?c*$": "aa",
}
UNLIKE = [
    "^[[:alpha:]]+$",
    "^[a-z&&b]+$",
    "^[a-z--b]+$",
    "^[a[bc]]$",
    "^[]a]$",
    "^a++$",
    "^(?>a)$",
    "^(a)?(?(1)b|c)$",
    "^a{,3}$",
    "^a{$",
    r"^\<a$",
    r"^\b{start}a$",
    r"^\w+$",
    r"^\Aa$",
    r"^\p{L}$",
    r"^\x61$",
    "^(?i:a)$",
    "^(?P<name>a)$",
    "^(?x: a )$",
]
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
    (DESCRIPTOR, of_resource("schema", "schemas"), 2, "a path inside the package to a JSON file"),
    (DESCRIPTOR, of_resource("schema", "schemas/airpower.yaml"), 2, "a path inside the package to a JSON file"),
    (DESCRIPTOR, of_resource("path", "data/airpower.csv.gz"), 2, "a path inside the package to a CSV file"),
    (DESCRIPTOR, of_resource("path", "data/airpower.txt"), 2, "a path inside the package to a CSV file"),
    (DESCRIPTOR, of_resource("path", "./data/airpower.csv"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", "data//airpower.csv"), 2, "a path inside the package"),
    (DESCRIPTOR, of_resource("path", "data/Releases.csv"), 2, "for 2 resources"),
    (DESCRIPTOR, of_resource("name", "monthly"), 2, "a series such as monthly"),
    (DESCRIPTOR, of_resource("title", "\n"), 2, "a text on one line"),
    (DESCRIPTOR, of_resource("hash", "crc32:1234abcd"), 1, "/hash: "),
    (DESCRIPTOR, of_resource("licenses", [{"name": "x"}]), 1, "licenses, which is not supported here"),
    (DESCRIPTOR, of_resource("sources", [{"title": "x"}]), 1, "sources, which is not supported here"),
    (DESCRIPTOR, of_resource("missingValues", ["NA"]), 1, "missingValues, which is not supported here"),
    (DESCRIPTOR, member("image", "image.png"), 1, "image, which is not supported here"),
    (DESCRIPTOR, member("title", " "), 1, "a text on one line"),
    (DESCRIPTOR, member("version", "1\n2"), 1, "a text on one line"),
    (DESCRIPTOR, member("keywords", [" "]), 1, "#/keywords/0: "),
    (DESCRIPTOR, member("description", "one\n\ntwo"), 0, ""),
    (DESCRIPTOR, member("contributors", [{"title": "A", "email": "none"}]), 1, "#/contributors/0/email: "),
    (DESCRIPTOR, member("contributors", [{"title": "A", "email": "a@example.org"}]), 0, ""),
    (DESCRIPTOR, member("temporalCoverage", "2020-01-01/2019-01-01"), 1, "#/temporalCoverage: "),
    # a schema
    (RELEASES, drop("title"), 2, "schemas/releases.json#: found no title"),
    (RELEASES, drop("fields"), 2, "no fields"),
    (RELEASES, member("fields", []), 2, "a list of 1 to 1,000 fields"),
    (RELEASES, member("fields", "x"), 2, "a list of 1 to 1,000 fields"),
    (RELEASES, lambda s, _: s.update(fields=[s["fields"][0] | {"name": f"f{n}"} for n in range(2001)]), 2, "1,000"),
    (RELEASES, lambda s, _: s["fields"].append(5), 2, "found 5, expected an object"),
    (RELEASES, lambda s, _: s["fields"].append(s["fields"][0]), 2, "release_id besides release_id"),
    (RELEASES, lambda s, _: s["fields"].append(s["fields"][0] | {"name": "NOTES"}), 2, "NOTES besides notes"),
    (RELEASES, member("name", "strikes"), 1, '#/name: "strikes"; releases, the name of the resource'),
    (RELEASES, drop("name"), 0, ""),
    (RELEASES, member("title", " Releases"), 2, "a text on one line"),
    (RELEASES, member("PrimaryKey", ["notes"]), 1, "PrimaryKey, which is not supported here"),
    (RELEASES, member("missingValues", ["", "NA"]), 1, "#/missingValues: "),
    (RELEASES, member("missingValues", []), 1, "#/missingValues: "),
    (RELEASES, member("fieldsMatch", "subset"), 1, "#/fieldsMatch: "),
    (RELEASES, member("fieldsMatch", "exact"), 0, ""),
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
    (RELEASES, of_field("notes", "title", "  "), 2, "a text on one line"),
    (RELEASES, of_field("notes", "title", "a\nb"), 2, "a text on one line"),
    (RELEASES, of_field("notes", "unit", "texts"), 1, "a unit only for a number"),
    (RELEASES, of_field("killed_total", "unit", ""), 1, "a unit, such as civilians"),
    (RELEASES, of_field("killed_total", "unit", " "), 1, "a unit, such as civilians"),
    (RELEASES, of_field("notes", "rdfType", "https://schema.org/Text"), 0, ""),
    (RELEASES, of_field("notes", "rdfType", "Text"), 1, "/rdfType: "),
    (RELEASES, of_field("release_type", "categoriesOrdered", True), 1, "categoriesOrdered, which is not supported"),
    (RELEASES, of_field("notes", "required", True), 1, "required, which is not supported here"),
    (RELEASES, of_field("notes", "format", "binary"), 1, "/format: "),
    (RELEASES, of_field("notes", "format", "wkt"), 1, "/format: "),
    (RELEASES, of_field("notes", "format", None), 1, "/format: "),
    (RELEASES, of_field("notes", "format", "email"), 1, "an e-mail address such as"),
    (RELEASES, of_field("killed_total", "format", "uuid"), 1, "format uuid only for a string"),
    (RELEASES, of_field("published_on", "format", "any"), 1, "/format: "),
    # examples
    (RELEASES, of_field("release_id", "example", "2017-03"), 1, "#/fields/0/example: "),
    (RELEASES, of_field("release_type", "example", "weekly"), 1, "one of monthly, ad_hoc, annual"),
    (RELEASES, of_field("published_on", "example", "2019-02-30"), 1, "a date as YYYY-MM-DD"),
    (RELEASES, of_field("published_on", "example", "2013-12-31"), 1, "2014-01-01"),
    (RELEASES, of_field("killed_total", "example", "many"), 1, "a whole number in digits"),
    (RELEASES, of_field("killed_total", "example", -1), 1, "at least 0"),
    (RELEASES, of_field("killed_total", "example", 12), 0, ""),
    (RELEASES, of_field("killed_total", "example", "12"), 0, ""),
    (RELEASES, of_field("notes", "example", ""), 1, "a value of the field"),
    (RELEASES, of_field("notes", "example", "N/A"), 1, "an empty cell"),
    (RELEASES, of_field("notes", "example", " a"), 1, "no stray space"),
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
    *((RELEASES, pattern_and_example(pattern, example), 0, "") for pattern, example in PATTERNS.items()),
    *((RELEASES, pattern_and_example(pattern, "a"), 1, "a regular expression that all") for pattern in UNLIKE),
    (RELEASES, constraint("notes", "pattern", ""), 1, "a pattern of the whole cell"),
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
    (RELEASES, constraint("killed_total", "maximum", -1), 1, "maximum -1 with minimum 0; limits that leave a value"),
    (RELEASES, constraint("killed_total", "maximum", 352), 0, ""),
    (RELEASES, constraint("killed_total", "exclusiveMaximum", 0), 1, "exclusiveMaximum 0 with minimum 0"),
    (RELEASES, constraint("published_on", "exclusiveMaximum", "2014-01-01"), 1, "with minimum"),
    (RELEASES, lengths(3, 2), 1, "maxLength 2 with minLength 3"),
    (RELEASES, lengths(2, 2), 0, ""),
    (RELEASES, enumerated("notes", ""), 1, '/constraints/enum/0: ""; a text'),
    (RELEASES, enumerated("notes", " a"), 1, "no stray space"),
    (RELEASES, enumerated("notes", "=1+1"), 1, "does not take for a formula"),
    (RELEASES, enumerated("notes", "e\u0301"), 1, "composed letters"),
    (RELEASES, enumerated("notes", "none"), 0, ""),
    (RELEASES, enumerated("release_id", "weekly"), 1, "the form ^(monthly"),
    (RELEASES, enumerated("killed_total", -1), 1, "at least 0"),
    (RELEASES, enumerated("killed_total", 5), 0, ""),
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
    (RELEASES, member("uniqueKeys", [[]]), 2, "a list of different names of fields"),
    (RELEASES, member("uniqueKeys", ["notes"]), 2, '#/uniqueKeys/0: found "notes"'),
    (RELEASES, member("uniqueKeys", "notes"), 2, "a list of lists of names of fields"),
    (RELEASES, member("foreignKeys", {}), 2, "#/foreignKeys: found {}"),
    (RELEASES, foreign(["notes"], None, ["source_id"]), 2, "/reference/resource: found null"),
    (RELEASES, foreign(["notes"], "Sources", ["source_id"]), 1, "the name of a resource"),
    (RELEASES, foreign(["notes"], "https://example.org", ["source_id"]), 1, "the name of a resource"),
    (RELEASES, lambda s, _: s["foreignKeys"][0].update(onDelete="cascade"), 1, "onDelete, which is not supported here"),
    (
        RELEASES,
        lambda s, _: s["foreignKeys"][0]["reference"].update(package="x"),
        1,
        "package, which is not supported here",
    ),
    (RELEASES, foreign(["nope"], "sources", ["source_id"]), 1, '#/foreignKeys/1: ["nope"]'),
    (RELEASES, foreign(["notes"], "sources", ["nope"]), 1, "a reference to nope; fields of sources"),
    (RELEASES, foreign(["source_id", "notes"], "sources", ["source_id"]), 1, "as many fields on both sides"),
    (RELEASES, foreign(["killed_total"], "sources", ["source_id"]), 1, "the same type"),
    (RELEASES, foreign(["notes"], "sources", ["language"]), 1, "the primary key or a unique key of sources"),
    (RELEASES, foreign(["notes"], "source", ["source_id"]), 1, '#/foreignKeys/1/reference/resource: "source"'),
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


def test_a_resource_can_not_have_the_name_of_a_series(copy):
    for series in all_series():
        edit(copy.root, DESCRIPTOR, lambda content, _, name=series.name: content["resources"][0].update(name=name))
        code, text = metadata_outcome(copy.root)
        assert (code, "/name: found" in text) == (2, True), series.name


def test_a_schema_can_not_have_the_name_of_another_of_its_two_tables(copy):
    """Two tables may share a schema, but then it has no name."""
    second = {"name": "again", "path": "data/again.csv", "title": "Again", "schema": RELEASES}
    edit(copy.root, DESCRIPTOR, lambda content, _: content["resources"].append(second))
    assert metadata_outcome(copy.root)[0] == 1
    edit(copy.root, RELEASES, drop("name"))
    text = metadata_outcome(copy.root)[1]
    assert "the name of the resource" not in text


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("schemas/sources.json", member("primaryKey", ["nope"])),
        ("schemas/places.json", member("primaryKey", "latitude")),
        (RELEASES, lambda schema, _: schema["foreignKeys"][0]["reference"].update(resource="source")),
        (RELEASES, lambda schema, _: schema["foreignKeys"][0]["reference"].update(fields=["nope"])),
        (DESCRIPTOR, of_resource("hash", "crc32:1234abcd")),
    ],
)
def test_one_fault_of_a_schema_is_one_finding(copy, file, change):
    """Records are not said to be unused because a key that refers to them can't be read."""
    edit(copy.root, file, change)
    code, out, _ = copy.run("check", "--format", "json")
    (finding,) = [each for each in json.loads(out)["findings"] if each["severity"] == "error"]
    assert (code, finding["rule"], finding["file"]) == (1, "structure/descriptor", file)
    assert finding["key"].startswith("#/")
    assert finding["line"] > 1
