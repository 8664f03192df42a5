"""The headlines: which record states each, and what an incomplete package gives."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest

from civcas.changes.headlines import AIRWARS, Headline, headlines, stated
from civcas.package.tables import read_tables
from tests.checking.rules.judging import frame


def found(**rows):
    """The headlines of these rows, by table and in their order."""
    return headlines({name: SimpleNamespace(lazy=frame(name, some).lazy) for name, some in rows.items()})


def release(name, published, **figures):
    return {"release_id": name, "release_type": "monthly", "published_on": published} | figures


def test_the_latest_total_is_that_of_the_last_release_that_states_it_and_is_not_annual():
    killed = found(
        releases=[
            release("monthly-2019-04", "2019-05-31", killed_total=1302, totals_through="2019-04-30"),
            release("monthly-2019-05", "2019-06-28", killed_total=1319),
            release("monthly-2019-06", "2019-07-26"),
            release("annual-2019", "2020-05-06", killed_total=9, release_type="annual"),
        ]
    )[0]
    assert (killed.low, killed.high, killed.record, killed.day) == (1319, None, "monthly-2019-05", "2019-06-28")


def test_the_deadliest_release_is_the_first_of_equals():
    headline = found(
        releases=[
            release("monthly-2017-05", "2017-06-30", killed=132, period_end="2017-05-31"),
            release("monthly-2017-04", "2017-06-02", killed=132, period_end="2017-04-30"),
            release("annual-2017", "2018-06-01", killed=499, release_type="annual"),
        ]
    )[2]
    assert (headline.low, headline.record, headline.day) == (132, "monthly-2017-04", "2017-04-30")


def test_airwars_range_is_the_latest_of_the_whole_campaign():
    scope = {name: values[0] for name, values in AIRWARS.items()} | {"period_start": "2014-08-08"}
    rows = [
        scope | {"estimate_id": "early", "period_end": "2018-02-28", "low": 1, "high": 2},
        scope | {"estimate_id": "late", "period_end": "2022-03-01", "end_precision": "month", "low": 3, "high": 4},
        scope | {"estimate_id": "year", "period_start": "2023-01-01", "period_end": "2023-12-31", "low": 5, "high": 6},
        scope | {"estimate_id": "alleged", "period_end": "2024-01-01", "method": "all local allegations", "low": 7},
        scope | {"estimate_id": "place", "period_end": "2024-01-01", "place": "Raqqa", "low": 8, "high": 9},
        scope | {"estimate_id": "undated", "low": 8, "high": 9},
    ]
    headline = found(estimates=rows)[1]
    assert (headline.low, headline.high, headline.record, headline.day) == (3, 4, "late", "2022-03")


def test_sums_and_counts_have_no_record():
    incidents = [
        {"incident_id": "a", "status": "credible", "killed": 3},
        {"incident_id": "b", "status": "open", "killed": None},
    ]
    killed, credible = [headline for headline in found(incidents=incidents) if headline.table == "incidents"]
    assert (killed.low, credible.low) == (3, 1)
    assert stated([killed, credible]) == []


@pytest.mark.parametrize("columns", [{}, {"killed_total": pl.String}, {"release_id": pl.String}])
def test_a_revision_with_other_fields_has_the_same_headlines_without_values(package, columns):
    expected = [headline.label for headline in headlines(read_tables(package))]
    empty = headlines({"releases": SimpleNamespace(lazy=pl.DataFrame(schema=columns).lazy)})
    assert [headline.label for headline in empty] == expected
    assert empty[0] == Headline("official_killed", expected[0], "releases")


def test_every_value_that_the_headlines_ask_for_is_in_the_schemas(package):
    estimates = package.schemas["estimates"]
    for name, values in AIRWARS.items():
        allowed = estimates.labels(name)
        assert not allowed or set(values) <= set(allowed), name
    assert "annual" in package.schemas["releases"].labels("release_type")
    assert "monthly" in package.schemas["releases"].labels("release_type")
    assert "credible" in package.schemas["incidents"].labels("status")
