"""Rules of a package's own: where they are found, when they are run, and what is said of those that are broken."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace

import pytest

from civcas.checking.check import check
from civcas.checking.rule import all_rules
from civcas.checking.rule_files import rules_not_run, rules_of
from civcas.cli import main
from civcas.errors import UnusableInput
from civcas.package.tables import read_package
from tests.conftest import put_roads

RULE = '''
from narwhals import col, lit

from civcas.rules import Expectation, rule


@rule()
def {name}({table}):
    """What must hold.

    Why it matters.

    Bad: bad.
    Good: good.
    Fix: fix it.
    """
    {body}
'''
HOLDS = 'return Expectation({0}, holds=col("{1}") == col("{1}"), expected=lit("itself"), field="{1}")'


def a_rule(name="own_rule", table="regions", body=""):
    return RULE.format(name=name, table=table, body=body or HOLDS.format(table, "name"))


@pytest.fixture
def roads(tmp_path):
    return put_roads(tmp_path / "roads")


def read(root, **members):
    """The package in a folder, which may run its rules, with other members of the descriptor's `civcas`."""
    file = root / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    descriptor["civcas"] |= members
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    return replace(read_package(root, with_faults=True), runs_rules=True)


def fault(root, text, name="own.py"):
    """What is said of a file with rules."""
    (root / "rules" / name).write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput) as error:
        rules_of(read(root))
    return str(error.value)


def line(text, words):
    return next(number for number, found in enumerate(text.splitlines(), 1) if words in found)


# --- which rules there are ---------------------------------------------------------------------------------------
def test_a_package_has_only_the_rules_that_it_asks_for(roads):
    assert list(rules_of(read(roads))) == ["years/months-add-up"]
    assert {*all_rules(), "years/months-add-up"} == set(rules_of(read(roads, uses=["oir-civcas"])))


def test_a_table_with_the_name_of_another_subjects_is_not_judged_by_its_rules(roads):
    """A table called `strikes`, of work that stopped, has none of the fields that rules on air strikes read."""
    shutil.copy(roads / "data" / "regions.csv", roads / "data" / "strikes.csv")
    schema = json.loads((roads / "schemas" / "regions.json").read_text(encoding="utf-8")) | {"name": "strikes"}
    (roads / "schemas" / "strikes.json").write_text(json.dumps(schema), encoding="utf-8")
    descriptor = json.loads((roads / "datapackage.json").read_text(encoding="utf-8"))
    resource = {"name": "strikes", "path": "data/strikes.csv", "title": "Strikes", "schema": "schemas/strikes.json"}
    descriptor["resources"].append(resource)
    (roads / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    foreign_key = [item.rule for item in check(read(roads)).errors]
    assert foreign_key == ["structure/descriptor"] * len(foreign_key)  # of region_id, the key of two tables now
    judged = check(read(roads, uses=["oir-civcas"]))
    assert "structure/missing-table" in {item.rule for item in judged.errors}


def test_a_file_that_begins_with_an_underscore_has_no_rules(roads):
    (roads / "rules" / "_later.py").write_text("not Python", encoding="utf-8")
    assert list(rules_of(read(roads))) == ["years/months-add-up"]


def test_rules_of_an_installed_distribution_are_used_by_their_name(roads, tmp_path, monkeypatch):
    site = tmp_path / "site"
    (site / "road_rules").mkdir(parents=True)
    (site / "road_rules" / "__init__.py").write_text("", encoding="utf-8")
    (site / "road_rules" / "of_regions.py").write_text(a_rule(), encoding="utf-8")
    (site / "road_rules-1.dist-info").mkdir()
    (site / "road_rules-1.dist-info" / "METADATA").write_text("Name: road-rules\nVersion: 1\n", encoding="utf-8")
    (site / "road_rules-1.dist-info" / "entry_points.txt").write_text(
        "[civcas.rules]\nroads = road_rules\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(site)
    assert list(rules_of(read(roads, uses=["roads"]))) == ["regions/own-rule", "years/months-add-up"]
    assert not check(read(roads)).errors


def test_a_name_that_nothing_installed_has_is_told_with_its_place(roads):
    with pytest.raises(UnusableInput, match=r"json#/civcas/uses/0: found other, expected one of oir-civcas"):
        rules_of(read(roads, uses=["other"]))


# --- when they are run -------------------------------------------------------------------------------------------
def marked(root):
    """A file that a rule writes when it is run."""
    mark = root / "was-run"
    (root / "rules" / "mark.py").write_text(f"open({str(mark)!r}, 'w').close()\n{a_rule()}", encoding="utf-8")
    return mark


@pytest.mark.parametrize("how", ["folder", "--package", "zip"])
def test_the_code_of_another_package_is_not_run_unless_asked_for(roads, capsys, monkeypatch, tmp_path, how):
    mark = marked(roads)
    monkeypatch.chdir(tmp_path)
    where = {"folder": [str(roads)], "--package": ["--package", str(roads)]}
    where["zip"] = [shutil.make_archive(str(tmp_path / "roads"), "zip", roads)]
    assert main(["check", *where[how]]) == 0
    out = capsys.readouterr().out
    assert not mark.exists()
    assert "rules/mark.py:8 regions/own-rule was not run: it is code of the package. --run-rules runs it" in out
    assert "rules/years.py:9 years/months-add-up was not run" in out
    assert out.endswith("2 rules of the package not run\n")
    assert main(["check", *where[how], "--quiet"]) == 0
    assert "was not run" in capsys.readouterr().out
    assert main(["check", *where[how], "--run-rules"]) == 0
    assert mark.exists()
    assert capsys.readouterr().out == "5 tables, 104 records, 2 rules: no finding, 1 documented by known issues\n"


@pytest.mark.parametrize("folder", [".", "data"])
def test_who_works_inside_the_package_runs_its_rules(roads, capsys, monkeypatch, folder):
    mark = marked(roads)
    monkeypatch.chdir(roads / folder)
    assert main(["check"]) == 0
    assert mark.exists()
    assert "2 rules" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["build", "serve"])
def test_what_was_not_checked_is_not_published(roads, capsys, command):
    mark = marked(roads)
    assert main([command, "--package", str(roads)]) == 2
    assert "rules/mark.py:8: regions/own-rule is code of the package" in capsys.readouterr().err
    assert not mark.exists()
    assert not (roads / "dist").exists()


@pytest.mark.parametrize("form", ["json", "markdown", "sarif", "junit"])
def test_every_form_of_the_report_names_the_rules_that_were_not_run(roads, capsys, form):
    main(["check", str(roads), "--format", form])
    out = capsys.readouterr().out
    assert "years/months-add-up" in out
    assert "rules/years.py:9" in out


def test_a_file_that_is_no_python_is_named_if_it_is_not_run(roads):
    (roads / "rules" / "own.py").write_text("no rule", encoding="utf-8")
    assert rules_not_run(read_package(roads)) == {
        "rules/own.py": "rules/own.py:1",
        "years/months-add-up": "rules/years.py:9",
    }


def test_whether_a_documented_finding_is_still_there_is_not_said_of_a_rule_that_was_not_run(roads):
    assert not check(read_package(roads)).errors
    (roads / "rules" / "years.py").unlink()
    (finding,) = check(read_package(roads)).errors
    assert (finding.rule, finding.found) == ("known_issues/rule-exists", "years/months-add-up")


# --- broken files ------------------------------------------------------------------------------------------------
def test_a_file_that_is_not_python_is_told_with_its_line(roads):
    assert fault(roads, "x = 1\ndef (") == "rules/own.py:2: not Python: invalid syntax"


def test_an_error_in_a_file_is_told_with_its_line(roads):
    text = "import json\n\njson.loads('{')\n"
    assert fault(roads, text).startswith("rules/own.py:3: can't be run: JSONDecodeError: ")
    assert "rules/own.py:1: can't be run: ModuleNotFoundError" in fault(roads, "import no_such_module_here\n")


def test_a_file_without_a_rule_is_told(roads):
    assert fault(roads, "x = 1\n") == "rules/own.py:1: no rule; expected a function with the decorator @rule()"


def test_two_rules_of_one_name_are_told_with_both_places(roads):
    text = a_rule() + a_rule()
    first, second = line(text, "@rule"), len(a_rule().splitlines()) + line(a_rule(), "@rule")
    words = "a second rule regions/own-rule; the first is in"
    assert fault(roads, text) == f"rules/own.py:{second}: {words} rules/own.py:{first}. Rename one"
    (roads / "rules" / "other.py").write_text(a_rule(), encoding="utf-8")
    assert fault(roads, a_rule()) == f"rules/own.py:{first}: {words} rules/other.py:{first}"


def test_a_rule_with_the_name_of_one_that_is_used_is_told(roads):
    (roads / "rules" / "own.py").write_text(a_rule("key_names_record_and_rule", "known_issues"), encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"rules/own.py:7: a second rule known_issues/key-names-record-and-rule"):
        rules_of(read(roads, uses=["oir-civcas"]))


def test_a_page_that_lacks_a_part_is_told(roads):
    text = a_rule().replace("    Fix: fix it.\n", "")
    assert fault(roads, text).startswith("rules/own.py:7: the docstring of the rule regions/own-rule lacks: Fix.")


def test_a_rule_without_a_table_and_one_with_a_reserved_name_are_told(roads):
    assert "own_rule has no parameter" in fault(roads, a_rule(table="", body="return None"))
    assert "rules/own.py:7: regions/used: this name has a meaning of its own" in fault(roads, a_rule("used"))


def test_a_broken_file_is_unusable_input_for_every_command(roads, capsys, monkeypatch):
    (roads / "rules" / "own.py").write_text("def (", encoding="utf-8")
    monkeypatch.chdir(roads)
    for command in (["check"], ["build"], ["docs"]):
        assert main(command) == 2
        assert "rules/own.py:1: not Python" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("return 1 / 0", "ZeroDivisionError: division by zero"),
        ("return None", "returns a NoneType; expected an Expectation"),
        (HOLDS.format("regions", "nobody"), "nobody"),
        ('return Expectation(regions, holds=col("name") == "x", expected=col("nobody"), field="name")', "nobody"),
        ('return Expectation(regions, holds=col("name") == "x", expected=lit(""), field="nobody")', "no such field"),
    ],
)
def test_a_rule_that_fails_is_a_finding_at_its_line(roads, body, why):
    (roads / "rules" / "own.py").write_text(a_rule(body=body), encoding="utf-8")
    report = check(read(roads))
    (finding,) = report.errors
    assert (finding.rule, finding.file, finding.line) == ("structure/rule-not-checked", "rules/own.py", 7)
    assert why in finding.found
    assert report.skipped_rules == ["regions/own-rule"]


def test_a_rule_about_a_table_that_is_not_there_is_a_finding(roads):
    (roads / "rules" / "own.py").write_text(a_rule(table="bridges"), encoding="utf-8")
    (finding,) = check(read(roads)).errors
    assert (finding.rule, finding.found) == ("structure/missing-table", "no resource is named bridges")


def test_a_broken_rule_finds_what_it_says(roads):
    body = 'return Expectation(regions, holds=col("name") != "North", expected=lit("another name"), field="name")'
    (roads / "rules" / "own.py").write_text(a_rule(body=body), encoding="utf-8")
    (finding,) = check(read(roads)).errors
    assert (finding.rule, finding.key, finding.field) == ("regions/own-rule", "north", "name")
    assert (finding.found, finding.expected, finding.hint) == ("North", "another name", "fix it.")


# --- what code of somebody else does -----------------------------------------------------------------------------
ENDS = ["__import__('sys').exit(0)", "raise GeneratorExit", "raise BaseException('end')", "exit()"]


@pytest.mark.parametrize("code", ENDS)
def test_a_file_does_not_end_the_program(roads, code):
    said = fault(roads, code)
    assert re.fullmatch(r"rules/own\.py:1: can't be run: RuntimeError: \w+ ?.*, which would end the program", said)


@pytest.mark.parametrize("code", ENDS)
def test_a_rule_does_not_end_the_check(roads, code):
    (roads / "rules" / "own.py").write_text(a_rule(body=code), encoding="utf-8")
    (found,) = check(read(roads)).errors
    assert (found.rule, found.file, found.line) == ("structure/rule-not-checked", "rules/own.py", 7)
    assert found.found.endswith("which would end the program")
    assert found.hint.startswith("Correct the rule. ")


def test_the_tables_that_a_rule_reads_do_not_end_the_check(roads):
    text = a_rule(table="regions, **more").replace("@rule()", "@rule(further=lambda schemas: exit())")
    (roads / "rules" / "own.py").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"rules/own\.py:7: further: RuntimeError: SystemExit"):
        check(read(roads))


def test_what_a_rule_prints_is_not_in_the_report(roads, capsys, monkeypatch):
    monkeypatch.chdir(roads)
    body = f"print('from the rule')\n    {HOLDS.format('regions', 'name')}"
    (roads / "rules" / "own.py").write_text("print('from the file')\n" + a_rule(body=body), encoding="utf-8")
    assert main(["check", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["rules"] == 2
    assert err == "from the file\nfrom the rule\n"


@pytest.mark.parametrize("words", ["lit(None)", "lit('')"])
def test_a_rule_without_words_for_what_it_expects_is_told(roads, words):
    body = f"return Expectation(regions, holds=col('name') == lit('nobody'), expected={words}, field='name')"
    (roads / "rules" / "own.py").write_text(a_rule(body=body), encoding="utf-8")
    (found,) = check(read(roads)).errors
    assert found.rule == "structure/rule-not-checked"
    assert "`expected` of the rule gives no words for" in found.found
