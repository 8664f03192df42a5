"""The whole check, in order: descriptor, files, structure, rules, known issues. All findings in one run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from civcas.broken import explain
from civcas.claims import Claim, as_check
from civcas.findings import Finding, UnusableInput
from civcas.known_issues import settle
from civcas.package import DESCRIPTOR, KEY, LINE, DoesNotParse, Package, Table, canonical, parse_table, read_bytes
from civcas.rules import Rule, all_rules
from civcas.schema import Field, read_json
from civcas.structure import (
    CATALOGUE,
    Compiled,
    compile_text,
    compile_typed,
    key_checks,
    key_claims,
    out_of_order,
    suggestion,
)

Cell = tuple[str, int | None, str]


@dataclass(frozen=True)
class Located:
    """A finding with the cells that take part in it, by which one cause is told from many."""

    finding: Finding
    cells: frozenset[Cell]


@dataclass(frozen=True)
class Report:
    """The outcome of a check. `unjudged` are the rules that could not be asked, since a table they need is broken."""

    findings: list[Finding]
    records: dict[str, int]
    rules: int
    unjudged: list[str]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.issue]

    @property
    def documented(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.issue]


def check(package: Package) -> Report:
    """Check everything. Raises UnusableInput only where nothing of the package can be read."""
    findings = [*descriptor_findings(package), *stray_files(package)]
    tables: dict[str, Table] = {}
    for resource in package.resources:
        try:
            data = read_bytes(package, resource)
        except UnusableInput as error:
            hint = CATALOGUE["structure/file"][1]
            findings.append(
                Finding("structure/file", resource.path, found=str(error).split(": ")[-1], expected="a file", hint=hint)
            )
            continue
        try:
            tables[resource.name] = parse_table(resource, data)
        except DoesNotParse:
            findings += explain(package, resource, data)
            continue
        findings += form_findings(tables[resource.name], data)
    if not tables:
        raise UnusableInput("\n".join([f"{f.file}: {f.found}" for f in findings]) + "\nnone of the tables can be read")

    frames = {name: nw.from_native(table.typed.lazy()) for name, table in tables.items()}
    unsound = {finding.table for finding in findings}
    located: list[Located] = []
    for table in tables.values():
        located += structure_findings(table, frames)
    unsound |= {item.finding.table for item in located} | (set(package.schemas) - set(tables))

    rules = all_rules()
    judged = [rule for rule in rules.values() if may_be_judged(rule, set(tables), unsound)]
    for table in tables.values():
        located += rule_findings(table, frames, [rule for rule in judged if rule.table == table.schema.name])
    findings += fold(located)
    issues = tables.get("known_issues")
    if issues:
        keys = {name: set(table.typed[KEY]) for name, table in tables.items()}
        findings = settle(findings, issues, rules, judged, keys)
    unjudged = [rule.id for rule in rules.values() if rule not in judged]
    counts = {name: table.text.height for name, table in tables.items()}
    findings = [with_position(finding, package) for finding in sorted(findings, key=place)]
    return Report(findings, counts, len(judged), unjudged)


def place(finding: Finding) -> tuple[str, int, str, str]:
    return finding.file, finding.line or 0, finding.field, finding.rule


def may_be_judged(rule: Rule, readable: set[str], unsound: set[str]) -> bool:
    needed = set(rule.tables)
    return needed <= readable and not (rule.whole and needed & unsound)


# --- the files ---------------------------------------------------------------------------------------------------


def descriptor_findings(package: Package) -> Iterator[Finding]:
    """What Frictionless says of datapackage.json and of each Table Schema."""
    import frictionless

    hint = CATALOGUE["structure/descriptor"][1]
    metadata: dict[str, tuple[Any, dict[str, Any]]] = {DESCRIPTOR: (frictionless.Package, package.descriptor)}
    for item in package.descriptor["resources"]:
        metadata[item["schema"]] = (frictionless.Schema, read_json(package.root / item["schema"]))
    for file, (kind, descriptor) in metadata.items():
        for error in kind.metadata_validate(dict(descriptor)):
            yield Finding("structure/descriptor", file, found=error.message, expected="valid metadata", hint=hint)


def stray_files(package: Package) -> Iterator[Finding]:
    paths = {resource.path for resource in package.resources}
    for file in sorted((package.root / "data").glob("*.csv")):
        path = f"data/{file.name}"
        if path not in paths:
            yield Finding(
                "structure/file",
                path,
                found="a file that no resource names",
                expected=f"a resource in {DESCRIPTOR}",
                hint="describe it, or delete it",
            )


def form_findings(table: Table, data: bytes) -> Iterator[Finding]:
    """Where the file's form is not canonical: at most one finding for its bytes and one for its order."""
    path = table.resource.path
    if canonical(table.text) != data:
        line, found, expected = first_difference(data, canonical(table.text))
        yield Finding(
            "structure/canonical", path, line, found=found, expected=expected, hint=CATALOGUE["structure/canonical"][1]
        )
    late = out_of_order(table)
    if late:
        line, found, expected = late
        hint = CATALOGUE["structure/order"][1]
        yield Finding(
            "structure/order", path, line, table.schema.primary_key[0], found, found, f"{expected} on this line", hint
        )


def first_difference(data: bytes, wanted: bytes) -> tuple[int, str, str]:
    have, want = data.split(b"\n"), wanted.split(b"\n")
    if data.startswith(b"\xef\xbb\xbf"):
        return 1, "a byte order mark", "none"
    if b"\r" in data:
        return 1, "Windows line ends (CRLF)", "LF"
    for number, (left, right) in enumerate(zip(have, want, strict=False), 1):
        if left != right:
            return number, left.decode(), right.decode()
    return len(have), "no line end after the last record", "one"


# --- structure ---------------------------------------------------------------------------------------------------


def structure_findings(table: Table, frames: dict[str, Any]) -> list[Located]:
    """Cell by cell: what pandera says of the text, then of the typed cells whose text was readable."""
    claims = key_claims(table, frames)
    as_text = list(cell_findings(table, compile_text(table.schema), table.text))
    seen = {cell for item in as_text for cell in item.cells}
    compiled = compile_typed(table.schema, key_checks(claims))
    typed = [item for item in cell_findings(table, compiled, table.typed, claims) if not item.cells & seen]
    return as_text + typed


def failures(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> list[dict[str, Any]]:
    """pandera's failure cases: schema_context (Column or DataFrameSchema), column, check, check_number, index."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        cases: list[dict[str, Any]] = error.failure_cases.to_dicts()
        broken = [case for case in cases if case["index"] is None]
        if broken:  # a check that raised: a fault of the program, never of the data
            raise RuntimeError(f"{schema.name}: {broken[0]['check']}: {broken[0]['failure_case']}") from error
        return cases
    return []


def cell_findings(
    table: Table, compiled: Compiled, frame: pl.DataFrame, claims: dict[str, Claim] | None = None
) -> Iterator[Located]:
    lines, keys = table.typed[LINE], table.typed[KEY]
    names = list(claims or {})
    told: set[Cell] = set()
    broken: dict[str, set[int]] = {}
    for case in failures(compiled.schema, frame):
        line = lines[case["index"]]
        if case["schema_context"] == "DataFrameSchema":
            broken.setdefault(names[case["check_number"]], set()).add(line)
            continue
        field = table.schema.field(case["column"])
        cell = (table.schema.name, line, field.name)
        if cell in told:  # one cause, one finding: the first constraint that a cell fails
            continue
        told.add(cell)
        finding = cell_finding(table, compiled, field, case, line, keys[case["index"]])
        yield Located(finding, frozenset([cell]))
    for name, at in broken.items():
        yield from claim_findings(table, name.split(" ")[0], CATALOGUE[name.split(" ")[0]][1], (claims or {})[name], at)


def cell_finding(table: Table, compiled: Compiled, field: Field, case: dict[str, Any], line: int, key: str) -> Finding:
    path = table.resource.path
    if case["check"] == "not_nullable":
        hint = CATALOGUE["structure/required"][1]
        return Finding(
            "structure/required", path, line, field.name, key, "an empty cell", EXPECTED_OF[field.type], hint
        )
    constraint = compiled.constraints[field.name][case["check_number"]]
    found = str(table.text[field.name][case["index"]])
    hint = suggestion(field.type, found) or CATALOGUE[constraint.rule][1]
    return Finding(constraint.rule, path, line, field.name, key, found, constraint.expected, hint)


EXPECTED_OF = {"string": "a text", "integer": "a whole number", "number": "a number", "date": "a date"}


# --- content -----------------------------------------------------------------------------------------------------


def rule_findings(table: Table, frames: dict[str, Any], rules: list[Rule]) -> Iterator[Located]:
    """Ask all the rules of a table in one pandera validation, and word what fails."""
    claims = {rule.id: rule.judge(*[frames[name] for name in rule.tables]) for rule in rules}
    schema = pa.DataFrameSchema(
        checks=[as_check(claims[rule.id], rule.id, rule.summary) for rule in rules], name=table.schema.name
    )
    broken: dict[str, set[int]] = {}
    for case in failures(schema, table.typed):
        broken.setdefault(rules[case["check_number"]].id, set()).add(table.typed[LINE][case["index"]])
    for rule in rules:
        if rule.id in broken:
            yield from claim_findings(table, rule.id, rule.hint, claims[rule.id], broken[rule.id])


def claim_findings(table: Table, rule: str, hint: str, claim: Claim, lines: Iterable[int]) -> Iterator[Located]:
    name = table.schema.name
    for row in claim.violations(lines):
        field = row["field_"]
        finding = Finding(
            rule,
            table.resource.path,
            row["line"],
            field,
            row["key"],
            row["found_"] or "an empty cell",
            row["expected_"],
            hint,
        )
        cells = {(name, row["line"], cell) for cell in (field, *claim.cells)}
        if row["previous_"] is not None:
            cells |= {(name, row["previous_"], cell) for cell in (field, *claim.cells)}
        yield Located(finding, frozenset(cells))


def is_root(finding: Finding) -> bool:
    """Whether a finding says by itself that a cell is wrong: its form is, or no source states its value."""
    return finding.rule.startswith("structure/") or finding.rule.endswith("/sourced")


def fold(located: list[Located]) -> list[Finding]:
    """One cause, one finding: what follows from a wrong cell is told with it, not again beside it."""
    roots = [item for item in located if is_root(item.finding)]
    wrong = {cell: number for number, item in enumerate(roots) for cell in item.cells}
    also: dict[int, list[str]] = {}
    rest = []
    for item in located:
        if is_root(item.finding):
            continue
        causes = sorted({wrong[cell] for cell in item.cells if cell in wrong})
        if causes:
            also.setdefault(causes[0], []).append(item.finding.rule)
        else:
            rest.append(item.finding)
    return [
        replace(item.finding, also=tuple(dict.fromkeys(also.get(number, ())))) for number, item in enumerate(roots)
    ] + rest


def with_position(finding: Finding, package: Package) -> Finding:
    """The finding with the character at which its cell starts, for tools that point at it."""
    if finding.position or not finding.line or not finding.field:
        return finding
    names = package.resource(finding.table).schema.names
    if finding.field not in names:
        return finding
    with (package.root / finding.file).open(encoding="utf-8-sig", newline="") as file:
        line = next(text for number, text in enumerate(file, 1) if number == finding.line)
    cells = [match.start() for match in re.finditer(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)', line.rstrip("\r\n"))]
    at = names.index(finding.field)
    return replace(finding, position=cells[at] + (at > 0) + 1)
