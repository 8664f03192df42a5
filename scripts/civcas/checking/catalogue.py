"""The catalogue of all rules: structural ones, those of each table, and those of the register of known issues."""

from __future__ import annotations

import difflib

from civcas.checking.known_issues import REGISTER_RULES
from civcas.checking.rule import all_rules
from civcas.checking.structural_rules import STRUCTURAL_RULES
from civcas.errors import UnusableInput


def page_of(name: str) -> str:
    """What a rule asks, why, and how to fix a violation. Raises UnusableInput if there is no such rule."""
    if name in all_rules():
        rule = all_rules()[name]
        parts = [rule.summary, rule.why, _labelled(Bad=rule.bad, Good=rule.good), rule.hint]
    elif name in STRUCTURAL_RULES:
        structural = STRUCTURAL_RULES[name]
        parts = [structural.asks, _labelled(Bad=structural.bad, Good=structural.good), structural.fix]
    elif name in REGISTER_RULES:
        parts = list(REGISTER_RULES[name])
    else:
        near = difflib.get_close_matches(name, [*all_rules(), *STRUCTURAL_RULES, *REGISTER_RULES], n=1)
        raise UnusableInput(f"{name}: no such rule" + (f"; did you mean {near[0]}?" if near else "; see docs/rules.md"))
    *words, fix = parts
    return "\n\n".join([name, *filter(None, words), f"Fix: {fix}"])


def _labelled(**texts: str) -> str:
    """Lines of a label and a text each, for the texts that are not empty."""
    return "\n".join(f"{label}: {text}" for label, text in texts.items() if text)
