"""Rules of strike_targets, what strike reports say was struck."""

from __future__ import annotations

from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule
from civcas.checking.shared.control_totals import control_totals_match
from civcas.checking.shared.references import numbered_without_holes
from civcas.checking.shared.scopes import same_in_group
from civcas.checking.shared.texts_of_records import with_letters

_NUMBER = "-t[1-9][0-9]*$"  # at the end of a key


@rule()
def key_names_strike(strike_targets: Frame) -> Expectation:
    """The key has the key of the strike, and a number.

    The key is a second note of the strike, so a target that stands under another strike shows.

    Bad: target_id 2016-08-28-sy-manbij-t1 with strike_id 2016-08-28-sy-mara.
    Good: target_id 2016-08-28-sy-manbij-t1 with strike_id 2016-08-28-sy-manbij.
    Fix: Correct the strike or the key.
    """
    strike = col("target_id").str.replace_all(_NUMBER, "")
    return Expectation(
        strike_targets,
        holds=(strike == col("strike_id")) & (strike != col("target_id")),
        expected=text(col("strike_id"), "-t and a number"),
        field="target_id",
        cells=("strike_id",),
    )


@rule()
def numbers_without_holes(strike_targets: Frame) -> Expectation:
    """The numbers of the targets of one strike run from 1 without holes.

    A hole says that a row was lost.

    Bad: 2016-08-28-sy-manbij-t1 and 2016-08-28-sy-manbij-t3.
    Good: 2016-08-28-sy-manbij-t1 and 2016-08-28-sy-manbij-t2.
    Fix: Restore the row that was lost, or number the rows again.
    """
    return numbered_without_holes(strike_targets, "target_id", "-t", "of that strike")


@rule()
def one_wording_one_group(strike_targets: Frame) -> Expectation:
    """Targets in the same words belong to the same group.

    Otherwise the numbers of a group depend on who sorted which row. Case, spaces and punctuation do not matter.

    Bad: target_as_reported ISIL bunker with target_group building, and another ISIL bunker with fighting_position.
    Good: target_as_reported ISIL bunker with target_group fighting_position in each row.
    Fix: Correct the group, or the words.
    """
    rows = with_letters(strike_targets.filter(~col("target_as_reported").is_null()), "target_as_reported")
    why = text(", as for other targets like ", col("target_as_reported"))
    return same_in_group(rows, ("letters",), "target_group", why, cells=("target_as_reported",))


@rule()
def one_wording_one_effect(strike_targets: Frame) -> Expectation:
    """Effects in the same words are the same effect.

    An empty effect says that the words are about several targets, so it may stand beside any words.

    Bad: effect_as_reported destroying with effect damaged, and with destroyed in other rows.
    Good: effect_as_reported destroying with effect destroyed, or with no effect.
    Fix: Correct the effect, or the words.
    """
    rows = strike_targets.filter(~col("effect").is_null(), ~col("effect_as_reported").is_null())
    why = text(", as for other effects in the words ", col("effect_as_reported"))
    return same_in_group(rows, ("effect_as_reported",), "effect", why, cells=("effect_as_reported",))


@rule()
def effect_needs_words(strike_targets: Frame) -> Expectation:
    """An effect has the words of the report from which it follows.

    Without the words nobody can see how the effect was read.

    Bad: effect destroyed with an empty effect_as_reported.
    Good: effect destroyed with effect_as_reported destroying.
    Fix: Fill in the words, or empty the effect.
    """
    return Expectation(
        strike_targets.filter(~col("effect").is_null()),
        holds=~col("effect_as_reported").is_null(),
        expected=text("the words that say ", col("effect")),
        field="effect_as_reported",
        cells=("effect",),
    )


@rule()
def not_stated_without_words(strike_targets: Frame) -> Expectation:
    """The group not_stated has no words of a target, and every other row has words.

    A target without words can't be sorted, and words say more than that nothing is stated.

    Bad: target_as_reported ISIL bunker with target_group not_stated.
    Good: an empty target_as_reported with target_group not_stated.
    Fix: Correct the group or the words.
    """
    named, stated = ~col("target_as_reported").is_null(), col("target_group") != "not_stated"
    return Expectation(
        strike_targets,
        holds=named == stated,
        expected=text("not_stated if and only if target_as_reported is empty"),
        field="target_group",
        cells=("target_as_reported",),
    )


@rule(needs_valid_tables=True)
def matches_control_totals(strike_targets: Frame, control_totals: Frame) -> Expectation:
    """The targets of each month add up to its row in control_totals.csv.

    The control totals show a target that was lost, or a number that was changed by mistake.

    Bad: 812 targets of 2016-08; control_totals.csv has records 813 for it.
    Good: 813 targets of 2016-08; control_totals.csv has records 813 for it.
    Fix: Compare the records with their sources. If they are right, run `civcas totals --write`, or write what
    was found into control_totals.csv.
    """
    return control_totals_match("strike_targets", strike_targets, control_totals)
