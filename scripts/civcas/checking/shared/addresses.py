"""Web addresses: the host, and the day that an address may name."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Frame

_SCHEME = r"^https?://(www[0-9]?\.)?"
_DAY = r".*?[^0-9](20[0-9]{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12][0-9]|3[01])($|[^0-9].*$)"


def host_of(address: str) -> nw.Expr:
    """The host of an address, in lower case, without www. in front, a port, or a dot at the end."""
    rest = nw.col(address).str.to_lowercase().str.replace(_SCHEME, "")
    return rest.str.replace(r"[/:].*", "").str.replace(r"\.$", "")


def page_of_address(address: str) -> nw.Expr:
    """An address without what makes no difference: scheme, www., fragment and the last slash."""
    return nw.col(address).str.replace(_SCHEME, "").str.replace("#.*", "").str.replace("/+$", "")


def day_in(address: str) -> nw.Expr:
    """The day that an address names, as YYYY-MM-DD; empty if there is none. What follows a ? does not count."""
    path = nw.col(address).str.replace(r"[?#].*", "")
    day = path.str.replace(_DAY, "${1}-${2}-${3}")
    return nw.when(path.str.contains(_DAY)).then(day)


def words_not_in(records: Frame, words: str, address: str) -> Frame:
    """The records with `lacking`: the words (joined by hyphens) that their address does not have, or an empty text.

    A number of one or two digits at the end does not count, since it tells apart records whose words are the same.
    """
    native: pl.LazyFrame = records.to_native()
    each = native.select(
        words, pl.col(words).str.replace("-[0-9]{1,2}$", "").str.split("-").alias("word"), pl.col(address)
    ).explode("word")
    lacking = each.filter(~pl.col(address).str.to_lowercase().str.contains(pl.col("word"), literal=True))
    joined = lacking.group_by(words).agg(pl.col("word").str.join(", ").alias("lacking"))
    return nw.from_native(native.join(joined, on=words, how="left").with_columns(pl.col("lacking").fill_null("")))


def lies_under(host: str, other: str) -> pl.Expr:
    """Whether one host is the other, or a part of its domain."""
    one, two = pl.col(host), pl.col(other)
    return (one == two) | one.str.ends_with("." + two) | two.str.ends_with("." + one)
