"""A record in words: a short title, and one sentence that says what it holds and nothing more.

What a record leaves empty is left out. A table that is not known here has a title made of its own title and the key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from civcas.site import sentence_parts as parts
from civcas.site.sentence_parts import Record
from civcas.site.words import (
    day_in_words,
    days_in_words,
    month_in_words,
    people,
    range_in_words,
    value_in_words,
)

Words = Callable[[sqlite3.Connection, Record], str]


def title(connection: sqlite3.Connection, table: str, record: Record) -> str:
    """The record's name in words: Incident in Mosul, 17 March 2017."""
    return _TITLES[table](connection, record) if table in _TITLES else _key(table, record)


def sentence(connection: sqlite3.Connection, table: str, record: Record) -> str:
    """What the record holds, in one sentence."""
    return _SENTENCES[table](connection, record) if table in _SENTENCES else f"{_key(table, record)}."


def _key(table: str, record: Record) -> str:
    return f"{value_in_words(table).capitalize()}: {next(iter(record.values()))}"


# --- releases ----------------------------------------------------------------------------------------------------
def _release_title(_: sqlite3.Connection, record: Record) -> str:
    first, last = record["period_start"], record["period_end"]
    if record["release_type"] == "monthly":
        return f"The Coalition's report for {month_in_words(last or record['release_id'][-7:])}"
    if record["release_type"] == "annual":
        return f"The US annual report for {(first or record['release_id'][-4:])[:4]}"
    return f"A release of {day_in_words(record['published_on'], record['published_precision'])}"


def _release(connection: sqlite3.Connection, record: Record) -> str:
    disputed = parts.disputed(connection, "releases", record["release_id"])

    def noted(words: str, *fields: str) -> str:
        return f"{words} (disputed)" if disputed & set(fields) else words

    published = f", published {parts.on(record['published_on'], record['published_precision'])}"
    killed, credible, total = record["killed"], record["credible"], record["killed_total"]
    apart = credible is None or record["release_type"] == "annual"  # its deaths are those of the year's incidents
    reports = "" if apart else f" in {credible:,} credible report{'' if credible == 1 else 's'}"
    figures = [
        noted(people(killed, "killed") + reports, *(["killed"] if apart else ["killed", "credible"]))
        if killed is not None
        else "",
        noted(f"{credible:,} credible report{'' if credible == 1 else 's'}", "credible")
        if credible is not None and (killed is None or apart)
        else "",
        noted(f"total since 2014: {total:,}", "killed_total") if total is not None else "",
    ]
    stated = parts.joined(*figures) or "no figure of deaths was read"
    opening = "" if record["release_type"] == "ad_hoc" else published
    return f"{_release_title(connection, record)}{opening}: {stated}."


_CREDIBLE = "SELECT count(*), count(killed), sum(killed) FROM incidents WHERE release_id = ? AND status = 'credible'"


def sentence_on_incidents(connection: sqlite3.Connection, release: Record) -> str:
    """How the credible incidents listed for a release differ from its own figures; '' if they don't."""
    number, with_figure, killed = connection.execute(_CREDIBLE, [release["release_id"]]).fetchone()
    if (number, killed or 0) == (release["credible"], release["killed"] or 0) or release["credible"] is None:
        return ""
    listed = f"{number:,} of the listed incidents {'is' if number == 1 else 'are'} credible"
    listed += f", with {killed:,} killed in the {with_figure:,} that have a figure" if with_figure else ""
    stated = (
        f"The release itself states {release['credible']:,} credible report{'' if release['credible'] == 1 else 's'}"
    )
    stated += f" and {release['killed']:,} killed" if release["killed"] is not None else ""
    why = "A status may have changed later, and not every incident of a release is known"
    return f"{listed}. {stated}. {why}."


# --- incidents and what is said of them --------------------------------------------------------------------------
def _incident_title(connection: sqlite3.Connection, record: Record) -> str:
    return f"Incident: {parts.where(connection, record)}, {days_in_words(record['first_day'], record['last_day'])}"


def _incident(connection: sqlite3.Connection, record: Record) -> str:
    harm = parts.harm(parts.figure(record, "killed"), parts.figure(record, "injured"))
    found = f"assessed as {value_in_words(record['status'])}" if record["status"] != "open" else "open"
    found += _BASIS.get(record["status_basis"], "")
    said = f"by the Coalition's figure, {harm}" if harm else ""
    disputed = parts.disputed(connection, "incidents", record["incident_id"]) & _SAID
    return f"{_incident_title(connection, record)}: {parts.joined(found, said, 'disputed' if disputed else '')}."


# What the sentence says of an incident, so that it is disputed if one of these is.
_SAID = {"status", "killed", "injured", "first_day", "last_day"}

# How a status is known, unless from the Coalition's own words.
_BASIS = {
    "nation_statement": ", by a statement of one of its countries",
    "airwars_grading": ", inferred from Airwars' grading",
    "ucdp_names_coalition": ", inferred since UCDP names the Coalition alone as its source",
}


def _allegation_title(connection: sqlite3.Connection, record: Record) -> str:
    by, code = parts.organisation(connection, record), record["code"]
    days = days_in_words(record["first_day"], record["last_day"])
    return f"{by}, record {code}: {parts.where(connection, record)}, {days}"


def _allegation(connection: sqlite3.Connection, record: Record) -> str:
    harm = parts.harm(
        range_in_words(record["killed_min"], record["killed_max"]),
        range_in_words(record["injured_min"], record["injured_max"]),
    )
    reported = f"{harm} by its count of what was reported" if harm else ""
    grading = f"graded {value_in_words(record['grading'])}" if record["grading"] else ""
    named = f"attributed to {record['belligerents']}" if record["belligerents"] else ""
    return parts.saying(_allegation_title(connection, record), reported, grading, named)


def _assessment_title(_: sqlite3.Connection, record: Record) -> str:
    day = f", {day_in_words(record['stated_on'])}" if record["stated_on"] else ""
    return f"Statement of {parts.with_article(record['stated_by'])}{day}"


def _assessment(connection: sqlite3.Connection, record: Record) -> str:
    of = record["incident_id"] or record["allegation_id"]
    status = value_in_words(record["status"]) if record["status"] else "its finding was not read"
    reason = f"reason: {value_in_words(record['reason'])}" if record["reason"] else ""
    harm = parts.harm(
        range_in_words(record["killed_min"], record["killed_max"]),
        range_in_words(record["injured_min"], record["injured_max"]),
    )
    return parts.saying(_assessment_title(connection, record) + (f", on {of}" if of else ""), status, reason, harm)


# --- estimates ---------------------------------------------------------------------------------------------------
def counted(record: Record) -> str:
    """8,317 to 13,190, or more than 70: as the organisation words it."""
    if record["qualifier"] == "between":
        return range_in_words(record["low"], record["high"])
    value = next((record[field] for field in ("best", "low", "high") if record[field] is not None), None)
    return "" if value is None else f"{parts.BOUNDS.get(record['qualifier'], '')} {value:,}".strip()


def _estimate_title(connection: sqlite3.Connection, record: Record) -> str:
    measure = value_in_words(record["measure"])
    where = f"{record['place']}, {parts.country(record)}" if record["place"] else parts.country(record)
    return f"{parts.organisation(connection, record)}: {measure}, {parts.joined_by_comma(where, parts.period(record))}"


def _estimate(connection: sqlite3.Connection, record: Record) -> str:
    where = f"{record['place']}, {parts.country(record)}" if record["place"] else parts.country(record)
    figure = f"{counted(record)} {value_in_words(record['measure'])}".strip()
    whom = record["attributed_to"]
    by = f"attributed to {parts.with_article(whom)}"
    scope = parts.joined_by_comma(f"{figure} in {where}", parts.period(record), by)
    when = record["published_on"]
    published = f" (published {parts.on(when, record['published_precision'])})" if when else ""
    return f"{parts.organisation(connection, record)}: {scope}{published}."


# --- strikes -----------------------------------------------------------------------------------------------------
def _strike_title(connection: sqlite3.Connection, record: Record) -> str:
    return f"Strikes near {parts.where(connection, record)}, {_day_of(record)}"


def _day_of(record: Record) -> str:
    if record["first_day"]:
        return days_in_words(record["first_day"], record["last_day"])
    return f"reported on {day_in_words(record['reported_on'])}" if record["reported_on"] else "day not stated"


def _strike(connection: sqlite3.Connection, record: Record) -> str:
    number = record["strikes"]
    return f"{number:,} strike{'' if number == 1 else 's'} near {parts.where(connection, record)}, {_day_of(record)}."


def _targets_title(_: sqlite3.Connection, record: Record) -> str:
    return f"Target of strikes: {_target(record)}"


def _target(record: Record) -> str:
    return record["target_as_reported"] or value_in_words(record["target_group"] or "not named")


def _targets(_: sqlite3.Connection, record: Record) -> str:
    many = "" if record["count"] is None else f"{record['count']:,} "
    effect = f", {record['effect_as_reported']}" if record["effect_as_reported"] else ""
    return f"{many}{_target(record)}{effect}, in the strikes {record['strike_id']}."


def _total_title(_: sqlite3.Connection, record: Record) -> str:
    nations = {"all": "the Coalition", "other": "other nations"}
    period = parts.period(record)
    if not record["period_start"] and not record["period_end"] and record["reported_on"]:
        period = f"reported on {day_in_words(record['reported_on'])}"
    return f"Strikes of {nations.get(record['nation'], record['nation'])} in {parts.country(record)}, {period}"


def _total(connection: sqlite3.Connection, record: Record) -> str:
    bound = parts.BOUNDS.get(record["qualifier"], "")
    number = "" if record["strikes"] is None else f"{bound} {record['strikes']:,} in all".strip()
    engagements = "" if record["engagements"] is None else f"{record['engagements']:,} engagements"
    return parts.saying(_total_title(connection, record), number, engagements)


def _airpower_title(_: sqlite3.Connection, record: Record) -> str:
    period = day_in_words(record["period"]) if record["period"] else ""
    kind = "" if record["granularity"] in {"month", "year"} else f" ({value_in_words(record['granularity'])})"
    return f"Air power statistics, {period}{kind}"


def _airpower(connection: sqlite3.Connection, record: Record) -> str:
    weapons = "" if record["weapons_released"] is None else f"{record['weapons_released']:,} weapons released"
    sorties = "" if record["sorties"] is None else f"{record['sorties']:,} strike sorties"
    return parts.saying(_airpower_title(connection, record), weapons, sorties)


def _employment_title(_: sqlite3.Connection, record: Record) -> str:
    return f"Use of weapons by the {record['nation']}, {day_in_words(record['day'])}"


def _employment(connection: sqlite3.Connection, record: Record) -> str:
    where = parts.joined_by_comma(record["place_as_reported"] or "", record["country"] or "")
    mission = value_in_words(record["mission"]) if record["mission"] else ""
    return parts.saying(_employment_title(connection, record), where, mission)


# --- places, organisations, sources ------------------------------------------------------------------------------
def _place_title(_: sqlite3.Connection, record: Record) -> str:
    name: str = record["name"]
    return name if name.endswith(parts.UNNAMED) else f"{name}, {record['country']}"


def _place(_: sqlite3.Connection, record: Record) -> str:
    within = parts.joined_by_comma(
        f"district {record['district']}" if record["district"] else "",
        f"governorate {record['governorate']}" if record["governorate"] else "",
    )
    arabic = f" ({record['name_ar']})" if record["name_ar"] else ""
    return f"{record['name']}{arabic}, a place in {record['country']}{f': {within}' if within else ''}."


def _spelling(connection: sqlite3.Connection, record: Record) -> str:
    name = parts.one(connection, "SELECT name FROM places WHERE place_id = ?", record["place_id"])
    return f"{record['place_as_reported']}, {record['country']}: a spelling of {name or record['place_id']}."


def _organisation_sentence(_: sqlite3.Connection, record: Record) -> str:
    short = f" ({record['abbreviation']})" if record["abbreviation"] else ""
    kind = f", {_ORGANISATIONS.get(record['kind'], value_in_words(record['kind']))}"
    country = f" in {parts.with_article(record['country'])}" if record["country"] else ""
    return f"{record['name']}{short}{kind}{country}."


_ORGANISATIONS = {
    "military": "armed forces",
    "government": "a government body",
    "intergovernmental": "an intergovernmental body",
    "ngo": "a non-governmental organisation",
    "news": "a news publisher",
    "research": "a research body",
    "archive": "an archive",
    "other": "a publisher",
}

_DOCUMENTS = {
    "official": "An official page",
    "republication": "A copy of an official text",
    "archive": "An archived copy",
    "news": "A news article",
    "report": "A publication",
    "dataset": "A dataset",
}


def _source_title(connection: sqlite3.Connection, record: Record) -> str:
    when = record["published_on"]
    published = f", {day_in_words(when, record['published_precision'])}" if when else ""
    return f"{_DOCUMENTS.get(record['kind'], 'A document')} of {parts.organisation(connection, record)}{published}"


def _source(connection: sqlite3.Connection, record: Record) -> str:
    return f"{_source_title(connection, record)}: {record['url']}"


# --- evidence and issues -----------------------------------------------------------------------------------------
def _evidence_title(_: sqlite3.Connection, record: Record) -> str:
    return f"Evidence for {value_in_words(record['field'])} of {record['record_id']}"


def _evidence(connection: sqlite3.Connection, record: Record) -> str:
    sql = "SELECT name FROM sources JOIN organisations USING (organisation_id) WHERE source_id = ?"
    publisher = parts.one(connection, sql, record["source_id"]) or record["source_id"]
    return f"{publisher} states {record['value']} for {value_in_words(record['field'])} of {record['record_id']}."


def _issue_title(_: sqlite3.Connection, record: Record) -> str:
    field = f", {value_in_words(record['field'])}" if record["field"] else ""
    return f"Known issue of {record['record_id']}{field}"


def _issue(connection: sqlite3.Connection, record: Record) -> str:
    return f"{_issue_title(connection, record)}: {record['explanation']}"


_TITLES: dict[str, Words] = {
    "releases": _release_title,
    "incidents": _incident_title,
    "allegations": _allegation_title,
    "assessments": _assessment_title,
    "estimates": _estimate_title,
    "strikes": _strike_title,
    "strike_targets": _targets_title,
    "strike_totals": _total_title,
    "airpower": _airpower_title,
    "weapon_employments": _employment_title,
    "places": _place_title,
    "place_names": lambda _, record: f"{record['place_as_reported']}, {record['country']}",
    "organisations": lambda _, record: record["name"],
    "sources": _source_title,
    "evidence": _evidence_title,
    "known_issues": _issue_title,
}

_SENTENCES: dict[str, Words] = {
    "releases": _release,
    "incidents": _incident,
    "allegations": _allegation,
    "assessments": _assessment,
    "estimates": _estimate,
    "strikes": _strike,
    "strike_targets": _targets,
    "strike_totals": _total,
    "airpower": _airpower,
    "weapon_employments": _employment,
    "places": _place,
    "place_names": _spelling,
    "organisations": _organisation_sentence,
    "sources": _source,
    "evidence": _evidence,
    "known_issues": _issue,
}
