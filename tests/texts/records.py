"""Records of the package that texts in the tests are about, and the bytes of its tables."""

from __future__ import annotations

from civcas.package.tables import read_table


def record_of(package, table, key):
    """The cells of a record."""
    read = read_table(package, table)
    return next(row for row in read.text.to_dicts() if row[read.schema.primary_key[0]] == key)


def bytes_of(copy):
    """The bytes of each table of a copy, by the name of its file."""
    return {file.name: file.read_bytes() for file in sorted((copy.root / "data").iterdir())}
