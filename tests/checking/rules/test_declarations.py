"""Which findings a known issue may document, and which rules wait until their tables can be read.

Both decide what a contributor is told, so a change of either is made here as well.
"""

from __future__ import annotations

from civcas.checking.rule import all_rules

# A source may really say what these forbid: it contradicts itself, another source, or what is usual.
MAY_BE_DOCUMENTED = {
    "airpower": "counts-never-fall months-within-year release-sorties-within-sorties sourced sources-agree"
    " statements-agree weapons-not-below-release-sorties",
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
    "strikes": "engagements-not-below-strikes report-soon-after sources-agree",
}
# These would report records that are only unreadable, or miss some for that reason.
WAIT = {
    "airpower": "main-source-among-evidence matches-control-totals sourced",
    "estimates": "matches-control-totals source-in-evidence sourced",
    "evidence": "matches-control-totals",
    "incidents": "matches-control-totals source-in-evidence sourced",
    "known_issues": "source-is-of-its-record",
    "organisations": "matches-control-totals used",
    "place_names": "matches-control-totals used",
    "places": "matches-control-totals used",
    "releases": "matches-control-totals source-in-evidence sourced",
    "sources": "matches-control-totals used",
    "strike_totals": "main-source-among-evidence matches-control-totals places-of-period-add-up"
    " places-of-report-add-up sourced",
    "strikes": "matches-control-totals",
}


def named(rules):
    return {f"{table}/{name}" for table, names in rules.items() for name in names.split()}


def test_only_what_a_source_may_say_can_be_documented():
    assert {name for name, rule in all_rules().items() if rule.arithmetic} == named(MAY_BE_DOCUMENTED)


def test_rules_that_miss_records_wait_for_readable_tables():
    assert {name for name, rule in all_rules().items() if rule.needs_valid_tables} == named(WAIT)
