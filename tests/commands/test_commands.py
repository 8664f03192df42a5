"""The other commands, the formats of a report, and what starting up loads."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from civcas.checking.check import Report
from civcas.checking.findings import Finding
from civcas.checking.report import as_markdown


def civcas(package, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "civcas", *arguments], cwd=package.root, capture_output=True, text=True, check=False
    )


def test_help_loads_none_of_the_slow_libraries():
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


def test_pandera_is_loaded_only_for_what_does_not_hold(package):
    text = """
import sys
from civcas.cli import main
assert main(sys.argv[1:]) == 0
print("pandera" in sys.modules)
"""
    for command, loaded in ((("format", "--check"), False), (("totals",), False), (("check", "--quiet"), True)):
        run = [sys.executable, "-c", text, *command]
        done = subprocess.run(run, cwd=package.root, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == str(loaded), command


def test_usage_errors_end_with_2(package):
    assert civcas(package, "chekc").returncode == 2
    assert civcas(package, "check", "--format", "xml").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("diff", "HEAD", "--most", "9" * 30), "expected a whole number"),
        (("serve", "--port", "65536"), "expected a port, 0 to 65535"),
        (("serve", "--port", "-1"), "expected"),
        (("draft", "-", "--kind", "news", "--url", "http://["), "expected an address"),
        (("draft", "-", "--kind", "news", "--url", "https://example.org/\udcff"), "expected"),
        (("document", "a/b", "c", "--explanation", "\udcff"), "expected text in UTF-8"),
    ],
)
def test_values_that_make_no_sense_are_refused_before_anything_is_done(copy, arguments, said):
    with pytest.raises(SystemExit) as stop:
        copy.run(*arguments)
    assert stop.value.code == 2
    assert said in copy.capsys.readouterr().err


def test_a_terminal_without_a_letter_gets_its_code(package):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "civcas", "verify", "monthly-2019-04", "-"]
    text = "The Coalition: one hundred and eleven reports are still open." + " It thanks all who report to it." * 6
    done = subprocess.run(
        command, cwd=package.root, env=environment, input=text, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u201c" in done.stdout


def test_a_reader_that_goes_away_is_no_traceback(package):
    command = [sys.executable, "-m", "civcas", "check", "--format", "json"]
    with subprocess.Popen(command, cwd=package.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (128 + signal.SIGPIPE, b"")


def test_check_of_one_file_reports_that_file_only(copy):
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    code, out, _ = copy.run("check", str(copy.path("estimates")))
    assert code == 1
    assert "no finding, " in out
    assert "; 1 finding in other files" in out
    assert copy.run("check", str(copy.path("releases")))[0] == 1


def test_check_of_a_file_that_is_no_table(copy):
    code, _, err = copy.run("check", str(copy.root / "README.md"))
    assert code == 2
    assert "not a table of the package" in err


@pytest.fixture
def slip(copy):
    """A copy with one wrong digit, and its line."""
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",1302,", ",1320,")
    return copy, line


def test_text_says_all_there_is_to_say(slip):
    copy, line = slip
    tables = len(list((copy.root / "data").glob("*.csv")))
    code, out, _ = copy.run("check")
    position = copy.lines("releases")[line - 1].index(",1320,") + 2
    assert code == 1
    assert f"data/releases.csv:{line}:{position} releases/sourced" in out
    assert "found:    1320" in out
    assert "expected: 1302, as evidence has it" in out
    assert "also:     breaks releases/" in out
    assert out.strip().splitlines()[-1].startswith(f"{tables} tables, ")


def test_github_annotations_point_at_the_cell(slip):
    copy, line = slip
    _, out, _ = copy.run("check", "--format", "github")
    position = copy.lines("releases")[line - 1].index(",1320,") + 2
    errors = [text for text in out.splitlines() if text.startswith("::error")]
    assert len(errors) == 1
    assert errors[0].startswith(f"::error file=data/releases.csv,line={line},col={position},title=releases/sourced::")


def test_github_annotations_are_no_more_than_github_shows(copy):
    many = [f"zz-{number:03},Paper {number},,news ,," for number in range(100)]
    copy.write("organisations", [*copy.lines("organisations"), *many])
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    _, out, _ = copy.run("check", "--format", "github")
    first = copy.line_of("organisations", "zz-000,")
    errors = [text for text in out.splitlines() if text.startswith("::error")]
    assert len(errors) == 2
    spaces = next(text for text in errors if "structure/spaces" in text)
    assert f"line={first}," in spaces
    assert "found news  (100 cells like this, in kind)" in spaces


def test_a_job_summary_is_cut_where_github_would_refuse_it():
    finding = Finding("structure/enum", "data/organisations.csv", 2, "kind", "k" * 500, "x" * 5000, "y" * 5000)
    report = Report([replace(finding, line=number) for number in range(2, 3002)], {"organisations": 3000}, 0, [])
    out = as_markdown(report)
    assert len(out.encode()) < 1024 * 1024
    assert "2,500 more are not listed" in out


def test_markdown_is_a_table(slip):
    copy, line = slip
    _, out, _ = copy.run("check", "--format", "markdown")
    assert f"| data/releases.csv:{line} | releases/sourced | monthly-2019-04 / killed_total | 1320 |" in out


def test_json_is_whole(slip):
    copy, _ = slip
    _, out, _ = copy.run("check", "--format", "json")
    report = json.loads(out)
    assert report["errors"] == 1
    assert report["records"] == {
        file.stem: len(copy.lines(file.stem)) - 1 for file in (copy.root / "data").glob("*.csv")
    }
    assert {finding["severity"] for finding in report["findings"]} == {"error", "documented"}


def test_format_puts_tables_in_order_and_loses_nothing(copy):
    before = copy.path("releases").read_bytes()
    header, *rows = copy.lines("releases")
    messy = [header, *[row.replace("monthly,", " monthly ,", 1) for row in reversed(rows)]]
    copy.path("releases").write_bytes(("\ufeff" + "\r\n".join(messy)).encode())
    assert copy.run("format", "--check")[:2] == (1, "data/releases.csv: not in canonical form. Run `civcas format`\n")
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


def test_docs_out_of_step_are_reported_and_written(copy):
    rules = copy.root / "docs" / "rules.md"
    rules.write_text(rules.read_text().replace("releases/sourced", "releases/sauced"))
    code, out, _ = copy.run("docs", "--check")
    assert code == 1
    assert "docs/rules.md: out of date. Run `civcas docs`" in out
    assert copy.run("docs")[0] == 0
    assert copy.run("docs", "--check")[:2] == (0, "")
    assert "releases/sourced" in rules.read_text()
    assert "releases/sauced" not in rules.read_text()


def test_every_enumerated_value_is_explained(package):
    for schema in package.schemas.values():
        for field in schema.fields:
            assert list(field.categories) == field.constraints.get("enum", []), field.name
            assert field.title
            assert field.description
