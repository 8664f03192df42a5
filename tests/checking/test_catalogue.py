"""Every rule has a page with its reason, examples and a fix, in the documentation and in the terminal."""

from __future__ import annotations

import re

import pytest

from civcas.checking.catalogue import catalogue
from civcas.checking.rule import all_rules
from civcas.cli import main
from tests.conftest import ROOT

PAGE = re.compile(r"[^\n]+\.\n\n[^\n]+\.\n\n- Bad: [^\n]+\n- Good: [^\n]+\n\nFix: [^\n]+")


@pytest.mark.parametrize("name", catalogue())
def test_every_page_is_complete(name):
    assert PAGE.fullmatch(catalogue()[name])


@pytest.mark.parametrize("name", catalogue())
def test_explain_prints_the_page_that_the_documentation_has(name, capsys):
    assert main(["explain", name]) == 0
    printed = capsys.readouterr().out
    assert f"### {printed}" in (ROOT / "docs" / "rules.md").read_text()


def test_an_arithmetic_rule_says_how_to_document_a_contradiction():
    arithmetic = {name for name, rule in all_rules().items() if rule.arithmetic}
    assert arithmetic
    for name, page in catalogue().items():
        end = f" If the source really says so: `civcas document {name} RECORD`"
        assert page.endswith(end) == (name in arithmetic)


def test_an_unknown_rule_is_an_error_with_a_suggestion(capsys):
    assert main(["explain", "releases/complete-sum"]) == 2
    assert "no such rule; did you mean releases/completed-sum?" in capsys.readouterr().err


def test_the_documentation_has_every_rule_once():
    text = (ROOT / "docs" / "rules.md").read_text()
    assert sorted(re.findall(r"^### (.+)$", text, re.MULTILINE)) == sorted(catalogue())
