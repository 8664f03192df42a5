"""Findings that rest on one cell are one finding: made-up findings, and what is left of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civcas.checking.causes import FindingWithCells, fold, is_about_form
from civcas.checking.findings import Finding
from tests.checking.made import schema, table

RELEASES = schema("releases", {"release_id": {}, "killed": {}, "total": {}}, ["release_id"])
TABLES = {"releases": table(RELEASES, [[f"r{line}", str(line), ""] for line in range(2, 20)])}


def item(rule, line=2, field="killed", *cells, table="releases", kind="", **more):
    found, expected = f"found {line}", f"expected {line}"
    finding = Finding(
        rule, f"data/{table}.csv", line, field, f"r{line}", found, expected, "Fix.", table=table, kind=kind
    )  # fmt: skip
    return FindingWithCells(finding, frozenset(cells) | {(table, line, field)}, **more)


def folded(*items, changed=(), tables=TABLES):
    """The rule, line and field of each finding that is left, with what follows from it."""
    found = fold(list(items), tables, frozenset(changed))
    return sorted((one.rule, one.line, one.field, one.also) for one in found)


TYPE, SUM, RISE, SOURCED, AGREE = (
    "structure/type", "releases/completed-sum", "releases/rise", "releases/sourced", "releases/sources-agree",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "form"),
    [
        (TYPE, True),
        ("structure/spaces", True),
        ("structure/required", True),
        ("structure/primary-key", False),
        ("structure/unique-key", False),
        ("structure/foreign-key", False),
        ("structure/order", False),
        (SUM, False),
    ],
)
def test_which_findings_are_about_form(rule, form):
    assert is_about_form(Finding(rule, "x")) == form


def test_findings_that_share_no_cell_are_left_as_they_are():
    assert folded(item(SUM, 2), item(RISE, 3)) == [(SUM, 2, "killed", ()), (RISE, 3, "killed", ())]


def test_what_follows_from_an_unreadable_cell_is_named_there():
    assert folded(item(TYPE, 3), item(SUM, 3, "total"), item(RISE, 5)) == [
        (RISE, 5, "killed", ()),
        (TYPE, 3, "killed", (SUM,)),
    ]


def test_what_rests_on_an_unreadable_cell_of_another_record_follows_from_it():
    assert folded(item(TYPE, 3), item(RISE, 9, "total", ("releases", 3, "killed"))) == [(TYPE, 3, "killed", (RISE,))]
    assert len(folded(item(TYPE, 3), item(RISE, 9, "total", ("releases", 4, "total")))) == 2


@pytest.mark.parametrize(("line", "follows"), [(4, False), (5, True), (7, True), (9, True), (10, False)])
def test_an_unreadable_record_between_two_that_are_compared_is_the_cause(line, follows):
    compared = item(RISE, 9, "total", previous=5)
    assert (len(folded(item(TYPE, line), compared)) == 1) == follows
    compared = item(RISE, 5, "total", previous=9)
    assert (len(folded(item(TYPE, line), compared)) == 1) == follows


def test_of_two_unreadable_cells_the_first_is_the_cause():
    assert folded(item(TYPE, 8), item(TYPE, 6), item(RISE, 9, "total", previous=5)) == [
        (TYPE, 6, "killed", (RISE,)),
        (TYPE, 8, "killed", ()),
    ]


def test_an_unreadable_cell_of_another_table_is_no_cause():
    assert len(folded(item(TYPE, 3, table="strikes"), item(SUM, 3, "total"))) == 2


def test_nine_unreadable_cells_of_a_kind_are_nine_findings_and_ten_are_one():
    def cells(number, **kind):
        return [item(TYPE, line, ("killed", "total")[line % 2], **kind) for line in range(number + 1, 1, -1)]

    assert len(folded(*cells(9), item("structure/spaces", 19))) == 10
    (finding,) = fold(cells(10, kind="dates"), TABLES)
    assert finding.found == "found 2 (10 cells like this, in total, killed: dates)"
    assert (finding.line, finding.cells) == (2, 10)
    (finding,) = fold(cells(10), TABLES)
    assert finding.found == "found 2 (10 cells like this, in total, killed)"
    kinds = [item(TYPE, line, kind="dates" if line < 8 else "numbers") for line in range(2, 14)]
    assert len(fold(kinds, TABLES)) == 12
    tables = [item(TYPE, line, table="releases" if line < 8 else "strikes") for line in range(2, 14)]
    assert len(fold(tables, TABLES)) == 12


def test_what_follows_from_any_of_many_cells_is_named_once():
    many = [item(TYPE, line) for line in range(2, 12)]
    assert folded(*many, item(SUM, 3, "total"), item(SUM, 4, "total"), item(RISE, 5, "total")) == [
        (TYPE, 2, "killed", (SUM, RISE))
    ]


def test_the_cell_that_most_findings_share_is_the_cause():
    shared = ("releases", 4, "killed")
    found = [
        item(SUM, 4, "killed", ("releases", 4, "total")),
        item(RISE, 4, "total", shared),
        item(RISE, 5, "total", shared),
    ]
    assert folded(*found) == [(SUM, 4, "killed", (RISE,))]


def test_a_cell_that_explains_what_is_left_comes_next():
    a, b = ("releases", 4, "killed"), ("releases", 6, "killed")
    found = [
        item(SUM, 4, "killed"),
        item(RISE, 8, "total", a, b),
        item(RISE, 9, "total", a),
        item("releases/x", 6, "killed", b),
        item("releases/y", 10, "total", b),
    ]
    assert folded(*found) == [
        (SUM, 4, "killed", (RISE,)),
        ("releases/x", 6, "killed", ("releases/y",)),
    ]


def test_what_a_source_states_speaks_first_and_a_known_issue_last():
    stale = item("known_issues/stale", 2, "rule", ("releases", 4, "killed"), table="known_issues")
    found = [stale, item(SUM, 4), item(AGREE, 4), item(SOURCED, 4)]
    assert folded(*found) == [(SOURCED, 4, "killed", (AGREE, SUM, "known_issues/stale"))]
    assert folded(*found[:3]) == [(AGREE, 4, "killed", (SUM, "known_issues/stale"))]
    assert folded(*found[:2]) == [(SUM, 4, "killed", ("known_issues/stale",))]


def evidence_for(*records):
    """Rows of evidence, from line 2 on, each for a table, a record and a field."""
    fields = ("table", "record_id", "field")
    rows = [["" if cell is None else cell for cell in record] for record in records]
    return TABLES | {"evidence": table(schema("evidence", {name: {} for name in fields}, list(fields)), rows)}


@pytest.mark.parametrize(
    ("record", "shared"),
    [
        (("releases", "r4", "killed"), True),
        (("releases", "r5", "killed"), False),
        (("releases", "r4", "total"), False),
        (("releases", "r99", "killed"), False),
        (("strikes", "r4", "killed"), False),
        (("releases", "r4", None), False),
        ((None, "r4", "killed"), False),
    ],
)
def test_a_finding_on_evidence_is_about_the_cell_that_it_is_evidence_for(record, shared):
    """Two records contradict the cell; with the row of evidence it is the one that most findings share."""
    cell = ("releases", 4, "killed")
    found = [item("strikes/x", 7, "n", cell, table="strikes"), item("strikes/y", 8, "n", cell, table="strikes")]
    row = item("evidence/source-not-older", 2, "source_id", table="evidence")
    left = folded(*found, row, tables=evidence_for(record))
    assert (len(left) == 1) == shared
    assert shared or ("evidence/source-not-older", 2, "source_id", ()) in left


def test_of_two_findings_at_a_cell_the_one_that_says_more_counts_for_its_place():
    found = [item(SOURCED, 4, "killed", ("releases", 5, "total")), item(SUM, 4), item(AGREE, 5, "total")]
    for order in (found, found[::-1]):
        assert folded(*order) == [(SOURCED, 4, "killed", (SUM,)), (AGREE, 5, "total", ())]


def test_of_equal_causes_the_one_that_a_source_contradicts_goes_first():
    found = [item(SUM, 4, "total", ("releases", 4, "killed")), item(AGREE, 4, "killed", ("releases", 4, "total"))]
    for order in (found, found[::-1]):
        assert folded(*order) == [(AGREE, 4, "killed", (SUM,))]


def test_two_records_that_contradict_a_cell_are_reported_at_themselves_and_three_at_the_cell():
    def contradicting(number):
        cell = ("releases", 4, "total")
        return [item("strikes/in-country", at, "country", cell, table="strikes") for at in range(7, 7 + number)]

    assert folded(*contradicting(2)) == [("strikes/in-country", 7, "country", ())]
    (finding,) = fold(contradicting(3), TABLES)
    assert (finding.rule, finding.file, finding.table, finding.line, finding.field, finding.key) == (
        "strikes/in-country", "data/releases.csv", "releases", 4, "total", "r4",
    )  # fmt: skip
    assert (finding.found, finding.cells) == ("an empty cell", 3)
    assert finding.expected == (
        "another value, since 3 records contradict it; the first has found 7, and expected 7 was expected"
    )
    assert finding.see == ("data/strikes.csv:7", "data/strikes.csv:8", "data/strikes.csv:9")
    assert folded(*contradicting(3), tables={}) == [("strikes/in-country", 7, "country", ())]


def test_records_that_contradict_something_without_a_line_are_reported_at_the_first_of_them():
    nowhere = ("releases", None, "total")
    found = [item("strikes/in-country", line, "country", nowhere, table="strikes") for line in (7, 8, 9)]
    assert folded(*found) == [("strikes/in-country", 7, "country", ())]


def test_a_cell_at_which_a_finding_is_reported_needs_no_new_one():
    cell = ("releases", 4, "killed")
    found = [item(RISE, line, "total", cell) for line in (5, 6, 7)]
    assert folded(item(SUM, 4), *found) == [(SUM, 4, "killed", (RISE,))]


def test_of_equal_causes_one_in_a_changed_line_goes_first():
    stated = item(AGREE, 4, "killed", ("evidence", 9, "value"))
    evidence = table(
        schema("evidence", {"id": {}, "value": {}}, ["id"]), [[f"e{line}", str(line)] for line in range(2, 12)]
    )
    tables = TABLES | {"evidence": evidence}
    assert folded(stated, tables=tables, changed={("evidence", 8)}) == [(AGREE, 4, "killed", ())]
    (finding,) = fold([stated], tables, frozenset({("evidence", 9)}))
    assert (finding.file, finding.line, finding.field, finding.found) == ("data/evidence.csv", 9, "value", "9")
    assert finding.expected == "found 4, as releases has it for r4 / killed"
    other = item(RISE, 4, "total", ("releases", 3, "killed"))
    (finding,) = fold([other], TABLES, frozenset({("releases", 3)}))
    assert (finding.line, finding.cells) == (3, 1)
    assert finding.expected.startswith("another value, since a record contradicts it; the first has found 4")


def test_what_a_missing_record_breaks_is_named_with_it():
    missing = item("structure/foreign-key", 4, missing=("places", "mosul"))
    stated = item("evidence/record-exists", 7, "record_id", table="evidence", missing=("places", "mosul"))
    assert folded(missing, stated) == [("evidence/record-exists", 7, "record_id", ("structure/foreign-key",))]
    two = [missing, item("structure/foreign-key", 5, "killed", missing=("places", "raqqa"))]
    assert len(fold(two, TABLES)) == 2
    assert len(fold([missing, item(SUM, 9)], TABLES)) == 2


def test_what_is_found_at_a_record_whose_key_was_changed_follows_from_that():
    missing = ("releases", "release-eigth")
    gone = [item("structure/foreign-key", line, "release", table="incidents", missing=missing) for line in (3, 4)]
    wide = table(RELEASES, [["release-eight", "8", ""], ["release-nine", "9", ""]])
    found = folded(*gone, item("releases/used", 2), item(SOURCED, 2), item(SUM, 3), tables={"releases": wide})
    assert found == [(SUM, 3, "killed", ()), ("structure/foreign-key", 2, "release_id", ("releases/used", SOURCED))]


def test_what_reads_a_table_follows_from_a_reference_to_a_record_that_it_lacks():
    missing = item("structure/foreign-key", 4, table="incidents", missing=("places", "mosul"))
    found = folded(missing, item("strikes/place-in-country", 9, table="strikes"))
    assert found == [("structure/foreign-key", 4, "killed", ("strikes/place-in-country",))]


def test_a_record_whose_own_reference_leads_nowhere_is_not_suspected_of_a_wrong_key():
    wide = table(RELEASES, [["release-eight", "8", ""], ["release-nine", "9", ""]])
    own = item("structure/foreign-key", 2, "total", missing=("sources", "x"))
    gone = item("structure/foreign-key", 3, "release", table="incidents", missing=("releases", "release-eigth"))
    assert folded(own, gone, tables={"releases": wide}) == [
        ("structure/foreign-key", 2, "total", ()),
        ("structure/foreign-key", 3, "release", ()),
    ]
    wrong = item(SUM, 2)
    assert folded(wrong, gone, tables={"releases": wide}) == [("structure/foreign-key", 2, "release_id", (SUM,))]


@pytest.mark.parametrize(
    ("found", "expected", "is_lost"),
    [
        ("records 2, figures 7 in 2019", "records 3, figures 9, as in control_totals, line 5", True),
        ("records 9 in 2019", "records 10, as in control_totals, line 5", True),
        ("records 3 in 2019", "records 2, as in control_totals, line 5", False),
        ("records 3 in 2019", "records 3, as in control_totals, line 5", False),
        ("figures 2 in 2019", "figures 3, as in control_totals, line 5", False),
        ("records 2 in 2019", "a row in control_totals: records 3", False),
    ],
)
def test_a_record_was_lost_if_its_control_total_counts_more_than_there_are(found, expected, is_lost):
    wide = table(RELEASES, [["release-eight", "8", ""], ["release-nine", "9", ""]])
    total = Finding(TOTAL, "data/releases.csv", 3, found=found, expected=expected, see=("x",), table="releases")
    missing = ("releases", "release-eigth")
    gone = [item("structure/foreign-key", line, "release", table="incidents", missing=missing) for line in (3, 4)]
    findings = fold([FindingWithCells(total, frozenset()), *gone], {"releases": wide})
    (reference,) = [finding for finding in findings if finding.rule == "structure/foreign-key"]
    assert reference.hint.startswith("Restore the record in data/releases.csv, which has fewer") == is_lost
    assert (TOTAL in reference.also) == is_lost


def test_a_record_whose_key_was_changed_and_that_can_not_be_read_is_one_finding():
    missing = ("releases", "release-eigth")
    gone = [item("structure/foreign-key", line, "release", table="incidents", missing=missing) for line in (3, 4)]
    wide = table(RELEASES, [["release-eight", "8", ""], ["release-nine", "9", ""]])
    assert folded(item(TYPE, 2), *gone, tables={"releases": wide}) == [(TYPE, 2, "killed", ("structure/foreign-key",))]


def test_a_finding_on_evidence_as_a_whole_is_left_as_it_is():
    assert folded(item(AGREE, None, "value", table="evidence")) == [(AGREE, None, "value", ())]


def test_what_is_found_at_a_record_that_is_there_twice_follows_from_that():
    twice = item("structure/primary-key", 5, "release_id")
    found = folded(twice, item(AGREE, 5), item(SUM, 5, "total"), item(RISE, 6, "total", previous=4), item(SUM, 7))
    assert found == [(SUM, 7, "killed", ()), ("structure/primary-key", 5, "release_id", (AGREE, SUM, RISE))]


TOTAL = "strikes/matches-control-totals"


def control(line=9, *see):
    finding = Finding(
        TOTAL, "data/control_totals.csv", line, "value", see=tuple(f"data/releases.csv:{at} (r{at})" for at in see)
    )
    return FindingWithCells(finding, frozenset(("releases", at, "total") for at in see))


def test_a_control_total_follows_from_a_finding_at_a_record_that_it_counts():
    assert folded(item(SUM, 4), control(9, 3, 4)) == [(SUM, 4, "killed", (TOTAL,))]
    assert folded(item(TYPE, 4), control(9, 4)) == [(TYPE, 4, "killed", (TOTAL,))]


def changed_cell(line=4, field="killed"):
    return item(TOTAL, line, field)


def test_at_a_cell_that_a_control_total_shows_to_have_changed_what_a_source_states_speaks_first():
    rest = [item(SUM, 4), item(SOURCED, 4), item(AGREE, 4), item(RISE, 5, "total", ("releases", 4, "total"))]
    for order in (rest, rest[::-1]):
        (finding,) = fold([*order, changed_cell()], TABLES)
        assert (finding.rule, finding.line, finding.field) == (SOURCED, 4, "killed")
        assert set(finding.also) == {SUM, AGREE, RISE, TOTAL}


def test_what_reads_a_table_follows_from_a_cell_that_a_control_total_shows_to_have_changed():
    assert folded(item(SUM, 9), changed_cell()) == [(TOTAL, 4, "killed", (SUM,))]


def test_a_changed_cell_and_one_that_can_not_be_read_are_two_findings():
    assert folded(item(TYPE, 4, "total"), changed_cell()) == [(TOTAL, 4, "killed", ()), (TYPE, 4, "total", ())]


def test_a_changed_cell_that_nothing_else_is_found_at_names_what_contradicts_it():
    rest = [
        item(RISE, 5, "total", ("releases", 4, "killed")),
        item(SUM, 4, "total"),
        item("strikes/x", 9, table="strikes"),
    ]
    total, other = fold([*rest, changed_cell()], TABLES)
    assert (total.rule, total.line, total.also) == (TOTAL, 4, (RISE, SUM))
    assert total.see == ("data/releases.csv:5",)
    assert (other.rule, other.line, other.also, other.see) == ("strikes/x", 9, (), ())


def test_what_rests_on_a_record_of_a_part_follows_from_the_control_total_of_the_part():
    assert folded(item(SUM, 9, "killed", ("releases", 5, "total")), control(4, 4, 5)) == [(TOTAL, 4, "value", (SUM,))]


def test_a_control_total_that_is_wrong_itself_is_named():
    control_totals = table(schema("control_totals", {"control_id": {}, "records": {}}, ["control_id"]), [["c", "7"]])
    total = control(4, 4)
    wrong = replace(total, cells=total.cells | {("control_totals", 2, "records")})
    (finding,) = fold([wrong], TABLES | {"control_totals": control_totals})
    assert (finding.rule, finding.file, finding.table, finding.line, finding.field, finding.key, finding.see) == (
        TOTAL, "data/control_totals.csv", "control_totals", 2, "records", "c", (),
    )  # fmt: skip
    without_line = replace(total, cells=total.cells | {("control_totals", None, "records")})
    (finding,) = fold([without_line], TABLES | {"control_totals": control_totals})
    assert (finding.line, finding.field, finding.see) == (4, "value", total.finding.see)


def test_a_control_total_that_nothing_explains_is_a_finding():
    assert len(folded(item(SUM, 4), control(9, 3, 5))) == 2
    assert len(folded(*[control(line, line) for line in range(2, 11)])) == 9
    assert len(folded(*[control(line) for line in range(2, 12)])) == 1


def test_what_rests_on_a_reference_that_leads_nowhere_follows_from_it():
    reference = item("structure/foreign-key", 3, "place", table="strikes", missing=("places", "mosul"))
    cell, other = ("strikes", 3, "place"), ("strikes", 3, "country")
    follows = item("strikes/place-in-country", 9, "note", cell, other, table="strikes")
    without = item("strikes/x", 5, "country", table="strikes")
    assert folded(reference, follows, without) == [
        ("strikes/x", 5, "country", ()),
        ("structure/foreign-key", 3, "place", ("strikes/place-in-country",)),
    ]


def test_of_two_references_that_lead_nowhere_the_first_cell_counts():
    def reference(field):
        return item("structure/foreign-key", 3, field, table="strikes", missing=(field, "gone"))

    both = item("strikes/x", 9, "note", ("strikes", 3, "place"), ("strikes", 3, "country"), table="strikes")
    assert folded(reference("place"), reference("country"), both) == [
        ("structure/foreign-key", 3, "country", ("strikes/x",)),
        ("structure/foreign-key", 3, "place", ()),
    ]


def test_a_finding_at_another_cell_hides_no_reference_that_leads_nowhere():
    place, country = ("strikes", 3, "place"), ("strikes", 3, "country")
    reference = item("structure/foreign-key", 3, "place", table="strikes", missing=("places", "gone"))
    both = item("strikes/x", 9, "note", place, country, table="strikes")
    assert folded(reference, item("strikes/y", 3, "country", table="strikes"), both) == [
        ("structure/foreign-key", 3, "place", ("strikes/x", "strikes/y")),
    ]


def test_two_unreadable_cells_of_a_record_do_not_name_each_other():
    assert folded(item(TYPE, 3), item("structure/spaces", 3, "total")) == [
        ("structure/spaces", 3, "total", ()),
        (TYPE, 3, "killed", ()),
    ]


def test_what_a_finding_names_already_is_kept():
    assert folded(item(TYPE, 4), item(SUM, 4, "total"), control(9, 4)) == [(TYPE, 4, "killed", (SUM, TOTAL))]
    assert folded(item(SUM, 4), item(RISE, 4), control(9, 4)) == [(SUM, 4, "killed", (RISE, TOTAL))]


def test_many_findings_of_no_field_are_counted_without_one():
    many = [item(TYPE, line, "" if line < 12 else "total") for line in range(2, 14)]
    (finding,) = fold(many, TABLES)
    assert finding.found == "found 2 (12 cells like this, in total)"


def test_every_finding_is_explained_once_however_the_causes_overlap():
    """Whatever rests on what, each rule is named once, and no more findings are left than there were."""
    cells = [("releases", line, "killed") for line in range(2, 8)]
    found = [item(f"releases/{at}", at + 10, "total", *cells[at : at + 3], cells[0]) for at in range(6)]
    left = fold(found, TABLES)
    names = [rule for finding in left for rule in {finding.rule, *finding.also}]
    assert sorted(names) == sorted(one.finding.rule for one in found)
    assert len(left) == 1


def test_of_equal_causes_of_one_rank_the_earlier_line_goes_first():
    pair = [
        item(SUM, 9, "killed", ("releases", 4, "killed")),
        item(RISE, 4, "killed", ("releases", 9, "killed")),
    ]
    for order in (pair, pair[::-1]):
        assert folded(*order) == [(RISE, 4, "killed", (SUM,))]


def test_of_equal_causes_one_at_which_a_finding_is_reported_goes_first():
    shared = ("evidence", 2, "value")
    evidence = table(schema("evidence", {"id": {}, "value": {}}, ["id"]), [["e", "5"]])
    found = [item(SUM, 9, "killed", shared), item(RISE, 9, "killed", shared), item("releases/x", 9, "killed", shared)]
    assert folded(*found, tables=TABLES | {"evidence": evidence}) == [(SUM, 9, "killed", (RISE, "releases/x"))]
