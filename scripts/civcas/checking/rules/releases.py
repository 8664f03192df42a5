"""What must be true of the Coalition's releases: the book-keeping of reports, and totals that only rise."""

from __future__ import annotations

import narwhals as nw

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.evidence import disagreements, every_figure_stated, figures_of
from civcas.package.tables import KEY, LINE


def col(name: str) -> nw.Expr:
    return nw.col(name)


def monthly(releases: Frame) -> Frame:
    return releases.filter(col("release_type") == "monthly")


def with_previous(releases: Frame, *fields: str) -> Frame:
    """Monthly releases that follow on another, with the named fields of that one as previous_<field>."""
    order = ("period_start", "release_id")
    columns = {name: name for name in (*fields, "period_end")} | {"line": LINE}
    earlier = {f"previous_{name}": col(column).shift(1).over(order_by=order) for name, column in columns.items()}
    rows = monthly(releases).with_columns(**earlier)
    return rows.filter(col("previous_period_end").dt.offset_by("1d") == col("period_start"))


def rises_by(releases: Frame, total: str, part: str, what: str) -> Expectation:
    before, now = col(f"previous_{total}"), col(total)
    return Expectation(
        with_previous(releases, total),
        holds=now == before + col(part),
        expected=text(before, f" a month before + {what} ", col(part), " = ", before + col(part)),
        field=total,
        cells=(part,),
    )


@rule()
def completed_sum(releases: Frame) -> Expectation:
    """Credible, non-credible and duplicate reports add up to the completed ones.

    Each completed report has exactly one outcome; a release that leaves duplicates out counts none.
    """
    duplicate = col("duplicate").fill_null(0)
    total = col("credible") + col("non_credible") + duplicate
    return Expectation(
        releases,
        holds=col("completed") == total,
        expected=text(
            "credible ",
            col("credible"),
            " + non-credible ",
            col("non_credible"),
            " + duplicate ",
            duplicate,
            " = ",
            total,
        ),
        field="completed",
        cells=("credible", "non_credible", "duplicate"),
    )


@rule()
def open_at_end_balance(releases: Frame) -> Expectation:
    """Reports carried over plus received minus completed are the reports open at the end.

    Reopened reports stand among the open ones; some releases count them as received, some do not, so
    their number is shown beside the sum.
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


@rule()
def carried_over_from_previous(releases: Frame) -> Expectation:
    """Reports carried over are those that were open at the end of the month before.

    A difference means that reports were added, reopened or closed between two releases.
    """
    return Expectation(
        with_previous(releases, "open_at_end"),
        holds=col("carried_over") == col("previous_open_at_end"),
        expected=text(col("previous_open_at_end"), " open at the end of the month before"),
        field="carried_over",
        cells=("open_at_end",),
    )


@rule()
def totals_never_fall(releases: Frame) -> Expectation:
    """A cumulative total is never below the total that an earlier release gave.

    Totals count from August 2014 on. A fall is a restatement by the Coalition, a slip, or a misreading.
    """
    cumulative = releases.filter(col("release_type") != "annual", ~col("published_on").is_null())
    totals = [name for name in figures_of(releases) if name.endswith("_total")]
    long = cumulative.unpivot(totals, index=[LINE, KEY, "published_on"], variable_name="field", value_name="total")
    order = ("published_on", KEY)
    rows = long.filter(~col("total").is_null()).with_columns(
        previous=col("total").shift(1).over("field", order_by=order),
        previous_key=col(KEY).shift(1).over("field", order_by=order),
        previous_line=col(LINE).shift(1).over("field", order_by=order),
    )
    return Expectation(
        rows,
        holds=col("total") >= col("previous"),
        found=col("total"),
        expected=text("at least ", col("previous"), ", the total in ", col("previous_key")),
    )


@rule()
def killed_total_rises_by_killed(releases: Frame) -> Expectation:
    """The total of civilians killed rises by those killed in the release's credible reports.

    A difference means that deaths were added, withdrawn or corrected without a report of the month.
    """
    return rises_by(releases, "killed_total", "killed", "killed")


@rule()
def injured_total_rises_by_injured(releases: Frame) -> Expectation:
    """The total of civilians injured rises by those injured in the release's credible reports.

    A difference means that injuries were added, withdrawn or corrected without a report of the month.
    """
    return rises_by(releases, "injured_total", "injured", "injured")


@rule()
def credible_total_rises_by_credible(releases: Frame) -> Expectation:
    """The total of credible reports rises by the credible reports of the release.

    A difference means that assessments were added, withdrawn or reclassified without a report of the month.
    """
    return rises_by(releases, "credible_total", "credible", "credible")


@rule()
def reports_total_rises_by_received(releases: Frame) -> Expectation:
    """The total of reports rises by the reports received in the month.

    A difference means that a backlog was added at once, or that old reports were counted anew.
    """
    return rises_by(releases, "reports_total", "received", "received")


@rule()
def none_credible_none_harmed(releases: Frame) -> Expectation:
    """Where no report was credible, nobody is counted as killed or injured.

    Figures of killed and injured are those of the release's credible reports only.
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


@rule()
def engagements_not_below_strikes(releases: Frame) -> Expectation:
    """There are at least as many engagements as strikes.

    A strike consists of one or more engagements.
    """
    return Expectation(
        releases,
        holds=col("engagements_total") >= col("strikes_total"),
        expected=text("at least ", col("strikes_total"), ", the strikes"),
        field="engagements_total",
        cells=("strikes_total",),
    )


@rule()
def months_follow(releases: Frame) -> Expectation:
    """Monthly releases follow one another without gap or overlap.

    A gap is a release that no source has been found for, or that never was; an overlap counts days twice.
    """
    order = ("period_start", "release_id")
    rows = monthly(releases).with_columns(
        previous=col("period_end").shift(1).over(order_by=order),
        previous_key=col(KEY).shift(1).over(order_by=order),
        previous_line=col(LINE).shift(1).over(order_by=order),
    )
    due = col("previous").dt.offset_by("1d")
    return Expectation(
        rows,
        holds=col("period_start") == due,
        expected=text(due, ", the day after the period of ", col("previous_key")),
        field="period_start",
        cells=("period_end",),
    )


@rule()
def published_after_period(releases: Frame) -> Expectation:
    """A release is published after its period has ended.

    Where only the month or year of publication is known, the whole of it counts.
    """
    return Expectation(
        releases.filter(col("published_precision") == "day"),
        holds=col("published_on") > col("period_end"),
        expected=text("after ", col("period_end"), ", the end of the period"),
        field="published_on",
        cells=("period_end",),
    )


@rule()
def totals_through_period_end(releases: Frame) -> Expectation:
    """The totals of a monthly release run to the end of its period.

    A release whose totals stop earlier repeats the totals of another.
    """
    return Expectation(
        monthly(releases),
        holds=col("totals_through") == col("period_end"),
        expected=text(col("period_end"), ", the end of the period"),
        field="totals_through",
        cells=("period_end",),
    )


@rule()
def key_names_period(releases: Frame) -> Expectation:
    """A monthly release is named after the month that its period ends in, an annual one after its year.

    The key is how others cite the record.
    """
    end = col("period_end").dt.to_string("%Y-%m")
    name = (
        nw.when(col("release_type") == "monthly")
        .then(text("monthly-", end))
        .otherwise(text("annual-", end.str.slice(0, 4)))
    )
    return Expectation(
        releases.filter(col("release_type") != "ad_hoc", ~col("period_end").is_null()),
        holds=col("release_id") == name,
        expected=name,
        field="release_id",
        cells=("period_end",),
    )


@rule()
def strikes_within_rise(releases: Frame, strikes: Frame) -> Expectation:
    """The strikes listed for a month's days are no more than the rise of the strike total in that month.

    The total counts every strike of the month; more strikes than that in the daily reports means that some are
    counted twice, or that the total leaves some out.
    """
    days = strikes.filter(~col("first_day").is_null()).with_columns(month=col("first_day").dt.to_string("%Y-%m"))
    listed = days.group_by("month").agg(col("strikes").sum().alias("listed"))
    rows = with_previous(releases, "strikes_total").with_columns(month=col("period_start").dt.to_string("%Y-%m"))
    rise = col("strikes_total") - col("previous_strikes_total")
    return Expectation(
        rows.join(listed, on="month", how="inner"),
        holds=col("listed") <= rise,
        found=rise,
        expected=text("a rise of at least ", col("listed"), ", the strikes listed for days of ", col("month")),
        field="strikes_total",
    )


@rule(needs_valid_tables=True)
def sourced(releases: Frame, evidence: Frame) -> Expectation:
    """Every figure is stated by at least one source in `evidence`.

    A figure that no source states is a slip of the pen, or waits for its evidence row.
    """
    return every_figure_stated("releases", releases, evidence)


@rule()
def sources_agree(releases: Frame, evidence: Frame) -> Expectation:
    """Every source in `evidence` states the figure that stands in `releases`.

    Where sources differ, the official text stands, then its republication, then the majority of the press.
    """
    return disagreements("releases", releases, evidence)
