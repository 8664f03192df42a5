"""References to records that are not there, and what each was probably meant to be."""

from __future__ import annotations

from civcas.checking.findings import Finding
from civcas.checking.references import missing_records
from tests.checking.made import schema, table

PLACES = table(
    schema("places", {"place_id": {}, "name": {}}, ["place_id"]),
    [["al-bab", ""], ["hajin-town", ""], ["mosul-city", ""], ["raqqa-city", ""]],
)
TO_PLACES = [{"fields": "place_id", "reference": {"resource": "places", "fields": "place_id"}}]
REFERRING = schema("strikes", {"strike_id": {}, "place_id": {}}, ["strike_id"], foreignKeys=TO_PLACES)
STRIKES = table(REFERRING, [["1", "mosul-city"], ["2", "al-bab"], ["3", ""]])
EVIDENCE = table(
    schema("evidence", {"table": {}, "record_id": {}}, ["table", "record_id"]),
    [["places", "hajin-town"], ["strikes", "raqqa-city"]],
)
TABLES = {"places": PLACES, "strikes": STRIKES, "evidence": EVIDENCE}


def missing(*keys, tables=TABLES, table="places", first=2, **more):
    """What is found of references to these keys from lines 2, 3, ... of strikes."""

    def reference(line, key):
        return Finding(
            "structure/foreign-key", "data/strikes.csv", line, "place_id", f"s{line}", key, "a record", "Fix it."
        )

    references = [((table, key), reference(line, key)) for line, key in enumerate(keys, first)]
    return missing_records(references[::-1], tables, **more)


def test_one_reference_to_a_key_like_none_is_left_as_it_is():
    (record,) = missing("tal-abyad").values()
    assert (record.finding.hint, record.finding.line, record.line) == ("Fix it.", 2, None)


def test_one_reference_to_a_key_like_another_asks_whether_that_was_meant():
    (record,) = missing("mosul-cty").values()
    assert record.finding.hint == "Did you mean mosul-city? Fix it."
    assert (record.finding.file, record.finding.line, record.line) == ("data/strikes.csv", 2, None)


def test_references_to_a_key_like_one_that_nothing_uses_lead_to_that_record():
    (record,) = missing("raqqa-cty", "raqqa-cty").values()
    finding = record.finding
    assert (finding.rule, finding.file, finding.line, finding.field, finding.key, finding.found, finding.table) == (
        "structure/foreign-key", "data/places.csv", 5, "place_id", "raqqa-city", "raqqa-city", "places",
    )  # fmt: skip
    assert finding.expected == "raqqa-cty, as 2 references to it have it"
    assert finding.hint == "Write raqqa-cty here, or correct the references."
    assert finding.see == ("data/strikes.csv:3", "data/strikes.csv:2")
    assert (finding.cells, record.line) == (2, ("places", 5))


def test_a_key_that_evidence_or_another_table_uses_was_not_mistyped():
    for key, near in (("mosul-cty", "mosul-city"), ("hajin-twn", "hajin-town")):
        (record,) = missing(key, key).values()
        assert record.line is None
        assert near not in record.finding.expected


def test_evidence_of_another_table_uses_no_place():
    strikes = table(REFERRING, [["1", "mosul-city"]])
    (record,) = missing("raqqa-cty", "raqqa-cty", tables=TABLES | {"strikes": strikes}).values()
    assert record.line == ("places", 5)


def test_without_evidence_the_other_tables_alone_say_what_is_used():
    (record,) = missing("hajin-twn", "hajin-twn", tables={"places": PLACES, "strikes": STRIKES}).values()
    assert record.line == ("places", 3)


def test_one_reference_to_an_unused_key_is_judged_at_itself_since_it_may_be_the_slip():
    (record,) = missing("raqqa-cty").values()
    assert (record.line, record.finding.hint) == (None, "Did you mean raqqa-city? Fix it.")


def test_one_reference_to_an_unused_key_leads_to_its_record_if_more_is_found_there():
    (record,) = missing("raqqa-cty", suspects={("places", 5)}).values()
    assert (record.line, record.finding.rule) == (("places", 5), "structure/foreign-key")
    assert record.finding.expected == "raqqa-cty, as 1 reference to it has it"
    for suspects in ({("places", 3)}, {("strikes", 5)}):
        (record,) = missing("raqqa-cty", suspects=suspects).values()
        assert (record.line, record.finding.hint) == (None, "Did you mean raqqa-city? Fix it.")


def test_a_record_that_more_is_found_at_was_not_mistyped_if_something_uses_it():
    (record,) = missing("mosul-cty", suspects={("places", 4)}).values()
    assert (record.line, record.finding.hint) == (None, "Did you mean mosul-city? Fix it.")


def test_of_a_table_that_lost_a_record_no_other_key_is_guessed():
    (record,) = missing("raqqa-cty", "raqqa-cty", lost_from={"places"}).values()
    finding = record.finding
    assert finding.hint == "Restore the record in data/places.csv, which has fewer records than control_totals counts."
    assert (finding.file, finding.line, finding.cells, record.line) == ("data/strikes.csv", 2, 2, None)
    assert finding.see == ("data/strikes.csv:3", "data/strikes.csv:2")
    (record,) = missing("raqqa-cty", lost_from={"places"}).values()
    assert (record.finding.see, record.finding.cells) == ((), 1)
    (record,) = missing("raqqa-cty", "raqqa-cty", lost_from={"strikes"}).values()
    assert record.line == ("places", 5)


def test_keys_that_are_too_different_are_not_alike():
    (record,) = missing("raqqa-cityabc").values()
    assert record.finding.hint == "Did you mean raqqa-city? Fix it."
    for key in ("raqqa-city-old", "raqqa", "raqx"):
        (record,) = missing(key).values()
        assert record.finding.hint == "Fix it."


def test_several_references_to_a_record_that_is_gone_are_one_finding():
    (record,) = missing("kobani", "kobani", "kobani").values()
    finding = record.finding
    assert finding.hint == "3 records refer to it. Restore the record in data/places.csv, or correct them."
    assert (finding.line, finding.cells, record.line) == (2, 3, None)
    assert sorted(finding.see) == ["data/strikes.csv:2", "data/strikes.csv:3", "data/strikes.csv:4"]


def test_a_table_that_can_not_be_read_has_no_keys_to_compare_with():
    (record,) = missing("mosul-cty", "mosul-cty", tables={}).values()
    assert (record.finding.hint, record.finding.line) == ("Fix it.", 2)


def test_nine_missing_records_are_nine_findings_and_ten_are_one():
    keys = [f"gone-{number}" for number in range(9)]
    assert {record.finding.cells for record in missing(*keys).values()} == {1}
    records = missing(*keys, "gone-9", "gone-9")
    assert len(set(records.values())) == 1
    finding = records["places", "gone-3"].finding
    assert finding.found == "gone-0 (11 references to 10 records of places like this)"
    assert finding.hint == "Look whether the keys of places were changed, or its records deleted. Fix it."
    assert (finding.line, finding.cells) == (2, 11)


def test_tables_are_counted_each_by_itself():
    references = missing(*[f"gone-{number}" for number in range(6)])
    references |= missing(*[f"gone-{number}" for number in range(6)], table="sources")
    assert all(record.finding.cells == 1 for record in references.values())
