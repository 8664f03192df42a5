"""What one database connection may do: sizes, memory, and the list of functions, tables and pragmas that SQL may use.

Everything that is not on the list is refused. SQLite has functions and virtual tables that read or change the memory of
the process (fts3_tokenizer), show other readers' queries (sqlite_stmt) or the pages of the file (dbstat).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

_SCALAR = """
    -> ->> abs char coalesce concat concat_ws current_date current_time current_timestamp format glob hex if ifnull iif
    instr length like likelihood likely lower ltrim max min nullif octet_length printf quote random randomblob replace
    round rtrim sign soundex substr substring trim typeof unhex unicode unlikely upper zeroblob sqlite_version
"""
_AGGREGATE = "avg count group_concat string_agg sum total"
_WINDOW = "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number"
_DATE = "date datetime julianday strftime time timediff unixepoch"
_MATH = """
    acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
    radians sin sinh sqrt tan tanh trunc
"""
_JSON = """
    json json_array json_array_length json_error_position json_extract json_group_array json_group_object json_insert
    json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid
"""
_SEARCH = "bm25 escape_fts highlight match snippet"  # of FTS5, and Datasette's own
FUNCTIONS = frozenset(" ".join([_SCALAR, _AGGREGATE, _WINDOW, _DATE, _MATH, _JSON, _SEARCH]).split())

# What Datasette and the full-text indexes use. None of these changes anything.
PRAGMAS = frozenset({
    "data_version", "database_list", "foreign_key_list", "function_list", "index_info", "index_list", "index_xinfo",
    "page_count", "max_page_count", "page_size", "schema_version", "table_info", "table_xinfo", "table_list",
})  # fmt: skip

# Virtual tables that are there without being made.
VIRTUAL = frozenset({"json_each", "json_tree", *(f"pragma_{name}" for name in PRAGMAS)})

_SCHEMA = frozenset({"sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"})

# What SQLite asks for while it opens a full-text index. `query_only` forbids the same to everyone else.
_OPENING = {sqlite3.SQLITE_CREATE_TABLE, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE}

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 25_000,  # bytes of a value; functions such as instr() cannot be interrupted
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 200_000,  # for Datasette's own, with a ? for each label; see canonical.py
    sqlite3.SQLITE_LIMIT_COLUMN: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 100,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

_HEAP = 128 << 20  # bytes that SQLite may use in one process

# Where Python can (from 3.12 on): not even SQL that gets past the list may write to the schema or to shadow tables.
_SETTINGS = {
    "SQLITE_DBCONFIG_DEFENSIVE": True,
    "SQLITE_DBCONFIG_TRUSTED_SCHEMA": False,
    "SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER": False,
    "SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION": False,
}


def restrict(connection: sqlite3.Connection) -> None:
    """Set the limits of a connection, and allow it only what is listed here."""
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    for name, value in _SETTINGS.items():
        if hasattr(sqlite3, name):
            connection.setconfig(getattr(sqlite3, name), value)  # type: ignore[attr-defined]
    for setting in ("query_only = 1", "trusted_schema = 0", "temp_store = 2", f"hard_heap_limit = {_HEAP}"):
        connection.execute(f"PRAGMA {setting}")
    tables = {str(name).lower() for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    modules = {str(name).lower() for (name,) in connection.execute("SELECT name FROM pragma_module_list")}
    known = frozenset(tables | _SCHEMA | VIRTUAL)
    connection.set_authorizer(_authorizer(known, frozenset(modules) - known))


_Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def _authorizer(tables: frozenset[str], modules: frozenset[str]) -> _Authorizer:
    """Tells SQLite, while it compiles a statement, whether the statement may do a thing.

    `modules` are the virtual tables that may not be read. A name that is none of them, and of which no column is read,
    is that of a subquery, as in `WITH c AS (...) SELECT count(*) FROM c`.
    """

    def authorize(action: int, first: str | None, second: str | None, _database: str | None, _by: str | None) -> int:
        if action == sqlite3.SQLITE_READ and (first, second) == ("pragma_database_list", "file"):
            return sqlite3.SQLITE_IGNORE  # null instead of a path on the server
        return (
            sqlite3.SQLITE_OK if allowed(action, (first or "").lower(), (second or "").lower()) else sqlite3.SQLITE_DENY
        )

    def allowed(action: int, first: str, second: str) -> bool:
        if action == sqlite3.SQLITE_READ:
            return first in tables or not (second or first in modules or first.startswith(("pragma_", "sqlite_")))
        if action == sqlite3.SQLITE_FUNCTION:
            return second in FUNCTIONS
        if action == sqlite3.SQLITE_PRAGMA:
            return first in PRAGMAS
        return action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE} | _OPENING

    return authorize
