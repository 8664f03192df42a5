"""The whole check, in order: descriptor, files, structure, rules, known issues. All findings in one run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import narwhals as nw
import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from civcas.broken import explain
from civcas.claims import Claim, as_checks
from civcas.findings import Finding, UnusableInput
from civcas.known_issues import settle
from civcas.package import DESCRIPTOR, KEY, LINE, DoesNotParse, Package, Table, parse_table, read_bytes, split_lines
from civcas.rules import Rule, all_rules
from civcas.schema import read_json
from civcas.structure import (
    CATALOGUE,
    Compiled,
    compile_schema,
    key_claims,
    out_of_order,
    suggestion,
    text_claims,
)

Cell = tuple[str, int | None, str]


@dataclass(frozen=True)
class Located:
    """A finding with the cells that take part in it, by which one cause is told from many.

    `previous` is the line of an earlier record that takes part; what lies between the two might have to.
    """

    finding: Finding
    cells: frozenset[Cell]
    previous: int | None = None

    def follows_from(self, root: Located) -> bool:
        """Whether the root's cell takes part; of a record that is not in form, any cell does."""
        if not root.finding.rule.startswith("structure/"):
            return bool(self.cells & root.cells)
        here, there = self.finding.line or 0, root.finding.line or 0
        near = min(here, self.previous or here) <= there <= max(here, self.previous or here)
        return self.finding.table == root.finding.table and near


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


def check(package: Package, instead: Mapping[str, bytes] | None = None) -> Report:
    """Check everything. Raises UnusableInput only where nothing of the package can be read.

    `instead` holds what to take for the files of tables, by the table's name, so that rows can be tried out.
    """
    with ThreadPoolExecutor(1) as beside:  # Frictionless is slow to import; the tables need not wait for it
        descriptor = beside.submit(lambda: list(descriptor_findings(package)))
        tables, files = read_all(package, instead or {})
        frames = {name: nw.from_native(table.typed.lazy()) for name, table in tables.items()}
        located = [item for table in tables.values() for item in structure_findings(table, frames)]
        unsound = {finding.table for finding in files} | {item.finding.table for item in located}
        frames = {name: nw.from_native(sound(table, located).lazy()) for name, table in tables.items()}
        rules = all_rules()
        judged = [rule for rule in rules.values() if may_be_judged(rule, set(tables), unsound)]
        for name, table in tables.items():
            located += rule_findings(table, frames, [rule for rule in judged if rule.table == name])
        findings = descriptor.result() + files + fold(located)
    if "known_issues" in tables:
        keys = {name: set(table.typed[KEY]) for name, table in tables.items()}
        wrong = {finding.table for finding in findings if is_root(finding)}
        certain = {rule.id for rule in judged if not wrong & set(rule.tables)}
        findings = settle(findings, tables["known_issues"], rules, certain, keys)
    return Report(
        findings=with_positions(sorted(findings, key=place), tables),
        records={name: table.text.height for name, table in tables.items()},
        rules=len(judged),
        unjudged=[rule.id for rule in rules.values() if rule not in judged],
    )


def read_all(package: Package, instead: Mapping[str, bytes]) -> tuple[dict[str, Table], list[Finding]]:
    """The tables that can be read, and what is wrong with the files. Raises UnusableInput where none can."""
    tables: dict[str, Table] = {}
    findings = list(stray_files(package))
    for resource in package.resources:
        try:
            data = instead[resource.name] if resource.name in instead else read_bytes(package, resource)
            tables[resource.name] = parse_table(resource, data)
            findings += form_findings(tables[resource.name])
        except DoesNotParse:
            findings += explain(package, resource, data)
        except UnusableInput as error:
            found, hint = str(error).rsplit(": ", 1)[-1], CATALOGUE["structure/file"][1]
            findings.append(Finding("structure/file", resource.path, found=found, expected="a file", hint=hint))
    if not tables:
        told = "\n".join(f"{finding.file}: {finding.found}" for finding in findings)
        raise UnusableInput(f"none of the tables can be read:\n{told}")
    return tables, findings


def place(finding: Finding) -> tuple[str, int, str, str]:
    return finding.file, finding.line or 0, finding.field, finding.rule


def may_be_judged(rule: Rule, readable: set[str], unsound: set[str]) -> bool:
    needed = set(rule.tables)
    return needed <= readable and not (rule.whole and needed & unsound)


# --- the files ---------------------------------------------------------------------------------------------------


# The members of the descriptor that dist/ and the site show.
SHOWN = ("name", "title", "description", "version", "created", "keywords", "licenses", "contributors", "sources")


def descriptor_findings(package: Package) -> Iterator[Finding]:
    """What datapackage.json lacks, and what Frictionless says of it and of each Table Schema."""
    import frictionless

    hint = CATALOGUE["structure/descriptor"][1]
    metadata: dict[str, tuple[Any, dict[str, Any]]] = {DESCRIPTOR: (frictionless.Package, package.descriptor)}
    for item in package.descriptor["resources"]:
        metadata[item["schema"]] = (frictionless.Schema, read_json(package.root / item["schema"]))
    for member in SHOWN:
        if member not in package.descriptor:
            yield Finding("structure/descriptor", DESCRIPTOR, found=f"no {member}", expected="one", hint=hint)
    for file, (kind, descriptor) in metadata.items():
        try:
            messages = [error.message for error in kind.metadata_validate(dict(descriptor))]
        except Exception as error:  # over a member of another type than it expects, Frictionless stumbles
            messages = [f"Frictionless can't read it: {error}"]
        for message in messages:
            yield Finding("structure/descriptor", file, found=message, expected="valid metadata", hint=hint)


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


def form_findings(table: Table) -> Iterator[Finding]:
    """Where the file's form is not canonical: at most one finding for its bytes and one for its order."""
    path = table.resource.path
    if table.canonical != table.data:
        line, found, expected = first_difference(table.data, table.canonical)
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
    """What the Table Schema says of the table: of its cells' text, of its keys, and of what the readable cells hold."""
    claims = text_claims(table) | key_claims(table, frames)
    words = {name: CATALOGUE[rule_of(name)][0] for name in claims}
    compiled = compile_schema(table.schema, as_checks(claims, words))
    cases = failures(compiled.schema, table.typed)
    broken = lines_of(cases, list(claims), table)
    found: list[Located] = []
    unclean: set[Cell] = set()
    for name, lines in broken.items():
        rule = rule_of(name)
        items = list(claim_findings(table, rule, CATALOGUE[rule][1], claims[name], lines))
        if rule in TEXT_RULES:  # one cause, one finding: a cell with stray spaces can't be read either
            items = [with_suggestion(item, table) for item in items if not item.cells & unclean]
            unclean |= {cell for item in items for cell in item.cells}
        found += items
    return found + list(cell_findings(table, compiled, cases, unclean))


TEXT_RULES = ("structure/spaces", "structure/type")
CELL_RULES = ("structure/enum", "structure/pattern", "structure/minimum", "structure/maximum")


def sound(table: Table, located: list[Located]) -> pl.DataFrame:
    """The typed frame without the values that the schema forbids, so that no rule stumbles over them again."""
    frame = table.typed
    for item in located:
        if item.finding.rule in CELL_RULES and item.finding.table == table.schema.name:
            name = item.finding.field
            frame = frame.with_columns(pl.when(pl.col(LINE) != item.finding.line).then(pl.col(name)).alias(name))
    return frame


def rule_of(name: str) -> str:
    """The structural rule that a claim of this name is about."""
    return name.split(" ", maxsplit=1)[0]


def with_suggestion(item: Located, table: Table) -> Located:
    """The finding with a guess at what an unreadable value was meant to be, where there is one."""
    finding = item.finding
    if finding.rule != "structure/type":
        return item
    guess = suggestion(table.schema.field(finding.field).type, finding.found)
    return replace(item, finding=replace(finding, hint=guess or finding.hint))


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


def lines_of(cases: list[dict[str, Any]], names: list[str], table: Table) -> dict[str, set[int]]:
    """The lines at which each of the frame's checks failed, by the check's name; the first in order first."""
    broken: dict[str, set[int]] = {}
    for case in cases:
        if case["schema_context"] == "DataFrameSchema":
            broken.setdefault(names[case["check_number"]], set()).add(table.typed[LINE][case["index"]])
    return broken


def cell_findings(table: Table, compiled: Compiled, cases: list[dict[str, Any]], told: set[Cell]) -> Iterator[Located]:
    """One cause, one finding: the first constraint that a cell fails, unless the cell has been `told` of before."""
    told = set(told)
    for case in cases:
        if case["schema_context"] != "Column":
            continue
        line, key = table.typed[LINE][case["index"]], table.typed[KEY][case["index"]]
        field = table.schema.field(case["column"])
        cell = (table.schema.name, line, field.name)
        if cell in told:
            continue
        told.add(cell)
        if case["check"] == "not_nullable":
            rule, found, expected = "structure/required", "an empty cell", EXPECTED_OF[field.type]
        else:
            constraint = compiled.constraints[field.name][case["check_number"]]
            rule, found, expected = constraint.rule, table.text[field.name][case["index"]], constraint.expected
        hint = CATALOGUE[rule][1]
        finding = Finding(rule, table.resource.path, line, field.name, key, found, expected, hint)
        yield Located(finding, frozenset([cell]))


EXPECTED_OF = {"string": "a text", "integer": "a whole number", "number": "a number", "date": "a date"}


# --- content -----------------------------------------------------------------------------------------------------


def rule_findings(table: Table, frames: dict[str, Any], rules: list[Rule]) -> Iterator[Located]:
    """Ask all the rules of a table in one pandera validation, and word what fails."""
    claims = {rule.id: rule.judge(*[frames[name] for name in rule.tables]) for rule in rules}
    checks = as_checks(claims, {rule.id: rule.summary for rule in rules})
    schema = pa.DataFrameSchema(checks=checks, name=table.schema.name)
    broken = lines_of(failures(schema, table.typed), list(claims), table)
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
        if claim.elsewhere and row["elsewhere_"] is not None:
            table_there, _, field_there = claim.elsewhere
            cells.add((table_there, row["elsewhere_"], field_there))
        yield Located(finding, frozenset(cells), row["previous_"])


def is_root(finding: Finding) -> bool:
    """Whether a finding says by itself that a cell is wrong: its form is, or no source states its value."""
    return finding.rule.startswith("structure/") or finding.rule.endswith("/sourced")


def fold(located: list[Located]) -> list[Finding]:
    """One cause, one finding: what follows from a wrong cell is told with it, not again beside it."""
    roots = [item for item in located if is_root(item.finding)]
    also: dict[int, list[str]] = {}
    rest = []
    for item in located:
        if is_root(item.finding):
            continue
        cause = next((number for number, root in enumerate(roots) if item.follows_from(root)), None)
        if cause is None:
            rest.append(item.finding)
        else:
            also.setdefault(cause, []).append(item.finding.rule)
    told = [replace(root.finding, also=tuple(dict.fromkeys(also.get(number, ())))) for number, root in enumerate(roots)]
    return told + rest


def with_positions(findings: list[Finding], tables: dict[str, Table]) -> list[Finding]:
    """The findings with the character at which the cell starts, for tools that point at it."""
    lines = {table.resource.path: split_lines(table.data.decode("utf-8-sig")) for table in tables.values()}
    names = {table.resource.path: table.schema.names for table in tables.values()}

    def located(finding: Finding) -> Finding:
        if not finding.line or finding.field not in names.get(finding.file, ()):
            return finding
        line, number = lines[finding.file][finding.line - 1], names[finding.file].index(finding.field)
        return replace(finding, position=position(line, number))

    return [located(finding) for finding in findings]


def position(line: str, number: int) -> int:
    """The character, from 1, at which the cell of this number (from 0) starts in a line of CSV."""
    start = 0
    for cell in islice(re.finditer(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)', line), number):
        start = cell.end()
    return start + 1
