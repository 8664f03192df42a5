"""Which days a date may be: none before the year of the campaign's begin, none in the future."""

from __future__ import annotations

import datetime
import json

import polars as pl
import pytest

from civcas import pandera_schema
from civcas.checking.cells import cell_findings
from civcas.checking.check import check
from civcas.checking.days import Days, days_of
from civcas.package.tables import read_package, read_table


@pytest.mark.parametrize("created", ["2026-11-25T00:00:00Z", "2026-11-25T12:00:00+03:00", "2026-11-25"])
def test_the_last_day_is_that_of_created(created):
    days = days_of({"created": created})
    assert days.last == datetime.date(2026, 11, 25)
    assert days.last_words == "2026-11-25 or earlier, the day of `created` in datapackage.json"


@pytest.mark.parametrize("created", ["soon", None])
def test_without_a_day_in_created_any_day_is_early_enough(created):
    assert days_of({"created": created}).last == datetime.date.max


@pytest.mark.parametrize("coverage", ["2014-08-08/..", "2014-08-08/2019-03-23", "2014-08-08", "2014-01-01/.."])
def test_the_first_day_is_that_of_the_year_in_which_the_coverage_begins(coverage):
    days = days_of({"temporalCoverage": coverage})
    assert days.first == datetime.date(2014, 1, 1)
    start = coverage[:10]
    assert days.first_words == f"2014-01-01 or later, since temporalCoverage in datapackage.json begins on {start}"


@pytest.mark.parametrize("descriptor", [{}, {"temporalCoverage": "the war"}, {"temporalCoverage": None}])
def test_without_a_coverage_any_day_is_late_enough(descriptor):
    assert days_of(descriptor).first == datetime.date.min


def dates_found(copy, first, last):
    """What is found of the dates of sources, the first of which is published and consulted on these two days."""
    days = Days(datetime.date(2014, 1, 1), "the first", datetime.date(2026, 11, 24), "the last")
    line = copy.lines("sources")[1].split(",")
    line[2], line[-1] = first, last
    copy.write("sources", [copy.lines("sources")[0], ",".join(line), *copy.lines("sources")[2:]])
    package = read_package(copy.root)
    table = read_table(package, "sources")
    items = cell_findings(table, days)
    return [(item.finding.rule, item.finding.field, item.finding.found, item.finding.expected) for item in items]


def test_the_first_and_the_last_day_are_allowed(copy):
    assert dates_found(copy, "2014-01-01", "2026-11-24") == []


def test_the_days_before_and_after_are_found(copy):
    assert dates_found(copy, "2013-12-31", "2026-11-25") == [
        ("structure/too-early", "published_on", "2013-12-31", "the first"),
        ("structure/too-late", "consulted_on", "2026-11-25", "the last"),
    ]


def test_no_rule_stumbles_over_a_date_that_is_out_of_reach(copy):
    line = copy.line_of("sources", "hrw-example-raqqa-in-2017,")
    copy.replace("sources", line, ",2017-09-24,", ",9017-09-24,")
    (finding,) = [item for item in check(read_package(copy.root)).errors if item.file == "data/sources.csv"]
    assert (finding.rule, finding.key) == ("structure/too-late", "hrw-example-raqqa-in-2017")


def test_the_pandera_schema_has_the_days_of_its_package(copy):
    descriptor = json.loads((copy.root / "datapackage.json").read_text())
    descriptor["temporalCoverage"] = "2018-08-08/.."
    (copy.root / "datapackage.json").write_text(json.dumps(descriptor))
    schema = pandera_schema("sources", package=copy.root)
    frame = read_table(read_package(copy.root), "sources").typed
    early = frame.with_columns(pl.lit(datetime.date(2017, 12, 31)).alias("published_on"))
    with pytest.raises(Exception, match="structure/too-early: expected 2018-01-01 or later"):
        schema.validate(early)
