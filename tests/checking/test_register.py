"""The register of known issues: an issue documents one finding, all of whose words are the issue's."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civcas.checking.causes import FindingWithCells
from civcas.checking.findings import Finding
from civcas.checking.known_issues import apply_known_issues
from tests.checking.made import schema, table

WORDS = ("rule", "table", "record_id", "field", "found", "expected")
RULE, OTHER = "releases/completed-sum", "releases/months-follow"
ISSUE = dict(zip(WORDS, (RULE, "releases", "april", "completed", "19", "18"), strict=True))
REGISTER = schema("known_issues", {"issue_id": {}} | {name: {} for name in WORDS}, ["issue_id"])
RELEASES = table(
    schema("releases", {"release_id": {}, "completed": {}}, ["release_id"]), [["april", "19"], ["may", "7"]]
)


def violation(line=2, **change):
    said = ISSUE | change
    finding = Finding(
        said["rule"], f"data/{said['table']}.csv", line, said["field"], said["record_id"], said["found"],
        said["expected"], "Fix it.", table=said["table"],
    )  # fmt: skip
    return FindingWithCells(finding, frozenset([(said["table"], line, said["field"])]))


def register(found, *issues, certain=frozenset({RULE, OTHER})):
    rows = [[f"issue-{number}", *issue.values()] for number, issue in enumerate(issues, 1)]
    tables = {"known_issues": table(REGISTER, rows), "releases": RELEASES}

    def participants(rule, record):
        return [
            (frozenset([("evidence", 9, "value"), ("releases", 2, rule)]), (f"data/evidence.csv:9 ({record})",) * 2)
        ]

    return apply_known_issues(found, tables, set(certain), participants)


def test_an_issue_documents_the_finding_with_all_its_words():
    result = register([violation()], ISSUE)
    assert [(item.issue, item.rule, item.severity) for item in result.documented] == [("issue-1", RULE, "documented")]
    assert (result.others, result.problems) == ([], [])


def test_without_an_issue_a_finding_is_left_as_it_is():
    found = [violation()]
    result = register(found)
    assert (result.documented, result.others, result.problems) == ([], found, [])


@pytest.mark.parametrize("name", WORDS)
@given(other=st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=8))
def test_another_word_anywhere_and_the_issue_documents_it_no_longer(name, other):
    found = violation(**{name: f"{ISSUE[name]}{other}"})
    result = register([found], ISSUE)
    assert result.documented == []
    if name in ("found", "expected"):
        assert [item.own for item in result.others] == [found.own]
    else:
        (problem,) = result.problems
        assert (problem.finding.rule, problem.finding.field) == ("known_issues/stale", name)
        assert (problem.finding.found, problem.finding.expected) == (
            ISSUE[name],
            f"{ISSUE[name]}{other}, as the violation has it",
        )
        assert problem.finding.hint == f"Write {ISSUE[name]}{other}, if the issue is about this violation."
        assert (result.others, problem.cells) == ([], found.cells | {("known_issues", 2, name)})


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("record_id", "aprill", "known_issues/record-exists"),
        ("rule", "releases/completed-summ", "known_issues/rule-exists"),
    ],
)
def test_an_issue_with_a_mistyped_word_is_reported_there_and_its_violation_is_not(name, value, rule):
    result = register([violation()], ISSUE | {name: value})
    (problem,) = result.problems
    assert (problem.finding.rule, problem.finding.field, problem.finding.found) == (rule, name, value)
    assert (problem.missing, result.others, result.documented) == (None, [], [])


def test_an_issue_that_two_violations_may_be_meant_by_is_about_neither():
    found = [violation(field="credible"), violation(rule=OTHER)]
    result = register(found, ISSUE)
    assert (result.documented, result.others) == ([], found)
    assert [item.finding.rule for item in result.problems] == ["known_issues/stale"]
    assert result.problems[0].finding.field == "rule"


def test_an_issue_with_two_other_words_is_about_another_violation():
    found = [violation(field="credible", expected="17")]
    result = register(found, ISSUE)
    assert (result.documented, result.others) == ([], found)
    assert "holds for april now" in result.problems[0].finding.found


def test_a_violation_that_is_documented_is_not_meant_by_another_issue():
    result = register([violation()], ISSUE, ISSUE | {"field": "credible"})
    assert [item.issue for item in result.documented] == ["issue-1"]
    assert "holds for april now" in result.problems[0].finding.found


def test_an_empty_cell_of_an_issue_that_should_have_a_word_is_named():
    (problem,) = register([violation()], ISSUE | {"field": ""}).problems
    assert (problem.finding.found, problem.finding.expected) == ("an empty cell", "completed, as the violation has it")


@pytest.mark.parametrize("name", ["found", "expected"])
def test_other_figures_are_an_error_that_names_the_issue(name):
    found = violation(**{name: "20"})
    result = register([found], ISSUE)
    (other,) = result.others
    assert other.finding.hint == (
        "Known issue issue-1 documents other figures (found 19; expected 18). Read the sources again, then correct the"
        " record or the issue."
    )
    assert (other.cells, result.problems) == (found.cells, [])


def test_an_empty_cell_of_the_register_is_an_empty_word():
    (documented,) = register([violation(field="")], ISSUE | {"field": ""}).documented
    assert documented.issue == "issue-1"


def test_of_several_findings_at_a_cell_each_issue_takes_its_own():
    findings = [violation(expected=str(number)) for number in (16, 17, 18)]
    for order in itertools.permutations(findings):
        result = register(list(order), ISSUE | {"expected": "17"}, ISSUE | {"expected": "16"})
        assert {(item.expected, item.issue) for item in result.documented} == {("17", "issue-1"), ("16", "issue-2")}
        assert [item.finding.expected for item in result.others] == ["18"]
        assert "Fix it." in result.others[0].finding.hint


def test_two_issues_for_one_finding_leave_one_stale():
    result = register([violation()], ISSUE, ISSUE)
    assert [item.issue for item in result.documented] == ["issue-1"]
    (problem,) = result.problems
    assert (problem.finding.rule, problem.finding.key) == ("known_issues/stale", "issue-2")


def test_an_issue_whose_rule_holds_is_stale():
    (problem,) = register([], ISSUE).problems
    finding = problem.finding
    assert (finding.rule, finding.file, finding.line, finding.field) == (
        "known_issues/stale", "data/known_issues.csv", 2, "rule",
    )  # fmt: skip
    assert (finding.key, finding.table, finding.found) == ("issue-1", "known_issues", f"{RULE} holds for april now")
    assert finding.expected == "a violation: found 19, expected 18"
    assert "Delete the issue only" in finding.hint
    assert finding.see == ("data/releases.csv:2 (april)", "data/evidence.csv:9 (april)")
    assert problem.cells == {("releases", 2, "completed"), ("evidence", 9, "value"), ("releases", 2, RULE)}


def test_a_stale_issue_names_the_line_of_its_record():
    (problem,) = register([], ISSUE | {"record_id": "may"}).problems
    assert problem.finding.see[0] == "data/releases.csv:3 (may)"


def test_a_rule_that_was_not_checked_makes_no_issue_stale():
    assert register([], ISSUE, certain={OTHER}).problems == []


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        ("releases/completed-summ", "Did you mean releases/completed-sum?"),
        ("nothing", "docs/rules.md lists the rules"),
    ],
)
def test_an_issue_of_a_rule_that_does_not_exist(rule, hint):
    (problem,) = register([], ISSUE | {"rule": rule}).problems
    finding = problem.finding
    assert (finding.rule, finding.field, finding.found) == ("known_issues/rule-exists", "rule", rule)
    assert finding.expected == "the name of a content rule"
    assert hint in finding.hint
    assert problem.cells == {("known_issues", 2, "rule")}
    assert problem.missing is None


def test_an_issue_of_a_record_that_does_not_exist():
    (problem,) = register([], ISSUE | {"record_id": "june"}).problems
    finding = problem.finding
    assert (finding.rule, finding.field, finding.found) == ("known_issues/record-exists", "record_id", "june")
    assert finding.expected == "the key of a record of releases"
    assert problem.cells == {("known_issues", 2, "record_id")}
    assert problem.missing == ("releases", "june")


def test_an_issue_on_a_table_that_can_not_be_read_is_not_judged():
    assert register([], ISSUE | {"table": "airpower", "rule": "airpower/counts-something"}).problems == []
