"""One cause is one finding, at the cell that is wrong, whatever else follows from it."""

from __future__ import annotations

import csv
import json
import re
import shutil

import pytest

from tests.conftest import exhaustive, git


def errors(copy, *options):
    _, out, _ = copy.run("check", "--format", "json", *options)
    return [finding for finding in json.loads(out)["findings"] if finding["severity"] == "error"]


def only(copy, *options):
    (finding,) = errors(copy, *options)
    return finding


def change(copy, table, old, new, count=1):
    path = copy.path(table)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8", newline="")


def test_a_mistyped_key_is_reported_where_it_is_and_not_at_every_reference(copy):
    line = copy.line_of("sources", "times-example-coalition-killed-1302-civilians,")
    copy.replace("sources", line, "times-example-coalition", "times-exmple-coalition")
    finding = only(copy)
    assert (finding["rule"], finding["file"], finding["line"]) == ("structure/foreign-key", "data/sources.csv", line)
    assert finding["expected"].startswith("times-example-coalition-killed-1302-civilians, as ")
    assert finding["see"]
    assert finding["hint"].startswith("Write times-example-coalition-killed-1302-civilians here")


def test_one_mistyped_reference_is_reported_at_itself_with_the_key_that_was_meant(copy):
    line = copy.line_of("releases", "monthly-2019-04,")
    key = copy.lines("releases")[line - 1].split(",")[-2]
    copy.replace("releases", line, f",{key},", f",{key[0]}x{key[1:]},")
    finding = next(item for item in errors(copy) if item["rule"] == "structure/foreign-key")
    assert (finding["file"], finding["line"]) == ("data/releases.csv", line)
    assert f"Did you mean {key}?" in finding["hint"]


def test_a_deleted_record_is_one_finding_that_counts_the_references(copy):
    lines = copy.lines("places")
    gone = next(line for line in lines[1:] if line.startswith("mosul,"))
    copy.write("places", [line for line in lines if line != gone])
    finding = only(copy)
    assert (finding["rule"], finding["found"]) == ("structure/foreign-key", "mosul")
    assert "Restore the record in data/places.csv" in finding["hint"]
    assert finding["cells"] == len(finding["see"]) > 1


def test_a_wrong_cell_that_many_records_contradict_is_reported_at_that_cell(copy):
    line = copy.line_of("sources", "coalition-example-monthly-2019-04,")
    copy.replace("sources", line, ",2019-05-31,", ",2018-05-31,")
    finding = only(copy)
    assert (finding["file"], finding["line"], finding["field"]) == ("data/sources.csv", line, "published_on")
    assert finding["found"] == "2018-05-31"
    assert finding["expected"].startswith("2019-05-31, by control_totals, line ")
    assert "evidence/source-not-older" in finding["also"]


def test_a_wrong_cell_that_control_totals_have_too_is_reported_where_many_records_contradict_it(copy):
    line = copy.line_of("sources", "coalition-example-monthly-2019-04,")
    copy.replace("sources", line, ",2019-05-31,", ",2018-05-31,")
    copy.run("totals", "--write")
    finding = only(copy)
    assert (finding["file"], finding["line"], finding["field"]) == ("data/sources.csv", line, "published_on")
    assert "contradict it" in finding["expected"]


def test_a_wrong_cell_that_a_rule_and_many_records_contradict_is_reported_by_the_rule(copy):
    line = copy.line_of("places", "mosul,")
    copy.replace("places", line, ",Iraq,", ",Syria,")
    finding = only(copy)
    assert (finding["file"], finding["line"], finding["field"]) == ("data/places.csv", line, "country")
    assert finding["found"] == "Syria"
    assert {"incidents/place-in-country", "strikes/place-in-country"} <= set(finding["also"])


def test_many_cells_of_one_kind_are_one_finding(copy):
    path = copy.path("strikes")
    text = re.sub(r"(?<=,)(\d{4})-(\d\d)-(\d\d)(?=,)", r"\3/\2/\1", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8", newline="")
    finding = only(copy)
    cells = len(re.findall(r"(?<=,)\d\d/\d\d/\d{4}(?=,)", text))
    assert finding["rule"] == "structure/type"
    assert finding["cells"] == cells >= 20
    assert f"({cells} cells like this, in " in finding["found"]
    assert "as a spreadsheet saves them" in finding["found"]


def test_a_slip_in_the_evidence_is_reported_there_and_names_the_record(copy):
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    copy.replace("evidence", line, ",1302,", ",1203,")
    finding = only(copy)
    assert (finding["file"], finding["line"], finding["found"]) == ("data/evidence.csv", line, "1203")
    assert finding["expected"].startswith("1302, by control_totals, line ")
    assert finding["see"] == [f"data/releases.csv:{copy.line_of('releases', 'monthly-2019-04,')}"]


def test_a_slip_in_the_evidence_that_control_totals_have_too_names_the_row_that_has_it(copy):
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    copy.replace("evidence", line, ",1302,", ",1203,")
    copy.run("totals", "--write")
    assert any(place.startswith(f"data/evidence.csv:{line} (1203") for place in only(copy)["see"])


def test_a_slip_in_a_line_that_git_knows_to_be_changed_is_reported_there(copy):
    git(copy.root, "init", "--quiet")
    git(copy.root, "add", ".")
    git(copy.root, "commit", "--quiet", "--message", "as it was")
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    copy.replace("evidence", line, ",1302,", ",1203,")
    copy.run("totals", "--write")
    finding = only(copy)
    assert (finding["file"], finding["line"], finding["found"]) == ("data/evidence.csv", line, "1203")
    assert finding["expected"] == "1302, as releases has it for monthly-2019-04 / killed_total"
    git(copy.root, "commit", "--quiet", "--all", "--message", "as it is")
    assert only(copy)["file"] == "data/releases.csv"
    assert only(copy, "--since", "HEAD^")["file"] == "data/evidence.csv"


def test_an_unknown_revision_is_unusable_input(copy):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, ",1302,", ",1320,")
    code, out, err = copy.run("check", "--since", "no-such-revision")
    assert (code, out) == (2, "")
    assert err.startswith("civcas: ")


def test_a_contradiction_that_is_gone_names_the_records_to_look_at(copy):
    line = copy.line_of("evidence", "incidents,2015-03-13-hatra,killed,")
    other = next(n for n in (line, line + 1) if ",11," in copy.lines("evidence")[n - 1] + ",")
    lines = copy.lines("evidence")
    copy.write("evidence", [*lines[: other - 1], *lines[other:]])
    copy.run("totals", "--write")
    finding = next(item for item in errors(copy) if item["rule"] == "known_issues/stale")
    record = copy.line_of("incidents", "2015-03-13-hatra,")
    assert finding["see"][0] == f"data/incidents.csv:{record} (2015-03-13-hatra)"
    assert "If one of them was changed by mistake, undo that" in finding["hint"]


def test_a_slip_that_makes_a_contradiction_go_is_reported_at_the_slip(copy):
    line = copy.line_of("releases", "monthly-2019-05,")
    copy.replace("releases", line, ",1309,", ",1306,")
    finding = only(copy)
    assert (finding["rule"], finding["line"], finding["found"]) == ("releases/sourced", line, "1306")
    assert "known_issues/stale" in finding["also"]


def test_an_unreadable_register_holds_back_what_it_may_document(copy):
    copy.replace("known_issues", 1, "issue_id", "isue_id")
    finding = only(copy)
    assert (finding["file"], finding["rule"]) == ("data/known_issues.csv", "structure/header")
    documented = len(copy.lines("known_issues")) - 1
    assert f"{documented} violations of content rules can't be compared with it" in finding["hint"]


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_a_register_in_another_form_still_documents(copy, ends):
    path = copy.path("known_issues")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", ends.encode()))
    assert only(copy)["rule"] == "structure/canonical"


def test_a_table_that_the_descriptor_lacks_is_missed(copy):
    path = copy.root / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] != "airpower"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    copy.path("airpower").unlink()
    found = [finding for finding in errors(copy) if finding["rule"] == "structure/missing-table"]
    assert [finding["found"] for finding in found] == ["no resource is named airpower"]
    assert "airpower" in found[0]["expected"]


def test_a_field_that_a_rule_reads_and_that_is_renamed_is_missed(copy):
    for path in (copy.root / "schemas" / "releases.json", copy.path("releases")):
        path.write_text(
            path.read_text(encoding="utf-8").replace("carried_over", "carried"), encoding="utf-8", newline=""
        )
    rules = {finding["found"].split()[0] for finding in errors(copy) if finding["rule"] == "structure/rule-not-checked"}
    assert {"releases/open-at-end-balance", "releases/carried-over-from-previous"} <= rules


def test_findings_in_other_files_are_counted(copy):
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    code, out, _ = copy.run("check", str(copy.path("strikes")))
    assert code == 1
    assert out.endswith("no finding, 0 documented by known issues; 1 finding in other files\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [("diff.mnemonicPrefix", "true"), ("color.ui", "always"), *exhaustive(("diff.noprefix", "true"))],
)
def test_settings_of_git_change_nothing(copy, name, value):
    git(copy.root, "init", "--quiet")
    git(copy.root, "config", name, value)
    git(copy.root, "add", ".")
    git(copy.root, "commit", "--quiet", "--message", "as it was")
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    copy.replace("evidence", line, ",1302,", ",1203,")
    assert only(copy)["file"] == "data/evidence.csv"


def test_a_row_that_looks_like_a_header_of_a_diff_is_a_row(copy):
    git(copy.root, "init", "--quiet")
    git(copy.root, "add", ".")
    git(copy.root, "commit", "--quiet", "--message", "as it was")
    lines = copy.lines("organisations")
    copy.write("organisations", [lines[0], "++ b/x" + lines[1][lines[1].index(",") :], *lines[1:]])
    assert {finding["file"] for finding in errors(copy)} == {"data/organisations.csv"}


def test_a_damaged_git_store_hides_nothing(copy):
    git(copy.root, "init", "--quiet")
    git(copy.root, "add", ".")
    git(copy.root, "commit", "--quiet", "--message", "as it was")
    shutil.rmtree(copy.root / ".git" / "objects")
    (copy.root / ".git" / "objects").mkdir()
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    assert only(copy)["rule"] == "releases/sourced"


def test_an_unknown_revision_is_refused_though_there_is_no_finding(copy):
    git(copy.root, "init", "--quiet")
    git(copy.root, "add", ".")
    git(copy.root, "commit", "--quiet", "--message", "as it was")
    code, out, err = copy.run("check", "--since", "no-such-revision")
    assert (code, out) == (2, "")
    assert "no-such-revision: no such revision" in err


def test_a_foreign_key_taken_from_a_schema_is_missed(copy):
    path = copy.root / "schemas" / "strike_totals.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["foreignKeys"] = [key for key in schema["foreignKeys"] if key["fields"] != "organisation_id"]
    schema["foreignKeys"] = [key for key in schema["foreignKeys"] if key["fields"] != ["organisation_id"]]
    path.write_text(json.dumps(schema), encoding="utf-8")
    finding = only(copy)
    assert (finding["rule"], finding["file"]) == ("structure/descriptor", "schemas/strike_totals.json")
    assert finding["expected"] == "a foreign key from organisation_id to organisations"


def test_a_word_of_two_scripts_is_found(copy):
    line = copy.line_of("places", "raqqa,")
    copy.replace("places", line, "Raqqa", "Raqq\u0430")
    assert only(copy)["rule"] == "structure/mixed-scripts"


# --- one cause, many records --------------------------------------------------------------------------------------
def rewrite(copy, table, edit):
    """Let `edit` change the rows of a table, which it gets with the header first."""
    with copy.path(table).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    edit(rows)
    with copy.path(table).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_a_slip_in_the_place_of_a_spelling_is_reported_there_and_not_at_each_strike(copy):
    line = copy.line_of("place_names", "Mosul,Iraq,mosul,")
    copy.replace("place_names", line, "Mosul,Iraq,mosul,", "Mosul,Iraq,mosull,")
    finding = only(copy)
    assert (finding["file"], finding["line"], finding["rule"]) == (
        "data/place_names.csv", line, "structure/foreign-key",
    )  # fmt: skip
    assert finding["hint"].startswith("Did you mean mosul?")
    assert "strikes/place-spelling" in finding["also"]


def test_a_table_that_lost_its_end_is_one_finding_in_that_table(copy):
    copy.write("evidence", copy.lines("evidence")[:60])
    found = errors(copy)
    assert found[0]["file"] == "data/evidence.csv"
    assert found[0]["rule"] == "evidence/matches-control-totals"
    assert found[0]["hint"].startswith("Restore the records that were lost.")
    assert not [item for item in found if item["rule"].endswith("/sourced")]


@pytest.mark.parametrize("table", ["evidence", *exhaustive("control_totals", "airpower")])
def test_a_table_without_records_is_one_finding_and_says_what_was_not_asked(copy, table):
    copy.write(table, copy.lines(table)[:1])
    finding = only(copy)
    assert (finding["file"], finding["rule"]) == (f"data/{table}.csv", "structure/no-records")
    _, out, _ = copy.run("check")
    assert "rules skipped until the files are corrected" in out


def test_a_register_without_records_is_a_register(copy):
    copy.write("known_issues", copy.lines("known_issues")[:1])
    assert "structure/no-records" not in {item["rule"] for item in errors(copy)}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [(",killed_total,", ",kiled_total,", "field-exists"), ("monthly-2019-04,", "monthly-2019-0,", "record-exists")],
)
def test_a_wrong_key_is_named_though_it_is_out_of_order_as_well(copy, old, new, rule):
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    copy.replace("evidence", line, old, new)
    finding = only(copy)
    assert (finding["line"], finding["rule"]) == (line, f"evidence/{rule}")
    assert "format" not in finding["hint"]


def test_a_key_that_may_be_a_slip_of_several_names_them_all(copy):
    line = copy.line_of("evidence", "releases,monthly-2019-04,killed_total,")
    copy.replace("evidence", line, "monthly-2019-04,", "monthly-2019-0,")
    hint = only(copy)["hint"]
    assert hint.startswith("Did you mean monthly-2019-01, monthly-2019-02, monthly-2019-03")


def test_of_two_changed_cells_the_finding_that_names_one_speaks(copy):
    def swap(rows):
        killed, injured = rows[0].index("killed"), rows[0].index("injured")
        row = next(row for row in rows if row[0] == "monthly-2019-04")
        row[killed], row[injured] = row[injured], row[killed]

    rewrite(copy, "releases", swap)
    finding = only(copy)
    assert finding["line"] == copy.line_of("releases", "monthly-2019-04,")
    assert finding["field"] in {"killed", "injured"}
    assert "weighted" not in finding["found"]
    assert "releases/matches-control-totals" in finding["also"]


def test_cells_that_moved_within_a_record_are_one_finding(copy):
    def shift(rows):
        start = rows[0].index("injured")
        rows[1][start:] = [*rows[1][start + 1 :], ""]

    rewrite(copy, "incidents", shift)
    finding = only(copy)
    assert finding["line"] == 2
    assert "cells of this record that can't be right" in finding["found"]
    assert "move them back" in finding["hint"]


def test_records_that_all_break_one_rule_are_one_finding(copy):
    descriptor = json.loads((copy.root / "datapackage.json").read_text())
    descriptor["resources"] = [item for item in descriptor["resources"] if item["name"] != "releases"]
    (copy.root / "datapackage.json").write_text(json.dumps(descriptor, indent=2))
    found = [item for item in errors(copy) if item["rule"] == "evidence/field-exists"]
    number = sum(line.startswith("releases,") for line in copy.lines("evidence"))
    assert number > 25
    (finding,) = found
    assert finding["cells"] == number
    assert f"(the first of {number} records that break this rule)" in finding["found"]
    assert len(finding["see"]) == 20


def test_a_control_total_of_a_misspelt_part_is_reported_there(copy):
    line = copy.line_of("control_totals", "airpower-2017,")
    copy.replace("control_totals", line, ",2017,", ",2071,")
    finding = only(copy)
    assert (finding["file"], finding["line"], finding["field"]) == ("data/control_totals.csv", line, "part")
    assert finding["found"] == "2071"
    assert finding["expected"].startswith("2017")


def test_the_record_of_a_known_issue_is_meant_if_all_else_fits(copy):
    line = copy.line_of("known_issues", "2015-03-13-hatra-killed-sources-agree,")
    copy.replace("known_issues", line, ",2015-03-13-hatra,", ",2015-03-13-hatr,")
    finding = only(copy)
    assert (finding["file"], finding["line"]) == ("data/known_issues.csv", line)
    assert finding["hint"] == "Write 2015-03-13-hatra, if the issue is about this violation."


@pytest.mark.parametrize(
    "coverage",
    [None, "1014-08-08/..", "2014-08-08/2013-01-01", *exhaustive("08/08/2014", "2014-08/..", "2014-08-08")],
)
def test_the_descriptor_cannot_switch_the_first_day_off(copy, coverage):
    file = copy.root / "datapackage.json"
    descriptor = json.loads(file.read_text())
    descriptor.pop("temporalCoverage")
    file.write_text(json.dumps({**descriptor, **({"temporalCoverage": coverage} if coverage else {})}, indent=2))
    finding = only(copy)
    assert finding["rule"] == "structure/descriptor"
    assert "temporalCoverage" in finding["found"] + finding["key"]


def test_the_package_was_not_created_in_the_future(copy):
    file = copy.root / "datapackage.json"
    file.write_text(re.sub(r'("created": ")\d{4}', r"\g<1>2099", file.read_text()))
    finding = only(copy)
    assert (finding["rule"], finding["key"]) == ("structure/descriptor", "#/created")


def test_the_summary_for_a_pull_request_says_how_to_fix_it(copy):
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    _, out, _ = copy.run("check", "--format", "markdown")
    assert "how to fix it" in out
    assert only(copy)["hint"] in out
