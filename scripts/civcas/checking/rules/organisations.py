"""What must be true of organisations."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.addresses import host_of, lies_under
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.records import first_records, with_columns
from civcas.checking.shared.references import is_referred_to
from civcas.checking.shared.texts_of_records import with_letters
from civcas.package.tables import KEY, LINE


@rule()
def homepage_is_of_its_sources(organisations: Frame, sources: Frame) -> Expectation:
    """The homepage of an organisation has the host of one of its sources.

    A homepage elsewhere is probably that of another organisation. The host may be a part of the other's domain, as
    news.example.org is of example.org. Organisations without a source are not judged.

    Bad: homepage https://example.com, and sources at example.org only.
    Good: homepage https://example.org, and a source at news.example.org.
    Fix: Correct the homepage, or the organisation of the sources.
    """
    pages = sources.select("organisation_id", source_host=host_of("url"))
    rows = organisations.with_columns(host=host_of("homepage")).join(pages, on="organisation_id", how="inner")
    judged = with_columns(rows, near=lies_under("host", "source_host")).with_columns(far=~col("near"))
    return Expectation(
        first_records(judged, (LINE,), ("far", "source_host")),
        holds=col("near"),
        expected=text("the host of a source, such as ", col("source_host")),
        field="homepage",
    )


@rule()
def names_differ(organisations: Frame) -> Expectation:
    """No two organisations have the same name or abbreviation.

    One organisation under two keys would be two publishers. Case, accents, spaces and punctuation make no difference.

    Bad: Al Jazeera and Al-Jazeera.
    Good: Al Jazeera and Al Arabiya.
    Fix: Merge the organisations, or correct the name.
    """
    names = [
        organisations.select(LINE, KEY, field=nw.lit(name), name=col(name)).filter(~col("name").is_null())
        for name in ("name", "abbreviation")
    ]
    rows = with_letters(nw.concat(names), "name")
    return Expectation(
        rows.with_columns(previous_line=col(LINE).min().over("letters")),
        holds=col(LINE) == col("previous_line"),
        found=col("name"),
        expected=text("a name that no other organisation has; line ", col("previous_line"), " has it too"),
        cells=("name", "abbreviation"),
    )


@rule(needs_valid_tables=True, further=tables_that_refer_to("organisations"))
def used(organisations: Frame, **referring: Frame) -> Expectation:
    """Every organisation publishes a source or makes a count.

    An organisation that nothing names says nothing about the data.

    Bad: an organisation that no source, estimate or total names.
    Good: an organisation that published a source.
    Fix: Delete the organisation, or name it.
    """
    return is_referred_to(
        organisations, referring, ["organisation_id"], "an organisation that a source, an estimate or a total names"
    )


@rule(needs_valid_tables=True)
def matches_control_totals(organisations: Frame, control_totals: Frame) -> Expectation:
    """The organisations of each kind add up to its row in control_totals.csv.

    The control totals show a record that was lost, or a name, kind or country that was changed by mistake.

    Bad: 19 organisations of the kind ngo; control_totals.csv has records 20 for it.
    Good: 20 organisations of the kind ngo; control_totals.csv has records 20 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("organisations", organisations, control_totals)
