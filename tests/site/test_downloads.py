"""The files that readers download, each opened and compared with the tables; and the site's own exports."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import urllib.request
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from civcas.package.documents import PAPERS, published_document
from civcas.package.tables import KEY, LINE, read_package, read_tables
from tests.conftest import ROOT, get_bytes, rows

NAMES = [resource.name for resource in read_package(ROOT).resources]


@pytest.fixture(scope="module")
def archive(address, tmp_path_factory):
    file = tmp_path_factory.mktemp("zip") / "oir-civcas.zip"
    file.write_bytes(get_bytes(f"{address}/oir-civcas.zip"))
    return file


def records(data):
    return list(csv.reader(io.StringIO(data.decode())))


def headers(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.headers


def test_the_zip_holds_the_package_byte_for_byte_but_for_links_to_what_it_has_not(archive, package):
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        names = set(opened.namelist())
        assert {"datapackage.json", *PAPERS} < names
        assert {item["schema"] for item in package.descriptor["resources"]} < names
        assert {resource.path for resource in package.resources} < names
        for name in names:
            own = (package.root / name).read_bytes()
            assert opened.read(name) == published_document(name, own, {path: path for path in names})


def test_frictionless_validates_the_zip_and_what_it_unpacks_to(archive, tmp_path):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path)
    for source in (archive, tmp_path / "datapackage.json"):
        command = [sys.executable, "-m", "frictionless", "validate", "--json", str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        report = json.loads(done.stdout)
        assert report["valid"], report["errors"]
        assert report["stats"]["tasks"] == len(NAMES)


def test_the_package_can_be_opened_from_its_address(address, package):
    tables, series = (json.loads(get_bytes(f"{address}/{name}.json")) for name in ("datapackage", "series"))
    for item in [*tables["resources"], *series["resources"]]:
        data = get_bytes(f"{address}/{item['path']}")
        assert (item["bytes"], item["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        schema = json.loads(get_bytes(f"{address}/{item['schema']}"))
        assert [field["name"] for field in schema["fields"]] == records(data)[0]
    for item in package.descriptor["resources"]:
        for path in (item["path"], item["schema"]):
            assert get_bytes(f"{address}/{path}") == (package.root / path).read_bytes()
    command = [sys.executable, "-m", "frictionless", "validate", "--json", f"{address}/datapackage.json"]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert report["valid"], report["errors"]
    assert report["stats"]["tasks"] == len(NAMES)


def test_no_zip_is_made_without_the_licence(copy):
    (copy.root / "LICENSE-DATA").unlink()
    code, _, err = copy.run("build")
    assert code == 1
    assert "LICENSE-DATA structure/document" in err
    assert not (copy.root / "dist").exists()


def test_the_workbook_has_every_cell_in_its_type(address, package):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(get_bytes(f"{address}/oir-civcas.xlsx")))
    assert workbook.sheet_names == ["about", "fields", *NAMES]
    for name, table in read_tables(package).items():
        expected = table.typed.drop(LINE, KEY)
        header, *found = workbook.get_sheet_by_name(name).to_python()
        assert header == expected.columns
        assert [[None if cell == "" else cell for cell in row] for row in found] == [
            list(row) for row in expected.iter_rows()
        ]


def test_the_checksums_are_those_of_the_files_on_the_site(address, package):
    lines = [line.split("  ") for line in get_bytes(f"{address}/SHA256SUMS").decode().splitlines()]
    listed = {path for _, path in lines}
    assert {f"{kind}/{name}.{kind}" for kind in ("csv", "parquet", "jsonl") for name in package.schemas} < listed
    assert {
        "croissant.json",
        "dcat.jsonld",
        "datapackage.json",
        "series.json",
        "geo/places.geojson",
        "schemas/monthly.json",
    } < listed
    assert {f"oir-civcas.{kind}" for kind in ("db", "xlsx", "zip", "jsonld")} < listed
    assert {"metadata.json", "docs/rules.md", *PAPERS} < listed
    for digest, path in lines:
        assert hashlib.sha256(get_bytes(f"{address}/{path}")).hexdigest() == digest, path


def test_the_dataset_is_described_with_all_its_files(address):
    dataset = json.loads(get_bytes(f"{address}/oir-civcas.jsonld"))
    assert dataset["@type"] == "Dataset"
    files = [file["contentUrl"] for file in dataset["distribution"]]
    assert files[:3] == ["oir-civcas.db", "oir-civcas.xlsx", "oir-civcas.zip"]
    one_table = [f"{kind}/{name}.{kind}" for kind in ("csv", "parquet", "jsonl") for name in NAMES]
    assert {*one_table, "geo/incidents.geojson", "geo/incidents.geo.parquet", "csv/monthly.csv"} < set(files)
    for file in dataset["distribution"]:
        data = get_bytes(f"{address}/{file['contentUrl']}")
        assert (file["contentSize"], file["sha256"]) == (f"{len(data)} B", hashlib.sha256(data).hexdigest())
    (killed,) = [each for each in dataset["variableMeasured"] if each["name"] == "releases.killed"]
    assert killed["unitText"] == "civilians killed"


@pytest.mark.parametrize("name", NAMES)
def test_datasettes_own_csv_has_the_same_rows_and_cells(address, package, name):
    exported = records(get_bytes(f"{address}/oir-civcas/{name}.csv?_stream=on&_size=max"))
    own = records((package.root / "data" / f"{name}.csv").read_bytes())
    assert exported[0] == own[0]
    assert len(exported) == len(own) > 1
    numbers = {field.name for field in package.schemas[name].fields if field.type == "number"}

    def cells(rows):
        """In one order, and 35.951780 as 35.95178: a database keeps the number, not its text."""
        return sorted(
            [str(float(cell)) if cell and field in numbers else cell for field, cell in zip(own[0], row, strict=True)]
            for row in rows
        )

    assert cells(exported[1:]) == cells(own[1:])


def test_empty_cells_stay_empty_and_0_stays_0_in_every_format(address):
    empty, zero = "monthly-2019-01", "monthly-2019-02"
    exported = csv.DictReader(io.StringIO(get_bytes(f"{address}/oir-civcas/releases.csv?_size=max").decode()))
    as_csv = {row["release_id"]: row["killed"] for row in exported}
    as_json = {
        row["release_id"]: row["killed"] for row in rows(f"{address}/oir-civcas/releases.json?_shape=array&_size=max")
    }
    assert (as_csv[empty], as_csv[zero]) == ("", "0")
    assert (as_json[empty], as_json[zero]) == (None, 0)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/download/releases.csv", "oir-civcas-releases.csv"),
        ("/csv/releases.csv", "oir-civcas-releases.csv"),
        ("/parquet/releases.parquet", "oir-civcas-releases.parquet"),
        ("/oir-civcas.db", "oir-civcas.db"),
        ("/oir-civcas.zip", "oir-civcas-{version}.zip"),
        ("/oir-civcas.xlsx", "oir-civcas-{version}.xlsx"),
    ],
)
def test_browsers_save_a_file_under_its_name_and_version(address, package, path, name):
    found = headers(address + path)["content-disposition"]
    assert found == f'attachment; filename="{name.format(version=package.descriptor["version"])}"'


@pytest.mark.parametrize(
    "path",
    ["/oir-civcas/releases.json", "/oir-civcas.json?sql=select+1", "/download/releases.csv", "/oir-civcas.zip"],
)
def test_other_sites_may_read_data(address, path):
    assert headers(address + path)["access-control-allow-origin"] == "*"
