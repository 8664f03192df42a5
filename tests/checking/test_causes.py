"""One cause is one finding, at the cell that is wrong, whatever else follows from it."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from tests.conftest import git


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
    "setting", [("diff.mnemonicPrefix", "true"), ("diff.noprefix", "true"), ("color.ui", "always")]
)
def test_settings_of_git_change_nothing(copy, setting):
    git(copy.root, "init", "--quiet")
    git(copy.root, "config", *setting)
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
