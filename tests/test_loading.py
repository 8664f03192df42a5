"""`civcas.load` and `civcas.connect`: from a folder, a zip and the web, and what they say of what they can't read."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import polars as pl
import pytest

import civcas
from civcas.package import installed
from civcas.package.tables import read_tables
from civcas.publishing.build import build
from civcas.publishing.series import all_series


class Quiet(SimpleHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012  # one list for all requests

    def log_message(self, *_):
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def dist(package, tmp_path_factory):
    """A build of the small package."""
    folder = tmp_path_factory.mktemp("built") / "dist"
    build(package, read_tables(package), folder)
    return folder


@pytest.fixture(scope="module")
def web(dist):
    """Where the build is published."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=dist))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


# --- what is loaded -----------------------------------------------------------------------------------------------


def test_a_table_is_what_its_parquet_file_has(package, dist):
    for name in package.schemas:
        frame = civcas.load(name, package.root)
        published = pl.read_parquet(dist / "parquet" / f"{name}.parquet")
        assert frame.schema == published.schema
        assert frame.equals(published)


def test_types_are_those_of_the_schema(package):
    kinds = {"string": {pl.String, pl.Enum}, "integer": {pl.Int64}, "number": {pl.Float64}, "date": {pl.Date}}
    for name, schema in package.schemas.items():
        frame = civcas.load(name, package.root)
        for field in schema.fields:
            assert frame.schema[field.name].base_type() in kinds[field.type]
            if field.categories:
                assert list(frame.schema[field.name].categories) == list(field.categories)


def test_every_place_gives_the_same_table(package, dist, web):
    expected = civcas.load("releases", package.root)
    assert expected.height > 3
    places = [package.root / "datapackage.json", dist, next(dist.glob("*.zip"))]
    places += [f"{web}/datapackage.json", f"{web}/{next(dist.glob('*.zip')).name}"]
    for place in places:
        assert civcas.load("releases", package=place).equals(expected)


def test_from_the_web_only_the_table_and_its_schema_are_loaded(web):
    Quiet.asked.clear()
    civcas.load("places", f"{web}/datapackage.json")
    assert Quiet.asked == ["/datapackage.json", "/schemas/places.json", "/csv/places.csv"]


def test_a_program_without_a_package_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(installed, "INSTALLED", tmp_path / "package.zip")
    monkeypatch.setattr(installed, "_CHECKOUT", tmp_path)
    with pytest.raises(civcas.UnusableInput, match="no package came with this program"):
        civcas.load("releases")


def test_a_frame_becomes_one_of_pandas(package):
    frame = civcas.load("releases", package.root)
    assert frame.to_pandas()["killed_total"].tolist()[-1] == frame["killed_total"][-1]


# --- what can't be loaded -----------------------------------------------------------------------------------------


def refused(*arguments):
    with pytest.raises(civcas.UnusableInput) as error:
        civcas.load(*arguments)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("strike", "no table is named 'strike'. Did you mean 'strikes'?"),
        ("Strikes", "Did you mean 'strikes'?"),
        ("data/strikes.csv", "Did you mean 'strikes'?"),
        ("x", "no table is named 'x'. Its tables are releases, evidence, strikes,"),
        ("monthly", "monthly is a series, not a table. civcas.connect() has it"),
        ("", "no table is named ''. Its tables are releases,"),
        (None, "no table is named 'None'."),
        ("../secret", "no table is named '../secret'."),
    ],
)
def test_an_unknown_table_is_named_with_what_may_be_meant(package, web, name, says):
    assert says in refused(name, package.root)
    assert says in refused(name, f"{web}/datapackage.json")


@pytest.mark.parametrize(
    ("field", "old", "new", "says"),
    [
        ("killed_total", ",1302,", ",about 1302,", "found 'about 1302', expected a whole number"),
        ("killed_total", ",1302,", ",01302,", "found '01302', expected a whole number"),
        ("published_on", ",2019-05-31,", ",2019-02-31,", "found '2019-02-31', expected a date as YYYY-MM-DD"),
        ("release_type", ",monthly,", ",weekly,", "found 'weekly', expected one of monthly, ad_hoc, annual"),
    ],
)
def test_a_cell_of_another_type_is_an_error_not_an_empty_cell(copy, field, old, new, says):
    line = copy.line_of("releases", "monthly-2019-04,")
    copy.replace("releases", line, old, new)
    assert f"data/releases.csv:{line}: {field}: {says}" in refused("releases", copy.root)
    assert civcas.load("places", copy.root).height  # another table is not concerned


def test_a_table_without_records_has_its_columns(copy):
    full = civcas.load("strikes", copy.root)
    copy.write("strikes", copy.lines("strikes")[:1])
    empty = civcas.load("strikes", copy.root)
    assert (empty.height, empty.schema) == (0, full.schema)


@pytest.mark.parametrize("text", ["", "release_id\n", "<html>", 'a,b\n"\n', "\0"])
def test_a_file_that_is_no_such_table_is_refused(copy, text):
    copy.path("releases").write_text(text)
    assert "data/releases.csv: does not parse" in refused("releases", copy.root)


def test_a_file_that_is_missing_or_cut_off_is_refused(dist, tmp_path):
    folder = shutil.copytree(dist, tmp_path / "dist")
    file = folder / "csv" / "places.csv"
    file.write_text("\n".join(file.read_text().split("\n")[:-2]) + "\n")  # without its last record
    assert "the file's size" in refused("places", folder)
    file.unlink()
    assert refused("places", folder) == "csv/places.csv: no such file"


def test_an_address_that_answers_with_a_page_is_refused(web):
    assert "404 Not Found" in refused("places", f"{web}/nothing.json")
    said = refused("places", f"{web}/")
    assert said.startswith(f"{web}/: a web page, not a datapackage.json or a zip.")


def test_what_is_no_package_is_refused(tmp_path):
    assert "no datapackage.json in this folder" in refused("places", tmp_path)
    assert "no such file" in refused("places", tmp_path / "no.zip")
    (tmp_path / "datapackage.json").write_text("[]")
    assert "datapackage.json" in refused("places", tmp_path)
    assert "an empty place of a package" in refused("places", "")
    assert "not an http(s) address" in refused("places", "ftp://example.org/datapackage.json")


def rename(copy, name):
    """Give a field of places another name, in the schema and in the table."""
    schema = copy.root / "schemas" / "places.json"
    schema.write_text(schema.read_text().replace('"name_ar"', json.dumps(name)))
    header, *records = copy.lines("places")
    copy.write("places", [header.replace("name_ar", name), *records])


@pytest.mark.parametrize("name", ["@line", "a b", 'say "so"', "ÄÖ", "x,y"])
def test_a_field_that_is_named_as_no_field_may_be_is_refused(copy, name):
    rename(copy, name)
    assert refused("places", copy.root).startswith("schemas/places.json#/fields/")


@pytest.mark.parametrize("name", ["table", "select", "class", "len"])
def test_a_field_may_be_named_as_a_word_of_a_language(copy, name):
    expected = civcas.load("places", copy.root)
    rename(copy, name)
    assert civcas.load("places", copy.root).equals(expected.rename({"name_ar": name}))


# --- the database -------------------------------------------------------------------------------------------------


def test_the_database_is_the_one_that_a_build_writes(package, dist):
    (file,) = dist.glob("*.db")
    published = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    connection = civcas.connect(package.root)
    assert "\n".join(connection.iterdump()) == "\n".join(published.iterdump())
    for series in all_series():
        assert connection.execute(f'SELECT count(*) FROM "{series.name}"').fetchone()
    published.close()
    connection.close()


def test_nobody_writes_to_the_database(package):
    connection = civcas.connect(package.root)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM strikes")
    connection.close()


def test_a_database_of_a_damaged_package_is_refused(copy):
    line = copy.line_of("strikes", "")
    copy.write("strikes", [*copy.lines("strikes"), copy.lines("strikes")[line]])  # the same key again
    with pytest.raises(civcas.UnusableInput, match="no database can be made of the tables: UNIQUE"):
        civcas.connect(copy.root)


def test_a_database_with_a_reference_to_nothing_is_refused(copy):
    copy.write("places", copy.lines("places")[:1])
    with pytest.raises(civcas.UnusableInput, match="incidents: a record refers to none of places"):
        civcas.connect(copy.root)


# --- how quickly --------------------------------------------------------------------------------------------------


def processor_time(code, tmp_path):
    """Seconds of processor time that Python takes for this, the best of three."""
    program = f"import time; start = time.process_time()\n{code}\nprint(time.process_time() - start)"
    runs = [
        subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return min(float(run.stdout) for run in runs)


def test_an_import_loads_no_library(tmp_path):
    code = "import sys, civcas; print(sorted({'polars', 'pandera', 'requests', 'sqlite3'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert processor_time("import civcas", tmp_path) < 0.15


def test_a_table_is_loaded_without_what_only_a_check_needs(tmp_path):
    code = "import sys, civcas; civcas.load('strikes'); print(sorted({'pandera', 'frictionless'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
