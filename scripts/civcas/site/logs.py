"""The access log: which addresses were asked for, and of what was asked only a hash.

What visitors search for and the SQL that they write is theirs. The hash tells whether two requests asked the same, and
is the one that a message about a request names.
"""

from __future__ import annotations

import hashlib
import logging

_PATH = 2  # where uvicorn has the path and the query in the arguments of an entry


class WithoutQueries(logging.Filter):
    """Puts a hash in the place of each query string."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and len(record.args) > _PATH:
            path, mark, query = str(record.args[_PATH]).partition("?")
            shown = f"{path} query {digest(query.encode())}" if mark else path
            record.args = (*record.args[:_PATH], shown, *record.args[_PATH + 1 :])
        return True


def digest(query: bytes) -> str:
    """A short hash of a query string."""
    return f"sha256:{hashlib.sha256(query).hexdigest()[:16]}"


def keep_queries_out() -> None:
    """From now on, the access log has no query string."""
    access = logging.getLogger("uvicorn.access")
    if not any(isinstance(each, WithoutQueries) for each in access.filters):
        access.addFilter(WithoutQueries())
