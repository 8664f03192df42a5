"""Writes a report as JUnit XML, which programs for continuous integration show as a list of tests."""

from __future__ import annotations

from collections import defaultdict
from xml.etree import ElementTree as ET

from civcas.checking.catalogue import catalogue
from civcas.checking.check import Report
from civcas.checking.findings import Finding
from civcas.checking.report import summary, text_of
from civcas.wording import count, visible


def as_junit(report: Report, *, documented: bool = False) -> str:
    """A test for each rule that holds or was not checked, and one for each finding; documented ones are no failures."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings if documented else report.errors:
        found[finding.rule].append(finding)
    suite = ET.Element("testsuite", name="civcas check")
    for rule in catalogue(report.known):
        if rule in report.skipped_rules:
            test = _test(suite, rule, rule)
            ET.SubElement(test, "skipped", message="correct the files that it reads first")
        elif rule not in found:
            _test(suite, rule, rule)
        for finding in found[rule]:
            _finding(suite, finding)
    for rule, place in report.rules_not_run.items():
        ET.SubElement(_test(suite, rule, rule), "skipped", message=f"not run: {place}; --run-rules runs it")
    if report.elsewhere:
        words = f"{count(report.elsewhere, 'finding')} in other files not shown"
        ET.SubElement(_test(suite, "other files", "other files"), "failure", message=words)
    ET.SubElement(suite, "system-out").text = summary(report)
    return _written(suite)


def failure(message: str) -> str:
    """The tests of a check that could not be made."""
    suite = ET.Element("testsuite", name="civcas check")
    ET.SubElement(_test(suite, "package", "package"), "error", message=_shown(message))
    return _written(suite)


def _finding(suite: ET.Element, finding: Finding) -> None:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.position) if part)
    test = _test(suite, finding.rule, f"{finding.rule} {place}")
    if finding.issue:
        ET.SubElement(test, "system-out").text = _shown(text_of(finding))
        return
    words = f"found {finding.found}, expected {finding.expected}"
    failed = ET.SubElement(test, "failure", message=_shown(words), type=finding.rule)
    failed.text = _shown(text_of(finding))


def _test(suite: ET.Element, rule: str, name: str) -> ET.Element:
    table = rule.partition("/")[0]
    return ET.SubElement(suite, "testcase", classname=f"civcas.{table}", name=_shown(name), time="0")


def _shown(text: str) -> str:
    """A text without the characters that XML can't hold, line by line."""
    return "\n".join(map(visible, text.split("\n")))


def _written(suite: ET.Element) -> str:
    """The file in ASCII, with a number for every other letter, so that it is right in any encoding."""
    counts = {name: str(len(suite.findall(f"testcase/{name}"))) for name in ("failure", "error", "skipped")}
    numbers = {"failures": counts["failure"], "errors": counts["error"], "skipped": counts["skipped"]}
    numbers["tests"] = str(len(suite.findall("testcase")))
    for name, number in numbers.items():
        suite.set(name, number)
    top = ET.Element("testsuites", numbers, name="civcas")
    top.append(suite)
    ET.indent(top)
    return bytes(ET.tostring(top, encoding="us-ascii", xml_declaration=True)).decode()
