"""Cases for the rules of the figures of estimates."""

from itertools import combinations

from tests.checking.rules.judging import Case

SCOPE = {
    "organisation_id": "airwars",
    "period_start": "2014-08-08",
    "country": "both",
    "attributed_to": "Coalition",
    "measure": "civilians_killed",
    "published_precision": "day",
    "end_precision": "day",
    "method": "local reports",
    "qualifier": "at_least",
}
ONE = SCOPE | {"estimate_id": "one", "period_end": "2017-05-04", "published_on": "2017-05-04", "low": 3200}
TWO = SCOPE | {
    "estimate_id": "two",
    "period_end": "2019-08-07",
    "published_on": "2019-08-07",
    "low": 8106,
    "high": 12980,
}


def estimates(*rows, **tables):
    return {"estimates": list(rows)} | tables


def one(name="one", **fields):
    return ONE | {"estimate_id": name} | fields


def stated(record, field, value, source="s"):
    return {"table": "estimates", "record_id": record, "field": field, "source_id": source, "value": value}


def figures(name, low=None, best=None, high=None):
    return {"estimate_id": name, "low": low, "best": best, "high": high}


def qualified(qualifier, wanted):
    """The figures that fit a qualifier, and each other choice of low, best and high."""
    names = ("low", "best", "high")
    choices = [chosen for number in range(4) for chosen in combinations(names, number)]
    others = [chosen for chosen in choices if chosen != wanted]

    def rows(*chosen_figures):
        return [
            {"estimate_id": str(number), "qualifier": qualifier, **dict.fromkeys(chosen, 5)}
            for number, chosen in enumerate(chosen_figures)
        ]

    return Case(
        "estimates/qualifier-fits-figures",
        estimates(*rows(wanted), ONE | {"qualifier": None}),
        estimates(*rows(*others)),
        [
            (
                str(number),
                "qualifier",
                f"{qualifier} with {' and '.join(chosen) or 'empty'}",
                f"only {' and '.join(wanted)} is filled, since the figure is {qualifier}",
            )
            for number, chosen in enumerate(others)
        ],
        cells=set(names),
    )


def series_apart(field, value):
    """A lower figure of a later period is no fall if the two differ in this field."""
    return Case(
        "estimates/cumulative-never-falls",
        estimates(ONE, TWO, TWO | {"estimate_id": "x", "low": 5, field: value}),
        estimates(ONE, TWO | {"low": 5}),
        [("two", "low", "5", "at least 3200, as in one")],
    )


SCOPES = {
    "organisation_id": "sohr",
    "period_start": "2014-08-09",
    "country": "Syria",
    "place": "Mosul",
    "attributed_to": "all parties",
    "measure": "women_killed",
    "method": None,
}


def scope_apart(field, value):
    """Records that differ in this field have two scopes; without a difference the second repeats the first."""
    return Case(
        "estimates/one-record-for-one-scope",
        estimates(one(source_id="s"), one("two", **({"source_id": "s"} | {field: value}))),
        estimates(one(source_id="s"), one("two", source_id="s", low=7)),
        [("two", "estimate_id", "two", "another scope than line 2")],
    )


def named(key, **fields):
    return {"estimate_id": key, "organisation_id": "sohr", "country": "both", "measure": "civilians_killed"} | fields


def measure(value, words):
    """A key with these words names this measure."""
    other = "incidents" if value != "incidents" else "civilians_killed"
    key, joined = f"sohr-to-2018-{words}", f"sohr-to-2018-{words.replace('-', '')}s"
    return Case(
        "estimates/key-names-measure",
        estimates(named(key, measure=value), named(f"{key}-relayed", measure=value)),
        estimates(named(key, measure=other), named(joined, measure=value)),
        [
            (key, "measure", other, f"{value}, as {key} says"),
            (
                joined,
                "measure",
                value,
                "a key with one of the words children-killed, incidents, injured, killed, killed-or-injured,"
                " people-killed, women-killed",
            ),
        ],
    )


CASES = [
    Case(
        "estimates/low-best-high",
        estimates(
            ONE, TWO, figures("x", 1, 1, 2), figures("y", 1, 2, 2), figures("z", low=3, high=3), figures("empty")
        ),
        estimates(
            TWO | {"low": 12980, "high": 8106},
            figures("lower", low=5, best=4),
            figures("higher", best=5, high=4),
            figures("both", 1, 9, 8),
        ),
        [
            ("two", "low", "12980, empty, 8106", "low <= best <= high"),
            ("lower", "low", "5, 4, empty", "low <= best <= high"),
            ("higher", "low", "empty, 5, 4", "low <= best <= high"),
            ("both", "low", "1, 9, 8", "low <= best <= high"),
        ],
    ),
    Case(
        "estimates/states-a-figure",
        estimates(figures("a", low=0), figures("b", best=1), figures("c", high=1)),
        estimates(figures("x")),
        [("x", "best", "", "a figure in low, best or high")],
        cells={"low", "high"},
    ),
    qualified("exact", ("best",)),
    qualified("at_least", ("low",)),
    qualified("more_than", ("low",)),
    qualified("approximately", ("best",)),
    qualified("between", ("low", "high")),
    qualified("up_to", ("high",)),
    Case(
        "estimates/cumulative-never-falls",
        estimates(ONE, TWO | {"low": 3200}, one("same-end", low=9), TWO | {"estimate_id": "none", "low": None}),
        estimates(ONE, TWO | {"low": 3300}, TWO | {"estimate_id": "page", "period_end": None, "low": 3250}),
        [("page", "low", "3250", "at least 3300, as in two")],
    ),
    Case(  # the highest figure of an end counts, and every figure of the next end is compared with it
        "estimates/cumulative-never-falls",
        estimates(
            ONE,
            TWO,
            one("open", period_start=None, low=50),
            TWO | {"estimate_id": "open-2", "period_start": None, "low": 5},
        ),
        estimates(
            one("a", low=10),
            one("b", low=30),
            one("b2", low=30),
            one("c", low=20),
            TWO | {"low": 29},
            TWO | {"estimate_id": "z", "low": 9},
        ),
        [("two", "low", "29", "at least 30, as in b"), ("z", "low", "9", "at least 30, as in b")],
    ),
    Case(  # without a low figure the best one counts
        "estimates/cumulative-never-falls",
        estimates(one(low=None, best=5), TWO | {"low": None, "best": 5}),
        estimates(one(low=9, best=1), TWO | {"low": None, "best": 8}),
        [("two", "low", "8", "at least 9, as in one")],
    ),
    *[series_apart(field, value) for field, value in SCOPES.items()],
    Case(
        "estimates/key-names-organisation",
        estimates(named("sohr-2016")),
        estimates(named("snhr-2016"), named("sohr2-2016"), named("x-sohr-2016")),
        [
            (key, "organisation_id", "sohr", f"the organisation with which {key} begins")
            for key in ("snhr-2016", "sohr2-2016", "x-sohr-2016")
        ],
    ),
    Case(
        "estimates/key-names-country",
        estimates(
            named("sohr-to-2016-syria", country="Syria"),
            named("sohr-to-2016-iraq-killed", country="Iraq"),
            named("sohr-2016-killed"),
            named("sohr-iraq-syria-killed"),
            named("sohr-2016-mosul-killed", country="Iraq", place="Mosul"),
            named("sohr-2016-syrians-killed"),
            named("un-coi-syria-2016-killed", organisation_id="un-coi-syria"),
            named("snhr-iraq-2016", country="Syria"),
        ),
        estimates(
            named("sohr-to-2016-syria", country="Iraq"),
            named("sohr-to-2016-iraq-killed"),
            named("sohr-2016-killed", country="Syria"),
        ),
        [
            ("sohr-to-2016-syria", "country", "Iraq", "Syria, as sohr-to-2016-syria says"),
            ("sohr-to-2016-iraq-killed", "country", "both", "Iraq, as sohr-to-2016-iraq-killed says"),
            ("sohr-2016-killed", "country", "Syria", "both, as sohr-2016-killed says"),
        ],
    ),
    measure("civilians_killed", "killed"),
    measure("civilians_injured", "injured"),
    measure("civilians_killed_or_injured", "killed-or-injured"),
    measure("children_killed", "children-killed"),
    measure("women_killed", "women-killed"),
    measure("people_killed", "people-killed"),
    measure("incidents", "incidents"),
    Case(  # a key may name the incidents that a figure sums up
        "estimates/key-names-measure",
        estimates(named("sohr-six-incidents-killed")),
        estimates(named("sohr-six-incidents-killed", measure="incidents")),
        [
            (
                "sohr-six-incidents-killed",
                "measure",
                "incidents",
                "civilians_killed, as sohr-six-incidents-killed says",
            )
        ],
    ),
    *[
        scope_apart(field, value)
        for field, value in (SCOPES | {"period_end": None, "published_on": None, "source_id": "t"}).items()
    ],
    Case(
        "estimates/source-in-evidence",
        estimates(one(source_id="s"), evidence=[stated("one", "low", "3200")]),
        estimates(
            one(source_id="s"),
            evidence=[stated("one", "low", "3200", "t"), stated("two", "low", "3200")],
        ),
        [("one", "source_id", "s", "a source that evidence names for this record")],
    ),
    Case(
        "estimates/source-not-older-than-estimate",
        estimates(
            one(source_id="s"), sources=[{"source_id": "s", "published_on": "2017-05-04", "published_precision": "day"}]
        ),
        estimates(
            one(source_id="s"), sources=[{"source_id": "s", "published_on": "2017-05-03", "published_precision": "day"}]
        ),
        [("one", "source_id", "s, published by 2017-05-03", "a source published on 2017-05-04 or later")],
    ),
    Case(
        "estimates/sourced",
        estimates(ONE, evidence=[stated("one", "low", "3200")]),
        estimates(TWO, evidence=[stated("two", "low", "8106")]),
        [("two", "high", "12980", "a row in evidence that states it; there is none")],
    ),
    Case(
        "estimates/sources-agree",
        estimates(ONE, evidence=[stated("one", "low", "3200")]),
        estimates(ONE, evidence=[stated("one", "low", "3294")]),
        [("one", "low", "3200", "3294")],
    ),
]
