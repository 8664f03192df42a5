"""What must be true of the figures of third-party estimates, and of what they count."""

from __future__ import annotations

import re

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import Schemas, rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.evidence import (
    disagreements,
    every_figure_stated,
    main_source_in_evidence,
    source_not_older,
)
from civcas.checking.shared.scopes import one_record_for_a_scope, scope
from civcas.checking.shared.texts_of_records import with_rest
from civcas.package.tables import KEY, LINE

_FIGURES = ("low", "best", "high")
# The fields that say what a figure is of, who gives it, and how it is counted.
_SERIES = ("organisation_id", "period_start", "country", "place", "attributed_to", "measure", "method")


@rule()
def low_best_high(estimates: Frame) -> Expectation:
    """The low figure is not above the best or the high one, and the best is not above the high one.

    Two figures may have changed places.

    Bad: low 12980 and high 8106.
    Good: low 8106 and high 12980.
    Fix: Correct the figures.
    """
    low, best, high = (col(name) for name in _FIGURES)
    return Expectation(
        estimates,
        holds=(low <= best) & (best <= high) & (low <= high),
        found=text(low, ", ", best, ", ", high),
        expected=nw.lit("low <= best <= high"),
        field="low",
        cells=("best", "high"),
    )


@rule()
def states_a_figure(estimates: Frame) -> Expectation:
    """At least one of low, best and high is filled.

    An estimate without a figure says nothing.

    Bad: low, best and high are empty.
    Good: low 8106.
    Fix: Add the figure, or delete the record.
    """
    return Expectation(
        estimates,
        holds=~nw.coalesce(*_FIGURES).is_null(),
        expected=nw.lit("a figure in low, best or high"),
        field="best",
        cells=("low", "high"),
    )


@rule()
def qualifier_fits_figures(estimates: Frame, schemas: Schemas) -> Expectation:
    """The figure is in the field that its qualifier asks for.

    The data dictionary says for each qualifier which of low, best and high it fills. 'At least 1600' in best would
    read as an exact figure.

    Bad: qualifier at_least with best 1600.
    Good: qualifier at_least with low 1600.
    Fix: Move the figure, or correct the qualifier.
    """
    labels = schemas["estimates"].labels("qualifier")
    asked = {value: " and ".join(re.findall("`(.+?)`", label)) for value, label in labels.items()}
    filled = [nw.when(~col(name).is_null()).then(nw.lit(name)) for name in _FIGURES]
    rows = estimates.with_columns(
        filled=nw.concat_str(*filled, separator=" and ", ignore_nulls=True),
        asked=col("qualifier").replace_strict(list(asked), list(asked.values()), default=None),
    )
    return Expectation(
        rows,
        holds=col("filled") == col("asked"),
        found=text(col("qualifier"), " with ", nw.when(col("filled") != "").then(col("filled"))),
        expected=text("only ", col("asked"), " is filled, since the figure is ", col("qualifier")),
        field="qualifier",
        cells=_FIGURES,
    )


@rule(arithmetic=True)
def cumulative_never_falls(estimates: Frame) -> Expectation:
    """The minimum that an organisation gives for a scope does not fall as the period gets longer.

    Scope is organisation, start, country, place, party, measure and method. A figure is compared with the highest one
    of the period that ended before. Without an end, a period runs to the latest day. If a figure falls, the
    organisation restated it, or gave a rounder one.

    Bad: at least 3200 killed up to 2017-05-04, then at least 3100 up to 2017-08-07.
    Good: at least 3200 killed up to 2017-05-04, then at least 3300 up to 2017-08-07.
    Fix: Correct the figure or its scope.
    """
    least = nw.coalesce("low", "best")
    until = col("period_end").cast(nw.String).fill_null("the latest")
    rows = estimates.with_columns(least=least, until=until, **scope(_SERIES))
    rows = rows.filter(~col("period_start").is_null())
    series = list(scope(_SERIES))
    ends = rows.filter(col("least") == col("least").max().over(*series, "until"))
    ends = ends.group_by(*series, "until", "least").agg(col(LINE).min()).join(rows.select(LINE, KEY), on=LINE)
    earlier = {
        f"previous_{name}": col(column).shift(1).over(*series, order_by="until")
        for name, column in {"least": "least", "key": KEY, "line": LINE}.items()
    }
    ends = ends.with_columns(**earlier).select(*series, "until", *earlier)
    return Expectation(
        rows.join(ends, on=[*series, "until"], how="inner"),
        holds=col("least") >= col("previous_least"),
        found=col("least"),
        expected=text("at least ", col("previous_least"), ", as in ", col("previous_key")),
        field="low",
        cells=("best",),
    )


@rule()
def key_names_organisation(estimates: Frame) -> Expectation:
    """The key begins with the organisation.

    A wrong organisation gives a figure to somebody who never published it.

    Bad: organisation_id sohr in snhr-to-2018-09-23-syria-killed.
    Good: organisation_id snhr in snhr-to-2018-09-23-syria-killed.
    Fix: Correct the organisation or the key.
    """
    return Expectation(
        with_rest(estimates, "estimate_id", "organisation_id"),
        holds=col("rest").str.starts_with("-").fill_null(value=False),
        expected=text("the organisation with which ", col("estimate_id"), " begins"),
        field="organisation_id",
        cells=("estimate_id",),
    )


@rule()
def key_names_country(estimates: Frame) -> Expectation:
    """The key of a figure for a whole country names the country. If it names none, the figure is for both.

    A figure for one country and a figure for both can't be compared.

    Bad: country Iraq in snhr-to-2018-09-23-syria-killed.
    Good: country Syria in snhr-to-2018-09-23-syria-killed.
    Fix: Correct the country or the key. If the figure is for a part of the country, fill in its place.
    """
    rows = with_rest(estimates.filter(col("place").is_null()), "estimate_id", "organisation_id")
    iraq, syria = (col("rest").str.contains(f"-{country}(-|$)") for country in ("iraq", "syria"))
    one = nw.when(iraq & ~syria).then(nw.lit("Iraq")).when(syria & ~iraq).then(nw.lit("Syria"))
    return Expectation(
        rows.filter(~col("rest").is_null()).with_columns(named=one.otherwise(nw.lit("both"))),
        holds=col("country") == col("named"),
        expected=text(col("named"), ", as ", col("estimate_id"), " says"),
        field="country",
        cells=("estimate_id", "place"),
    )


@rule()
def key_names_measure(estimates: Frame, schemas: Schemas) -> Expectation:
    """The key names what is counted.

    Children, women, civilians and all people killed are different figures.

    Bad: measure women_killed in snhr-to-2018-09-23-syria-children-killed.
    Good: measure children_killed in snhr-to-2018-09-23-syria-children-killed.
    Fix: Correct the measure or the key.
    """
    measures = schemas["estimates"].labels("measure")
    words = {measure.removeprefix("civilians_").replace("_", "-"): measure for measure in measures}
    # A longer name goes first, since others are part of it; incidents go last, since a key may name those it sums up.
    order = sorted(words, key=lambda word: (word == "incidents", -len(word)))
    found = [nw.when(col("estimate_id").str.contains(f"-{word}(-|$)")).then(nw.lit(words[word])) for word in order]
    return Expectation(
        estimates.with_columns(named=nw.coalesce(*found)),
        holds=(col("measure") == col("named")).fill_null(value=False),
        expected=nw.when(col("named").is_null())
        .then(nw.lit(f"a key with one of the words {', '.join(sorted(words))}"))
        .otherwise(text(col("named"), ", as ", col("estimate_id"), " says")),
        field="measure",
        cells=("estimate_id",),
    )


@rule()
def one_record_for_one_scope(estimates: Frame) -> Expectation:
    """No two records have the same organisation, dates, country, place, party, measure, method and source.

    The same figure twice would be counted twice.

    Bad: two records of SNHR for children killed in Syria up to 2018-09-23, published the same day.
    Good: one record for each.
    Fix: Delete the record that repeats the other, or correct what tells them apart.
    """
    names = (*_SERIES, "published_on", "period_end", "source_id")
    return one_record_for_a_scope(estimates, names, "estimate_id", "another scope")


@rule(needs_valid_tables=True)
def source_in_evidence(estimates: Frame, evidence: Frame) -> Expectation:
    """The main source of an estimate is among the sources that evidence names for it.

    A wrong source sends readers to a page that says nothing of the figure.

    Bad: source_id snhr-four-years, which no row of evidence names for the estimate.
    Good: source_id snhr-four-years, and a row of evidence with the figure that it states.
    Fix: Correct source_id, or add a row to evidence.csv with what the source states.
    """
    return main_source_in_evidence("estimates", estimates, evidence)


@rule()
def source_not_older_than_estimate(estimates: Frame, sources: Frame) -> Expectation:
    """The main source of an estimate was not published before the estimate.

    A page that is older than the estimate can't report it.

    Bad: an estimate of 2019-09-23 whose source was published on 2018-09-23.
    Good: an estimate of 2019-09-23 whose source was published on 2019-09-24.
    Fix: Correct source_id, or the date of the source or of the estimate.
    """
    return source_not_older(estimates, sources, "published_on")


@rule(needs_valid_tables=True)
def sourced(estimates: Frame, evidence: Frame) -> Expectation:
    """Every figure is stated by at least one source in evidence.

    A reader can follow each figure to the page that gives it.

    Bad: low 860, and only rows of evidence that state 680.
    Good: low 860, and a row of evidence that states 860.
    Fix: Add a row to evidence.csv, or correct the figure.
    """
    return every_figure_stated("estimates", estimates, evidence)


@rule(arithmetic=True)
def sources_agree(estimates: Frame, evidence: Frame) -> Expectation:
    """Every source in evidence states the value that the record has.

    Two publications with different figures are two estimates. Evidence holds the pages that give one of them.

    Bad: low 860, and a row of evidence that states 680.
    Good: low 860, and rows of evidence that state 860.
    Fix: Correct the value here, or the row of evidence.csv.
    """
    return disagreements("estimates", estimates, evidence)


@rule(needs_valid_tables=True)
def matches_control_totals(estimates: Frame, control_totals: Frame) -> Expectation:
    """The estimates of each month add up to the month's row in control_totals.csv.

    The control totals show a record that was lost, or a code or a date that was changed by mistake.

    Bad: 9 estimates of 2017-04; control_totals.csv has records 10 for that month.
    Good: 10 estimates of 2017-04; control_totals.csv has records 10 for that month.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("estimates", estimates, control_totals)
