"""The formats of dist/ for maps, programs, portals and machine learning, most of them read by their own libraries."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import rdflib

from civcas.package.tables import KEY, LINE, read_tables
from civcas.publishing.build import build
from civcas.publishing.series import all_series

# rdflib itself uses what it calls deprecated, to read JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

URL = "https://civcas.example.org"
DCAT, DCT, SPDX = (
    rdflib.Namespace(address)
    for address in ("http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/", "http://spdx.org/rdf/terms#")
)


@pytest.fixture(scope="module")
def built_for_a_site(package, tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "dist"
    build(package, read_tables(package), folder, URL)
    return folder


def test_json_lines_hold_every_record_in_its_types(package, built):
    for name, table in read_tables(package).items():
        lines = (built / "jsonl" / f"{name}.jsonl").read_text().splitlines()
        dates = pl.col(pl.Date).cast(pl.String)
        assert [json.loads(line) for line in lines] == table.typed.drop(LINE, KEY).with_columns(dates).to_dicts()
    for series in all_series():
        lines = (built / "jsonl" / f"{series.name}.jsonl").read_text().splitlines()
        assert len(lines) == pl.read_parquet(built / "parquet" / f"{series.name}.parquet").height


def test_zeros_at_the_end_are_in_the_csv_alone_and_the_documentation_says_so(copy):
    header, line, *_ = copy.lines("places")
    point = re.search(r"[0-9]+\.[0-9]+", line)[0]
    name = header.split(",")[line.split(",").index(point)]
    copy.replace("places", 2, point, f"{point}00")
    assert copy.run("build")[0] == 0
    dist = copy.root / "dist"
    assert f"{point}00" in (dist / "csv" / "places.csv").read_text().splitlines()[1]
    assert json.loads((dist / "jsonl" / "places.jsonl").read_text().splitlines()[0])[name] == float(point)
    assert pl.read_parquet(dist / "parquet" / "places.parquet")[name][0] == float(point)
    for schema in (copy.root / "schemas").glob("*.json"):
        for field in json.loads(schema.read_text())["fields"]:
            if field["type"] == "number":
                assert "Zeros at the end, as in 35.951780, are in the CSV alone." in field["description"]


def located(package):
    """The tables with points: their rows that have one, and how many have none."""
    for name, table in read_tables(package).items():
        if "latitude" in table.schema.names:
            rows = table.typed.drop(LINE, KEY)
            points = rows.drop_nulls(["latitude", "longitude"])
            yield name, points, f"{rows.height - points.height:,} of {rows.height:,} records have no point"


def test_there_is_a_map_of_each_table_with_points(package, built):
    names = {name for name, *_ in located(package)}
    assert {"places", "incidents"} <= names
    found = {file.name for file in (built / "geo").iterdir()}
    assert found == {f"{name}.{kind}" for name in names for kind in ("geojson", "geo.parquet")}


def test_geojson_has_the_records_with_a_point_and_says_how_many_have_none(package, built):
    for name, points, left_out in located(package):
        collection = json.loads((built / "geo" / f"{name}.geojson").read_text())
        assert collection["type"] == "FeatureCollection"
        assert left_out in collection["description"]
        assert collection["version"] == package.descriptor["version"]
        assert collection["licenses"] == package.descriptor["licenses"]
        rows = points.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()
        assert [feature["properties"] for feature in collection["features"]] == rows
        for feature, row in zip(collection["features"], rows, strict=True):
            assert feature["type"] == "Feature"
            assert feature["id"] == "/".join(row[key] for key in package.schemas[name].primary_key)
            assert feature["geometry"] == {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def test_geoparquet_has_the_same_records_with_their_points_as_wkb(package, built):
    for name, points, left_out in located(package):
        file = built / "geo" / f"{name}.geo.parquet"
        found, about = pl.read_parquet(file), pl.read_parquet_metadata(file)
        assert left_out in about["description"]
        plain = found.drop("geometry").with_columns(pl.col(pl.Enum).cast(pl.String))
        assert plain.equals(points)
        places = [struct.unpack("<BIdd", point) for point in found["geometry"]]
        assert places == [(1, 1, *place) for place in points.select("longitude", "latitude").rows()]
        geo = json.loads(about["geo"])
        assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
        column = geo["columns"]["geometry"]
        assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
        if points.height:
            ends = [points[axis].min() for axis in ("longitude", "latitude")]
            assert column["bbox"] == ends + [points[axis].max() for axis in ("longitude", "latitude")]


def test_mlcroissant_validates_the_description_and_reads_the_tables_by_it(package, built):
    program = Path(sys.executable).with_name("mlcroissant")
    command = [program, "validate", "--jsonld", built / "croissant.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    read = (
        "import json, sys, mlcroissant\n"
        "rows = mlcroissant.Dataset(sys.argv[1]).records('releases')\n"
        "print(json.dumps([row['releases/release_id'].decode() for row in rows]))"
    )
    command = [sys.executable, "-c", read, str(built / "croissant.json")]
    keys = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert keys == read_tables(package)["releases"].typed["release_id"].to_list()


def test_croissant_says_what_each_field_means_and_refers_to(package, built):
    sets = {each["name"]: each for each in json.loads((built / "croissant.json").read_text())["recordSet"]}
    assert list(sets) == [*package.schemas, *(series.name for series in all_series())]
    for name, schema in package.schemas.items():
        fields = {field["name"]: field for field in sets[name]["field"]}
        assert {key: field["description"] for key, field in fields.items()} == {
            field.name: field.description for field in schema.fields
        }
        for key in schema.foreign_keys:
            if len(key.fields) == 1:
                target = fields[key.fields[0]]["references"]["field"]["@id"]
                assert target == f"{key.table}/{key.reference[0]}"


def test_the_dataset_of_a_portal_has_every_file(package, built_for_a_site):
    graph = rdflib.Graph().parse(built_for_a_site / "dcat.jsonld", format="json-ld")
    dataset = rdflib.URIRef(f"{URL}/")
    assert (dataset, rdflib.RDF.type, DCAT.Dataset) in graph
    assert str(graph.value(dataset, DCAT.version)) == package.descriptor["version"]
    assert str(graph.value(dataset, DCT.license)) == package.descriptor["licenses"][0]["path"]
    assert {str(source) for source in graph.objects(dataset, DCT.source)} == {
        source["path"] for source in package.descriptor["sources"]
    }
    distributions = list(graph.objects(dataset, DCAT.distribution))
    assert len(distributions) > 3 * len(package.schemas)
    for distribution in distributions:
        path = str(graph.value(distribution, DCAT.downloadURL)).removeprefix(f"{URL}/")
        data = (built_for_a_site / path).read_bytes()
        assert int(graph.value(distribution, DCAT.byteSize)) == len(data)
        checksum = graph.value(distribution, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(data).hexdigest()


def test_without_an_address_the_descriptions_name_the_files_beside_them(built):
    dataset = rdflib.Graph().parse(built / "dcat.jsonld", format="json-ld")
    files = [str(file) for file in dataset.objects(None, DCAT.downloadURL)]
    assert f"{(built / 'csv' / 'releases.csv').as_uri()}" in files
    files = json.loads((built / "croissant.json").read_text())["distribution"]
    assert all((built / file["contentUrl"]).is_file() for file in files)


def test_with_an_address_all_addresses_are_absolute(built_for_a_site):
    for name in ("oir-civcas.jsonld", "croissant.json"):
        about = json.loads((built_for_a_site / name).read_text())
        assert about["url"] == f"{URL}/"
        for file in about["distribution"]:
            path = built_for_a_site / file["contentUrl"].removeprefix(f"{URL}/")
            assert hashlib.sha256(path.read_bytes()).hexdigest() == file["sha256"]
