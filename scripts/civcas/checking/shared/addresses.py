"""Web addresses: the host, and the day that an address may name."""

from __future__ import annotations

import re

import narwhals as nw
import polars as pl

from civcas.checking.expectations import Frame
from civcas.checking.shared.records import record_by_record

_SCHEME = r"^https?://(www[0-9]?\.)?"
_DAY = r".*?[^0-9](20[0-9]{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12][0-9]|3[01])($|[^0-9].*$)"


def host_of(address: str) -> nw.Expr:
    """The host of an address, in lower case, without www. in front, a port, or a dot at the end."""
    rest = nw.col(address).str.to_lowercase().str.replace_all(_SCHEME, "")
    return rest.str.replace_all(r"[/:].*", "").str.replace_all(r"\.$", "")


def page_of_address(address: str) -> nw.Expr:
    """An address without what makes no difference: scheme, www., fragment and the last slash."""
    return nw.col(address).str.replace_all(_SCHEME, "").str.replace_all("#.*", "").str.replace_all("/+$", "")


def day_in(address: str) -> nw.Expr:
    """The day that an address names, as YYYY-MM-DD; empty if there is none. What follows a ? does not count."""
    path = nw.col(address).str.replace_all(r"[?#].*", "")
    day = path.str.replace_all(_DAY, "$1-$2-$3")
    return nw.when(path.str.contains(_DAY)).then(day)


def words_not_in(records: Frame, words: str, address: str) -> Frame:
    """The records with `lacking`: the words (joined by hyphens) that their address does not have, or an empty text.

    A number of one or two digits at the end does not count, since it tells apart records whose words are the same.
    """

    def work(frame: pl.LazyFrame) -> pl.LazyFrame:
        both = pl.struct(words=words, address=address)
        return frame.with_columns(lacking=both.map_elements(_lacking, return_dtype=pl.String))

    return record_by_record(records, work)


def _lacking(record: dict[str, str | None]) -> str:
    address, words = record["address"], re.sub("-[0-9]{1,2}$", "", record["words"] or "")
    return ", ".join(word for word in words.split("-") if address and word not in address.lower())


def lies_under(host: str, other: str) -> pl.Expr:
    """Whether one host is the other, or a part of its domain."""
    one, two = pl.col(host), pl.col(other)
    return (one == two) | one.str.ends_with("." + two) | two.str.ends_with("." + one)
