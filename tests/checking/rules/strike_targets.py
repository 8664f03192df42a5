"""Cases for the rules of strike_targets."""

from tests.checking.rules.judging import Case

STRIKE = "2016-08-28-sy-manbij"
ONE = {
    "target_id": f"{STRIKE}-t1",
    "strike_id": STRIKE,
    "target_as_reported": "ISIL bunker",
    "target_group": "fighting_position",
    "count": 1,
    "effect_as_reported": "destroying",
    "effect": "destroyed",
}
KEY = ONE["target_id"]


def rows(*records):
    return {"strike_targets": list(records)}


def number(last, **values):
    return ONE | {"target_id": f"{STRIKE}-t{last}"} | values


CASES = [
    Case(
        "strike_targets/key-names-strike",
        rows(ONE, number(12)),
        rows(ONE | {"strike_id": "2016-08-28-sy-mara"}, ONE | {"target_id": STRIKE}, number("0"), number("1a")),
        [
            (KEY, "target_id", KEY, "2016-08-28-sy-mara-t and a number"),
            (STRIKE, "target_id", STRIKE, f"{STRIKE}-t and a number"),
            (f"{STRIKE}-t0", "target_id", f"{STRIKE}-t0", f"{STRIKE}-t and a number"),
            (f"{STRIKE}-t1a", "target_id", f"{STRIKE}-t1a", f"{STRIKE}-t and a number"),
        ],
        cells={"strike_id"},
    ),
    Case(
        "strike_targets/numbers-without-holes",
        rows(number(1), number(2), ONE | {"target_id": "2016-08-28-sy-mara-t1"}, ONE | {"target_id": "unnumbered"}),
        rows(number(1), number(3)),
        [
            (
                f"{STRIKE}-t3",
                "target_id",
                f"{STRIKE}-t3",
                "a number up to 2, since there are so many rows of that strike",
            )
        ],
    ),
    Case(
        "strike_targets/one-wording-one-group",
        rows(ONE, number(2, target_as_reported="ISIL-bunker"), number(3, target_as_reported=None, target_group="x")),
        rows(ONE, number(2), number(3, target_as_reported="isil Bunker", target_group="building")),
        [
            (
                f"{STRIKE}-t3",
                "target_group",
                "building",
                "fighting_position, as for other targets like isil Bunker",
            )
        ],
        cells={"target_as_reported"},
    ),
    Case(
        "strike_targets/one-wording-one-effect",
        rows(ONE, number(2), number(3, effect=None), number(4, effect="damaged", effect_as_reported=None)),
        rows(ONE, number(2), number(3, effect="damaged")),
        [(f"{STRIKE}-t3", "effect", "damaged", "destroyed, as for other effects in the words destroying")],
        cells={"effect_as_reported"},
    ),
    Case(
        "strike_targets/effect-needs-words",
        rows(ONE, number(2, effect=None, effect_as_reported=None), number(3, effect=None)),
        rows(number(2, effect_as_reported=None)),
        [(f"{STRIKE}-t2", "effect_as_reported", "", "the words that say destroyed")],
        cells={"effect"},
    ),
    Case(
        "strike_targets/not-stated-without-words",
        rows(ONE, number(2, target_as_reported=None, target_group="not_stated")),
        rows(number(1, target_group="not_stated"), number(2, target_as_reported=None)),
        [
            (KEY, "target_group", "not_stated", "not_stated if and only if target_as_reported is empty"),
            (
                f"{STRIKE}-t2",
                "target_group",
                "fighting_position",
                "not_stated if and only if target_as_reported is empty",
            ),
        ],
        cells={"target_as_reported"},
    ),
]
