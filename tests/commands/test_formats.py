"""SARIF and JUnit XML of a check, and the encoding of what is printed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from civcas.checking.catalogue import catalogue
from civcas.checking.formats import FORMATS
from civcas.cli import parser


@pytest.fixture
def slip(copy):
    """A copy with one wrong digit, and the line and character of its cell."""
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",1302,", ",1320,")
    return copy, line, copy.lines("releases")[line - 1].index(",1320,") + 2


def test_every_format_can_be_chosen(capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["check", "--format", "none"])
    choices = capsys.readouterr().err.partition("choose from ")[2].partition(")")[0]
    assert re.findall("[a-z]+", choices) == list(FORMATS)


# --- SARIF ---
# What SARIF 2.1.0 says of the members that are written: whether they must be there, and of what kind they are.
LOG = {"$schema": str, "version": str, "runs": list}
RUN = {"tool": dict, "invocations": list, "columnKind": str, "results": list, "properties": dict}
DRIVER = {"name": str, "version": str, "rules": list}
RULE = {"id": str, "shortDescription": dict, "help": dict}
RESULT = {"ruleId": str, "ruleIndex": int, "level": str, "message": dict, "locations": list}
RESULT_MAY = {"relatedLocations": list, "suppressions": list}
LEVELS = ("none", "note", "warning", "error")


def require(node, must, may=()):
    """The members of an object: all of these, none but these, of these kinds."""
    assert set(must) <= set(node) <= {*must, *may}
    for name, kind in {**must, **dict(may)}.items():
        assert isinstance(node.get(name, kind()), kind), name


def sarif(text):
    """The run of a log, all of whose objects are as the standard has them."""
    log = json.loads(text)
    require(log, LOG)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("/sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    require(run, RUN)
    assert run["columnKind"] in ("unicodeCodePoints", "utf16CodeUnits")
    require(run["tool"], {"driver": dict})
    driver = run["tool"]["driver"]
    require(driver, DRIVER)
    for rule in driver["rules"]:
        require(rule, RULE)
        assert rule["shortDescription"]["text"]
        require(rule["help"], {"text": str, "markdown": str})
    (invocation,) = run["invocations"]
    require(invocation, {"executionSuccessful": bool, "toolExecutionNotifications": list})
    for note in invocation["toolExecutionNotifications"]:
        require(note, {"level": str, "message": dict})
        assert note["level"] in LEVELS
    for result in run["results"]:
        _require_result(result, driver["rules"])
    return run


def _require_result(result, rules):
    require(result, RESULT, RESULT_MAY)
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["level"] in LEVELS
    assert result["message"]["text"]
    for suppression in result.get("suppressions", []):
        require(suppression, {"kind": str, "status": str, "justification": str})
        assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    for location in (*result["locations"], *result.get("relatedLocations", [])):
        require(location, {}, {"physicalLocation": dict, "logicalLocations": list, "message": dict})
        place = location.get("physicalLocation", {})
        require(place, {}, {"artifactLocation": dict, "region": dict})
        if "region" in place:
            require(place["region"], {"startLine": int}, {"startColumn": int})
            assert min(place["region"].values()) >= 1


def test_sarif_points_at_the_cell_and_at_what_it_rests_on(slip):
    copy, line, position = slip
    code, out, _ = copy.run("check", "--format", "sarif")
    run = sarif(out)
    assert code == 1
    (result,) = run["results"]
    assert result["ruleId"] == "releases/sourced"
    assert result["message"]["text"].startswith("Found 1320, expected 1302, as evidence has it.")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/releases.csv"},
        "region": {"startLine": line, "startColumn": position},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "monthly-2019-04/killed_total"
    seen = result["relatedLocations"][0]
    assert seen["physicalLocation"]["artifactLocation"]["uri"] == "data/evidence.csv"
    assert seen["message"]["text"].startswith("1302, source ")
    assert run["invocations"][0] == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_sarif_suppresses_what_known_issues_document(copy):
    report = json.loads(copy.run("check", "--format", "json")[1])
    code, out, _ = copy.run("check", "--format", "sarif", "--documented")
    results = sarif(out)["results"]
    assert code == 0
    assert len(results) == report["documented"] > 0
    assert {result["suppressions"][0]["justification"] for result in results} == {
        finding["issue"] for finding in report["findings"]
    }
    assert sarif(copy.run("check", "--format", "sarif")[1])["results"] == []


def test_sarif_says_what_was_not_checked_or_is_not_shown(slip):
    copy, _, _ = slip
    run = sarif(copy.run("check", str(copy.path("estimates")), "--format", "sarif")[1])
    assert run["results"] == []
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "1 finding in other files not shown"
    copy.path("strikes").unlink()
    notes = sarif(copy.run("check", "--format", "sarif")[1])["invocations"][0]["toolExecutionNotifications"]
    assert len(notes) > 5
    assert all("was not checked" in note["message"]["text"] for note in notes)


def test_sarif_quotes_names_of_files(copy):
    (copy.root / "data" / "no table ü%.csv").write_text("a\n")
    (result,) = sarif(copy.run("check", "--format", "sarif")[1])["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "data/no%20table%20%C3%BC%25.csv"
    assert unquote(uri) == "data/no table ü%.csv"


def test_a_check_that_fails_is_no_clean_one(copy):
    (copy.root / "datapackage.json").write_text("{,}")
    code, out, err = copy.run("check", "--format", "sarif")
    (invocation,) = sarif(out)["invocations"]
    assert code == 2
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["level"] == "error"
    assert f"civcas: {invocation['toolExecutionNotifications'][0]['message']['text']}\n" == err
    code, out, _ = copy.run("check", "--format", "junit")
    suite = junit(out)
    assert (code, suite.get("errors"), suite.get("failures")) == (2, "1", "0")
    assert suite.find("testcase/error").get("message").startswith("datapackage.json:1:2: not JSON")


# --- JUnit ---
def junit(text):
    """The suite of a file, all of whose elements and numbers are as programs expect them."""
    top = ET.fromstring(text)
    assert top.tag == "testsuites"
    (suite,) = top
    assert suite.tag == "testsuite"
    tests = suite.findall("testcase")
    counted = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for element in (top, suite):
        assert element.get("tests") == str(len(tests))
        for name, tag in counted.items():
            assert element.get(name) == str(len(suite.findall(f"testcase/{tag}")))
    assert {child.tag for child in suite} <= {"testcase", "system-out"}
    for test in tests:
        assert test.get("name")
        assert test.get("classname")
        assert float(test.get("time")) == 0
        assert {child.tag for child in test} <= {*counted.values(), "system-out"}
        assert len(test) <= 1
    return suite


def test_junit_has_a_test_for_each_rule_and_a_failure_for_each_finding(slip):
    copy, line, position = slip
    code, out, _ = copy.run("check", "--format", "junit")
    suite = junit(out)
    assert code == 1
    names = [test.get("name") for test in suite.findall("testcase")]
    failed = f"releases/sourced data/releases.csv:{line}:{position}"
    assert set(names) == {*catalogue(), failed} - {"releases/sourced"}
    (test,) = [test for test in suite.findall("testcase") if test.find("failure") is not None]
    assert (test.get("name"), test.get("classname")) == (failed, "civcas.releases")
    assert test.find("failure").get("message") == "found 1320, expected 1302, as evidence has it"
    assert "see:      data/evidence.csv:" in test.find("failure").text
    assert "1 finding" in suite.findtext("system-out")


def test_junit_of_a_clean_package_has_no_failure(copy):
    code, out, _ = copy.run("check", "--format", "junit", "--documented")
    suite = junit(out)
    assert (code, suite.get("failures"), suite.get("errors")) == (0, "0", "0")
    assert any("[documented: " in (test.findtext("system-out") or "") for test in suite.findall("testcase"))


def test_junit_says_what_was_not_checked_or_is_not_shown(slip):
    copy, _, _ = slip
    suite = junit(copy.run("check", str(copy.path("estimates")), "--format", "junit")[1])
    (failure,) = suite.findall("testcase/failure")
    assert failure.get("message") == "1 finding in other files not shown"
    copy.path("strikes").unlink()
    skipped = json.loads(copy.run("check", "--format", "json")[1])["skipped_rules"]
    suite = junit(copy.run("check", "--format", "junit")[1])
    assert [test.get("name") for test in suite.findall("testcase") if test.find("skipped") is not None] == [
        name for name in catalogue() if name in skipped
    ]


def test_junit_holds_no_character_that_xml_can_not_hold(copy):
    copy.replace("organisations", 2, ",", ",\x08\x00<&]]>\ufffe\u0623")
    suite = junit(copy.run("check", "--format", "junit")[1])
    said = " ".join(failure.text for failure in suite.findall("testcase/failure"))
    assert "\\x08\\x00<&]]>\\ufffe\u0623" in said


# --- the encoding ---
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES = [{"LC_ALL": "C"}, ASCII]


# Each report, with a mark before it, from one process.
REPORTS = """
import sys
from civcas.cli import main
for form in sys.argv[1:]:
    sys.argv[1:] = ["check", "--format", form]
    print(f"-- {form} --")
    assert main() == 1
"""


@pytest.mark.parametrize(("forms", "variables"), [(list(FORMATS), ASCII), (["text"], {"LC_ALL": "C"})])
def test_what_is_printed_is_utf8_in_every_locale(copy, forms, variables):
    copy.replace("organisations", 2, ",", ",\u0623\u2009\u201cü\u201d\U0001f4a5")
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "LANG")}
    command = [sys.executable, "-c", REPORTS, *forms]
    done = subprocess.run(command, cwd=copy.root, env=environment | variables, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    first, *reports = re.split(r"^-- ([a-z]+) --\n", done.stdout.decode("utf-8"), flags=re.MULTILINE)
    assert (first, reports[::2]) == ("", forms)
    for form, report in zip(forms, reports[1::2], strict=True):
        out = "".join(ET.fromstring(report).itertext()) if form == "junit" else report
        assert "\u0623" in out, form
        assert "ü" in out, form


@pytest.mark.parametrize("variables", LOCALES)
def test_messages_are_utf8_in_every_locale(copy, variables):
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "LANG")}
    command = [sys.executable, "-m", "civcas", "check", b"\xff.zip"]
    done = subprocess.run(command, cwd=copy.root, env=environment | variables, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.decode("utf-8").startswith("civcas: \\udcff.zip: no such file")
