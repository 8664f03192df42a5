"""Records of the package that texts in the tests are about."""

from __future__ import annotations

from civcas.package.tables import read_table


def record_of(package, table, key):
    """The cells of a record."""
    read = read_table(package, table)
    return next(row for row in read.text.to_dicts() if row[read.schema.primary_key[0]] == key)
