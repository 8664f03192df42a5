"""The catalogue of all rules: structural ones, those of each table, and those of the register of known issues."""

from __future__ import annotations

import difflib

from civcas.checking.known_issues import CATALOGUE as ABOUT_ISSUES
from civcas.checking.rule import all_rules
from civcas.checking.structural_rules import CATALOGUE as ABOUT_STRUCTURE
from civcas.errors import UnusableInput


def page_of(name: str) -> str:
    """What a rule asks, why, and how to fix a violation. Raises UnusableInput where there is no such rule."""
    rules = all_rules()
    fixed = ABOUT_STRUCTURE | ABOUT_ISSUES
    if name in rules:
        return f"{name}\n\n{rules[name].summary}\n\n{rules[name].hint}"
    if name in fixed:
        asks, fix = fixed[name]
        return f"{name}\n\n{asks}\n\nFix: {fix}"
    near = difflib.get_close_matches(name, [*rules, *fixed], n=1)
    raise UnusableInput(f"{name}: no such rule" + (f"; did you mean {near[0]}?" if near else "; see docs/rules.md"))
