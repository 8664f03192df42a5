"""The canned queries, each asked of the site a question whose answer is worked out here from the CSV files."""

from __future__ import annotations

import contextlib
import csv
import json
import re
import sqlite3
import urllib.error
from collections import Counter, defaultdict
from datetime import date, timedelta
from html import unescape
from importlib import resources
from itertools import pairwise
from math import acos, cos, radians, sin
from statistics import median
from urllib.parse import urlencode

import pytest

from civcas.publishing.queries import queries
from tests.conftest import get, rows
from tests.site.pages import Form

SITE = "/oir-civcas"


@pytest.fixture(scope="module")
def data(package):
    """Each table's records as they stand in its file, an empty cell being None."""
    tables = {}
    for resource in package.resources:
        with (package.root / resource.path).open(encoding="utf-8", newline="") as file:
            tables[resource.name] = [
                {name: value or None for name, value in row.items()} for row in csv.DictReader(file)
            ]
    return tables


@pytest.fixture
def ask(address):
    def answer(name, **parameters):
        return rows(f"{address}{SITE}/{name}.json?{urlencode({**parameters, '_shape': 'array'})}")

    return answer


def number(value):
    return None if value is None else int(value)


def total(values):
    known = [int(value) for value in values if value is not None]
    return sum(known) if known else None


def day_of(strike):
    """A strike's first day; the day before its report where only that is known."""
    reported = strike["reported_on"]
    return strike["first_day"] or str(date.fromisoformat(reported) - timedelta(days=1))


def counted(records, *fields):
    return Counter(tuple(record[field] for field in fields) for record in records)


def by(records, field):
    groups = defaultdict(list)
    for record in records:
        groups[record[field]].append(record)
    return groups


def credible(data, release):
    return [row for row in data["incidents"] if row["release_id"] == release and row["status"] == "credible"]


# The pages


# Those of one event find it in the real data alone. tests/test_real_data.py asks them.
OF_AN_EVENT = "case-"


@pytest.mark.parametrize("name", [name for name in queries() if not name.startswith(OF_AN_EVENT)])
def test_a_query_says_what_it_is_and_answers_with_its_defaults(address, name):
    query = queries()[name]
    assert len(query["title"]) > 10
    assert len(query["description"]) > 60
    assert set(re.findall(r":(\w+)", re.sub(r"'[^']*'", "", query["sql"]))) == set(query["params"])
    text = get(f"{address}{SITE}/{name}")
    answer = json.loads(get(f"{address}{SITE}/{name}.json?_shape=array"))
    assert text.count("<tr>") == len(answer) + 1 > 1
    assert f"<h1>{query['title']}</h1>" in text.replace("&#39;", "'")


@pytest.mark.parametrize("name", [name for name, query in queries().items() if query["params"]])
def test_the_form_shows_the_values_that_apply(address, ask, name):
    """Giving the values that the empty form shows changes nothing."""
    text = get(f"{address}{SITE}/{name}")
    form = Form(text)
    assert set(form.values) == set(queries()[name]["params"])
    assert ask(name, **form.values) == ask(name)
    for parameter, value in form.values.items():
        field = form.fields[parameter]
        assert re.search(rf'<label for="{field["id"]}">[A-Z][a-z ]+</label>', text), parameter
        if field["tag"] == "input":
            assert ("placeholder" in field) == (value == "")
            (words,) = re.findall(rf'<span class="muted" id="{field["aria-describedby"]}">(.*?)</span>', text)
            assert len(words) > 8
        elif not value:
            assert re.search(rf'name="{parameter}"[^>]*>\s*<option value="">any</option>', text)


@pytest.mark.parametrize(
    ("question", "parameter", "control"),
    [
        ("strikes-by-month", "first_month", "month"),
        ("strikes-of-a-day", "day", "date"),
        ("incidents-near-a-place", "kilometres", "number"),
        ("evidence-for-a-figure", "record", "text"),
    ],
)
def test_a_parameter_has_the_picker_of_its_kind(address, question, parameter, control):
    assert Form(get(f"{address}{SITE}/{question}")).fields[parameter]["type"] == control


def test_a_choice_is_named_in_words_and_stays_chosen(address):
    text = get(f"{address}{SITE}/incidents-on-the-map?status=non_credible")
    assert '<option value="non_credible" selected>non-credible</option>' in text
    assert Form(text).values["status"] == "non_credible"
    assert Form(get(f"{address}{SITE}/incidents-on-the-map")).values["status"] == ""


def test_a_given_value_stays_in_the_form_and_a_wrong_one_is_escaped(address):
    text = get(f"{address}{SITE}/strikes-near-a-place?place_id=hatra")
    assert Form(text).values["place_id"] == "hatra"
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{address}{SITE}/strikes-near-a-place?{urlencode({'place_id': '<b>x'})}")
    text = refused.value.read().decode()
    assert "<b>" not in text
    assert "there is no &#39;&lt;b&gt;x&#39;" in text


def test_a_query_of_ones_own_keeps_its_parameters(address):
    sql = "SELECT name, source_id FROM places WHERE place_id = :place"
    text = get(f"{address}{SITE}?{urlencode({'sql': sql, 'place': 'hatra'})}")
    assert 'name="place" value="hatra"' in text
    assert f'<a href="{SITE}/sources/geonames">geonames</a>' in text


def test_what_a_query_returns_is_escaped(address):
    sql = "SELECT '<script>alert(1)</script>' AS place_id, '<i>' AS \"table\", '\"><b>' AS record_id, '<u>' AS [<s>]"
    text = get(f"{address}{SITE}?{urlencode({'sql': sql})}")
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    assert not re.search(r"<(script|i|b|u)>", table)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</a>" in table
    assert "<s>" not in text


def test_a_mistake_in_ones_own_sql_is_named(address):
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{address}{SITE}?{urlencode({'sql': 'SELECT nobody FROM places'})}")
    assert "no such column: nobody" in refused.value.read().decode()
    refused.value.close()


def test_each_question_can_be_taken_along_as_its_page_offers(address):
    for name in queries():
        page = get(f"{address}{SITE}/{name}")
        offers = re.findall(r'<p class="export-links">(.*?)</p>', page, re.DOTALL)
        assert offers or "No rows" in page, name
        links = re.findall(r'href="([^"]*)"', "".join(offers))
        for link in links:
            assert "_size" not in link
            assert get(address + unescape(link)).strip(), link
        assert get(f"{address}{SITE}/{name}.csv?_size=max") == get(f"{address}{SITE}/{name}.csv")


def test_each_link_from_a_record_finds_its_way(address, package, data):
    """Every link of a query names a table and fields of it, and leads to a page that answers."""
    for name, query in queries().items():
        for line in query["head"].splitlines():
            if not line.startswith("@"):
                continue
            table, _, rest = line.removeprefix("@").partition(" ")
            table, _, having = table.partition("?")
            assert f'href="{SITE}/{name}"' in get(f"{address}{SITE}/{table}?_size=1")
            fields = re.findall(r"\{(\w+)\}", rest)
            assert set(fields) <= set(package.schemas[table].names)
            if not fields:
                continue
            key_field = package.schemas[table].primary_key[0]
            referred = {row[key_field] for row in data[having]} if having else {row[key_field] for row in data[table]}
            record = next(
                row for row in data[table] if row[key_field] in referred and all(row[field] for field in fields)
            )
            key = ",".join(tilde(record[field]) for field in package.schemas[table].primary_key)
            links = re.findall(rf'<li><a href="({SITE}/{name}\?[^"]*)"', get(f"{address}{SITE}/{table}/{key}"))
            assert links, (name, table, key)
            for link in links:
                assert f"<h1>{query['title']}" in get(address + unescape(link)).replace("&#39;", "'")


def test_a_record_is_not_asked_what_finds_nothing(address, data):
    estimating = {row["organisation_id"] for row in data["estimates"]}
    quiet = next(row["organisation_id"] for row in data["organisations"] if row["organisation_id"] not in estimating)
    text = get(f"{address}{SITE}/organisations/{quiet}")
    assert f"{SITE}/documents-cited?organisation_id={quiet}" in text
    assert "estimates-of-an-organisation" not in text
    assert "estimates-that-overlap" not in text


def tilde(text):
    return "".join(c if re.fullmatch(r"[\w-]", c, re.ASCII) else "".join(f"~{b:02X}" for b in c.encode()) for c in text)


# Releases


def test_evidence_for_a_figure(data, ask):
    for table in ("releases", "incidents", "estimates"):
        record = next(row for row in data["evidence"] if row["table"] == table and row["value"] != row["record_id"])
        expected = [
            row
            for row in data["evidence"]
            if all(row[name] == record[name] for name in ("table", "record_id", "field"))
        ]
        found = ask("evidence-for-a-figure", table=table, record=record["record_id"], field=record["field"])
        assert counted(found, "source_id", "value") == counted(expected, "source_id", "value")
        all_of_it = ask("evidence-for-a-figure", table=table, record=record["record_id"])
        assert {row["field"] for row in all_of_it} == {
            row["field"] for row in data["evidence"] if (row["table"], row["record_id"]) == (table, record["record_id"])
        }


def test_evidence_counts_known_issues(data, ask):
    issues = [row for row in data["known_issues"] if row["rule"] == "releases/sources-agree"]
    assert len(issues) == 2
    for issue in issues:
        found = ask("evidence-for-a-figure", table="releases", record=issue["record_id"], field=issue["field"])
        same = [
            row
            for row in data["known_issues"]
            if (row["record_id"], row["field"]) == (issue["record_id"], issue["field"])
        ]
        assert {row["known_issues"] for row in found} == {len(same)}
        assert len({row["value"] for row in found}) > 1


def test_figures_that_do_not_add_up(data, ask):
    rule, table = data["known_issues"][0]["rule"], "releases"
    assert counted(ask("figures-that-do-not-add-up"), "issue_id") == counted(data["known_issues"], "issue_id")
    assert {row["rule"] for row in ask("figures-that-do-not-add-up", rule=rule)} == {rule}
    some = [row for row in data["known_issues"] if row["table"] == table and row["status"] == "explained"]
    found = ask("figures-that-do-not-add-up", table=table, status="explained")
    assert counted(found, "issue_id") == counted(some, "issue_id")


def test_restated_totals(data, ask):
    months = sorted(
        (row for row in data["releases"] if row["release_type"] == "monthly" and row["killed_total"]),
        key=lambda row: row["period_start"],
    )
    expected = {
        after["release_id"]: int(after["killed_total"]) - int(before["killed_total"])
        for before, after in pairwise(months)
        if after["killed"] is None or int(after["killed_total"]) - int(before["killed_total"]) != int(after["killed"])
    }
    assert {row["release_id"]: row["rise"] for row in ask("restated-totals")} == expected


def test_assessments_by_month_have_the_open_reports(data, ask):
    months = [row for row in data["releases"] if row["release_type"] == "monthly"]
    found = [row for row in ask("assessments-by-month") if row["release_id"]]
    assert {row["release_id"]: row["open_at_end"] for row in found} == {
        row["release_id"]: number(row["open_at_end"]) for row in months
    }
    assert [row["month"] for row in found] == sorted(row["period_end"][:7] for row in months)


def test_days_from_period_to_publication(data, ask):
    expected = {
        row["release_id"]: (date.fromisoformat(row["published_on"]) - date.fromisoformat(row["period_end"])).days
        for row in data["releases"]
        if row["release_type"] == "monthly" and row["published_precision"] == "day" and row["period_end"]
    }
    assert {row["release_id"]: row["days"] for row in ask("days-from-period-to-publication")} == expected


def test_credible_incidents_of_a_release(data, ask):
    release = next(row for row in data["releases"] if row["killed"] and len(credible(data, row["release_id"])) > 1)
    listed = credible(data, release["release_id"])
    found = ask("credible-incidents-of-a-release", release_id=release["release_id"])
    assert counted(found, "incident_id") == counted(listed, "incident_id")
    assert found[-1]["killed_so_far"] == total(row["killed"] for row in listed)
    assert {row["killed_in_release"] for row in found} == {int(release["killed"])}
    assert release["release_id"] == "monthly-2019-04"


def test_releases_against_their_incidents(data, ask):
    for release_type in ("monthly", "ad_hoc"):
        expected = {}
        for release in data["releases"]:
            if release["release_type"] == release_type and release["killed"]:
                listed = credible(data, release["release_id"])
                itemised = total(row["killed"] for row in listed)
                expected[release["release_id"]] = (len(listed), itemised, int(release["killed"]) - (itemised or 0))
        found = ask("releases-against-their-incidents", release_type=release_type)
        figures = ("credible_incidents", "killed_itemised", "killed_not_itemised")
        assert {row["release_id"]: tuple(row[name] for name in figures) for row in found} == expected


# Evidence and sources


@pytest.mark.parametrize("table", ["releases", "incidents"])
def test_sources_that_disagree(data, ask, table):
    readings = defaultdict(list)
    for row in data["evidence"]:
        if row["table"] == table:
            readings[row["record_id"], row["field"]].append(row["value"])
    expected = {cell: Counter(values) for cell, values in readings.items() if len(set(values)) > 1}
    found = ask("sources-that-disagree", table=table)
    assert {(row["record_id"], row["field"]) for row in found} == set(expected)
    for row in found:
        counts = expected[row["record_id"], row["field"]]
        assert (row["values"], row["sources"]) == (len(counts), sum(counts.values()))
        value, many = counts.most_common(1)[0]
        assert f"{value} ({many})" in row["values and their sources"]


def test_figures_with_one_source(data, ask):
    for table in ("releases", "airpower"):
        sources = counted((row for row in data["evidence"] if row["table"] == table), "record_id", "field")
        keys = {row["field"] for row in data["evidence"] if row["table"] == table and row["value"] == row["record_id"]}
        expected = {cell for cell, many in sources.items() if many == 1 and cell[1] not in keys}
        found = ask("figures-with-one-source", table=table)
        assert {(row["record_id"], row["field"]) for row in found} == expected


def test_documents_cited(data, ask):
    figures = counted(data["evidence"], "source_id")
    for chosen in (
        {},
        {"organisation_id": "snhr"},
        {"language": "fr"},
        {"organisation_id": "airwars", "language": "en"},
    ):
        expected = {
            row["source_id"]: figures[row["source_id"],]
            for row in data["sources"]
            if all(row[field] == value for field, value in chosen.items())
        }
        assert {row["source_id"]: row["figures"] for row in ask("documents-cited", **chosen)} == expected
    assert ask("documents-cited", language="FR") == ask("documents-cited", language="fr")


# Strikes and places


def test_strikes_near_a_place(data, ask):
    months = defaultdict(int)
    for row in data["strikes"]:
        if row["place_id"] == "abu-kamal":
            months[day_of(row)[:7]] += int(row["strikes"])
    assert months == {"2017-04": 2, "2019-03": 9}
    assert {row["month"]: row["strikes"] for row in ask("strikes-near-a-place", place_id="abu-kamal")} == months


def test_strikes_of_a_day(data, ask):
    for day, many in (("2017-04-04", 7), ("2017-08-24", 2), ("2017-08-25", 0)):
        expected = [
            row for row in data["strikes"] if day_of(row) <= day <= (row["last_day"] or row["first_day"] or day_of(row))
        ]
        assert len(expected) == many
        assert counted(ask("strikes-of-a-day", day=day), "strike_id") == counted(expected, "strike_id")


def test_spellings_of_a_place(data, ask):
    expected = {
        row["place_as_reported"]: sum(
            strike["place_as_reported"] == row["place_as_reported"] and strike["country"] == row["country"]
            for strike in data["strikes"]
        )
        for row in data["place_names"]
        if row["place_id"] == "raqqa"
    }
    found = ask("spellings-of-a-place", place_id="raqqa")
    assert {row["place_as_reported"]: row["strike_rows"] for row in found} == expected


def test_strikes_listed_against_the_total(data, ask):
    releases = {row["release_id"]: row for row in data["releases"]}
    for row in ask("strikes-listed-against-the-total"):
        listed = [strike for strike in data["strikes"] if row["first_day"] <= day_of(strike) <= row["last_day"]]
        assert row["listed"] == total(strike["strikes"] for strike in listed)
        assert row["days_listed"] == len({day_of(strike) for strike in listed})
        before = int(releases[row["release_id"]]["strikes_total"]) - row["rise"]
        assert str(before) in {release["strikes_total"] for release in data["releases"]}


# Incidents


def kilometres(one, other):
    """By the law of cosines: another way than the site's."""
    north, east, south, west = (radians(float(row[name])) for row in (one, other) for name in ("latitude", "longitude"))
    return 6371 * acos(min(1, sin(north) * sin(south) + cos(north) * cos(south) * cos(east - west)))


@pytest.mark.parametrize(
    ("place_id", "distance", "many"), [("raqqa", "7.5", 7), ("raqqa", "1", 6), ("mosul", "95", 2), ("kobani", "10", 1)]
)
def test_incidents_near_a_place(data, ask, place_id, distance, many):
    place = next(row for row in data["places"] if row["place_id"] == place_id)
    found = ask("incidents-near-a-place", place_id=place_id, kilometres=distance)
    expected = {
        row["incident_id"]: round(kilometres(place, row), 1) if row["latitude"] else None
        for row in data["incidents"]
        if (kilometres(place, row) < float(distance) if row["latitude"] else row["place_id"] == place_id)
    }
    assert {row["incident_id"]: row["kilometres"] for row in found} == pytest.approx(expected, abs=0.11)
    assert len(found) == many


def test_incidents_where_figures_differ_most(data, ask):
    expected = {}
    recorded = {row["code"]: row for row in data["allegations"] if row["organisation_id"] == "airwars"}
    for row in data["incidents"]:
        there = recorded.get(row["airwars_code"], {})
        killed, low, high = number(row["killed"]), number(there.get("killed_min")), number(there.get("killed_max"))
        if row["status"] == "credible" and None not in (killed, low, high):
            expected[row["incident_id"]] = min(0, killed - low) + max(0, killed - high)
    found = ask("incidents-where-figures-differ-most")
    assert {row["incident_id"]: row["outside_range"] for row in found} == expected
    distances = [abs(row["outside_range"]) for row in found]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] > 0


def test_incidents_assessed(data, ask):
    expected = Counter(
        (row["country"], row["first_day"][:4], row["status"], row["status_basis"]) for row in data["incidents"]
    )
    found = ask("incidents-assessed")
    assert {
        (row["country"], row["year"], row["status"], row["status_basis"]): row["incidents"] for row in found
    } == expected
    assert total(row["killed_coalition"] for row in found) == total(row["killed"] for row in data["incidents"])


def test_incidents_by_allegation_source(data, ask):
    for country in ("", "Iraq"):
        chosen = [row for row in data["incidents"] if country in ("", row["country"])]
        found = {row["allegation_source"]: row for row in ask("incidents-by-allegation-source", country=country)}
        groups = by(chosen, "allegation_source")
        assert set(found) == set(groups)
        for source, incidents in groups.items():
            assert found[source]["incidents"] == len(incidents)
            agreed = [row for row in incidents if row["status"] == "credible"]
            assert found[source]["credible"] == len(agreed)
            assert found[source]["killed"] == total(row["killed"] for row in agreed)


def test_days_from_incident_to_assessment(data, ask):
    releases = {row["release_id"]: row for row in data["releases"]}
    waits = defaultdict(list)
    for row in data["incidents"]:
        release = releases.get(row["release_id"])
        if release and release["published_precision"] == "day" and row["status"] == "credible":
            wait = date.fromisoformat(release["published_on"]) - date.fromisoformat(row["last_day"])
            waits[row["first_day"][:4]].append(wait.days)
    found = ask("days-from-incident-to-assessment", status="credible")
    assert {row["year"]: (row["incidents"], row["shortest"], row["median"], row["longest"]) for row in found} == {
        year: (len(days), min(days), median(days), max(days)) for year, days in waits.items()
    }


def test_nations_named(data, ask):
    assert {(row["nation"], row["status"]): row["incidents"] for row in ask("nations-named")} == counted(
        data["incidents"], "nation", "status"
    )
    assert {row["status"] for row in ask("nations-named", status="credible")} == {"credible"}


# Estimates and airpower


def test_estimates_of_an_organisation(data, ask):
    expected = [
        row for row in data["estimates"] if row["organisation_id"] == "snhr" and row["measure"] == "children_killed"
    ]
    found = ask("estimates-of-an-organisation", organisation_id="snhr", measure="children_killed")
    assert len(found) == 1
    assert counted(found, "estimate_id") == counted(expected, "estimate_id")


def test_estimates_beside_the_official_total(data, ask):
    official = sorted(
        (row["published_on"], row["release_id"], int(row["killed_total"]))
        for row in data["releases"]
        if row["release_type"] != "annual" and row["killed_total"]
    )
    for organisation in ("airwars", "snhr"):
        expected = {}
        for row in data["estimates"]:
            if (row["organisation_id"], row["measure"], row["attributed_to"]) == (
                organisation,
                "civilians_killed",
                "Coalition",
            ):
                day = row["published_on"] or row["period_end"] or ""
                before = [figure for published, _, figure in official if published <= day]
                expected[row["estimate_id"]] = before[-1] if before else None
        found = ask("estimates-of-an-organisation", organisation_id=organisation)
        assert {row["official_total"] for row in found if row["attributed_to"] != "Coalition"} <= {None}
        found = [row for row in found if row["attributed_to"] == "Coalition"]
        assert {row["estimate_id"]: row["official_total"] for row in found} == expected
        partial = [row for row in found if row["place"] or row["country"] != "both"]
        assert {row["covers"] for row in partial if row["official_total"]} == {"a part of it"}
        assert {row["covers"] for row in partial if row["official_total"] is None} <= {None}


@pytest.mark.parametrize("precision", ["day", "month"])
@pytest.mark.parametrize(
    ("query", "days"),
    [("official-total-and-estimates", ("counted_through",)), ("estimates-of-a-scope", ("first_day", "last_day"))],
)
def test_a_day_known_by_month_is_shown_as_a_month(database, query, days, precision):
    sql = resources.files("civcas.site.queries").joinpath(f"{query}.sql").read_text(encoding="utf-8")
    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
        database.backup(copy)
        copy.row_factory = sqlite3.Row
        copy.execute(
            "UPDATE estimates SET start_precision = ?, end_precision = ?, published_precision = ?", [precision] * 3
        )
        copy.execute("UPDATE releases SET published_precision = ?", [precision])
        found = copy.execute(sql, {"about": ""}).fetchall()
    estimates = [row for row in found if row["table"] == "estimates"]
    shown = [row[day] for row in estimates for day in days if row[day]]
    assert shown
    assert {len(day) for day in shown} == {len("2017-03-17") if precision == "day" else len("2017-03")}
    assert {len(row["published_on"] or "") for row in found} <= {len(shown[0]), 0}


def test_another_measure_has_no_official_total(ask):
    found = ask("estimates-of-an-organisation", organisation_id="snhr", measure="children_killed")
    assert {row["official_total"] for row in found} == {None}


def last_day(row):
    day, precision = row["period_end"], row["end_precision"]
    if day is None:
        return row["published_on"] or "9999"
    return {"day": day, "month": f"{day[:7]}-31", "year": f"{day[:4]}-12-31"}[precision]


def test_estimates_that_overlap(data, ask):
    whole = {
        "children_killed": {"civilians_killed", "people_killed", "civilians_killed_or_injured"},
        "women_killed": {"civilians_killed", "people_killed", "civilians_killed_or_injured"},
        "civilians_killed": {"people_killed", "civilians_killed_or_injured"},
        "civilians_injured": {"civilians_killed_or_injured"},
    }
    assert {row["attributed_to"] for row in data["estimates"]} > {"Iraqi forces", "Coalition (Dutch aircraft)"}
    for chosen in data["estimates"]:
        expected = {
            row["estimate_id"]
            for row in data["estimates"]
            if row["estimate_id"] != chosen["estimate_id"]
            and (row["country"] == chosen["country"] or "both" in (row["country"], chosen["country"]))
            and (row["period_start"] or "2014") <= last_day(chosen)
            and (chosen["period_start"] or "2014") <= last_day(row)
            and (
                row["measure"] == chosen["measure"]
                or row["measure"] in whole.get(chosen["measure"], ())
                or chosen["measure"] in whole.get(row["measure"], ())
            )
            and (
                row["attributed_to"] == chosen["attributed_to"]
                or any(
                    not party.startswith("Coalition (") and party != "Iraqi forces"
                    for party in (row["attributed_to"], chosen["attributed_to"])
                )
            )
        }
        assert expected
        found = ask("estimates-that-overlap", estimate_or_organisation=chosen["estimate_id"])
        assert {row["estimate_id"] for row in found} == expected
        assert {(row["estimate"], row["overlaps"]) for row in found} == {(chosen["estimate_id"], chosen["overlaps"])}


def test_estimates_that_overlap_say_whether_their_places_do(ask):
    found = ask("estimates-that-overlap", estimate_or_organisation="hrw-2017-06-06-to-2017-09-20-raqqa-killed")
    places = {row["estimate_id"]: row["places"] for row in found}
    assert places["airwars-2017-06-06-to-2017-10-17-raqqa-killed"] == "one contains the other"
    assert places["sohr-2014-09-23-to-2018-09-23-syria-killed"] == "one contains the other"
    assert places["airwars-2017-06-20-to-2017-08-31-tabqa-killed"] == "judge by their words"


def test_overlaps_go_both_ways(ask):
    one = ask("estimates-that-overlap", estimate_or_organisation="hrw")
    assert {"airwars", "snhr", "sohr"} == {row["organisation_id"] for row in one}
    for row in one:
        other = ask("estimates-that-overlap", estimate_or_organisation=row["estimate_id"])
        assert row["estimate"] in {back["estimate_id"] for back in other}


def test_airpower_never_mixes_kinds_of_period(data, ask):
    for granularity in ("year", "month", "year_to_date"):
        expected = [row for row in data["airpower"] if row["granularity"] == granularity]
        found = ask("airpower-of-one-kind-of-period", granularity=granularity)
        assert counted(found, "airpower_id") == counted(expected, "airpower_id")
        assert total(row["sorties"] for row in found) == total(row["sorties"] for row in expected)


# Allegations


def test_allegations_and_assessments(data, ask):
    statuses = {row["incident_id"]: row["status"] for row in data["incidents"]}
    for country in ("", "Syria"):
        chosen = [row for row in data["allegations"] if country in ("", row["country"])]
        groups = defaultdict(list)
        for row in chosen:
            groups[row["organisation_id"], row["country"], row["first_day"][:4]].append(row)
        found = ask("allegations-and-assessments", country=country)
        assert {(row["organisation_id"], row["country"], row["year"]) for row in found} == set(groups)
        for row in found:
            group = groups[row["organisation_id"], row["country"], row["year"]]
            known = [statuses[one["incident_id"]] for one in group if one["incident_id"]]
            assert (row["allegations"], row["assessed"]) == (len(group), len(known))
            assert (row["credible"], row["non_credible"]) == (known.count("credible"), known.count("non_credible"))
            assert row["other"] == len(known) - row["credible"] - row["non_credible"]
            assert row["percent_assessed"] == round(100 * len(known) / len(group), 1)
            without = [one["killed_min"] for one in group if not one["incident_id"]]
            assert row["killed_minimum_not_assessed"] == (
                total(without) if any(n is not None for n in without) else None
            )
    assert any(row["assessed"] for row in found)


def test_allegations_without_assessment(data, ask):
    for country, grading in (("", ""), ("Syria", ""), ("", "fair")):
        expected = {
            row["allegation_id"]
            for row in data["allegations"]
            if not row["incident_id"] and country in ("", row["country"]) and grading in ("", row["grading"])
        }
        found = ask("allegations-without-assessment", country=country, grading=grading)
        assert {row["allegation_id"] for row in found} == expected
        assert expected
        killed = [row["killed_min"] or 0 for row in found]
        assert killed == sorted(killed, reverse=True)


def test_reasons_of_assessments(data, ask):
    years = {row["allegation_id"]: row["first_day"][:4] for row in data["allegations"]}
    for status in ("", "non_credible"):
        chosen = [row for row in data["assessments"] if row["status"] and status in ("", row["status"])]
        groups = defaultdict(list)
        for row in chosen:
            groups[row["status"], row["reason"], years[row["allegation_id"]]].append(row)
        found = {
            (row["status"], row["reason"], row["year"]): row for row in ask("reasons-of-assessments", status=status)
        }
        assert set(found) == set(groups)
        assert groups
        for group, statements in groups.items():
            days = [row["stated_on"] for row in statements if row["stated_on"]]
            assert found[group]["assessments"] == len(statements)
            assert found[group]["in_incidents"] == sum(row["incident_id"] is not None for row in statements)
            assert found[group]["first_stated"] == min(days, default=None)
            assert found[group]["last_stated"] == max(days, default=None)


# Weapon employments


def test_weapon_employments_by_month(data, ask):
    listed = defaultdict(list)
    for row in data["strikes"]:
        listed[(row["first_day"] or row["reported_on"])[:7], row["country"]].append(row["strikes"])
    for country in ("", "Syria"):
        chosen = [row for row in data["weapon_employments"] if country in ("", row["country"])]
        groups = defaultdict(list)
        for row in chosen:
            groups[row["day"][:7], row["country"], row["nation"]].append(row)
        found = {
            (row["month"], row["country"], row["nation"]): row
            for row in ask("weapon-employments-by-month", country=country)
        }
        assert set(found) == set(groups)
        for group, listing in groups.items():
            missions = [row["mission"] for row in listing]
            assert found[group]["employments"] == len(listing)
            assert found[group]["close_air_support"] == missions.count("close_air_support")
            assert found[group]["air_interdiction"] == missions.count("air_interdiction")
            assert found[group]["days"] == len({row["day"] for row in listing})
            assert found[group]["strikes_listed"] == total(listed[group[:2]])


# Targets


def test_targets_of_strikes(data, ask):
    strike = {row["strike_id"]: row for row in data["strikes"]}

    def asked(row, country="", target_group="", first_month="", last_month=""):
        of = strike[row["strike_id"]]
        month = (of["first_day"] or of["reported_on"])[:7]
        return (
            country in ("", of["country"])
            and target_group in ("", row["target_group"])
            and first_month <= month <= (last_month or "9")
        )

    for asking in (
        {},
        {"country": "Syria"},
        {"target_group": "fighting_position"},
        {"first_month": "2017-08"},
        {"last_month": "2017-04"},
    ):
        groups = defaultdict(list)
        for row in data["strike_targets"]:
            if asked(row, **asking):
                groups[row["target_group"], strike[row["strike_id"]]["country"]].append(row)
        found = {(row["target_group"], row["country"]): row for row in ask("targets-of-strikes", **asking)}
        assert groups
        assert set(found) == set(groups)
        for group, targets in groups.items():
            assert found[group]["rows_of_strikes"] == len({row["strike_id"] for row in targets})
            assert found[group]["targets"] == total(row["count"] for row in targets)
            for effect in ("destroyed", "damaged"):
                assert found[group][effect] == total(row["count"] for row in targets if row["effect"] == effect)
            assert found[group]["targets_without_number"] == sum(row["count"] is None for row in targets)


# Nations


def test_totals_of_nations(data, ask):
    names = {row["organisation_id"]: row["name"] for row in data["organisations"]}
    for asking in ({}, {"nation": "France"}, {"nation": "Jordan"}, {"country": "Syria"}):
        expected = {
            row["total_id"]: (row["nation"], int(row["strikes"]), names[row["organisation_id"]])
            for row in data["strike_totals"]
            if row["nation"] != "all"
            and row["nation"] == asking.get("nation", row["nation"])
            and row["country"] == asking.get("country", row["country"])
        }
        found = ask("totals-of-nations", **asking)
        assert {row["total_id"]: (row["nation"], row["strikes"], row["counted_by"]) for row in found} == expected
    assert expected
    all_of_them = {row["total_id"] for row in data["strike_totals"] if row["nation"] == "all"}
    assert {row["total_id"] for row in ask("totals-of-nations", nation="all")} == all_of_them


# The field that says how exactly a date is known, and the field that names the record, by table.
PRECISIONS = {"published_on": "published_precision", "period_start": "start_precision", "period_end": "end_precision"}
KNOWN = {"day": 10, "month": 7, "year": 4}


def test_no_query_shows_more_of_a_date_than_is_known(address, data):
    """A date known by its month alone is stored as the first of the month, and shown as the month."""
    keys = {"estimate_id": "estimates", "release_id": "releases", "total_id": "strike_totals", "source_id": "sources"}
    shown = set()
    for name, query in queries().items():
        values = "&".join(f"{parameter}=" for parameter in query["params"])
        try:
            rows = json.loads(get(f"{address}{SITE}/{name}.json?_shape=array&{values}"))
        except urllib.error.HTTPError:
            continue  # a query that needs a value
        for row in rows:
            key = next((key for key in keys if row.get(key)), None)
            if key is None:
                continue
            record = next(each for each in data[keys[key]] if each[key] == row[key])
            for field, precision in PRECISIONS.items():
                if row.get(field) and record.get(field):
                    assert row[field] == record[field][: KNOWN[record[precision]] if precision in record else 10], (
                        name,
                        row,
                    )
                    shown.add((name, record.get(precision)))
    assert {"month", "day"} <= {precision for _, precision in shown}
    assert len({name for name, _ in shown}) > 8
