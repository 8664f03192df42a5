"""The site, served for real by Datasette over the small package."""

from __future__ import annotations

import socket
import urllib.error
from http import HTTPStatus

import pytest

from tests.conftest import get, put_package, rows, served


def test_a_release_has_the_figures_of_its_table(address):
    (row,) = rows(f"{address}/oir-civcas/releases.json?release_id=monthly-2019-04&_shape=array")
    assert row["strikes_total"] == 34502
    assert row["killed_total"] == 1302
    assert (row["carried_over"], row["received"], row["completed"], row["open_at_end"]) == (122, 7, 18, 111)
    assert (row["credible"], row["non_credible"], row["killed"], row["reopened"]) == (3, 15, 5, 3)


def test_every_table_has_its_title_its_columns_words_and_its_facets(address, package):
    for name, schema in package.schemas.items():
        page = get(f"{address}/oir-civcas/{name}")
        assert schema.title in page
        assert schema.description.split(". ")[0].split("&")[0].split("'")[0] in page
        for field in schema.fields:
            if field.is_figure:
                assert f"Unit: {field.unit}" in page
    facets = rows(f"{address}/oir-civcas/incidents.json?_shape=objects")["facet_results"]
    assert {"country", "status", "status_basis"} <= set(facets)


def test_foreign_keys_show_names(address):
    page = get(f"{address}/oir-civcas/estimates?organisation_id=airwars")
    assert ">Airwars</a>" in page


def test_the_home_page_names_licence_and_sources(address):
    page = get(address)
    assert "Creative Commons Attribution 4.0" in page
    assert "/oir-civcas/sources" in page


def test_the_site_is_read_only(address):
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(f"{address}/oir-civcas?sql=delete+from+releases")
    assert refused.value.code == HTTPStatus.BAD_REQUEST
    refused.value.close()


def test_serve_refuses_a_folder_that_is_not_built(copy):
    code, _, err = copy.run("serve", "--built", str(copy.root / "data"))
    assert code == 2
    assert "metadata.json is missing; `civcas build --out" in err


def test_serve_refuses_a_port_in_use(copy):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, _, err = copy.run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "choose another --port" in err


def test_a_folder_may_have_any_name(tmp_path):
    """Datasette puts the path into a URI, which ? or # would end, and in which %20 is a space."""
    root = put_package(tmp_path / "a#b?c=1%20d e'f&g")
    before = {file.name for file in tmp_path.iterdir()}
    with served(root) as url:
        (row,) = rows(f"{url}/oir-civcas/releases.json?release_id=monthly-2019-04&_shape=array")
        assert row["strikes_total"] == 34502
        assert rows(f"{url}/oir-civcas.json?sql=select+count(*)+from+releases&_shape=arrayfirst") != [0]
        assert get(f"{url}/docs/methodology")
    assert {file.name for file in tmp_path.iterdir()} == before
    assert not [file for file in root.rglob("*") if file.name.startswith(("a#b", "oir-civcas?"))]
