"""Tables that the site's pages read instead of counting a large table anew for each reader.

They are counted from the tables of the package when it is built, and hold nothing that those do not. Pages do not list
them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from civcas.package.own import uses_programs_own
from civcas.package.schema import TableSchema
from civcas.publishing.reading import facets
from civcas.publishing.series import series_of, stored

# Strikes by what a report says of their days: every count by day or month follows from it.
_BY_REPORT = """
CREATE TABLE strikes_by_report (
  country TEXT, reported_on TEXT, first_day TEXT, last_day TEXT, strikes INTEGER, records INTEGER
) STRICT;
INSERT INTO strikes_by_report
SELECT country, reported_on, first_day, last_day, sum(strikes), count(*) FROM strikes
GROUP BY country, reported_on, first_day, last_day ORDER BY country, reported_on, first_day, last_day;
"""

# The month is that of the first day or, if it is not stated, of the day before the report.
_BY_PLACE = """
CREATE TABLE strikes_by_place_and_month (
  place_id TEXT, country TEXT, month TEXT, strikes INTEGER, records INTEGER
) STRICT;
INSERT INTO strikes_by_place_and_month
SELECT
  place_id, country, substr(coalesce(first_day, date(reported_on, '-1 day')), 1, 7) AS month, sum(strikes), count(*)
FROM strikes GROUP BY place_id, country, month ORDER BY place_id, country, month;
CREATE INDEX "strikes_by_place_and_month.place_id" ON strikes_by_place_and_month (place_id, month);
CREATE TABLE strikes_by_place (
  place_id TEXT PRIMARY KEY, strikes INTEGER, records INTEGER, first_month TEXT, last_month TEXT
) STRICT;
INSERT INTO strikes_by_place
SELECT place_id, sum(strikes), sum(records), min(month), max(month) FROM strikes_by_place_and_month
GROUP BY place_id ORDER BY place_id;
"""

# Targets by the month of the first day or, if it is not stated, of the report. A strike is in one month and country.
_TARGETS = """
CREATE TABLE targets_by_group_and_month (
  target_group TEXT, country TEXT, month TEXT, rows_of_strikes INTEGER, targets INTEGER, destroyed INTEGER,
  damaged INTEGER, targets_without_number INTEGER
) STRICT;
INSERT INTO targets_by_group_and_month
SELECT
  t.target_group, s.country, substr(coalesce(s.first_day, s.reported_on), 1, 7) AS month, count(DISTINCT t.strike_id),
  sum(t.count), sum(t.count) FILTER (WHERE t.effect = 'destroyed'), sum(t.count) FILTER (WHERE t.effect = 'damaged'),
  count(*) FILTER (WHERE t.count IS NULL)
FROM strike_targets AS t JOIN strikes AS s USING (strike_id)
GROUP BY t.target_group, s.country, month ORDER BY t.target_group, s.country, month;
"""

# How many figures a source states, on which figures sources disagree, and who states a number. The index is of the
# tables that the search for a number looks into, with the same words.
_EVIDENCE = """
CREATE TABLE figures_by_source (source_id TEXT PRIMARY KEY, figures INTEGER) STRICT;
INSERT INTO figures_by_source SELECT source_id, count(*) FROM evidence GROUP BY source_id ORDER BY source_id;
CREATE TABLE figures_in_dispute ("table" TEXT, record_id TEXT, field TEXT) STRICT;
INSERT INTO figures_in_dispute
SELECT "table", record_id, field FROM evidence GROUP BY "table", record_id, field HAVING min(value) <> max(value)
ORDER BY "table", record_id, field;
CREATE INDEX "evidence.value" ON evidence (value)
WHERE "table" IN ('releases', 'estimates', 'strike_totals', 'airpower', 'incidents');
"""

_COUNTS = """
CREATE TABLE record_counts (name TEXT PRIMARY KEY, records INTEGER) STRICT;
CREATE TABLE value_counts ("table" TEXT, "column" TEXT, value ANY, records INTEGER) STRICT;
CREATE INDEX "value_counts.column" ON value_counts ("table", "column");
"""


def write_summaries(
    connection: sqlite3.Connection, schemas: Iterable[TableSchema], descriptor: Mapping[str, Any]
) -> None:
    """Add the tables to the database, which has those of the package and the series."""
    of_own_tables = (_BY_REPORT, _BY_PLACE, _TARGETS, _EVIDENCE) if uses_programs_own(descriptor) else ()
    for part in (*of_own_tables, _COUNTS):
        for statement in filter(str.strip, part.split(";")):
            connection.execute(statement)
    for schema in schemas:
        connection.execute(f'INSERT INTO record_counts SELECT ?, count(*) FROM "{schema.name}"', [schema.name])  # noqa: S608
        for column in facets(schema):
            connection.execute(_values(schema.name, column), [schema.name, column])
    for series in series_of(descriptor):
        name = stored(series)
        connection.execute(f'INSERT INTO record_counts SELECT ?, count(*) FROM "{name}"', [series.name])  # noqa: S608


def _values(table: str, column: str) -> str:
    return f"""
    INSERT INTO value_counts
    SELECT ?, ?, "{column}", count(*) AS records FROM "{table}" WHERE "{column}" IS NOT NULL
    GROUP BY "{column}" ORDER BY records DESC, "{column}"
    """  # noqa: S608
