"""Coverage counts no strike twice, and says no more than the sources do."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from civcas.package.tables import read_tables
from civcas.publishing import strike_accounts
from civcas.publishing.coverage import LETTERS, _weapons_part, figures, letter, page
from civcas.publishing.strike_accounts import Account, accounts, by_month, official_totals
from tests.checking.rules.judging import frame, package


def tables(**rows):
    """All tables of the package: those given, the others empty, and the organisations that the totals are by."""
    rows = {"organisations": ORGANISATIONS} | rows
    return {
        name: SimpleNamespace(typed=frame(name, rows.get(name, [])), schema=schema)
        for name, schema in package().schemas.items()
    }


ORGANISATIONS = [
    {"organisation_id": "coalition", "kind": "military"},
    {"organisation_id": "airwars", "kind": "ngo"},
]


DAY = {"reported_on": "2017-04-28", "first_day": "2017-04-27", "last_day": "2017-04-27"}
TOTAL = {
    "reported_on": "2017-04-28",
    "period_start": "2017-04-27",
    "start_precision": "day",
    "period_end": "2017-04-27",
    "end_precision": "day",
    "nation": "all",
    "qualifier": "exact",
    "organisation_id": "coalition",
}


def strike(number, country, strikes, **fields):
    return {"strike_id": str(number), "country": country, "strikes": strikes} | DAY | fields


def test_places_of_a_report_are_one_account():
    found = accounts(tables(strikes=[strike(1, "Iraq", 2), strike(2, "Syria", 3)]))
    assert found == [Account(date(2017, 4, 27), date(2017, 4, 27), 5)]


def test_a_total_counts_instead_of_its_places():
    totals = [TOTAL | {"total_id": "a", "country": "Syria", "strikes": 19}]
    found = accounts(tables(strikes=[strike(1, "Iraq", 2), strike(2, "Syria", 3)], strike_totals=totals))
    assert [account.strikes for account in found] == [21]


def test_a_longer_account_and_the_days_within_it_are_not_added():
    block = TOTAL | {"reported_on": None, "period_end": "2017-05-03", "total_id": "a", "country": "both"}
    days = [strike(1, "Iraq", 2), strike(2, "Iraq", 3, first_day="2017-04-28", last_day="2017-04-28")]
    less, more = block | {"strikes": 4}, block | {"strikes": 9}
    assert [found.strikes for found in accounts(tables(strikes=days, strike_totals=[less]))] == [2, 3]
    assert [found.strikes for found in accounts(tables(strikes=days, strike_totals=[more]))] == [9]


def test_totals_of_a_month_or_of_others_account_for_no_days():
    month = TOTAL | {
        "reported_on": None,
        "period_end": "2017-05-26",
        "total_id": "a",
        "country": "both",
        "strikes": 500,
    }
    other = TOTAL | {"total_id": "b", "country": "both", "strikes": 9, "organisation_id": "airwars"}
    assert accounts(tables(strike_totals=[month, other])) == []


def test_a_report_without_days_is_about_the_day_before():
    found = accounts(tables(strikes=[strike(1, "Iraq", 2, first_day=None, last_day=None)]))
    assert found == [Account(date(2017, 4, 27), date(2017, 4, 27), 2)]


@given(st.lists(st.tuples(st.integers(1, 25), st.integers(0, 5), st.integers(1, 40)), max_size=12))
def test_no_day_is_in_two_accounts(blocks):
    rows = [
        TOTAL
        | {
            "total_id": str(number),
            "country": "both",
            "reported_on": None,
            "period_start": f"2017-03-{start:02}",
            "period_end": f"2017-03-{start + length:02}",
            "strikes": strikes,
        }
        for number, (start, length, strikes) in enumerate(blocks)
    ]
    found = accounts(tables(strike_totals=rows))
    for one, other in pairwise(found):
        assert one.last < other.first
    assert sum(account.strikes for account in found) >= max((row["strikes"] for row in rows), default=0)


def test_an_account_over_two_months_is_split_by_days():
    assert by_month([Account(date(2017, 4, 29), date(2017, 5, 2), 8)]) == {"2017-04": (2, 4.0), "2017-05": (2, 4.0)}


def test_a_disputed_total_is_not_an_official_one():
    rows = [
        {"release_id": f"r{number}", "strikes_total": total, "totals_through": day}
        for number, (total, day) in enumerate([(100, "2018-01-31"), (900, "2018-02-28"), (120, "2018-03-31")])
    ]
    assert official_totals(tables(releases=rows)) == {date(2018, 1, 31): 100, date(2018, 3, 31): 120}


def test_a_figure_counts_only_the_sources_that_state_it():
    evidence = [
        {"table": "releases", "record_id": "r", "field": "killed", "source_id": name, "value": value, "readings": 1}
        for name, value in (("kuna", "5"), ("afp", "5"), ("sana", "6"))
    ]
    sources = [
        {"source_id": name, "organisation_id": publisher, "kind": kind}
        for name, publisher, kind in (("kuna", "k", "news"), ("afp", "k", "republication"), ("sana", "s", "official"))
    ]
    (row,) = figures(
        tables(releases=[{"release_id": "r", "killed": 5}], evidence=evidence, sources=sources), "releases"
    ).to_dicts()
    assert (row["sources"], row["publishers"], letter(row["kinds"])) == (2, 1, "R")


def test_the_page_lists_every_release(package):
    tables = read_tables(package)
    text = page(tables)
    for release in tables["releases"].typed["release_id"]:
        assert f"\n| {release} | " in text


def test_months_without_weapons_are_named():
    month = {"granularity": "month", "weapons_released": 7}
    found = tables(
        airpower=[
            {"airpower_id": "a", "period": "2016-11"} | month,
            {"airpower_id": "b", "period": "2016-12"} | month | {"weapons_released": None},
            {"airpower_id": "c", "period": "2017-01"} | month,
            {"airpower_id": "d", "period": "2016", "granularity": "year", "weapons_released": 9},
        ]
    )
    _, text = _weapons_part(found)
    assert "2 of the 3 months from 2016-11 to 2017-01" in text
    assert text.endswith("Missing in between: 2016-12.")
    assert _weapons_part(tables()) == []


def test_every_table_with_evidence_is_listed(package):
    text = page(tables())
    for name in package.schemas["evidence"].labels("table"):
        assert f"| {name} | 0 | " in text


def test_the_letters_are_of_kinds_that_exist(package):
    assert set(LETTERS) <= set(package.schemas["sources"].labels("kind"))


def test_what_counts_as_an_official_total_is_in_the_schemas(package):
    assert set(strike_accounts.OFFICIAL) <= set(package.schemas["organisations"].labels("kind"))
    totals = package.schemas["strike_totals"]
    assert strike_accounts.ALL_NATIONS in totals.labels("nation")
    assert strike_accounts.EXACT in totals.labels("qualifier")
    assert strike_accounts.DAY in totals.labels("start_precision")


def test_rows_without_dates_are_left_out():
    undated = {"reported_on": None, "first_day": None, "last_day": None}
    total = TOTAL | {"reported_on": None, "period_start": None, "period_end": None}
    found = tables(
        strikes=[strike(1, "Iraq", 2, **undated)],
        strike_totals=[total | {"total_id": "a", "country": "both", "strikes": 5}],
        airpower=[{"airpower_id": "a", "period": "2016", "granularity": "month", "weapons_released": 7}],
    )
    assert accounts(found) == []
    assert "Strikes accounted for" not in page(found)


def test_a_total_of_the_campaign_is_of_both_countries():
    since = TOTAL | {"reported_on": None, "period_start": "2014-08-08", "period_end": "2015-01-31"}
    rows = [
        since | {"total_id": "a", "country": "Iraq", "strikes": 60},
        since | {"total_id": "b", "country": "Syria", "strikes": 40},
        since | {"total_id": "c", "country": "Iraq", "strikes": 90, "period_end": "2015-02-28"},
        since | {"total_id": "d", "country": "both", "strikes": 120, "period_end": "2015-03-31"},
    ]
    assert official_totals(tables(strike_totals=rows)) == {date(2015, 1, 31): 100, date(2015, 3, 31): 120}
