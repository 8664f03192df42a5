"""The other commands, the formats of a report, and how long starting up takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT


def civcas(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "civcas", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def quickest(times, *command):
    """The shortest of several runs, in seconds."""

    def once():
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        return time.perf_counter() - start

    return min(once() for _ in range(times))


def test_help_is_quick_since_it_loads_none_of_the_libraries():
    slow = ("frictionless", "narwhals", "pandera", "polars")
    text = f"""
import sys
from civcas.cli import main
try:
    main(["--help"])
finally:
    print([name for name in {slow} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("usage: civcas")
    assert done.stderr == "[]\n"


def test_check_asks_more_than_frictionless_in_less_time():
    ours = quickest(2, sys.executable, "-m", "civcas", "check")
    theirs = quickest(1, sys.executable, "-m", "frictionless", "validate", "datapackage.json")
    assert ours < theirs


def test_usage_errors_end_with_2():
    assert civcas("chekc").returncode == 2
    assert civcas("check", "--format", "xml").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("diff", "HEAD", "--most", "9" * 30), "expected a whole number"),
        (("serve", "--port", "65536"), "expected a port, 0 to 65535"),
        (("serve", "--port", "-1"), "expected"),
        (("draft", "-", "--kind", "news", "--url", "http://["), "expected an address"),
        (("draft", "-", "--kind", "news", "--url", "https://example.org/\udcff"), "expected"),
        (("document", "a/b", "c", "--explanation", "\udcff"), "expected text in UTF-8"),
    ],
)
def test_senseless_values_are_told_before_anything_is_done(copy, arguments, told):
    with pytest.raises(SystemExit) as stop:
        copy.run(*arguments)
    assert stop.value.code == 2
    assert told in copy.capsys.readouterr().err


def test_a_terminal_that_lacks_letters_gets_them_written_out():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "civcas", "verify", "monthly-2019-04", "-"]
    text = "The Coalition: one hundred and eleven reports are still open."
    done = subprocess.run(command, cwd=ROOT, env=environment, input=text, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u201c" in done.stdout


def test_a_reader_that_goes_away_is_no_traceback():
    done = subprocess.run(
        f"{sys.executable} -m civcas check --format json | head -c 10",
        check=False,
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in done.stderr


def test_check_of_one_file_reports_that_file_only(copy):
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    assert copy.run("check", str(copy.path("estimates")))[0] == 0
    assert copy.run("check", str(copy.path("releases")))[0] == 1


def test_check_of_a_file_that_is_no_table(copy):
    code, _, err = copy.run("check", str(copy.root / "README.md"))
    assert code == 2
    assert "no table of the package" in err


@pytest.fixture
def slip(copy):
    """A copy with one wrong digit, and its line."""
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",1302,", ",1320,")
    return copy, line


def test_text_says_all_there_is_to_say(slip):
    copy, line = slip
    code, out, _ = copy.run("check")
    position = copy.lines("releases")[line - 1].index(",1320,") + 2
    assert code == 1
    assert f"data/releases.csv:{line}:{position} releases/sourced" in out
    assert "found:    1320" in out
    assert "expected: 1302, as evidence has it" in out
    assert "also:     breaks releases/" in out
    assert out.strip().splitlines()[-1].startswith("12 tables, ")


def test_github_annotations_point_at_the_cell(slip):
    copy, line = slip
    _, out, _ = copy.run("check", "--format", "github")
    position = copy.lines("releases")[line - 1].index(",1320,") + 2
    errors = [text for text in out.splitlines() if text.startswith("::error")]
    assert len(errors) == 1
    assert errors[0].startswith(f"::error file=data/releases.csv,line={line},col={position},title=releases/sourced::")


def test_github_annotations_are_no_more_than_github_shows(copy):
    lines = copy.lines("organisations")
    slips = [line.replace(",news,", ",news ,") for line in lines]
    copy.write("organisations", slips)
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    _, out, _ = copy.run("check", "--format", "github")
    wrong = [number for number, line in enumerate(lines, 1) if line != slips[number - 1]]
    assert len(wrong) > 100
    errors = [text for text in out.splitlines() if text.startswith("::error")]
    assert len(errors) == 2
    spaces = next(text for text in errors if "structure/spaces" in text)
    assert f"line={wrong[0]}," in spaces
    assert f"and {len(wrong) - 1:,} more of this rule in this file, the next on line {wrong[1]}" in spaces


def test_a_job_summary_is_cut_where_github_would_refuse_it(copy):
    lines = copy.lines("evidence")
    copy.write("evidence", [lines[0], *[line + "x" * 500 for line in lines[1:3000]], *lines[3000:]])
    copy.write("organisations", [line.replace(",news,", ",press,") for line in copy.lines("organisations")])
    copy.write("strikes", [line.replace(",Iraq,", ",Irak,") for line in copy.lines("strikes")])
    out = copy.run("check", "--format", "markdown")[1]
    assert len(out.encode()) < 1024 * 1024
    assert "more are not listed" in out


def test_markdown_is_a_table(slip):
    copy, line = slip
    _, out, _ = copy.run("check", "--format", "markdown")
    assert f"| data/releases.csv:{line} | releases/sourced | monthly-2019-04 / killed_total | 1320 |" in out


def test_json_is_whole(slip):
    copy, _ = slip
    _, out, _ = copy.run("check", "--format", "json")
    report = json.loads(out)
    assert report["errors"] == 1
    assert report["records"]["releases"] > 50
    assert {finding["severity"] for finding in report["findings"]} == {"error", "documented"}


def test_format_mends_what_it_can_and_loses_nothing(copy):
    before = copy.path("releases").read_bytes()
    header, *rows = copy.lines("releases")
    messy = [header, *[row.replace("monthly,", " monthly ,", 1) for row in reversed(rows)]]
    copy.path("releases").write_bytes(("\ufeff" + "\r\n".join(messy)).encode())
    assert copy.run("format", "--check")[:2] == (1, "data/releases.csv: not canonical\n")
    assert copy.run("format")[:2] == (0, "data/releases.csv: rewritten\n")
    assert copy.path("releases").read_bytes() == before
    assert copy.run("format")[:2] == (0, "")


def test_format_leaves_a_file_that_does_not_parse(copy):
    copy.replace("releases", 2, ",", ",,")
    before = copy.path("releases").read_bytes()
    code, out, _ = copy.run("format")
    assert code == 1
    assert "structure/extra-cell" in out
    assert copy.path("releases").read_bytes() == before


def test_docs_out_of_step_are_told_and_mended(copy):
    code, out, _ = copy.run("docs", "--check")
    assert code == 1
    assert "docs/rules.md: out of step" in out
    assert copy.run("docs")[0] == 0
    assert copy.run("docs", "--check")[:2] == (0, "")


def test_every_enumerated_value_is_explained(package):
    for schema in package.schemas.values():
        for field in schema.fields:
            assert list(field.categories) == field.constraints.get("enum", []), field.name
            assert field.title
            assert field.description
