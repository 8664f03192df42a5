"""What must be true of the register of known issues itself, besides what the check finds of its rules and records."""

from __future__ import annotations

import narwhals as nw
from narwhals import col

from civcas.checking.expectations import Expectation, Frame, text
from civcas.checking.rule import rule, tables_that_refer_to
from civcas.checking.shared.scopes import one_record_for_a_scope
from civcas.checking.shared.texts_of_records import with_rest
from civcas.package.tables import KEY


@rule()
def key_names_record_and_rule(known_issues: Frame) -> Expectation:
    """The key is made of the record, the field and the rule.

    So a reader sees from the key what the issue is about. If two issues have the same, a number follows.

    Bad: issue_id monthly-2018-08-killed-sum for the rule completed-sum at monthly-2018-08 / completed.
    Good: issue_id monthly-2018-08-completed-completed-sum.
    Fix: Correct the key. `civcas document` makes it.
    """
    parts = nw.concat_str(
        col("record_id"), col("field").fill_null(""), col("rule").str.replace_all(".*/", ""), separator=" "
    )
    words = parts.str.to_lowercase().str.replace_all("[^a-z0-9]+", "-").str.replace_all("^-|-$", "")
    rows = with_rest(known_issues.with_columns(words=words), "issue_id", "words")
    return Expectation(
        rows,
        holds=col("rest").str.contains("^(-[0-9]+)?$").fill_null(value=False),
        expected=col("words"),
        field="issue_id",
        cells=("record_id", "field", "rule"),
    )


@rule()
def rule_is_of_table(known_issues: Frame) -> Expectation:
    """The rule is one of the table in which the record is.

    A rule of another table can't find anything at the record.

    Bad: the rule strikes/place-in-country for a record of incidents.
    Good: the rule incidents/place-in-country for a record of incidents.
    Fix: Correct the rule or the table.
    """
    return Expectation(
        known_issues,
        holds=col("rule").str.replace_all("/.*", "") == col("table"),
        expected=text("a rule of ", col("table")),
        field="rule",
        cells=("table",),
    )


@rule()
def one_record_for_one_finding(known_issues: Frame) -> Expectation:
    """No two issues have the same rule, table, record, field and expected value.

    The second one would document nothing.

    Bad: two issues for killed of monthly-2018-08, both with expected 12.
    Good: one issue with expected 12 and one with expected 14, since two sources differ from the record.
    Fix: Delete one of the two.
    """
    names = ("rule", "table", "record_id", "field", "expected")
    return one_record_for_a_scope(known_issues, names, "record_id", "another record, field or value")


@rule()
def explained_needs_source(known_issues: Frame) -> Expectation:
    """An issue that is explained has the source of the explanation.

    If no source explains it, the explanation is inferred.

    Bad: status explained without a source_id.
    Good: status explained with a source_id, or status inferred.
    Fix: Fill in the source, or set the status to inferred.
    """
    return Expectation(
        known_issues.filter(col("status") == "explained"),
        holds=~col("source_id").is_null(),
        expected=nw.lit("the source of the explanation, since the status is explained"),
        field="source_id",
        cells=("status",),
    )


@rule(needs_valid_tables=True, further=tables_that_refer_to("sources"))
def source_is_of_its_record(
    known_issues: Frame, evidence: Frame, incidents: Frame, releases: Frame, **others: Frame
) -> Expectation:
    """The source of an issue is one of its record: the main one, or one in evidence.

    An explanation comes from a page that says something of the record. For an incident, the sources of its release
    will do.

    Bad: source_id bbc-news for an issue at monthly-2018-08, of which evidence has no row from that source.
    Good: source_id bbc-news, and a row of evidence for monthly-2018-08 from that source.
    Fix: Correct the source, or add to evidence.csv what it states of the record.
    """
    tables = {"incidents": incidents, "releases": releases, **others}
    main = [
        table.select(table=nw.lit(name), record_id=col(KEY), source_id=col("source_id"))
        for name, table in tables.items()
    ]
    named = nw.concat([*main, evidence.select("table", "record_id", "source_id")])
    of_release = named.filter(col("table") == "releases").select("source_id", release_id="record_id")
    of_incident = incidents.select("release_id", table=nw.lit("incidents"), record_id=col(KEY))
    passed_on = of_incident.join(of_release, on="release_id", how="inner").select("table", "record_id", "source_id")
    pairs = nw.concat([named, passed_on]).with_columns(known=nw.lit(1))
    return Expectation(
        known_issues.filter(~col("source_id").is_null()).join(
            pairs, on=["table", "record_id", "source_id"], how="left"
        ),
        holds=~col("known").is_null(),
        expected=text("a source of ", col("record_id")),
        field="source_id",
        cells=("record_id",),
    )
