"""Known contradictions in words: what the package has comes first, and what contradicts it is no correction."""

from __future__ import annotations

import pytest

from civcas.checking.contradictions import in_words


@pytest.mark.parametrize(
    ("rule", "found", "expected", "sources", "words"),
    [
        ("releases/sources-agree", "34502", "24502", 4, "The package has 34,502. 4 sources state 24,502."),
        ("releases/sources-agree", "34502", "24502", 1, "The package has 34,502. Another source states 24,502."),
        ("releases/sources-agree", "939", "892", 0, "The package has 939. Another source states 892."),
        (
            "incidents/sources-agree",
            "2014-11-05",
            "2014-11-04",
            1,
            "The package has 2014-11-05. Another source states 2014-11-04.",
        ),
        (
            "strike_totals/sourced",
            "2017",
            "a row",
            0,
            "The package has 2017. No row of evidence has a source that states it.",
        ),
        (
            "releases/completed-sum",
            "60",
            "credible 8 + 50 = 58",
            0,
            "The package has 60. By the rule: credible 8 + 50 = 58.",
        ),
        ("incidents/credible-has-figure", "an empty cell", "a figure", 0, "The cell is empty. By the rule: a figure."),
        (
            "incidents/point-near-place",
            "37.2 km from aleppo",
            "at most 20 km",
            0,
            "Found: 37.2 km from aleppo. By the rule: at most 20 km.",
        ),
        ("estimates/cumulative-never-falls", "19217", "29000", 0, "The package has 19,217. By the rule: 29,000."),
    ],
)
def test_a_contradiction_in_words(rule, found, expected, sources, words):
    assert in_words(rule, found, expected, sources) == words
