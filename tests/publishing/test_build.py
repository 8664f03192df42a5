"""dist/: what SQLite and Parquet hold, and that a build is whole, repeatable and never made from bad data."""

from __future__ import annotations

import hashlib
import signal
import sqlite3
import subprocess
import sys
import time

import polars as pl
import pytest

from civcas.package.tables import KEY, LINE, read_package, read_tables


@pytest.fixture(scope="module")
def built(package, tmp_path_factory):
    from civcas.publishing.build import build

    folder = tmp_path_factory.mktemp("built") / "dist"
    build(package, read_tables(package), folder)
    return folder


@pytest.fixture
def database(built):
    connection = sqlite3.connect(f"file:{built / 'oir-civcas.db'}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def test_every_record_is_in_the_database_as_in_the_tables(package, database):
    for name, table in read_tables(package).items():
        rows = [tuple(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
        dates = [pl.col(field.name).cast(pl.String) for field in table.schema.fields if field.type == "date"]
        assert rows == table.typed.drop(LINE, KEY).with_columns(dates).rows()


def test_the_release_of_may_2019(database):
    row = dict(database.execute("SELECT * FROM releases WHERE release_id = 'monthly-2019-04'").fetchone())
    stated = {
        "strikes_total": 34502,
        "killed_total": 1302,
        "carried_over": 122,
        "received": 7,
        "completed": 18,
        "credible": 3,
        "non_credible": 15,
        "killed": 5,
        "open_at_end": 111,
        "reopened": 3,
    }
    assert {name: row[name] for name in stated} == stated


def test_types_keys_and_indexes_follow_the_schemas(package, database):
    for name, schema in package.schemas.items():
        columns = {row["name"]: row for row in database.execute(f"PRAGMA table_info('{name}')")}
        assert list(columns) == schema.names
        assert {row["type"] for row in columns.values()} <= {"TEXT", "INTEGER", "REAL"}
        assert tuple(row["name"] for row in sorted(columns.values(), key=lambda row: row["pk"]) if row["pk"]) == (
            schema.primary_key
        )
        assert database.execute("SELECT strict FROM pragma_table_list WHERE name = ?", [name]).fetchone()[0] == 1
        foreign = {row["table"] for row in database.execute(f"PRAGMA foreign_key_list('{name}')")}
        assert foreign == {key.table for key in schema.foreign_keys}
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO releases (release_id, release_type, published_on, published_precision, source_id)"
        " VALUES ('x', 'weekly', '2019-05-31', 'day', 'y')",
        "UPDATE releases SET killed_total = -1",
        "UPDATE releases SET killed_total = 'many'",
        "UPDATE releases SET published_on = '1999-01-01'",
        "UPDATE releases SET source_id = NULL",
        "UPDATE evidence SET source_id = 'nobody'",
    ],
)
def test_the_database_itself_refuses_what_the_schemas_forbid(built, tmp_path, statement):
    copy = tmp_path / "copy.db"
    copy.write_bytes((built / "oir-civcas.db").read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_parquet_holds_the_typed_tables(package, built):
    for name, table in read_tables(package).items():
        assert pl.read_parquet(built / "parquet" / f"{name}.parquet").equals(table.typed.drop(LINE, KEY))


def digests(folder):
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_the_same_data_give_the_same_bytes(package, built, tmp_path):
    from civcas.publishing.build import build

    build(package, read_tables(package), tmp_path / "again")
    assert digests(tmp_path / "again") == digests(built)


def test_nothing_is_built_from_data_with_findings(copy):
    code, _, _ = copy.run("build")
    assert code == 0
    before = digests(copy.root / "dist")
    copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
    code, _, err = copy.run("build")
    assert code == 1
    assert "releases/sourced" in err
    assert "nothing was built" in err
    assert digests(copy.root / "dist") == before


@pytest.mark.parametrize("begun", ["", "/oir-civcas.db", "/parquet"])
def test_a_killed_build_leaves_the_old_dist_whole(copy, begun):
    copy.run("build")
    before = digests(copy.root / "dist")
    process = subprocess.Popen(
        [sys.executable, "-m", "civcas", "build", "--package", str(copy.root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not list(copy.root.glob(f".dist-new-*{begun}")):
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert digests(copy.root / "dist") == before
    code, _, _ = copy.run("build")
    assert code == 0
    assert digests(copy.root / "dist") == before
    assert [file.name for file in copy.root.iterdir() if file.name.startswith(".dist")] == []


def test_a_build_that_fails_midway_leaves_the_old_dist_whole(package, tmp_path, monkeypatch):
    from civcas.publishing import build as module

    folder = tmp_path / "dist"
    module.build(package, read_tables(package), folder)
    before = digests(folder)
    monkeypatch.setattr(module, "write_database", lambda path, *_: path.write_text("half") / 0)
    with pytest.raises(ZeroDivisionError):
        module.build(package, read_tables(package), folder)
    assert digests(folder) == before
    assert [file.name for file in tmp_path.iterdir()] == ["dist"]


def test_a_build_replaces_nothing_but_a_build(copy):
    (copy.root / "file").write_text("kept")
    before = digests(copy.root)
    for out, told in ((copy.root, "a folder with other files"), (copy.root / "file", "a file")):
        code, _, err = copy.run("build", "--out", str(out))
        assert code == 2
        assert f"{out}: {told}" in err
        assert digests(copy.root) == before


def test_a_folder_that_can_not_be_written(copy):
    (copy.root / "file").write_text("")
    code, _, err = copy.run("build", "--out", str(copy.root / "file" / "dist"))
    assert code == 2
    assert "nothing was changed" in err


def test_the_package_is_not_touched(copy):
    before = digests(copy.root)
    copy.run("build")
    after = {name: digest for name, digest in digests(copy.root).items() if not name.startswith("dist/")}
    assert after == before
    assert read_package(copy.root).descriptor["name"] == "oir-civcas"
