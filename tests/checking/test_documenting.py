"""What may be documented: the violations of a rule at a record, unless another finding comes first."""

from __future__ import annotations

import pytest

from civcas.checking.check import Report
from civcas.checking.documenting import NothingToDocument, documentable, issue_id, issues_for
from civcas.checking.findings import Finding
from civcas.errors import UnusableInput

RULE, OTHER = "releases/completed-sum", "releases/months-follow"


def violation(rule=RULE, key="april", field="completed", **more):
    return Finding(rule, "data/releases.csv", 2, field, key, "19", "18", table="releases", **more)


def report(findings, violations=()):
    return Report(list(findings), {}, 0, [], violations=tuple(violations))


def test_the_violations_of_the_rule_at_the_record():
    mine, second = violation(), violation(field="credible")
    others = [violation(OTHER), violation(key="may")]
    found = report([mine], [mine, second, *others])
    assert documentable(found, RULE, "april", None) == [mine, second]
    assert documentable(found, RULE, "april", "credible") == [second]


@pytest.mark.parametrize("cause", ["structure/type", "releases/sourced"])
def test_a_finding_that_it_may_follow_from_comes_first(cause):
    first = violation(cause, field="credible", also=(RULE,))
    with pytest.raises(NothingToDocument, match=f"Correct that first: {cause} at april / credible"):
        documentable(report([first], [violation()]), RULE, "april", None)
    other = violation(cause, also=(OTHER,))
    assert documentable(report([other], [violation()]), RULE, "april", None) == [violation()]


def test_another_contradiction_that_names_it_does_not_come_first():
    first = violation("releases/rise", also=(RULE,))
    assert documentable(report([first], [violation()]), RULE, "april", None) == [violation()]


@pytest.mark.parametrize("rule", ["structure/type", "known_issues/stale"])
def test_what_lies_in_the_files_alone_can_not_be_documented(rule):
    with pytest.raises(UnusableInput, match="can't document this"):
        documentable(report([]), rule, "april", None)


@pytest.mark.parametrize(
    ("rule", "said"), [("releases/completed-summ", "did you mean releases/completed-sum"), ("x", "see docs/rules.md")]
)
def test_a_rule_that_does_not_exist(rule, said):
    with pytest.raises(UnusableInput, match=f"{rule}: no such rule; {said}"):
        documentable(report([]), rule, "april", None)


def test_what_there_is_instead():
    done = violation(issue="issue-1")
    with pytest.raises(NothingToDocument, match=r"april: releases/completed-sum is documented already, by issue-1$"):
        documentable(report([done, violation(OTHER, issue="issue-2")]), RULE, "april", None)
    with pytest.raises(
        NothingToDocument, match=f"`civcas check` has no finding of {RULE} there; undocumented there: {OTHER}$"
    ):
        documentable(report([], [violation(OTHER), violation(key="may")]), RULE, "april", None)
    several = [violation(f"releases/{name}") for name in "dbeac"]
    with pytest.raises(NothingToDocument, match=r"there: releases/a, releases/b, releases/c, releases/d, releases/e$"):
        documentable(report([], several), RULE, "april", None)
    with pytest.raises(NothingToDocument, match=f"`civcas check` has no finding of {RULE} there$"):
        documentable(report([violation(key="may", issue="issue-3")]), RULE, "april", None)


def test_the_rows_that_document_findings():
    words = {"explanation": "So.", "source_id": None, "status": "inferred"}
    first, second = issues_for([violation(), violation(field="")], {"april-completed-completed-sum"}, words)
    assert (
        first
        == {
            "issue_id": "april-completed-completed-sum-2",
            "rule": RULE,
            "table": "releases",
            "record_id": "april",
            "field": "completed",
            "found": "19",
            "expected": "18",
        }
        | words
    )
    assert (second["issue_id"], second["field"]) == ("april-completed-sum", None)


def test_issues_of_one_draft_have_ids_of_their_own():
    rows = issues_for([violation(), violation()], set(), {})
    assert [row["issue_id"] for row in rows] == ["april-completed-completed-sum", "april-completed-completed-sum-2"]
    assert issue_id(violation(key="A b"), set()) == "a-b-completed-completed-sum"
