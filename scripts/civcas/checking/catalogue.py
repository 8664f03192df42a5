"""The page of each rule: what it asks, why, a bad and a good example, and how to fix a violation."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from civcas.checking.rule import Rule, all_rules
from civcas.checking.structural_rules import STRUCTURAL_RULES, StructuralRule
from civcas.errors import UnusableInput


def page_of(name: str, rules: Mapping[str, Rule]) -> str:
    """The page of one of these rules or of a structural one. Raises UnusableInput if there is no such rule."""
    pages = catalogue(rules)
    if name not in pages:
        near = difflib.get_close_matches(name, pages, n=1)
        raise UnusableInput(f"{name}: no such rule" + (f"; did you mean {near[0]}?" if near else "; see docs/rules.md"))
    return f"{name}\n\n{pages[name]}"


def catalogue(rules: Mapping[str, Rule] | None = None) -> dict[str, str]:
    """The text of the page of every structural rule and then of these, in Markdown, without its name.

    Without `rules`, they are those of the program.
    """
    rules = all_rules() if rules is None else rules
    structural = {name: _structural_page(rule) for name, rule in STRUCTURAL_RULES.items()}
    return structural | {name: _content_page(rule) for name, rule in rules.items()}


def _structural_page(rule: StructuralRule) -> str:
    return _page(rule.asks, rule.why, rule.bad, rule.good, rule.fix)


def _content_page(rule: Rule) -> str:
    return _page(rule.summary, rule.why, rule.bad, rule.good, rule.hint)


def _page(asks: str, why: str, bad: str, good: str, fix: str) -> str:
    return f"{asks}\n\n{why}\n\n- Bad: {bad}\n- Good: {good}\n\nFix: {fix}"
