"""Each record as a title and a sentence: what it holds, in words, and nothing that it does not say."""

from __future__ import annotations

import re

import pytest

from civcas.site.sentences import sentence, title
from civcas.site.words import day_in_words, days_in_words, range_in_words, value_in_words


@pytest.mark.parametrize(
    ("day", "precision", "words"),
    [
        ("2019-05-31", "day", "31 May 2019"),
        ("2019-05-01", "month", "May 2019"),
        ("2019-01-01", "year", "2019"),
        ("2019-05-31", None, "31 May 2019"),
        ("2022-03", "day", "March 2022"),
        ("2022", "day", "2022"),
    ],
)
def test_a_day_has_the_words_that_are_known(day, precision, words):
    assert day_in_words(day, precision) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2017-03-17", "2017-03-17", "17 March 2017"),
        ("2017-03-17", None, "17 March 2017"),
        ("2017-03-08", "2017-03-12", "8 to 12 March 2017"),
        ("2017-03-30", "2017-04-02", "30 March to 2 April 2017"),
        ("2016-12-31", "2017-01-01", "31 December 2016 to 1 January 2017"),
    ],
)
def test_days_name_a_month_or_year_once(first, last, words):
    assert days_in_words(first, last) == words


def test_a_range_says_which_of_its_ends_is_known():
    assert [range_in_words(*ends) for ends in [(7910, 12654), (5, 5), (0, 0), (3, None), (None, 4), (None, None)]] == [
        "7,910 to 12,654",
        "5",
        "0",
        "at least 3",
        "up to 4",
        "",
    ]


def test_values_read_as_words():
    assert [value_in_words(value) for value in ("non_credible", "ad_hoc", 3)] == ["non-credible", "ad hoc", "3"]


@pytest.fixture
def record(database):
    def find(table, key, field=None):
        field = field or database.execute(f'SELECT name FROM pragma_table_info("{table}") LIMIT 1').fetchone()[0]
        cursor = database.execute(f'SELECT * FROM "{table}" WHERE "{field}" = ?', [key])
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))

    return find


def test_a_release_says_its_deaths_its_total_and_that_it_is_disputed(database, record):
    release = record("releases", "monthly-2019-05")
    said = sentence(database, "releases", release)
    assert title(database, "releases", release) == "The Coalition's report for May 2019"
    assert f"{release['killed']:,} civilian" in said
    assert f"total since 2014: {release['killed_total']:,}" in said


@pytest.fixture
def issue(database):
    """Puts one known issue in the place of all of them."""

    def put(table, key, field, rule="sources-agree", found="1"):
        database.execute("DROP TABLE IF EXISTS temp.known_issues")
        database.execute('CREATE TEMP TABLE known_issues ("table", record_id, field, rule, found)')
        database.execute(
            "INSERT INTO temp.known_issues VALUES (?, ?, ?, ?, ?)", [table, key, field, f"{table}/{rule}", found]
        )

    yield put
    database.execute("DROP TABLE IF EXISTS temp.known_issues")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("killed_total", "1 civilian killed in 1 credible report; total since 2014: 1,302 (disputed)."),
        ("killed", "1 civilian killed in 1 credible report (disputed); total since 2014: 1,302."),
        ("credible", "1 civilian killed in 1 credible report (disputed); total since 2014: 1,302."),
        ("received", "1 civilian killed in 1 credible report; total since 2014: 1,302."),
    ],
)
def test_a_figure_is_disputed_if_a_known_issue_is_about_it(database, record, issue, field, words):
    release = record("releases", "monthly-2019-05") | {"killed": 1, "credible": 1, "killed_total": 1302}
    issue("releases", "monthly-2019-05", field)
    assert sentence(database, "releases", release).endswith(words)


@pytest.mark.parametrize(("rule", "found"), [("sourced", "1302"), ("credible-has-figure", "an empty cell")])
def test_what_is_only_missing_is_no_dispute(database, record, issue, rule, found):
    release = record("releases", "monthly-2019-05") | {"killed_total": 1302}
    issue("releases", "monthly-2019-05", "killed_total", rule, found)
    assert sentence(database, "releases", release).endswith("total since 2014: 1,302.")


@pytest.mark.parametrize(
    ("disputed", "words"),
    [
        ("", ": 20 civilians killed; 12 credible reports."),
        ("killed", ": 20 civilians killed (disputed); 12 credible reports."),
        ("credible", ": 20 civilians killed; 12 credible reports (disputed)."),
    ],
)
def test_the_deaths_of_an_annual_release_are_kept_apart_from_its_reports(database, record, issue, disputed, words):
    release = record("releases", "monthly-2019-05") | {"release_type": "annual", "killed_total": None}
    issue("releases", "monthly-2019-05", disputed)
    assert sentence(database, "releases", release | {"killed": 20, "credible": 12}).endswith(words)


@pytest.mark.parametrize(
    ("field", "disputed"),
    [
        *((field, True) for field in ("status", "killed", "injured", "first_day", "last_day")),
        *((field, False) for field in ("mgrs", "latitude", "coalition_ref", "place_id")),
    ],
)
def test_an_incident_is_disputed_if_what_its_sentence_says_is(database, record, issue, field, disputed):
    incident = record("incidents", "2015-03-13-hatra")
    issue("incidents", "2015-03-13-hatra", field)
    assert sentence(database, "incidents", incident).endswith("; disputed.") == disputed


def test_a_release_without_deaths_says_so(database, record):
    release = record("releases", "monthly-2019-05") | {"killed": None, "credible": None, "killed_total": None}
    assert sentence(database, "releases", release).endswith(": no figure of deaths was read.")


def test_an_incident_says_how_its_status_is_known(database, record):
    incident = record("incidents", "2015-03-13-hatra") | {"killed": 3, "injured": None, "status": "credible"}
    expected = {
        "release_seen": "assessed as credible; by the Coalition's figure, 3 killed",
        "nation_statement": "assessed as credible, by a statement of one of its countries; by",
        "airwars_grading": "assessed as credible, inferred from Airwars' grading; by",
        "ucdp_names_coalition": "assessed as credible, inferred since UCDP names the Coalition alone as its source; by",
    }
    for basis, words in expected.items():
        assert words in sentence(database, "incidents", incident | {"status_basis": basis})
    assert ": open" in sentence(database, "incidents", incident | {"status": "open"})


@pytest.mark.parametrize(
    ("qualifier", "figures", "words"),
    [
        ("exact", {"best": 5}, ": 5 civilians"),
        ("between", {"low": 5, "high": 9}, ": 5 to 9 civilians"),
        ("at_least", {"low": 5}, ": at least 5 civilians"),
        ("more_than", {"low": 5}, ": more than 5 civilians"),
        ("approximately", {"best": 1500}, ": about 1,500 civilians"),
        ("up_to", {"high": 7}, ": up to 7 civilians"),
    ],
)
def test_an_estimate_is_worded_as_its_organisation_words_it(database, record, qualifier, figures, words):
    estimate = record("estimates", "airwars-2014-08-08-to-2019-05-31-both-killed")
    estimate |= {"low": None, "best": None, "high": None, "qualifier": qualifier} | figures
    assert words in sentence(database, "estimates", estimate)


@pytest.mark.parametrize(
    ("first", "start", "last", "end", "words"),
    [
        ("2017-05-01", "day", "2017-05-31", "day", ", May 2017,"),
        ("2017-01-01", "day", "2017-12-31", "day", ", 2017,"),
        ("2017-05-02", "day", "2017-05-31", "day", ", 2 May 2017 to 31 May 2017,"),
        ("2014-08-08", "day", "2022-03-01", "month", ", 8 August 2014 to March 2022,"),
        ("2017-05-01", "month", "2017-05-01", "month", ", May 2017,"),
        (None, None, "2022-03-01", "month", ", to March 2022,"),
        ("2014-08-08", "day", None, None, ", from 8 August 2014,"),
        (None, None, None, None, ", period not stated,"),
    ],
)
def test_a_period_is_as_exact_as_it_is_known(database, record, first, start, last, end, words):
    estimate = record("estimates", "airwars-2014-08-08-to-2019-05-31-both-killed")
    period = {"period_start": first, "start_precision": start, "period_end": last, "end_precision": end}
    assert words in sentence(database, "estimates", estimate | period)


def test_every_record_has_a_title_and_a_sentence(database, package):
    empty = re.compile(r"None|  |, ,|\(\)|: \.|; ;|, \.|\.\.$|[a-z]_[a-z]")
    for table, schema in package.schemas.items():
        cursor = database.execute(f'SELECT * FROM "{table}"')
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            values = dict(zip(names, row, strict=True))
            for words in (title(database, table, values), sentence(database, table, values)):
                assert words
                assert not empty.search(re.sub(r"http\S+", "", words)), (table, words)
        blank = dict.fromkeys(names) | {name: values[name] for name in schema.primary_key}
        required = {field.name: values[field.name] for field in schema.fields if field.required}
        assert not re.search(r"None|\(\)|: \.", sentence(database, table, blank | required)), table


def test_a_table_that_is_not_known_has_its_key(database):
    assert title(database, "new_table", {"new_id": "a-1"}) == "New table: a-1"
    assert sentence(database, "new_table", {"new_id": "a-1"}) == "New table: a-1."
