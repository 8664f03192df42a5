"""Texts of records: whether one begins with another, and whether two differ in their letters at all."""

from __future__ import annotations

import polars as pl

from civcas.checking.expectations import Frame
from civcas.checking.shared.records import with_columns


def with_rest(records: Frame, text: str, start: str) -> Frame:
    """The records with `rest`: what follows in the field `text` on the field `start`; null if it begins otherwise."""
    whole, first = pl.col(text), pl.col(start)
    rest = pl.when(whole.str.starts_with(first)).then(whole.str.strip_prefix(first))
    return with_columns(records, rest=rest)


def with_same_start(records: Frame, one: str, other: str) -> Frame:
    """The records with `same_start`: whether one of two texts begins with the other."""
    left, right = pl.col(one), pl.col(other)
    return with_columns(records, same_start=left.str.starts_with(right) | right.str.starts_with(left))


def named_in(records: Frame, names: str, name: str) -> Frame:
    """The records with `named`: whether a list of names, separated by semicolons, has the name."""
    return with_columns(records, named=pl.col(names).fill_null("").str.split("; ").list.contains(pl.col(name)))


def with_letters(records: Frame, text: str) -> Frame:
    """The records with `letters`: the letters and digits of a text, in lower case and without accents."""
    plain = pl.col(text).str.normalize("NFKD").str.replace_all(r"[^\p{L}\p{N}]", "").str.to_lowercase()
    return with_columns(records, letters=plain)
