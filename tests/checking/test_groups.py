"""Findings with one cause: which finding follows from which, in made-up groups."""

from __future__ import annotations

import pytest

from civcas.checking.findings import Finding
from civcas.checking.groups import Group, by_record, with_also
from civcas.checking.shared.evidence import NO_EVIDENCE

SUM, RISE, OTHER = "releases/completed-sum", "releases/totals-never-fall", "releases/months-follow"
TYPE, KEY, SOURCED, AGREE = "structure/type", "structure/foreign-key", "releases/sourced", "releases/sources-agree"
TOTAL, STALE = "releases/matches-control-totals", "known_issues/stale"


def at(*lines, table="releases"):
    return [(table, line) for line in lines]


def group(rule, line, records=(), *, table="releases", found="", expected="", cells=1, **more):
    """A finding on a line, in which the records take part besides its own."""
    finding = Finding(rule, f"data/{table}.csv", line, found=found, expected=expected, table=table, cells=cells)
    return Group(finding, frozenset([(table, line), *records]), **more)


def certain(rule, line, records=(), **more):
    return group(rule, line, records, is_certain=True, **more)


def part(line, records, **more):
    return group(TOTAL, line, records, is_part=True, **more)


def left(*groups):
    """The rule and line of each finding that is left, with what follows from it."""
    return [(finding.rule, finding.line, finding.also) for finding in by_record(list(groups))]


def follows(group_, cause):
    """Whether a finding follows from another, in whichever order they are found."""
    told = [(cause.finding.rule, cause.finding.line, (group_.finding.rule,))]
    orders = [left(cause, group_), left(group_, cause)]
    assert [len(order) for order in orders] in ([1, 1], [2, 2])
    return orders == [told, told]


def test_findings_without_a_record_in_common_are_left_in_their_order():
    assert left(group(SUM, 4), group(TYPE, 5), group(RISE, 6)) == [(SUM, 4, ()), (TYPE, 5, ()), (RISE, 6, ())]


def test_a_finding_follows_from_one_at_its_own_record_or_at_one_that_takes_part():
    assert left(group(SUM, 4), group(RISE, 4)) == [(SUM, 4, (RISE,))]
    assert left(group(SUM, 4), group(RISE, 9, at(4))) == [(SUM, 4, (RISE,))]
    assert left(group(SUM, 9, at(4)), group(RISE, 8, at(4))) == [(SUM, 9, ()), (RISE, 8, ())]


def test_of_several_causes_the_one_at_the_own_record_goes_first_and_then_the_earliest():
    causes = [group(SUM, 5), group(OTHER, 4)]
    assert left(*causes, group(RISE, 9, at(4, 5))) == [(SUM, 5, ()), (OTHER, 4, (RISE,))]
    assert left(*causes, group(RISE, 5, at(4))) == [(SUM, 5, (RISE,)), (OTHER, 4, ())]


def test_what_follows_from_what_follows_has_the_same_cause():
    assert left(group(SUM, 4), group(RISE, 9, at(4)), group(OTHER, 12, at(9))) == [(SUM, 4, (RISE, OTHER))]


@pytest.mark.parametrize(
    "cause",
    [
        group(TYPE, 4, at(3)),
        group(SOURCED, 4, at(3)),
        group(AGREE, 4, at(3)),
        group("releases/field-exists", 4, at(3)),
        group(OTHER, 4, at(3), cells=2),
        certain(OTHER, 4, at(3)),
    ],
)
def test_what_is_wrong_by_itself_is_a_cause_and_follows_from_nothing(cause):
    assert follows(group(SUM, 9, at(4)), cause)
    assert not follows(cause, group(SUM, 3))


def test_what_is_out_of_order_follows_only_from_what_is_wrong_with_its_record():
    order = group("structure/order", 4)
    for own in (group(TYPE, 4), group(SUM, 4), group(SUM, 9, at(4))):
        assert follows(order, own)
    assert not follows(order, group(SUM, 9, at(3)))
    assert not follows(order, certain(OTHER, 9))


@pytest.mark.parametrize(("number", "is_sum"), [(4, False), (5, True)])
def test_a_relation_of_more_than_five_records_is_a_sum_and_looked_at_last(number, is_sum):
    """A finding follows from the other whichever of the two is looked at first."""
    records = at(*range(10, 10 + number))
    wide, narrow = group(SUM, 9, records), group(RISE, 10, at(9))
    assert left(wide, narrow) == ([(RISE, 10, (SUM,))] if is_sum else [(SUM, 9, (RISE,))])


@pytest.mark.parametrize(("line", "inside"), [(4, False), (5, True), (6, True), (7, True), (8, False)])
def test_what_rests_on_a_run_of_lines_follows_from_a_finding_within(line, inside):
    total = group(SUM, 9, spans=(("strikes", 5, 7),))
    assert left(total, group("strikes/x", line, table="strikes")) == (
        [("strikes/x", line, (SUM,))] if inside else [(SUM, 9, ()), ("strikes/x", line, ())]
    )
    assert len(left(total, group("places/x", 6, table="places"))) == 2


def test_what_reads_a_table_follows_from_the_loss_of_one_of_its_records():
    lost = group(KEY, 4, table="incidents", lost_from="places")
    assert follows(group("strikes/place-in-country", 9, table="strikes"), lost)
    assert not follows(group("strikes/key-names-day", 9, table="strikes"), lost)
    assert follows(group("strikes/key-names-day", 9, at(3, table="places"), table="strikes"), lost)


@pytest.mark.parametrize(
    "cause",
    [
        group(SUM, 4),
        certain(TYPE, 4),
        group("strikes/place-in-country", 4, table="strikes"),
        Group(Finding(KEY, "data/x.csv", 3, table="x"), frozenset(), lost_from="x"),
    ],
)
def test_a_record_that_nothing_uses_follows_from_anything_else(cause):
    assert follows(group("places/used", 9, table="places"), cause)


def test_the_total_of_a_part_follows_from_a_finding_at_one_of_its_records():
    assert left(part(4, at(4, 5)), group(SUM, 5)) == [(SUM, 5, (TOTAL,))]
    assert left(part(4, at(4, 5)), group(SUM, 6)) == [(TOTAL, 4, ()), (SUM, 6, ())]


def test_what_rests_on_a_record_of_a_part_that_is_wrong_follows_from_its_total():
    assert left(group(SUM, 9, at(5)), part(4, at(4, 5))) == [(TOTAL, 4, (SUM,))]


def test_the_total_of_a_part_follows_from_a_finding_at_a_control_total():
    wrong = group("control_totals/key-names-table-and-part", 3, table="control_totals")
    assert left(part(4, at(4, 5)), wrong) == [("control_totals/key-names-table-and-part", 3, (TOTAL,))]
    assert left(part(4, at(4, 5)), group(SUM, 9, at(5)), wrong) == [
        (SUM, 9, ()),
        ("control_totals/key-names-table-and-part", 3, (TOTAL,)),
    ]


def test_the_total_of_a_part_of_evidence_follows_from_what_sources_state():
    assert follows(part(4, at(4, table="evidence"), table="evidence"), group(SOURCED, 9))
    assert not follows(part(4, at(4, table="evidence"), table="evidence"), group(SUM, 9))
    assert not follows(part(4, at(4)), group(SOURCED, 9))


def test_what_reads_a_table_follows_from_a_change_that_a_control_total_shows_in_it():
    change = certain(TOTAL, 4, is_change=True)
    assert follows(group(SUM, 9), change)
    assert not follows(group("strikes/key-names-day", 9, table="strikes"), change)
    assert not follows(group(SUM, 9), certain(TYPE, 4))
    assert left(change, part(9, at(9))) == [(TOTAL, 4, ()), (TOTAL, 9, ())]


def stale(rule, records=()):
    return group(STALE, 7, records, table="known_issues", found=f"{rule} holds for x now")


def test_an_issue_that_is_out_of_date_follows_from_what_shares_a_record_with_it():
    assert follows(stale(SUM, at(4)), group(RISE, 9, at(4)))
    assert not follows(stale(SUM, at(5)), group(RISE, 9, at(4)))
    assert not follows(group(SUM, 8, at(4)), group(RISE, 9, at(4)))


def test_an_issue_that_is_out_of_date_follows_from_what_is_certain_in_a_table_that_its_rule_reads():
    assert follows(stale(SUM), certain(TYPE, 4))
    assert follows(stale("releases/sourced"), certain(TYPE, 4, table="evidence"))
    assert not follows(stale(SUM), certain(TYPE, 4, table="evidence"))
    assert not follows(stale(SUM), group(TYPE, 4))
    assert follows(stale("releases/sourced"), group("evidence/field-exists", 4, table="evidence"))


def test_an_issue_that_is_out_of_date_is_no_cause():
    assert follows(stale(SUM, at(4)), group(RISE, 4, [("known_issues", 7)]))


def test_a_reference_that_leads_nowhere_follows_from_a_cell_of_its_record_that_can_not_be_read():
    assert left(certain(TYPE, 4), group(KEY, 4)) == [(TYPE, 4, (KEY,))]
    assert not follows(group(KEY, 9, at(4)), certain(TYPE, 4))
    assert not follows(group(KEY, 4), certain(TOTAL, 4))
    assert not follows(group(KEY, 4), group(TYPE, 4))
    assert not follows(certain(KEY, 4), certain(TYPE, 4))


@pytest.mark.parametrize("rule", [SOURCED, AGREE])
def test_what_sources_state_follows_from_a_row_of_evidence_that_can_not_be_read(rule):
    row = at(9, table="evidence")
    assert follows(group(rule, 4, row), certain(TYPE, 9, table="evidence"))
    assert not follows(group(rule, 4, row), certain(TYPE, 8, table="evidence"))
    assert not follows(group(rule, 4, row), certain("evidence/x", 9, table="evidence"))
    assert not follows(group(rule, 4, row), group(TYPE, 9, table="evidence"))


def unstated(line, **more):
    return group(SOURCED, line, expected=NO_EVIDENCE, **more)


def test_figures_of_a_record_without_evidence_are_one_finding():
    assert left(unstated(4), unstated(4)) == [(SOURCED, 4, ())]
    assert len(left(unstated(4), unstated(5))) == 2
    assert len(left(unstated(4), group(SOURCED, 4, expected="7, as evidence has it"))) == 2
    assert len(left(group(SOURCED, 4, expected="7, as evidence has it"), unstated(4))) == 2


def test_of_figures_without_evidence_the_one_that_a_control_total_speaks_for_goes_first():
    assert left(unstated(4), unstated(4, is_certain=True)) == [(SOURCED, 4, ())]


def test_a_figure_without_evidence_follows_from_a_row_of_evidence_that_can_not_be_read():
    assert follows(unstated(4), certain(TYPE, 9, table="evidence"))
    assert not follows(unstated(4), certain(TYPE, 9, table="sources"))
    assert not follows(group(SOURCED, 4), certain(TYPE, 9, table="evidence"))


def test_what_follows_is_named_once_with_what_followed_from_it_and_never_by_its_own_name():
    finding = Finding(SUM, "x", also=(RISE,))
    assert with_also(finding, [OTHER, SUM, RISE, OTHER]).also == (RISE, OTHER)
    assert with_also(Finding(SUM, "x"), [SUM]).also == ()
    follower = Group(Finding(RISE, "x", 9, table="releases", also=(OTHER,)), frozenset(at(4)))
    assert left(group(SUM, 4), follower) == [(SUM, 4, (RISE, OTHER))]
