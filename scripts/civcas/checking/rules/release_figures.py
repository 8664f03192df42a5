"""What must hold of the figures of releases: sums of reports, and totals that rise."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, Related, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import figures_of
from civcas.checking.shared.release_months import release_before, with_month_before
from civcas.package.tables import KEY, LINE


def _rises_by(releases: Frame, total: str, part: str) -> Expectation:
    before, now = col(f"previous_{total}"), col(total)
    return Expectation(
        with_month_before(releases, total),
        holds=now == before + col(part),
        expected=text(before, f" a month before + {part} ", col(part), " = ", before + col(part)),
        field=total,
        cells=(part,),
        related=(release_before(releases, total),),
    )


@rule(arithmetic=True)
def completed_sum(releases: Frame) -> Expectation:
    """Credible, non-credible and duplicate reports add up to the completed ones.

    Each completed report has exactly one outcome. A release that does not mention duplicates has none.

    Bad: 19 completed, 3 of them credible and 15 non-credible.
    Good: 18 completed, 3 of them credible and 15 non-credible.
    Fix: Correct the figure that differs from its sources.
    """
    duplicate = col("duplicate").fill_null(0)
    total = col("credible") + col("non_credible") + duplicate
    return Expectation(
        releases,
        holds=col("completed") == total,
        expected=text(
            "credible ", col("credible"), " + non-credible ", col("non_credible"), " + duplicate ", duplicate,
            " = ", total,
        ),
        field="completed",
        cells=("credible", "non_credible", "duplicate"),
    )  # fmt: skip


@rule(arithmetic=True)
def open_at_end_balance(releases: Frame) -> Expectation:
    """Reports carried over plus received minus completed are the reports open at the end.

    Reopened reports are among the open ones. Some releases count them as received, some do not, so their number is
    given after the sum.

    Bad: 82 carried over, 41 received, 45 completed, 79 open at the end.
    Good: 82 carried over, 41 received, 45 completed, 78 open at the end.
    Fix: Correct the figure that differs from its sources.
    """
    balance = col("carried_over") + col("received") - col("completed")
    return Expectation(
        releases,
        holds=col("open_at_end") == balance,
        expected=text(
            "carried over ", col("carried_over"), " + received ", col("received"), " - completed ", col("completed"),
            " = ", balance, " (reopened: ", col("reopened"), ")",
        ),
        field="open_at_end",
        cells=("carried_over", "received", "completed", "reopened"),
    )  # fmt: skip


@rule(arithmetic=True)
def carried_over_from_previous(releases: Frame) -> Expectation:
    """Reports carried over are those that were open at the end of the month before.

    A difference means that reports were added, reopened or closed between two releases.

    Bad: 111 open at the end of April, 118 carried over into May.
    Good: 111 open at the end of April, 111 carried over into May.
    Fix: Correct the figure that differs from its sources.
    """
    return Expectation(
        with_month_before(releases, "open_at_end"),
        holds=col("carried_over") == col("previous_open_at_end"),
        expected=text(col("previous_open_at_end"), " open at the end of the month before"),
        field="carried_over",
        related=(release_before(releases, "open_at_end"),),
    )


@rule(arithmetic=True)
def killed_total_rises_by_killed(releases: Frame) -> Expectation:
    """The total of civilians killed rises by those killed in the release's credible reports.

    A difference means that deaths were added, withdrawn or corrected without a report of the month.

    Bad: a total of 1,291 in March and of 1,303 in April, with 11 killed in April's reports.
    Good: a total of 1,291 in March and of 1,302 in April, with 11 killed in April's reports.
    Fix: Correct the figure that differs from its sources.
    """
    return _rises_by(releases, "killed_total", "killed")


@rule(arithmetic=True)
def injured_total_rises_by_injured(releases: Frame) -> Expectation:
    """The total of civilians injured rises by those injured in the release's credible reports.

    A difference means that injuries were added, withdrawn or corrected without a report of the month.

    Bad: a total of 30 in March and of 31 in April, with 4 injured in April's reports.
    Good: a total of 30 in March and of 34 in April, with 4 injured in April's reports.
    Fix: Correct the figure that differs from its sources.
    """
    return _rises_by(releases, "injured_total", "injured")


@rule(arithmetic=True)
def credible_total_rises_by_credible(releases: Frame) -> Expectation:
    """The total of credible reports rises by the credible reports of the release.

    A difference means that assessments were added, withdrawn or reclassified without a report of the month.

    Bad: a total of 102 in March and in April, with 9 credible reports in April.
    Good: a total of 102 in March and of 111 in April, with 9 credible reports in April.
    Fix: Correct the figure that differs from its sources.
    """
    return _rises_by(releases, "credible_total", "credible")


@rule(arithmetic=True)
def reports_total_rises_by_received(releases: Frame) -> Expectation:
    """The total of reports rises by the reports received in the month.

    A difference means that a backlog was added at once, or that old reports were counted anew.

    Bad: a total of 1,266 in March and of 1,790 in April, with 240 received in April.
    Good: a total of 1,266 in March and of 1,506 in April, with 240 received in April.
    Fix: Correct the figure that differs from its sources.
    """
    return _rises_by(releases, "reports_total", "received")


@rule(arithmetic=True)
def totals_never_fall(releases: Frame) -> Expectation:
    """A cumulative total is never below the total that an earlier release gave.

    Totals count from August 2014 on. A fall is a restatement by the Coalition, or a mistake. Annual releases count US
    operations only, so their totals are left out.

    Bad: a total of 1,321 killed in a release, and of 1,313 in one published later.
    Good: a total of 1,321 killed in a release, and of 1,335 in one published later.
    Fix: Correct the figure that differs from its sources.
    """
    totals = [name for name in figures_of(releases) if name.endswith("_total")]
    cumulative = releases.filter(col("release_type") != "annual", ~col("published_on").is_null())
    long = cumulative.unpivot(totals, index=[LINE, KEY, "published_on"], variable_name="field", value_name="total")
    order = ("published_on", KEY)
    rows = long.filter(~col("total").is_null()).with_columns(
        highest=col("total").cum_max().over("field", order_by=order)
    )
    at_highest = col("total") == col("highest")
    rows = rows.with_columns(
        holder=_latest(nw.when(at_highest).then(col(KEY)), order),
        holder_line=_latest(nw.when(at_highest).then(col(LINE)), order),
    )
    rows = rows.with_columns(
        previous=col("highest").shift(1).over("field", order_by=order),
        previous_key=col("holder").shift(1).over("field", order_by=order),
        previous_line=col("holder_line").shift(1).over("field", order_by=order),
    )
    earlier = Related(
        "releases", long.with_columns(previous_line=col(LINE)), ("previous_line", "field"), words=col(KEY)
    )
    return Expectation(
        rows,
        holds=col("total") >= col("previous"),
        found=col("total"),
        expected=text("at least ", col("previous"), ", the total in ", col("previous_key")),
        cells=("published_on",),
        related=(earlier,),
    )


def _latest(values: nw.Expr, order: tuple[str, ...]) -> nw.Expr:
    """For each row of a field the last of the values up to it."""
    return values.fill_null(strategy="forward").over("field", order_by=order)


@rule(arithmetic=True)
def none_credible_none_harmed(releases: Frame) -> Expectation:
    """If no report was credible, nobody is counted as killed or injured.

    Figures of killed and injured are those of the release's credible reports only.

    Bad: 0 credible reports and 5 killed.
    Good: 0 credible reports and 0 killed.
    Fix: Correct the figure that differs from its sources.
    """
    long = releases.unpivot(
        ["killed", "injured"], index=[LINE, KEY, "credible"], variable_name="field", value_name="harmed"
    )
    return Expectation(
        long,
        holds=(col("credible") > 0) | (col("harmed") == 0),
        found=col("harmed"),
        expected=text("0, since the release has ", col("credible"), " credible reports"),
        cells=("credible",),
    )


@rule(arithmetic=True)
def engagements_not_below_strikes(releases: Frame) -> Expectation:
    """There are at least as many engagements as strikes.

    A strike consists of one or more engagements.

    Bad: 42,089 strikes and 20,205 engagements.
    Good: 20,205 strikes and 42,089 engagements.
    Fix: Correct the figure that the sources give otherwise; the two may have changed places.
    """
    return Expectation(
        releases,
        holds=col("engagements_total") >= col("strikes_total"),
        expected=text("at least ", col("strikes_total"), ", the strikes"),
        field="engagements_total",
        cells=("strikes_total",),
    )


@rule(arithmetic=True)
def strikes_within_rise(releases: Frame, strikes: Frame) -> Expectation:
    """The strikes listed for a month's days are no more than the rise of the strike total in that month.

    The total counts every strike of the month. More strikes than that in the daily reports means that some are
    counted twice, or that the total leaves some out.

    Bad: a strike total of 100 in March and of 110 in April, and 12 strikes listed for days of April.
    Good: a strike total of 100 in March and of 110 in April, and 10 strikes listed for days of April.
    Fix: Correct the strikes of that month in strikes.csv, or the totals.
    """
    days = strikes.with_columns(month=col("first_day").dt.to_string("%Y-%m"))
    listed = days.group_by("month").agg(col("strikes").sum().alias("listed"))
    rows = with_month_before(releases, "strikes_total").with_columns(month=col("period_start").dt.to_string("%Y-%m"))
    rise = col("strikes_total") - col("previous_strikes_total")
    words = text(col(KEY), ": ", col("strikes"))
    return Expectation(
        rows.join(listed, on="month", how="inner"),
        holds=col("listed") <= rise,
        found=rise,
        expected=text("a rise of at least ", col("listed"), ", the strikes listed for days of ", col("month")),
        field="strikes_total",
        related=(Related("strikes", days, ("month",), "strikes", words),),
    )
