"""SQL may use the functions, tables and pragmas that are on the list, and nothing else that this SQLite has."""

from __future__ import annotations

import sqlite3

import pytest

from civcas.site.connection import FUNCTIONS, PRAGMAS, VIRTUAL, restrict

NEW = sqlite3.connect(":memory:")
HAS = sorted(set(NEW.execute("SELECT name, narg FROM pragma_function_list")))
MODULES = sorted({name for (name,) in NEW.execute("SELECT name FROM pragma_module_list")})
PRAGMAS_HERE = sorted({name for (name,) in NEW.execute("SELECT name FROM pragma_pragma_list")})
# Not on the list of modules until a statement has used them, or not in every build.
HIDDEN = ["sqlite_dbpage", "sqlite_stmt", "dbstat", "bytecode", "tables_used", "completion", "generate_series"]
NEW.close()


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE records (id TEXT, words TEXT)")
    connection.execute("INSERT INTO records VALUES ('a', 'one two')")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(words)")
    connection.execute("INSERT INTO found VALUES ('one two')")
    connection.commit()
    restrict(connection)
    yield connection
    connection.close()


def refusal(connection, sql):
    """Why SQLite refuses the statement; empty if it runs or fails for another reason."""
    try:
        connection.execute(sql).fetchone()
    except sqlite3.DatabaseError as error:
        return str(error) if "not authorized" in str(error) or "is prohibited" in str(error) else ""
    return ""


def call(name, number):
    over = " OVER ()" if name in {"rank", "row_number", "ntile", "lag", "lead"} else ""
    return f'SELECT "{name}"({", ".join(["1"] * max(number, 0 if number >= 0 else 2))}){over}'


def test_the_walk_below_has_something_to_walk_over():
    assert {"fts3_tokenizer", "load_extension", "count"} <= {name for name, _ in HAS}
    assert {"fts5", "json_each"} <= set(MODULES)
    assert "writable_schema" in PRAGMAS_HERE


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, number in HAS if name not in FUNCTIONS])
def test_a_function_that_is_not_on_the_list_is_refused_by_name(connection, name, number):
    assert refusal(connection, call(name, number)) == f"not authorized to use function: {name}"


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, number in HAS if name in FUNCTIONS])
def test_a_function_on_the_list_can_be_used(connection, name, number):
    assert refusal(connection, call(name, number)) == ""


@pytest.mark.parametrize("name", sorted({*MODULES, *HIDDEN} - VIRTUAL))
def test_a_virtual_table_that_is_not_on_the_list_is_refused(connection, name):
    for columns in ("*", "count(*)", "1", "rowid"):
        with pytest.raises(sqlite3.DatabaseError, match=r"is prohibited|not authorized|no such|invalid arguments"):
            connection.execute(f"SELECT {columns} FROM {name}").fetchone()
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute(f"SELECT {columns} FROM {name}('main')").fetchone()
    for schema in ("", "temp."):
        with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|readonly|no such module"):
            connection.execute(f"CREATE VIRTUAL TABLE {schema}made USING {name}(a)")


@pytest.mark.parametrize("name", [name for name in PRAGMAS_HERE if name not in PRAGMAS])
def test_a_pragma_that_is_not_on_the_list_is_refused(connection, name):
    assert refusal(connection, f"PRAGMA {name}") == "not authorized"
    assert refusal(connection, f"PRAGMA {name} = 1") == "not authorized"
    with pytest.raises(sqlite3.DatabaseError, match=r"is prohibited|not authorized|no such table"):
        connection.execute(f"SELECT * FROM pragma_{name}").fetchone()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM records",
        "SELECT RECORDS.id FROM Records",
        "WITH stat(a) AS (SELECT id FROM records) SELECT a FROM stat",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3) SELECT sum(x) FROM c",
        "SELECT highlight(found, 0, '<', '>'), bm25(found) FROM found WHERE found MATCH 'one'",
        "SELECT value FROM json_each('[1]')",
        "WITH c AS (SELECT id FROM records) SELECT count(*) FROM c",
        "SELECT count(*) FROM (SELECT id FROM records) AS sub",
        "SELECT count(*) FROM json_each('[1]')",
        "SELECT name FROM sqlite_master",
        "SELECT name FROM pragma_table_info('records')",
        "SELECT sum(1) OVER (ORDER BY id) FROM records",
        "EXPLAIN QUERY PLAN SELECT * FROM records",
        "SELECT strftime('%Y', '2017-03-17'), upper('a') || printf('%,d', 34502)",
    ],
)
def test_honest_statements_run(connection, sql):
    assert connection.execute(sql).fetchone()


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO records VALUES ('b', '')",
        "UPDATE records SET id = 'b'",
        "DELETE FROM records",
        "DROP TABLE records",
        "CREATE TABLE more (a)",
        "CREATE TEMP TABLE more (a)",
        "CREATE TEMP VIEW more AS SELECT 1",
        "CREATE INDEX more ON records (id)",
        "CREATE TRIGGER more AFTER INSERT ON records BEGIN SELECT 1; END",
        "ALTER TABLE records RENAME TO other",
        "ATTACH ':memory:' AS other",
        "REINDEX",
        "ANALYZE",
        "VACUUM",
        "UPDATE sqlite_master SET sql = ''",
        "INSERT INTO found(found) VALUES ('optimize')",
        "SAVEPOINT more",
        "BEGIN",
    ],
)
def test_nothing_is_written(connection, sql):
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute(sql)
    assert connection.execute("SELECT count(*) FROM records").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)


def test_a_path_on_the_server_is_not_shown():
    connection = sqlite3.connect("file::memory:", uri=True)
    restrict(connection)
    assert connection.execute("SELECT file FROM pragma_database_list").fetchall() == [(None,)]
    connection.close()
