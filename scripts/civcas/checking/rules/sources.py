"""What must be true of sources: their dates, addresses, publishers and keys."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.addresses import day_in, host_of, page_of_address, words_not_in
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.dates import coarse_date_is_first_day, precision_goes_with_date
from civcas.checking.shared.references import is_referred_to
from civcas.checking.shared.scopes import same_in_group
from civcas.package.tables import KEY, LINE

# Web archives, by the domains at which they keep copies of pages.
_ARCHIVES = [
    *[f"archive.{end}" for end in ("fo", "is", "li", "md", "org", "ph", "today", "vn")],
    "arquivo.pt",
    "ghostarchive.org",
    "perma.cc",
    "web.archive.org",
    "webarchive.loc.gov",
    "webarchive.nationalarchives.gov.uk",
    "webcitation.org",
]
_OF_STATES = ["government", "military"]


@rule()
def consulted_after_publication(sources: Frame) -> Expectation:
    """A source was published no later than it was consulted.

    One of the two dates was mistyped.

    Bad: published_on 2019-05-31 and consulted_on 2018-11-22.
    Good: published_on 2019-05-31 and consulted_on 2026-11-22.
    Fix: Correct the date that is wrong.
    """
    return Expectation(
        sources,
        holds=col("published_on") <= col("consulted_on"),
        expected=text("not after ", col("consulted_on"), ", when it was consulted"),
        field="published_on",
        cells=("consulted_on",),
    )


@rule()
def precision_with_date(sources: Frame) -> Expectation:
    """The date of publication and its precision are both filled, or neither is.

    Without the precision nobody knows whether the first of January is that day or the whole year.

    Bad: published_on 2019-01-01, published_precision empty.
    Good: published_on 2019-01-01, published_precision year.
    Fix: Fill in the precision, or empty it.
    """
    return precision_goes_with_date(sources, "published_on", "published_precision")


@rule()
def date_fits_precision(sources: Frame) -> Expectation:
    """A publication of which only the month is known is dated to the first of the month; of a year, to 1 January.

    A later day would look like a date that the page shows.

    Bad: published_on 2018-05-17, published_precision month.
    Good: published_on 2018-05-01, published_precision month.
    Fix: Correct the date or its precision.
    """
    return coarse_date_is_first_day(sources, "published_on", "published_precision")


@rule(arithmetic=True)
def date_as_in_address(sources: Frame) -> Expectation:
    """A day in the address is the day of publication.

    Many addresses hold the day as 2017/03/17, 2017-03-17 or 20170317. What follows a ? is not looked at.

    Bad: published_on 2017-03-18 for https://example.org/2017/03/17/news.
    Good: published_on 2017-03-17 for https://example.org/2017/03/17/news.
    Fix: Correct the date or the address.
    """
    return Expectation(
        sources.filter(col("published_precision") == "day").with_columns(day=day_in("url")),
        holds=col("published_on").cast(nw.String) == col("day"),
        expected=text(col("day"), ", as the address says"),
        field="published_on",
        cells=("url",),
    )


@rule()
def key_says_address(sources: Frame) -> Expectation:
    """The words of the key are words of the address.

    The key is a second note of the address. A number of one or two digits at its end does not count.

    Bad: source_id bbc-news-39403148 for https://example.org/reuters/iraq.
    Good: source_id example-org-reuters-iraq for https://example.org/reuters/iraq.
    Fix: Correct the address or the key.
    """
    return Expectation(
        words_not_in(sources, "source_id", "url"),
        holds=col("lacking") == "",
        expected=text("an address with the words of the key; it lacks: ", col("lacking")),
        field="url",
        cells=("source_id",),
    )


@rule()
def one_record_for_one_page(sources: Frame) -> Expectation:
    """No two records have the same address, and none has the address of another's copy.

    One page would count as two sources. Scheme, www., a fragment and the last slash make no difference.

    Bad: http://www.example.org/news/ and https://example.org/news.
    Good: https://example.org/news and https://example.org/news-2.
    Fix: Merge the records, or correct the address.
    """
    pages = [
        sources.select(LINE, KEY, field=nw.lit(name), address=col(name), page=page_of_address(name))
        for name in ("url", "archive_url")
    ]
    rows = nw.concat(pages).filter(~col("page").is_null())
    return Expectation(
        rows.with_columns(previous_line=col(LINE).min().over("page")),
        holds=col(LINE) == col("previous_line"),
        found=col("address"),
        expected=text("an address that no other record has; line ", col("previous_line"), " has it too"),
        cells=("url", "archive_url"),
    )


@rule()
def host_has_one_publisher(sources: Frame) -> Expectation:
    """The pages of one host have one publisher.

    A wrong organisation gives the words of a page to somebody else.

    Bad: https://example.org/one of Reuters and https://example.org/two of the BBC.
    Good: https://example.org/one and https://example.org/two, both of Reuters.
    Fix: Correct the organisation or the address.
    """
    rows = sources.with_columns(host=host_of("url"))
    why = text(", as for other pages of ", col("host"))
    return same_in_group(rows, ("host",), "organisation_id", why, cells=("url",))


@rule()
def official_pages_are_of_states(sources: Frame, organisations: Frame) -> Expectation:
    """The pages of governments and armed forces are official, and no others are.

    `official` tells readers that the page speaks for the state whose figures it gives.

    Bad: kind official for a page of Reuters.
    Good: kind news for a page of Reuters.
    Fix: Correct the kind of the source, or its organisation.
    """
    publishers = organisations.select("organisation_id", publisher_kind="kind")
    of_state = col("publisher_kind").is_in(_OF_STATES)
    publisher = text(", since ", col("organisation_id"), " is of the kind ", col("publisher_kind"))
    return Expectation(
        sources.join(publishers, on="organisation_id", how="inner"),
        holds=of_state == (col("kind") == "official"),
        expected=text(nw.when(of_state).then(nw.lit("official")).otherwise(nw.lit("another kind")), publisher),
        field="kind",
        cells=("organisation_id",),
        related=(Related("organisations", organisations, ("organisation_id",), "kind"),),
    )


@rule()
def archive_is_an_archive(sources: Frame) -> Expectation:
    """The archived copy lies in a web archive.

    The copy is for readers who find that the page itself is gone.

    Bad: archive_url https://example.org/news.
    Good: archive_url https://web.archive.org/web/2019/https://example.org/news.
    Fix: Correct the address. If the archive is not known here, add it to the rule.
    """
    return Expectation(
        sources.with_columns(host=host_of("archive_url")),
        holds=col("host").is_in(_ARCHIVES),
        expected=nw.lit("an address of a web archive, such as web.archive.org or archive.is"),
        field="archive_url",
        cells=("url",),
    )


@rule(needs_valid_tables=True, further=tables_that_refer_to("sources"))
def used(sources: Frame, **referring: Frame) -> Expectation:
    """Every source is used by some record.

    A source that nothing cites says nothing about the data.

    Bad: a source that no record names.
    Good: a source that a row of evidence names.
    Fix: Delete the source, or cite it.
    """
    return is_referred_to(sources, referring, ["source_id"], "a source that a record cites")


@rule(needs_valid_tables=True)
def matches_control_totals(sources: Frame, control_totals: Frame) -> Expectation:
    """The sources of each year add up to its row in control_totals.csv.

    Little else contradicts the kind, the language or the date of a source. The control totals show one that
    was changed by mistake.

    Bad: 60 sources published in 2019; control_totals.csv has records 61 for that year.
    Good: 61 sources published in 2019; control_totals.csv has records 61 for that year.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("sources", sources, control_totals)
