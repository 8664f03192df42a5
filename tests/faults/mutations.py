"""Small changes to a module's syntax tree, each of which should make some test fail.

A change swaps an operator (`<=` for `<`, `&` for `|`), drops one (`~`, `not`), changes a number or a value of an enum,
swaps a join or a function for its counterpart, or drops a filter, a condition, an argument, a column or a statement.
Words for readers, types and imports stay as they are.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mutation:
    """A node of a tree and the node to put there; `line` and `words` are for people."""

    line: int
    words: str
    old: ast.AST
    new: ast.AST


_Change = tuple[ast.AST, str]

_OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], str]] = {
    ast.Lt: (ast.LtE, "< to <="),
    ast.LtE: (ast.Lt, "<= to <"),
    ast.Gt: (ast.GtE, "> to >="),
    ast.GtE: (ast.Gt, ">= to >"),
    ast.Eq: (ast.NotEq, "== to !="),
    ast.NotEq: (ast.Eq, "!= to =="),
    ast.Is: (ast.IsNot, "is to is not"),
    ast.IsNot: (ast.Is, "is not to is"),
    ast.In: (ast.NotIn, "in to not in"),
    ast.NotIn: (ast.In, "not in to in"),
    ast.And: (ast.Or, "and to or"),
    ast.Or: (ast.And, "or to and"),
    ast.BitAnd: (ast.BitOr, "& to |"),
    ast.BitOr: (ast.BitAnd, "| to &"),
    ast.Add: (ast.Sub, "+ to -"),
    ast.Sub: (ast.Add, "- to +"),
    ast.Mult: (ast.Div, "* to /"),
    ast.Div: (ast.Mult, "/ to *"),
}
_NAMES = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "min_horizontal": "max_horizontal",
    "max_horizontal": "min_horizontal",
    "any_horizontal": "all_horizontal",
    "all_horizontal": "any_horizontal",
    "first": "last",
    "last": "first",
    "fullmatch": "match",
    "startswith": "endswith",
    "starts_with": "ends_with",
    "ends_with": "starts_with",
    "sorted": "list",
    "ge": "gt",
    "le": "lt",
}
_JOINS = {"left": "inner", "inner": "left", "anti": "semi"}
# Methods that may be left out of a chain.
_LEFT_OUT = {"unique", "fill_null", "drop_nulls", "sort", "strip", "lower", "round", "clip", "over", "removesuffix"}
# Calls of which a column may be left out.
_OF_COLUMNS = {"over", "group_by", "unique", "drop_nulls", "sort", "min_horizontal", "max_horizontal"}


def mutations(tree: ast.Module, enums: list[list[str]]) -> Iterator[Mutation]:
    """Every change to a module; `enums` are the lists of values that a text may be one of."""
    values = {value: enum[(at + 1) % len(enum)] for enum in enums for at, value in enumerate(enum) if len(enum) > 1}
    for node in _code(tree):
        for new, words in _changes(node, values):
            yield Mutation(_line(node), words, node, new)


def _line(node: ast.AST) -> int:
    return node.target.lineno if isinstance(node, ast.comprehension) else getattr(node, "lineno", 0)


def applied(tree: ast.Module, mutation: Mutation) -> ast.Module:
    """A tree with the mutation; the tree itself is changed."""

    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return ast.copy_location(mutation.new, node) if node is mutation.old else self.generic_visit(node)

    changed: ast.Module = ast.fix_missing_locations(Put().visit(tree))
    return changed


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree without types, imports, texts put together, and the marks of dataclasses."""
    yield node
    if isinstance(node, ast.Call) and ast.unparse(node) == "nw.lit(1)":
        return  # a mark that a join has found something; any number will do
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_no_code(child):
                yield from _code(child)


def _is_no_code(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in {"dataclass", "field", "TypeVar"}
    return isinstance(node, (ast.Import, ast.ImportFrom, ast.FormattedValue, ast.Subscript)) and not (
        isinstance(node, ast.Subscript) and not _is_type(node)
    )


def _is_type(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {
        "dict", "list", "set", "tuple", "Callable", "Iterator", "Iterable", "Mapping",
    }  # fmt: skip


def _changes(node: ast.AST, values: Mapping[str, str]) -> Iterator[_Change]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            yield from _swapped(node, operator, ops=[*node.ops[:at], _OTHER, *node.ops[at + 1 :]])
    elif isinstance(node, ast.BoolOp) or (isinstance(node, ast.BinOp) and not _is_text(node)):
        yield from _swapped(node, node.op, op=_OTHER)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand, f"{type(node.op).__name__.lower()} dropped"
    elif isinstance(node, ast.Constant):
        yield from _constants(node, values)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    else:
        yield from _others(node)


_OTHER: Any = object()  # where the other operator goes


def _swapped(node: ast.AST, operator: ast.AST, **fields: Any) -> Iterator[_Change]:
    if type(operator) in _OPERATORS:
        other, words = _OPERATORS[type(operator)]
        put = {
            name: [other() if item is _OTHER else item for item in value] if isinstance(value, list) else other()
            for name, value in fields.items()
        }
        yield _with(node, **put), words


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_text(node: ast.BinOp) -> bool:
    """Whether an addition puts texts or lists together."""
    kinds = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp)
    sides = (node.left, node.right)
    return any(
        isinstance(side, kinds) or (isinstance(side, ast.Constant) and isinstance(side.value, str)) for side in sides
    )


def _constants(node: ast.Constant, values: Mapping[str, str]) -> Iterator[_Change]:
    value = node.value
    if isinstance(value, bool):
        yield _with(node, value=not value), f"{value} to {not value}"
    elif isinstance(value, (int, float)):
        other = value + 1 if isinstance(value, int) else value * 10
        yield _with(node, value=other), f"{value} to {other}"
    elif isinstance(value, str):
        other = values.get(value) or _JOINS.get(value)
        if other:
            yield _with(node, value=other), f"{value!r} to {other!r}"
        if value.startswith("^") and len(value) > 1:
            yield _with(node, value=value[1:]), "^ dropped from a pattern"
        if value.endswith("$") and len(value) > 1:
            yield _with(node, value=value[:-1]), "$ dropped from a pattern"


def _calls(node: ast.Call) -> Iterator[_Change]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in _NAMES:
        field = "attr" if isinstance(node.func, ast.Attribute) else "id"
        yield _with(node, func=_with(node.func, **{field: _NAMES[name]})), f"{name} to {_NAMES[name]}"
    if isinstance(node.func, ast.Attribute) and (name == "filter" or name in _LEFT_OUT):
        yield node.func.value, f".{name}(...) dropped"
    for at, argument in enumerate(node.args):
        if (name == "filter" and len(node.args) > 1) or (name in _OF_COLUMNS and isinstance(argument, ast.Constant)):
            yield _with(node, args=[*node.args[:at], *node.args[at + 1 :]]), f"argument {at + 1} of {name} dropped"
    for at, keyword in enumerate(node.keywords):
        if keyword.arg and not _is_default(keyword):
            rest = [*node.keywords[:at], *node.keywords[at + 1 :]]
            yield _with(node, keywords=rest), f"{keyword.arg}= of {name} dropped"


def _is_default(keyword: ast.keyword) -> bool:
    """Whether a call means the same without this argument."""
    return keyword.arg == "how" and isinstance(keyword.value, ast.Constant) and keyword.value.value == "inner"


def _others(node: ast.AST) -> Iterator[_Change]:
    """Changes to lists, conditions and statements."""
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)) and len(node.elts) > 1:
        if all(isinstance(item, (ast.Constant, ast.Starred)) for item in node.elts):
            for at, item in enumerate(node.elts):
                yield _with(node, elts=[*node.elts[:at], *node.elts[at + 1 :]]), f"{ast.unparse(item)} dropped"
    elif isinstance(node, ast.Dict) and len(node.keys) > 1:
        for at, key in enumerate(node.keys):
            keys, values = ([*items[:at], *items[at + 1 :]] for items in (node.keys, node.values))
            yield _with(node, keys=keys, values=values), f"{ast.unparse(key) if key else '**'} dropped"
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)) and not isinstance(node.test, (ast.Compare, ast.UnaryOp)):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test)), "condition negated"
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield _with(node, ifs=[]), f"if {ast.unparse(node.ifs[0])} dropped"
    elif isinstance(node, (ast.AugAssign, ast.Continue, ast.Break)) or (
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ):
        yield ast.Pass(), f"{ast.unparse(node)[:60]} dropped"
