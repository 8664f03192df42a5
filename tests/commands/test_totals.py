"""`civcas totals`: which control totals differ from the tables, and counting them again."""

from __future__ import annotations

from tests.checking.damage import EVIDENCE, edit

KEY = "2017-08-25-iq-tal-afar"


def test_totals_that_match_are_left_alone(copy):
    before = copy.path("control_totals").read_bytes()
    code, out, _ = copy.run("totals", "--write")
    assert (code, out) == (0, "no difference between data/control_totals.csv and the tables\n")
    assert copy.path("control_totals").read_bytes() == before


def test_a_difference_is_printed_and_written_only_if_asked(copy):
    line = copy.line_of("strikes", f"{KEY},")
    copy.replace("strikes", line, ",Tal'Afar,13,", ",Tal'Afar,15,")
    before = copy.path("control_totals").read_bytes()
    code, out, _ = copy.run("totals")
    assert code == 1
    assert out.startswith("strikes-2017-08-25: records ")
    assert out.endswith("1 difference between data/control_totals.csv and the tables\n")
    assert copy.path("control_totals").read_bytes() == before

    printed = out
    code, out, _ = copy.run("totals", "--write")
    assert code == 0
    assert out.endswith("data/control_totals.csv: rewritten\n")
    assert copy.run("totals")[0] == 0
    row = next(row for row in copy.lines("control_totals") if row.startswith("strikes-2017-08-25,"))
    old = next(row for row in before.decode().splitlines() if row.startswith("strikes-2017-08-25,"))
    assert f"\n    {row}\n" in printed
    assert int(row.split(",")[5]) == int(old.split(",")[5]) + 2


def test_rows_are_added_and_dropped(copy):
    lines = copy.lines("control_totals")
    row = next(line for line in reversed(lines) if line.startswith("strikes-20"))
    copy.write("control_totals", [line.replace("strikes-20", "strikes-21") if line == row else line for line in lines])
    code, out, _ = copy.run("totals")
    key, totals = row.split(",", 1)[0], row.split(",")[3]
    assert code == 1
    assert f"{key}: no records; the table has records {totals}," in out
    assert f"{key.replace('strikes-20', 'strikes-21')}: records {totals}," in out
    assert f"\n    {row}\n" in out
    assert out.count("\n    delete the row\n") == 1
    assert copy.run("totals", "--write")[0] == 0
    assert copy.lines("control_totals") == lines


def test_a_field_of_another_type_is_said(copy):
    edit(copy.root, EVIDENCE, lambda _, fields: fields["record_id"].update(type="integer", constraints={}, example=1))
    code, _, err = copy.run("totals")
    assert (code, err.startswith("civcas: the control totals of evidence can't be counted: ")) == (2, True), err
