"""Properties of the book-keeping rules, over ledgers made up by hypothesis."""

from __future__ import annotations

import calendar
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from civcas.checking.rule import all_rules
from tests.checking.rules.control_totals import control
from tests.checking.rules.judging import judge

RULES = [rule.id for rule in all_rules().values() if rule.table == "releases"]
small = st.integers(0, 60)


@st.composite
def ledgers(draw):
    """Two to eight months of releases whose books are in order, and evidence for each of their figures."""
    totals = {name: draw(st.integers(0, 2000)) for name in ("killed", "injured", "credible", "received")}
    strikes, open_reports = draw(st.integers(1, 30000)), draw(st.integers(0, 400))
    rows = []
    for month in range(1, draw(st.integers(2, 8)) + 1):
        received = draw(small)
        completed = draw(st.integers(0, open_reports + received))
        credible = draw(st.integers(0, completed))
        duplicate = draw(st.integers(0, completed - credible))
        killed, injured = (draw(small) if credible else 0 for _ in range(2))
        carried, open_reports = open_reports, open_reports + received - completed
        for name, rise in (("killed", killed), ("injured", injured), ("credible", credible), ("received", received)):
            totals[name] += rise
        strikes += draw(small)
        last = f"2019-{month:02}-{calendar.monthrange(2019, month)[1]}"
        rows.append(
            {
                "release_id": f"monthly-2019-{month:02}",
                "release_type": "monthly",
                "published_on": f"2019-{month + 1:02}-20",
                "published_precision": "day",
                "period_start": f"2019-{month:02}-01",
                "period_end": last,
                "carried_over": carried,
                "received": received,
                "completed": completed,
                "credible": credible,
                "non_credible": completed - credible - duplicate,
                "duplicate": duplicate,
                "open_at_end": open_reports,
                "killed": killed,
                "injured": injured,
                "killed_total": totals["killed"],
                "injured_total": totals["injured"],
                "credible_total": totals["credible"],
                "reports_total": totals["received"],
                "strikes_total": strikes,
                "engagements_total": strikes + draw(st.integers(0, 9)) * month,
                "totals_through": last,
                "source_id": "s",
            }
        )
    return rows


def engagements_rise(rows):
    """Engagements are drawn month by month, so they may fall: make them rise."""
    highest = 0
    for row in rows:
        highest = row["engagements_total"] = max(highest, row["engagements_total"])
    return rows


def evidence_of(rows):
    return [
        {"table": "releases", "record_id": row["release_id"], "field": name, "source_id": "s", "value": str(value)}
        for row in rows
        for name, value in row.items()
        if isinstance(value, int)
    ]


@settings(max_examples=15, deadline=None)
@given(ledgers())
def test_books_in_order_break_no_rule(rows):
    rows = engagements_rise(rows)
    totals = [control("releases", year, *group) for year, group in groupby(rows, lambda row: row["published_on"][:4])]
    tables = {"releases": rows, "evidence": evidence_of(rows), "control_totals": totals}
    assert {rule: judge(rule, tables) for rule in RULES if judge(rule, tables)} == {}


@settings(max_examples=15, deadline=None)
@given(ledgers(), st.data())
def test_one_wrong_figure_breaks_a_rule_at_its_cell(rows, data):
    rows = engagements_rise(rows)
    evidence = evidence_of(rows)
    row = data.draw(st.sampled_from(rows))
    name = data.draw(st.sampled_from([name for name, value in row.items() if isinstance(value, int)]))
    wrong = data.draw(st.integers(0, 99999).filter(lambda value: value != row[name]))
    row[name] = wrong
    assert (row["release_id"], name, str(wrong)) in {
        violation[:3] for violation in judge("releases/sourced", {"releases": rows, "evidence": evidence})
    }


# What the sums alone, without any evidence, tell of a figure that is one too high.
CAUGHT_BY_SUMS = ("completed", "credible", "non_credible", "duplicate", "open_at_end", "received", "killed", "injured")


@settings(max_examples=15, deadline=None)
@given(ledgers(), st.data())
def test_one_wrong_figure_breaks_the_sums_even_without_evidence(rows, data):
    row = data.draw(st.sampled_from(engagements_rise(rows)[1:]))
    row[data.draw(st.sampled_from(CAUGHT_BY_SUMS))] += 1
    second_entries = ("/sourced", "/sources-agree", "/matches-control-totals")
    arithmetic = [rule for rule in RULES if not rule.endswith(second_entries)]
    assert any(judge(rule, {"releases": rows}) for rule in arithmetic)
