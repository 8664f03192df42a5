"""Drafting the known issue that documents a finding."""

from __future__ import annotations

import csv
import io

import pytest

RULE, RECORD = "releases/completed-sum", "monthly-2019-04"


@pytest.fixture
def contradiction(copy):
    """A copy in which a release and its evidence say 19 completed, where 3 + 15 are assessed."""
    copy.replace("releases", copy.line_of("releases", f"{RECORD},"), ",18,3,15,", ",19,3,15,")
    lines = [
        line.replace(",18,", ",19,") if line.startswith(f"releases,{RECORD},completed,") else line
        for line in copy.lines("evidence")
    ]
    copy.write("evidence", lines)
    copy.run("totals", "--write")
    return copy


def test_draft_is_a_row_of_the_table(contradiction):
    before = contradiction.path("known_issues").read_bytes()
    code, out, err = contradiction.run("document", RULE, RECORD)
    (row,) = csv.DictReader(io.StringIO(out))
    assert code == 0
    assert list(row) == contradiction.lines("known_issues")[0].split(",")
    assert (row["rule"], row["table"], row["record_id"], row["field"]) == (RULE, "releases", RECORD, "completed")
    assert (row["found"], row["expected"]) == ("19", "credible 3 + non-credible 15 + duplicate 0 = 18")
    assert (row["explanation"], row["status"]) == ("", "unexplained")
    assert "--explanation TEXT --write" in err
    assert contradiction.path("known_issues").read_bytes() == before


def test_written_it_documents_the_finding(contradiction):
    words = "One report is counted as completed, but its outcome is not given."
    code, out, _ = contradiction.run("document", RULE, RECORD, "--explanation", words, "--write")
    assert (code, out) == (0, "data/known_issues.csv: added monthly-2019-04-completed-completed-sum\n")
    assert contradiction.run("format", "--check", str(contradiction.path("known_issues")))[0] == 0
    _, out, _ = contradiction.run("check")
    assert RULE not in out
    code, out, _ = contradiction.run("document", RULE, RECORD)
    assert (code, out) == (1, f"{RECORD}: {RULE} is documented already, by monthly-2019-04-completed-completed-sum\n")


def test_a_source_makes_it_explained(contradiction):
    source = contradiction.lines("sources")[1].split(",", maxsplit=1)[0]
    _, out, _ = contradiction.run("document", RULE, RECORD, "--source", source, "--explanation", "It says so.")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["source_id"], row["status"]) == (source, "explained")


def test_a_rule_that_holds_has_nothing_to_document(contradiction):
    code, out, _ = contradiction.run("document", RULE, "monthly-2019-03")
    assert (code, out) == (1, f"monthly-2019-03: `civcas check` has no finding of {RULE} there\n")
    code, out, _ = contradiction.run("document", "releases/months-follow", RECORD)
    assert code == 1
    assert f"undocumented there: {RULE}, releases/open-at-end-balance" in out


def test_what_follows_from_another_finding_waits_for_that(copy):
    copy.replace("releases", copy.line_of("releases", f"{RECORD},"), ",18,3,15,", ",19,3,15,")
    code, out, _ = copy.run("document", RULE, RECORD)
    assert code == 1
    assert f"Correct that first: releases/sourced at {RECORD} / completed" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("releases/completed-summ", RECORD), "no such rule; did you mean releases/completed-sum?"),
        (("structure/type", RECORD), "a known issue can't document this"),
        ((RULE, RECORD, "--write"), "--write: say with --explanation why"),
        ((RULE, RECORD, "--write", "--explanation", " "), "--write: say with --explanation why"),
        ((RULE, RECORD, "--status", "explained"), "name the source that explains it"),
        ((RULE, RECORD, "--source", "no-such-source"), "no-such-source: no such record in data/sources.csv"),
    ],
)
def test_options_that_do_not_go_together_are_refused(contradiction, arguments, said):
    before = contradiction.path("known_issues").read_bytes()
    code, out, err = contradiction.run("document", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert contradiction.path("known_issues").read_bytes() == before
