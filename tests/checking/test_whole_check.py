"""The whole check: which rules a broken table skips, what is left of the register, and in which order findings come."""

from __future__ import annotations

import pytest

from civcas.checking.check import Report, check
from civcas.checking.findings import Finding
from civcas.checking.rule import all_rules
from civcas.errors import UnusableInput
from civcas.package.tables import read_bytes, read_package


@pytest.fixture
def changed(package):
    """The files of some tables with one text put in for another."""

    def files(**changes):
        made = {}
        for name, (old, new) in changes.items():
            data = read_bytes(package, package.resource(name)).decode()
            assert old in data
            made[name] = data.replace(old, new, 1).encode()
        return made

    return files


def rules_that_read(package, table, needs_valid_tables):
    return {
        rule.id
        for rule in all_rules().values()
        if table in rule.tables(package.schemas) and rule.needs_valid_tables in needs_valid_tables
    }


def test_the_small_package_is_in_order(package):
    report = check(package)
    assert (report.errors, report.skipped_rules, report.violations) == ([], [], ())
    assert report.rules == len(all_rules())
    assert report.documented == report.findings
    assert report.documented
    assert report.records == {
        name: read_bytes(package, package.resource(name)).count(b"\n") - 1 for name in package.schemas
    }


def test_a_cell_that_can_not_be_read_skips_the_rules_that_say_that_something_is_missing(package, changed):
    report = check(package, changed(evidence=(",1302,", ",1302 ,")))
    assert {(item.rule, item.file) for item in report.errors} == {("structure/spaces", "data/evidence.csv")}
    assert report.violations
    assert not any(item.rule.startswith("structure/") for item in report.violations)
    assert set(report.skipped_rules) == rules_that_read(package, "evidence", {True})
    assert report.rules == len(all_rules()) - len(report.skipped_rules)


def test_a_table_that_can_not_be_read_skips_every_rule_that_reads_it(package):
    report = check(package, {"evidence": b""})
    assert {item.rule for item in report.errors} == {"structure/empty-file"}
    assert set(report.skipped_rules) == rules_that_read(package, "evidence", {True, False})


def test_a_file_that_is_not_there_is_a_finding_that_says_so(copy):
    copy.path("airpower").unlink()
    report = check(read_package(copy.root))
    found = [(item.file, item.found, item.expected) for item in report.errors if item.rule == "structure/file"]
    assert found == [("data/airpower.csv", "no such file", "a file")]


def test_a_file_in_another_form_skips_nothing(package):
    data = read_bytes(package, package.resource("evidence"))
    report = check(package, {"evidence": data.replace(b"\n", b"\r\n")})
    assert [item.rule for item in report.errors] == ["structure/canonical"]
    assert report.skipped_rules == []


def test_a_register_in_another_form_holds_nothing_back(package):
    data = read_bytes(package, package.resource("known_issues"))
    (error,) = check(package, {"known_issues": data.replace(b"\n", b"\r\n")}).errors
    assert (error.rule, error.file) == ("structure/canonical", "data/known_issues.csv")
    assert "not shown" not in error.hint


def test_a_finding_on_the_form_of_a_table_makes_no_issue_on_it_stale(package, changed):
    report = check(package, changed(releases=(",1309,", ",1309x,")))
    assert {item.rule for item in report.errors} == {"structure/type"}


def test_without_a_register_violations_are_held_back_and_the_rest_is_not(package, changed):
    instead = changed(releases=(",1302,", ",1302x,")) | {"known_issues": b"nothing\n"}
    report = check(package, instead)
    assert [(item.rule, item.file) for item in report.errors] == [
        ("structure/header", "data/known_issues.csv"),
        ("structure/type", "data/releases.csv"),
    ]
    assert "violations of content rules can't be compared with it and are not shown." in report.errors[0].hint
    assert "compared" not in report.errors[1].hint


def test_undocumented_violations_are_all_kept(package, changed):
    report = check(package, changed(releases=(",1302,", ",1303,")))
    rules = {item.rule for item in report.violations}
    (error,) = report.errors
    assert rules == {error.rule, *error.also} - {"known_issues/stale"}
    assert len(rules) > 1


def test_an_issue_whose_contradiction_is_gone_is_stale(package, changed):
    report = check(package, changed(releases=(",1309,", ",1306,")))
    assert "known_issues/stale" in {rule for item in report.errors for rule in (item.rule, *item.also)}


def test_findings_are_in_order_of_file_and_line(package, changed):
    report = check(package, changed(releases=("monthly,", "weekly,"), estimates=(",Coalition,", ",Nobody,")))
    places = [(item.file, item.line, item.field) for item in report.findings]
    assert places == sorted(places)
    assert all(item.position for item in report.errors if item.field)


def test_nothing_that_can_be_read_is_unusable_input(package):
    with pytest.raises(UnusableInput, match=r"none of the tables can be read:\ndata/releases.csv:1: nothing\n"):
        check(package, dict.fromkeys(package.schemas, b""))


def test_a_report_of_some_files_counts_the_errors_in_others():
    a, b, c = Finding("r", "a"), Finding("r", "b"), Finding("r", "b", issue="i")
    report = Report([a, b, c], {}, 0, [])
    assert (report.errors, report.documented, report.elsewhere) == ([a, b], [c], 0)
    part = report.of_files({"a"})
    assert (part.findings, part.elsewhere) == ([a], 1)
