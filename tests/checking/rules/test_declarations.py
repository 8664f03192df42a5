"""Which findings a known issue may document, which rules wait until tables can be read, and which cells each names.

All of these decide what a contributor is told, so a change of any is made here as well.
"""

from __future__ import annotations

from civcas.checking.rule import all_rules
from tests.checking.rules.judging import expectation

# A source may really say what these forbid: it contradicts itself, another source, or what is usual.
MAY_BE_DOCUMENTED = {
    "airpower": "counts-never-fall months-within-year release-sorties-within-sorties sourced sources-agree"
    " statements-agree weapons-not-below-release-sorties",
    "allegations": "groups-within-killed minimum-not-above-maximum minimum-with-maximum point-in-country sources-agree",
    "assessments": "concedes-only-if-credible injured-as-in-incident killed-as-in-incident stated-after-the-event"
    " status-as-in-incident",
    "estimates": "cumulative-never-falls published-with-its-source sources-agree",
    "incidents": "credible-has-figure days-are-few grid-reference-matches injured-within-release killed-within-release"
    " one-record-for-one-event one-record-for-one-report point-near-place sources-agree statuses-within-release",
    "releases": "carried-over-from-previous completed-sum credible-total-rises-by-credible"
    " engagements-not-below-strikes injured-total-rises-by-injured killed-total-rises-by-killed months-follow"
    " none-credible-none-harmed open-at-end-balance period-end-fits-type period-start-fits-type"
    " published-after-period reports-total-rises-by-received sources-agree strikes-within-rise totals-never-fall"
    " totals-through-period-end",
    "sources": "date-as-in-address",
    "strike_totals": "countries-add-up engagements-not-below-strikes places-of-period-add-up places-of-report-add-up"
    " report-has-one-source report-soon-after sourced sources-agree",
    "strikes": "engagements-not-below-strikes page-has-one-report report-soon-after sources-agree",
    "weapon_employments": "grid-reference-matches point-in-country",
}
# These would report records that are only unreadable, or miss some for that reason.
WAIT = {
    "airpower": "main-source-among-evidence matches-control-totals sourced",
    "allegations": "incident-has-the-code matches-control-totals",
    "assessments": "incident-is-the-allegations matches-control-totals",
    "estimates": "matches-control-totals source-in-evidence sourced",
    "evidence": "matches-control-totals",
    "incidents": "code-has-its-allegation graded-confirmed matches-control-totals source-in-evidence sourced",
    "known_issues": "source-is-of-its-record",
    "organisations": "matches-control-totals used",
    "place_names": "matches-control-totals used",
    "places": "matches-control-totals used",
    "releases": "matches-control-totals source-in-evidence sourced",
    "sources": "matches-control-totals used",
    "strike_targets": "matches-control-totals",
    "strike_totals": "main-source-among-evidence matches-control-totals places-of-period-add-up"
    " places-of-report-add-up sourced",
    "strikes": "matches-control-totals",
    "weapon_employments": "matches-control-totals",
}

# The cells of a record, besides the one at which a finding is, that may be its cause.
CELLS = {
    "airpower": {
        "key-names-granularity": "airpower_id",
        "key-names-period": "airpower_id granularity",
        "last-day-in-period": "granularity period",
        "one-record-for-one-scope": "as_of granularity period source_id",
        "period-fits-granularity": "granularity",
        "release-sorties-within-sorties": "sorties",
        "released-after-period": "granularity period",
        "source-not-older-than-last-day": "as_of",
        "weapons-not-below-release-sorties": "sorties_with_release",
        "year-to-date-has-last-day": "granularity",
    },
    "allegations": {
        "assessed-has-its-incident": "code",
        "code-says-country": "code",
        "ends-after-it-begins": "first_day",
        "groups-within-killed": "children_killed_min men_killed_min women_killed_min",
        "incident-has-the-code": "code",
        "key-names-code": "code organisation_id",
        "own-precision-of-ucdp": "organisation_id",
        "point-in-country": "country longitude",
        "point-is-whole": "latitude longitude",
        "precision-needs-point": "latitude",
    },
    "assessments": {
        "concedes-only-if-credible": "status",
        "incident-is-the-allegations": "allegation_id",
        "injured-as-in-incident": "incident_id injured_min",
        "key-names-allegation": "allegation_id assessment_id incident_id",
        "killed-as-in-incident": "incident_id killed_min",
        "says-something": "status",
        "stated-after-the-event": "allegation_id",
        "status-as-in-incident": "incident_id",
    },
    "control_totals": {
        "key-names-table-and-part": "part table",
    },
    "estimates": {
        "cumulative-never-falls": "best",
        "end-fits-precision": "end_precision",
        "end-precision-with-date": "period_end",
        "key-names-country": "estimate_id place",
        "key-names-measure": "estimate_id",
        "key-names-organisation": "estimate_id",
        "key-names-period": "end_precision estimate_id start_precision",
        "low-best-high": "best high",
        "one-record-for-one-scope": "attributed_to country measure method organisation_id period_end"
        " period_start place published_on source_id",
        "period-before-publication": "published_on",
        "period-in-order": "period_start",
        "published-fits-precision": "published_precision",
        "published-precision-with-date": "published_on",
        "published-with-its-source": "published_precision source_id",
        "qualifier-fits-figures": "best high low",
        "source-not-older-than-estimate": "published_on",
        "start-fits-precision": "start_precision",
        "start-precision-with-date": "period_start",
        "states-a-figure": "high low",
    },
    "evidence": {
        "allegation-figures-from-one-source": "record_id",
        "field-exists": "table",
        "key-goes-with-key-field": "field record_id",
        "source-not-older": "record_id",
        "value-has-form": "field table",
    },
    "incidents": {
        "basis-fits-status": "status_basis",
        "before-release": "release_id",
        "code-says-country": "country",
        "credible-has-figure": "injured status status_basis",
        "days-are-few": "first_day",
        "days-in-order": "first_day",
        "graded-confirmed": "airwars_code",
        "grid-reference-matches": "coordinates_precision latitude longitude",
        "harmed-only-if-credible": "status",
        "injured-within-release": "release_id",
        "key-says-first-day": "first_day",
        "killed-within-release": "release_id",
        "nation-is-named": "status_basis",
        "one-record-for-one-event": "first_day last_day place_id",
        "one-record-for-one-report": "coalition_ref",
        "place-in-country": "place_id",
        "place-spelling": "country place_as_reported",
        "point-in-country": "country longitude",
        "point-is-whole": "latitude longitude",
        "point-near-place": "coordinates_precision longitude place_id",
        "precision-needs-point": "latitude",
        "release-was-seen": "release_id",
        "source-not-older-than-incident": "last_day",
        "statuses-within-release": "release_id",
    },
    "known_issues": {
        "explained-needs-source": "status",
        "key-names-record-and-rule": "field record_id rule",
        "one-record-for-one-finding": "expected field record_id rule table",
        "rule-is-of-table": "table",
        "source-is-of-its-record": "record_id",
    },
    "organisations": {
        "names-differ": "abbreviation name",
    },
    "place_names": {
        "like-spellings-mean-one-place": "place_as_reported",
        "place-in-country": "place_id",
    },
    "places": {
        "country-as-in-geonames": "geonames_id",
        "district-in-one-governorate": "district",
        "gazetteer-point-has-id": "position_precision",
        "governorate-as-in-geonames": "geonames_id",
        "governorate-has-source": "governorate",
        "located-whole": "latitude longitude position_precision",
        "point-in-country": "country longitude",
        "point-near-geonames": "geonames_id longitude",
        "source-goes-with-point": "latitude",
    },
    "releases": {
        "coarse-date-is-first": "published_precision",
        "completed-sum": "credible duplicate non_credible",
        "credible-total-rises-by-credible": "credible",
        "engagements-not-below-strikes": "strikes_total",
        "injured-total-rises-by-injured": "injured",
        "key-says-type-and-date": "period_end published_on release_type",
        "killed-total-rises-by-killed": "killed",
        "months-follow": "period_end",
        "none-credible-none-harmed": "credible",
        "open-at-end-balance": "carried_over completed received reopened",
        "period-end-fits-type": "period_end release_type",
        "period-in-order": "period_start",
        "period-is-stated": "release_type",
        "period-start-fits-type": "period_end release_type",
        "published-after-period": "period_end published_precision",
        "reports-total-rises-by-received": "received",
        "source-not-older-than-release": "published_on",
        "totals-never-fall": "published_on",
        "totals-through-period-end": "period_end",
    },
    "sources": {
        "archive-is-an-archive": "url",
        "consulted-after-publication": "consulted_on",
        "date-as-in-address": "url",
        "date-fits-precision": "published_precision",
        "host-has-one-publisher": "url",
        "key-says-address": "source_id",
        "official-pages-are-of-states": "organisation_id",
        "one-record-for-one-page": "archive_url url",
        "precision-with-date": "published_on",
    },
    "strike_targets": {
        "effect-needs-words": "effect",
        "key-names-strike": "strike_id",
        "not-stated-without-words": "target_as_reported",
        "one-wording-one-effect": "effect_as_reported",
        "one-wording-one-group": "target_as_reported",
    },
    "strike_totals": {
        "both-days": "period_end period_start",
        "counts-something": "engagements",
        "end-fits-precision": "end_precision",
        "end-precision-with-date": "period_end",
        "engagements-not-below-strikes": "strikes",
        "has-a-date": "period_end period_start",
        "key-names-country": "total_id",
        "key-names-dates": "period_end period_start total_id",
        "key-names-last-day": "total_id",
        "key-names-nation": "total_id",
        "one-record-for-one-scope": "country nation organisation_id period_end period_start reported_on source_id",
        "organisation-fits-report": "reported_on",
        "overlaps-are-named": "period_end period_start",
        "period-in-order": "period_start",
        "report-has-one-source": "reported_on",
        "report-soon-after": "reported_on",
        "reported-after-period": "period_end",
        "source-not-older-than-period": "period_end",
        "source-not-older-than-report": "reported_on",
        "start-fits-precision": "start_precision",
        "start-precision-with-date": "period_start",
    },
    "strikes": {
        "both-days": "first_day last_day",
        "days-in-order": "first_day",
        "days-within-a-week": "first_day",
        "engagements-not-below-strikes": "strikes",
        "has-a-date": "first_day last_day",
        "key-names-country": "strike_id",
        "key-names-day": "strike_id",
        "key-names-place": "strike_id",
        "listed-once": "country first_day last_day place_id reported_on",
        "page-has-one-report": "source_id",
        "place-in-country": "place_id",
        "place-spelling": "country place_as_reported",
        "report-soon-after": "reported_on",
        "reported-after-days": "last_day",
        "source-not-older-than-report": "reported_on",
    },
    "weapon_employments": {
        "ends-after-it-begins": "time_begin",
        "grid-reference-matches": "latitude longitude",
        "key-names-day-and-time": "day time_begin",
        "point-in-country": "country longitude",
    },
}


def named(rules):
    return {f"{table}/{name}" for table, names in rules.items() for name in names.split()}


def test_only_what_a_source_may_say_can_be_documented():
    assert {name for name, rule in all_rules().items() if rule.arithmetic} == named(MAY_BE_DOCUMENTED)


def test_rules_that_miss_records_wait_for_readable_tables():
    assert {name for name, rule in all_rules().items() if rule.needs_valid_tables} == named(WAIT)


def test_a_finding_names_the_cells_that_may_be_its_cause():
    cells = {f"{table}/{name}": set(fields.split()) for table, rules in CELLS.items() for name, fields in rules.items()}
    assert {name: set(expectation(name, {}).cells) for name in all_rules() if expectation(name, {}).cells} == cells
