"""dist/: what its files hold, and that a build is whole, repeatable and never made from bad data."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import duckdb
import nanoarrow
import polars as pl
import pytest
import python_calamine
from nanoarrow.ipc import InputStream

from civcas.errors import UnusableInput
from civcas.package.tables import KEY, LINE, read_package, read_tables
from civcas.publishing.queries import queries
from civcas.publishing.schema_org import file_names
from civcas.publishing.series import all_series
from civcas.publishing.sqlite import searched_tables, write_database
from civcas.publishing.workbook import Sheet, sheets, workbook
from tests.checking.damage import RELEASES, edit
from tests.conftest import ROOT, exhaustive

DATABASE = file_names(read_package(ROOT).descriptor).database


@pytest.fixture
def database(built):
    connection = sqlite3.connect(f"file:{built / DATABASE}?mode=ro", uri=True)
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


def test_the_database_says_what_each_of_its_fields_means(package, database):
    rows = database.execute('SELECT "table", field, type, unit, description FROM fields ORDER BY rowid').fetchall()
    expected = [
        (name, field.name, field.type, field.unit or None, field.description)
        for name, schema in package.schemas.items()
        for field in schema.fields
    ]
    expected += [
        (series.name, name, series.types[name], None, meaning)
        for series in all_series()
        for name, meaning in series.columns.items()
    ]
    assert [tuple(row) for row in rows] == expected
    values = database.execute("""SELECT "values" FROM fields WHERE "table" = 'releases' AND field = 'release_type'""")
    labels = package.schemas["releases"].labels("release_type")
    assert values.fetchone()[0].splitlines() == [f"{value}: {label}" for value, label in labels.items()]


def test_the_database_alone_says_what_it_is_and_whose(package, database):
    found = {row["name"]: row["value"] for row in database.execute("SELECT name, value FROM about")}
    for name in ("name", "title", "description", "version", "created"):
        assert found[name] == package.descriptor[name]
    for name in ("licenses", "contributors", "sources"):
        assert json.loads(found[name]) == package.descriptor[name]
    sql = "SELECT value ->> 'path' FROM json_each((SELECT value FROM about WHERE name = 'licenses'))"
    assert [path for (path,) in database.execute(sql)] == [package.descriptor["licenses"][0]["path"]]


@pytest.mark.parametrize("name", ["about", "fields"])
def test_no_table_of_a_package_can_have_the_name_of_one_that_the_database_adds(copy, name):
    file = copy.root / "datapackage.json"
    file.write_text(file.read_text().replace('"name": "airpower"', f'"name": "{name}"'))
    code, _, err = copy.run("build")
    assert code == 2
    assert f'found "{name}", expected at most 31 lower-case letters, digits and underscores; not about, fields,' in err


def test_a_query_without_parameters_is_a_view(database):
    views = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    ready = {name: query for name, query in queries().items() if not query["params"]}
    assert views == {*ready, *(series.name for series in all_series())}
    for name, query in ready.items():
        rows = database.execute(f'SELECT * FROM "{name}"').fetchall()
        assert [tuple(row) for row in rows] == [tuple(row) for row in database.execute(query["sql"])]


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
    copy.write_bytes((built / DATABASE).read_bytes())
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_the_database_refuses_a_value_at_an_exclusive_limit(copy, tmp_path):
    constraints = {"exclusiveMinimum": -1, "exclusiveMaximum": 5000}
    edit(copy.root, RELEASES, lambda _, fields: fields["killed_total"].update(constraints=constraints))
    package = read_package(copy.root)
    write_database(tmp_path / "limits.db", package, read_tables(package))
    with contextlib.closing(sqlite3.connect(tmp_path / "limits.db")) as connection:
        connection.execute("UPDATE releases SET killed_total = 4999")
        connection.execute("UPDATE releases SET killed_total = 0")
        for value in (-1, 5000):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute("UPDATE releases SET killed_total = ?", [value])


def test_parquet_holds_the_typed_tables_with_their_values_as_categories(package, built):
    for name, table in read_tables(package).items():
        found = pl.read_parquet(built / "parquet" / f"{name}.parquet")
        assert found.with_columns(pl.col(pl.Enum).cast(pl.String)).equals(table.typed.drop(LINE, KEY))
        for field in table.schema.fields:
            if field.categories:
                assert found.schema[field.name] == pl.Enum(list(field.categories))


def test_parquet_says_what_the_file_holds(package, built):
    names = [*package.schemas, *(series.name for series in all_series())]
    for name in names:
        about = pl.read_parquet_metadata(built / "parquet" / f"{name}.parquet")
        schema = json.loads((built / "schemas" / f"{name}.json").read_text())
        assert (about["name"], about["title"]) == (name, schema["title"])
        assert about["description"] == schema["description"]
        assert json.loads(about["schema"]) == schema
        assert about["version"] == package.descriptor["version"]
        for member in ("licenses", "sources", "contributors"):
            assert json.loads(about[member]) == package.descriptor[member]


def test_parquet_says_of_each_column_what_it_means_and_whether_it_is_always_filled(package, built):
    for name, schema in package.schemas.items():
        file = built / "parquet" / f"{name}.parquet"
        found = duckdb.execute("SELECT name, repetition_type FROM parquet_schema(?)", [str(file)]).fetchall()[1:]
        assert found == [(field.name, "REQUIRED" if field.required else "OPTIONAL") for field in schema.fields]
        for field, column in zip(schema.fields, arrow_fields(file), strict=True):
            about = {key.decode(): value.decode() for key, value in column.metadata.items()}
            about.pop("_PL_ENUM_VALUES2", None)
            expected = {"title": field.title, "description": field.description, "unit": field.unit}
            assert about == {key: value for key, value in expected.items() if value}


def arrow_fields(file):
    """The fields of the Arrow schema that a Parquet file has in its metadata, as an IPC message."""
    message = base64.b64decode(pl.read_parquet_metadata(file)["ARROW:schema"])
    with InputStream.from_readable(message) as stream:
        return nanoarrow.c_array_stream(stream).get_schema().children


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


def test_folder_locale_time_zone_umask_and_order_of_hashes_change_no_byte(package, built, tmp_path):
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"}
    out = tmp_path / "another folder" / "dist"
    command = [sys.executable, "-m", "civcas", "build", "--package", str(package.root), "--out", str(out)]
    subprocess.run(command, env=env, umask=0o077, check=True, capture_output=True)
    assert digests(out) == digests(built)


def validated(descriptor):
    command = [sys.executable, "-m", "frictionless", "validate", "--json", str(descriptor)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)


@pytest.mark.parametrize("name", ["datapackage.json", "series.json"])
def test_frictionless_validates_the_data_packages_of_dist(package, built, name):
    report = validated(built / name)
    assert report["valid"], report
    series = [series.name for series in all_series()]
    expected = {"datapackage.json": list(package.schemas), "series.json": series}
    assert [task["name"] for task in report["tasks"]] == expected[name]


def test_dist_is_a_data_package_of_its_tables_and_one_of_its_series(package, built):
    tables, series = (json.loads((built / name).read_text()) for name in ("datapackage.json", "series.json"))
    assert {**tables, "resources": []} == {**package.descriptor, "resources": []}
    assert series["licenses"] == package.descriptor["licenses"]
    assert tables["id"] == package.descriptor["id"] != series["id"]
    for item in [*tables["resources"], *series["resources"]]:
        data = (built / item["path"]).read_bytes()
        assert item["profile"] == "tabular-data-resource"
        assert (item["bytes"], item["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    for item in package.descriptor["resources"]:
        own = json.loads((package.root / item["schema"]).read_text())
        assert json.loads((built / "schemas" / f"{item['name']}.json").read_text()) == own


def test_a_file_of_dist_that_was_changed_is_not_valid(built, tmp_path):
    shutil.copytree(built, tmp_path / "dist")
    file = tmp_path / "dist" / "csv" / "monthly.csv"
    file.write_text(file.read_text().replace("20", "21", 1))
    report = validated(tmp_path / "dist" / "series.json")
    assert [task["name"] for task in report["tasks"] if not task["valid"]] == ["monthly"]


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


def working_folder(copy):
    """The folder that a running build fills, or that a killed one left."""
    return next(copy.root.glob(".dist-*.civcas-build/new"), None)


def killed_while_it_writes(copy, delay):
    """Start a build, and kill it some time after its working folder appears. Returns whether that was in time."""
    command = [sys.executable, "-m", "civcas", "build", "--package", str(copy.root)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    left_before, patience = working_folder(copy), time.monotonic() + 300
    while working_folder(copy) in (None, left_before) and process.poll() is None:
        assert time.monotonic() < patience
        time.sleep(0.001)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL and working_folder(copy) not in (None, left_before)


def test_a_build_killed_while_it_writes_leaves_the_old_or_the_new_dist(copy):
    from civcas.publishing.build import build

    package = read_package(copy.root)
    tables = read_tables(package)
    build(package, tables, copy.root / "dist")
    old = digests(copy.root / "dist")
    (copy.root / "README.md").write_text("another README\n")
    start = time.monotonic()
    build(package, tables, copy.root / "expected")
    duration = time.monotonic() - start
    new = digests(copy.root / "expected")
    assert old.keys() == new.keys()
    assert old != new
    in_time = []
    while sum(in_time) < 3:  # a moment may be too late, since no build takes as long as another
        assert len(in_time) < 20
        in_time.append(killed_while_it_writes(copy, random.uniform(0, duration)))
        # Between the two renames at the very end, the old folder has another name; the next build puts it back.
        dist = copy.root / "dist"
        assert digests(dist if dist.exists() else next(copy.root.glob(".dist-*.civcas-build/old"))) in (old, new)
    assert copy.run("build")[0] == 0
    assert digests(copy.root / "dist") == new
    assert list(copy.root.glob(".dist-*")) == []


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


@pytest.mark.parametrize("out", ["", "..", *exhaustive(".", "../work")])
def test_the_working_folder_is_not_replaced(copy, tmp_path, monkeypatch, out):
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    code, _, err = copy.run("build", "--out", out)
    assert code == 2
    assert "an empty value" in err if not out else "is the working folder" in err
    assert list(folder.iterdir()) == []


def test_a_build_replaces_only_a_build(copy):
    (copy.root / "file").write_text("mine")
    before = digests(copy.root)
    for out, found in (
        (copy.root, "is not an earlier build: it holds files, but no SHA256SUMS"),
        (copy.root / "file", "is a file"),
    ):
        code, _, err = copy.run("build", "--out", str(out))
        assert code == 2
        assert f"{out} {found}" in err
        assert digests(copy.root) == before


@pytest.mark.parametrize("file", ["SHA256SUMS", *exhaustive("docs/my-thesis.md", "csv/my-data.csv")])
def test_a_folder_that_only_looks_like_a_build_is_not_replaced(copy, file):
    mine = copy.root / "out" / file
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    code, _, err = copy.run("build", "--out", str(copy.root / "out"))
    assert code == 2
    assert "is not an earlier build: it holds files, but no " in err
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("file", ["csv/my-data.csv", *exhaustive("notes.txt", "docs/thesis.pdf")])
def test_a_build_with_a_file_of_somebody_else_in_it_is_not_replaced(copy, built, file):
    shutil.copytree(built, copy.root / "dist")
    (copy.root / "dist" / file).write_text("mine")
    code, _, err = copy.run("build")
    assert code == 2
    assert f"holds {file!r}, which no build wrote" in err
    assert (copy.root / "dist" / file).read_text() == "mine"


@pytest.fixture
def edited_when_checked(copy, monkeypatch):
    """Edits a table between the check and the build."""
    from civcas.commands import common

    real = common.is_clean

    def check_and_edit(*arguments, **options):
        clean = real(*arguments, **options)
        copy.replace("releases", copy.line_of("releases", "monthly-2019-04,"), ",1302,", ",1320,")
        return clean

    monkeypatch.setattr(common, "is_clean", check_and_edit)


@pytest.fixture
def kept_in_files(monkeypatch):
    """Keeps every table in temporary files, in parts of some records."""
    from civcas.checking.engines import local, stored

    monkeypatch.setattr(local, "_LARGE_FILE", 0)
    monkeypatch.setattr(stored, "_PART", 20_000)


@pytest.mark.usefixtures("edited_when_checked")
def test_what_is_built_is_what_was_checked(copy, built):
    assert copy.run("build")[0] == 0
    assert (copy.root / "dist" / "csv" / "releases.csv").read_bytes() == (built / "csv" / "releases.csv").read_bytes()


@pytest.mark.usefixtures("kept_in_files", "edited_when_checked")
def test_a_large_table_that_changes_between_check_and_build_is_not_built(copy):
    status, out, err = copy.run("build")
    assert (status, out) == (2, "")
    assert err.endswith("data/releases.csv: changed while it was checked. Run the command again\n")
    assert not (copy.root / "dist").exists()


@pytest.mark.usefixtures("kept_in_files")
def test_tables_kept_in_files_are_built_to_the_same_files(copy, built):
    assert copy.run("build")[0] == 0
    assert (copy.root / "dist" / "SHA256SUMS").read_text() == (built / "SHA256SUMS").read_text()


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("write_database", sqlite3.OperationalError("database or disk is full")),
        ("write_json", OSError(28, "No space left on device")),
    ],
)
def test_a_full_disk_is_one_sentence(copy, monkeypatch, where, error):
    from civcas.publishing import build as module

    def full(*_):
        raise error

    monkeypatch.setattr(module, where, full)
    code, out, err = copy.run("build")
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].startswith(f"civcas: {copy.root / 'dist'}: ")
    assert err.endswith("; nothing was changed; `civcas build --out DIR` writes to another folder\n")
    assert list(copy.root.glob("*dist*")) == []


def test_a_parquet_file_that_the_disk_has_no_room_for_is_one_sentence(copy, monkeypatch):
    """Polars says of it that the form of the file is at fault."""
    from civcas.publishing import build as module

    def too_large(path, *_):
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        try:
            with path.open("wb") as file:
                pl.LazyFrame({"a": range(10_000)}).sink_parquet(file)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    monkeypatch.setattr(module, "write_database", too_large)
    code, _, err = copy.run("build")
    assert code == 2
    place = copy.root / "dist"
    assert f"civcas: {place}: file too large (os error 27); nothing was changed; `civcas build --out DIR`" in err


def test_a_workbook_has_whole_numbers_of_more_than_15_digits_as_text(package, tmp_path):
    rows = pl.DataFrame({"n": [999_999_999_999_999, -1_000_000_000_000_000]})
    file = tmp_path / "book.xlsx"
    file.write_bytes(workbook(package, [Sheet("made", "Made", 1, ["A number"], rows.height, rows)]))
    cells = python_calamine.load_workbook(file).get_sheet_by_name("made").to_python()
    assert cells == [["n"], [999_999_999_999_999], ["-1000000000000000"]]


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


def test_files_are_called_after_the_package(copy):
    file = copy.root / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"name": "renamed"}))
    assert copy.run("build")[0] == 0
    found = {file.name for file in (copy.root / "dist").iterdir()}
    assert {"renamed.db", "renamed.xlsx", "renamed.zip", "renamed.jsonld"} <= found
    assert not [name for name in found if "civcas" in name]
    dataset = json.loads((copy.root / "dist" / "renamed.jsonld").read_text())
    assert dataset["distribution"][0]["contentUrl"] == "renamed.db"


def test_the_coverage_of_the_descriptor_is_that_of_the_tables(package):
    from civcas.publishing.strike_accounts import campaign_start

    assert package.descriptor["spatialCoverage"] == list(package.schemas["places"].labels("country"))
    assert package.descriptor["temporalCoverage"] == f"{campaign_start(read_tables(package))}/.."


def test_metadata_name_the_searched_tables(package, built, database):
    settings = json.loads((built / "metadata.json").read_text())["plugins"]["civcas"]
    indexes = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    assert sorted(settings["searched"]) == sorted(searched_tables(package))
    assert {f"{name}_fts" for name in settings["searched"]} == {name for (name,) in database.execute(indexes)}


def test_metadata_hold_the_headlines_that_a_record_states(built, database):
    settings = json.loads((built / "metadata.json").read_text())["plugins"]["civcas"]
    (killed, *_) = [item for item in settings["headlines"] if item["table"] == "releases"]
    row = database.execute("SELECT killed_total, totals_through FROM releases WHERE release_id = ?", [killed["record"]])
    assert (killed["low"], killed["day"]) == tuple(row.fetchone())
    latest = "SELECT max(published_on) FROM releases WHERE killed_total IS NOT NULL AND release_type <> 'annual'"
    published = database.execute("SELECT published_on FROM releases WHERE release_id = ?", [killed["record"]])
    assert published.fetchone()[0] == database.execute(latest).fetchone()[0]
    (estimate,) = [item for item in settings["headlines"] if item["table"] == "estimates"]
    row = database.execute("SELECT low, high FROM estimates WHERE estimate_id = ?", [estimate["record"]])
    assert (estimate["low"], estimate["high"]) == tuple(row.fetchone())
    assert all(item["record"] for item in settings["headlines"])


def test_a_table_of_many_records_is_left_out_of_the_workbook_and_its_sheet_says_so(package, tmp_path, monkeypatch):
    tables = read_tables(package)
    most = tables["strikes"].text.height - 1
    monkeypatch.setattr("civcas.publishing.workbook.MOST_RECORDS", most)
    some = sheets({name: tables[name] for name in ("strikes", "releases")})
    (tmp_path / "book.xlsx").write_bytes(workbook(package, some))
    book = python_calamine.load_workbook(tmp_path / "book.xlsx")
    (words,) = book.get_sheet_by_name("strikes").to_python()[0]
    assert words == (
        f"This table has {most + 1:,} records. The workbook leaves out tables of more than {most:,}, because a"
        " spreadsheet program takes minutes to open them. See csv/strikes.csv."
    )
    assert len(book.get_sheet_by_name("releases").to_python()) == tables["releases"].text.height + 1


def test_the_workbook_says_what_it_holds(package, built):
    file = built / f"{package.descriptor['name']}.xlsx"
    book = python_calamine.load_workbook(file)
    about = dict(row[:2] for row in book.get_sheet_by_name("about").to_python())
    licence = package.descriptor["licenses"][0]
    assert about["version"] == package.descriptor["version"]
    assert about["licence"] == f"{licence['title']}, {licence['path']}"
    header, *rows = book.get_sheet_by_name("fields").to_python()
    assert header == ["table", "field", "type", "unit", "description", "values"]
    assert [row[:5] for row in rows] == [
        [name, field.name, field.type, field.unit, field.description]
        for name, schema in package.schemas.items()
        for field in schema.fields
    ]
    with zipfile.ZipFile(file) as parts:
        properties = parts.read("docProps/core.xml").decode()
        assert f"version {package.descriptor['version']}. Licence: {licence['title']}, {licence['path']}" in properties
        for number, schema in enumerate(package.schemas.values(), 1):
            notes = notes_of(parts.read(f"xl/comments{number}.xml"))
            assert notes == [f"{field.title}\n{field.description}" for field in schema.fields]


def notes_of(xml):
    """The texts of the notes, in order of their cells, all of which are in the first row."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = ElementTree.fromstring(xml).iter(f"{space}comment")
    notes = [(note.get("ref"), "".join(text.text for text in note.iter(f"{space}t"))) for note in found]
    assert all(ref.rstrip("1").isalpha() for ref, _ in notes)
    return [text for _, text in notes]


def test_a_text_that_is_a_number_has_no_green_mark(package, built):
    """As in the table of evidence, whose values are texts."""
    with zipfile.ZipFile(built / f"{package.descriptor['name']}.xlsx") as parts:
        sheet = parts.read(f"xl/worksheets/sheet{3 + list(package.schemas).index('evidence')}.xml").decode()
    records, fields = read_tables(package)["evidence"].height, len(package.schemas["evidence"].fields)
    assert f'<ignoredError sqref="A2:{chr(64 + fields)}{records + 1}" numberStoredAsText="1"/>' in sheet


def test_a_cell_that_a_workbook_can_not_hold_is_refused(package):
    releases = read_tables(package)["releases"]
    long = replace(releases, text=releases.text.with_columns(notes=pl.lit("x" * 40_000)))
    with pytest.raises(UnusableInput) as error:
        sheets({"releases": long})
    assert str(error.value) == (
        "data/releases.csv: notes has a cell of 40,000 characters, but a workbook allows 32,767. Shorten the cell"
    )


def test_the_database_has_no_empty_pages(database):
    assert database.execute("PRAGMA freelist_count").fetchone()[0] == 0


@pytest.mark.parametrize("together", [7, *exhaustive(1, 1_000_000)])
def test_the_number_of_records_that_one_insert_takes_changes_nothing(package, built, tmp_path, monkeypatch, together):
    monkeypatch.setattr("civcas.publishing.sqlite._TOGETHER", together)
    write_database(tmp_path / DATABASE, package, read_tables(package))
    assert (tmp_path / DATABASE).read_bytes() == (built / DATABASE).read_bytes()
