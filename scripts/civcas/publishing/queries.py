"""The canned queries: questions with their SQL, which the site answers; those without parameters are views as well."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from civcas.errors import UnusableInput
from civcas.package.files import read_file
from civcas.package.own import QUERIES, own_files, uses_programs_own

if TYPE_CHECKING:
    from civcas.package.tables import Package

# The largest file with a query of a package's own, in bytes, and how they are called.
_LARGEST = 100_000
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# Who asks, and kinds of parameters (see site/parameters.py) besides fields, in any package.
GROUPS = ("reporter", "analyst", "checker", "contributor")
KINDS = ("day", "month", "count")
_FIELD = re.compile(r"\{?(\w+)\.(\w+)\}?")


def queries() -> dict[str, dict[str, Any]]:
    """The canned queries by name, as their files have them.

    The first lines of a file are comments: the title, the description, who asks it and its rank among all (`&`), and a
    line for each parameter (`:`) and for each table whose pages link to the query (`@`).
    site/plugins/canned_queries.py reads the last two.
    """
    folder = resources.files("civcas.site") / "queries"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): _query(file.read_text(encoding="utf-8")) for file in files}


def queries_of(package: Package) -> dict[str, dict[str, Any]]:
    """The canned queries of a package: those of its own and, if it has the tables of oir-civcas, those of the program.

    Raises UnusableInput if a file in its folder queries/ can't be used.
    """
    return (queries() if uses_programs_own(package.descriptor) else {}) | own_queries(package)


def own_queries(package: Package) -> dict[str, dict[str, Any]]:
    """The queries in the package's own folder queries/. Raises UnusableInput, which names file and line."""
    known = {*package.schemas, *(queries() if uses_programs_own(package.descriptor) else ())}
    found = {}
    for path in own_files(package):
        folder, _, name = path.removesuffix(".sql").partition("/")
        if folder != QUERIES:
            continue
        if not _NAME.fullmatch(name) or name in known:
            why = "a table or another query has this name" if name in known else "expected lower-case words and hyphens"
            raise UnusableInput(f"{path}: {why}. Rename the file")
        found[name] = _own_query(path, read_file(package.root, path, _LARGEST), package)
    return found


def _own_query(path: str, data: bytes, package: Package) -> dict[str, Any]:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise UnusableInput(f"{path}: not UTF-8 (the byte {error.start + 1:,} of the file)") from None
    lines = text.splitlines()
    if not lines or not lines[0].startswith("-- ") or lines[0][3:4] in "&:@":
        raise UnusableInput(f"{path}:1: expected the title of the question, as a comment: -- How many ...?")
    if all(line.startswith("-- ") or not line.strip() for line in lines):
        raise UnusableInput(f"{path}:{len(lines)}: expected SQL after the comments")
    for number, line in enumerate(lines, 1):
        if fault := _fault_in_head(line, package) if line.startswith("-- ") else "":
            raise UnusableInput(f"{path}:{number}: {fault}")
    return _query(text)


def _fault_in_head(line: str, package: Package) -> str:
    """What is wrong with a line of the comments, of which the site would make nothing; empty if nothing is."""
    mark, words = line[3:4], line[4:].split()
    if mark == "&" and not (len(words) == 2 and words[0] in GROUPS and words[1].isdigit()):
        return f"expected & with one of {', '.join(GROUPS)} and a number, found {line[3:]!r}"
    if mark == "@" and not (words and words[0] in package.schemas):
        return f"expected @ and the name of a table, found {line[3:]!r}"
    kind = _kind(line.removeprefix("-- ")) if mark == ":" else ""
    field = _FIELD.fullmatch(kind)
    if field and (field[1] not in package.schemas or field[2] not in package.schemas[field[1]].names):
        return f"there is no field {kind}"
    if kind.startswith("{") and field and not package.schemas[field[1]].labels(field[2]):
        return f"{kind} has no list of allowed values in its schema. Write ({field[1]}.{field[2]})"
    if kind and not field and kind not in KINDS:
        return f"expected a kind of parameter such as {', '.join(KINDS)} or table.field, found {kind!r}"
    return ""


def ready_queries(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The SQL of those of the queries that need no parameter, by name. Each is a view of the database."""
    return {name: query["sql"] for name, query in found.items() if not query["params"]}


# Who asks a query that does not say it, and that it comes last.
_UNRANKED = ("&", "analyst", "999")


def _query(text: str) -> dict[str, Any]:
    lines = text.splitlines()
    length = next(number for number, line in enumerate(lines) if not line.startswith("-- "))
    head = [line.removeprefix("-- ") for line in lines[:length]]
    asked = next((line.split() for line in head if line[0] == "&"), _UNRANKED)
    return {
        "title": head[0],
        "description": " ".join(line for line in head[1:] if line[0] not in "&:@"),
        "group": asked[1],
        "rank": int(asked[2]),
        "params": [line[1:].split()[0] for line in head if line[0] == ":"],
        "kinds": {line[1:].split()[0]: _kind(line) for line in head if line[0] == ":"},
        "head": "\n".join(line for line in head if line[0] in ":@"),
        "sql": "\n".join(lines[length:]),
        "hide_sql": True,
    }


def _kind(line: str) -> str:
    """The kind of a parameter: what its line has in parentheses, else the field whose values it names."""
    found = re.match(r":\w+ \(([\w.]+)\)", line) or re.search(r"(\{\w+\.\w+\})", line)
    return found[1] if found else ""
